"""An article that changes on the disk while another one is on its way."""

from __future__ import annotations

import threading

import pytest

from reader.articles import reading
from reader.settings import Settings
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import make_window


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("first", "second"):
        (folder / f"{name}.md").write_text(f"# {name}\n\n正文。\n", encoding="utf-8")
    return folder


@pytest.fixture
def window(qtbot):
    window = make_window(Settings(), None, WindowMemory())  # with threads of its own
    qtbot.addWidget(window)
    yield window
    window.close()


def test_the_article_that_was_asked_for_comes_though_the_one_before_it_changes(
    qtbot, window, library, monkeypatch
):
    first, second = library / "first.md", library / "second.md"
    session = window.session
    with qtbot.waitSignal(session.article_opened):
        window.opening.open(first)
    may_go_on, read = threading.Event(), reading.read_article

    def slow(path):
        if path == second:
            assert may_go_on.wait(60)
        return read(path)

    monkeypatch.setattr(reading, "read_article", slow)
    try:
        session.open_article(second)
        with qtbot.waitSignal(session.reader.changed):  # noticed, while the other one is being read
            first.write_text("# first\n\n改过的正文。\n", encoding="utf-8")
    finally:
        may_go_on.set()
    qtbot.waitUntil(lambda: session.article is not None and session.article.path == second)
    assert session.article.title == "second"

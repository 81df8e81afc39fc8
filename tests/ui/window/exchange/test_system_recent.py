"""What is opened is told to the system, off the main thread, unless the person wants that kept here."""

from __future__ import annotations

import pytest

from reader import paths
from reader.ui.window.exchange import system_recent


@pytest.fixture
def told(monkeypatch):
    found = []
    monkeypatch.setattr(system_recent, "note_opened", lambda path: found.append(path.name))
    monkeypatch.setattr(system_recent, "forget_all", lambda: found.append("forgotten"))
    return found


@pytest.fixture
def window(new_window, told, tmp_path):
    (tmp_path / "a.md").write_text("# 题\n\n话。\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# 题\n\n话。\n", encoding="utf-8")
    window = new_window()
    window.session.open_article(tmp_path / "a.md")
    window.complete()
    return window


def test_what_is_opened_before_and_after_is_told(window, told, tmp_path):
    window.session.open_article(tmp_path / "b.md")
    assert told == ["a.md", "b.md"]


def test_our_own_articles_are_not(window, told):
    window.opening.open(paths.starter_library())
    assert told == ["a.md"]


def test_the_switch_ends_it_and_takes_back_what_was_told(window, told, tmp_path):
    window.session.settings.set("system_recent", False)
    window.session.open_article(tmp_path / "b.md")
    assert told == ["a.md", "forgotten"]

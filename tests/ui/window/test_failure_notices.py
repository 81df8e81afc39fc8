"""Failures are seen in the window, once, whatever panel is open."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.source.canonical_text import Span
from reader.ui.base.tasks import Tasks
from tests.ui.windows import window_on

TEXT = "# 潮汐\n\n## 月亮\n\n在新月与满月，水位最高。\n\n## 太阳\n\n太阳助月亮一臂之力。\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "tides.md").write_text(TEXT, encoding="utf-8")
    (folder / "other.md").write_text("# 季风\n\n夏天从海上来，带来雨。\n", encoding="utf-8")
    return folder


@pytest.fixture
def window(qtbot, immediate, folder, monkeypatch):
    monkeypatch.setattr("reader.ui.annotating.close_guard._ask", lambda problem, parent: "leave")
    window = window_on(Tasks(immediate))
    window.complete()
    qtbot.addWidget(window)
    window.session.open_library(folder)
    with qtbot.waitSignal(window.pane.first_painted):
        window.session.open_article(folder / "inner" / "tides.md")
        window.show()
    return window


@pytest.fixture
def stuck(window):
    """Return the file that is in the way of saving, until it is unlinked."""
    store = window.annotations.store
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_text("in the way")
    return store.folder


def span_of(window, words):
    start = window.session.article.text.text.index(words)
    return Span(start, start + len(words))


def said(window, sentence):
    """Return how many visible labels of the window say `sentence`, or something with it."""
    return sum(1 for label in window.findChildren(QLabel) if label.isVisible() and sentence in label.text())


def test_a_failed_save_is_shown_at_once_and_until_it_is_mended(qtbot, window, stuck):
    box = window.panels["articles"].filter
    box.setFocus()
    with qtbot.waitSignal(window.annotations.saving_failed) as told:
        window.annotations.highlight(span_of(window, "水位最高"), "green", note="记")
    assert not window.panels["notes"].isVisible()
    assert window.notices.isVisible()
    assert said(window, told.args[0]) == 1
    assert window.focusWidget() is box
    with qtbot.waitSignal(window.annotations.saving_failed):
        window.notices.buttons()[1].click()
    assert window.notices.isVisible()
    stuck.unlink()
    with qtbot.waitSignal(window.annotations.saved):
        window.notices.buttons()[1].click()
    assert not window.notices.isVisible()
    kept = AnnotationStore(window.session.library).kept()
    assert [each.annotation.note for each in kept] == ["记"]


def test_what_is_saved_elsewhere_is_there_and_the_bar_says_where(qtbot, window, stuck, tmp_path, monkeypatch):
    with qtbot.waitSignal(window.annotations.saving_failed):
        window.annotations.highlight(span_of(window, "水位最高"), "green", note="记")
    target = tmp_path / "elsewhere"
    monkeypatch.setattr(
        "reader.ui.annotating.close_guard.QFileDialog.getExistingDirectory", lambda *_arguments: str(target)
    )
    window.notices.buttons()[0].click()
    assert [path for path in target.glob("*.json") if "记" in path.read_text("utf-8")]
    assert str(target) in window.notices.words.text()
    assert window.notices.isVisible()  # it is not saved where it belongs


def test_a_damaged_sheet_is_told_in_the_bar_and_can_be_put_away(window):
    window.annotations.told.emit("A sheet is damaged.")
    assert said(window, "A sheet is damaged.") == 1
    window.notices.close_button.click()
    assert not window.notices.isVisible()

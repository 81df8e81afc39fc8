"""Failures are seen in the window, once, whatever panel is open."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library

TEXT = "# 潮汐\n\n## 月亮\n\n在新月与满月，水位最高。\n\n## 太阳\n\n太阳助月亮一臂之力。\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "tides.md").write_text(TEXT, encoding="utf-8")
    (folder / "other.md").write_text("# 季风\n\n夏天从海上来，带来雨。\n", encoding="utf-8")
    return folder


@pytest.fixture
def window(qtbot, new_window, folder, monkeypatch):
    monkeypatch.setattr("reader.ui.annotating.close_guard._ask", lambda problem, parent: "leave")
    window = new_window()
    window.complete()
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
    assert said(window, "kept in this window until") == 1
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


def test_the_window_stays_where_a_person_stays_with_what_is_not_saved(qtbot, window, stuck, monkeypatch):
    with qtbot.waitSignal(window.annotations.saving_failed):
        window.annotations.highlight(span_of(window, "水位最高"), "green", note="记")
    asked = []
    with monkeypatch.context() as staying:
        staying.setattr(
            "reader.ui.annotating.close_guard._ask", lambda problem, _parent: asked.append(problem) or "stay"
        )
        assert not window.close()
    assert asked == [window.annotations.problem]
    assert window.isVisible()
    stuck.unlink()
    assert window.close()
    kept = AnnotationStore(window.session.library).kept()
    assert [each.annotation.note for each in kept] == ["记"]


def test_what_is_saved_elsewhere_is_there_and_the_bar_says_where(qtbot, window, stuck, tmp_path, monkeypatch):
    with qtbot.waitSignal(window.annotations.saving_failed):
        window.annotations.highlight(span_of(window, "水位最高"), "green", note="记")
    target = tmp_path / "elsewhere"
    monkeypatch.setattr("reader.ui.annotating.close_guard.ask_for_folder", lambda *_arguments: target)
    window.notices.buttons()[0].click()
    assert [path for path in target.glob("*.json") if "记" in path.read_text("utf-8")]
    assert str(target) in window.notices.words.text()
    assert window.notices.isVisible()  # it is not saved where it belongs


def test_a_damaged_sheet_is_told_in_the_bar_and_can_be_put_away(window):
    window.annotations.told.emit("A sheet is damaged.")
    assert said(window, "A sheet is damaged.") == 1
    window.notices.close_button.click()
    assert not window.notices.isVisible()


def annotate(window, words="水位最高", note="记"):
    window.annotations.highlight(span_of(window, words), "green", note=note)


def notes_in(folder):
    """Return what another process reads there: the article's name, and the note."""
    store = AnnotationStore(Library(folder), Device("reader"))
    abouts = store.abouts()
    return {(abouts[key].source, each.annotation.note) for key in abouts for each in store.kept_under(key)}


def test_a_deleted_article_is_told_and_stays_and_heals_when_it_is_back(qtbot, window, folder):
    annotate(window)
    path = window.session.article.path
    with qtbot.waitSignal(window.session.article_lost):
        path.unlink()
    assert said(window, path.name) >= 1
    assert window.notices.isVisible()
    assert window.middle.currentWidget() is window.pane
    annotate(window, "太阳助月亮", "后")
    assert window.annotations.finish()
    assert notes_in(folder) == {("inner/tides.md", "记"), ("inner/tides.md", "后")}
    with qtbot.waitSignal(window.session.article_changed):
        path.write_text(TEXT, encoding="utf-8")
    assert not window.notices.isVisible()
    assert len(window.annotations.placed) == 2


@pytest.mark.parametrize("edited", ["", "多了一句话。\n"], ids=["as it was", "edited"])
def test_a_renamed_article_is_found_and_its_notes_go_with_it(qtbot, window, folder, edited):
    annotate(window)
    window.annotations.finish()
    path, new = window.session.article.path, folder / "潮.md"
    with qtbot.waitSignal(window.session.article_moved) as moved:
        path.rename(new)
        if edited:
            new.write_text(TEXT + edited, encoding="utf-8")
    assert moved.args == [path, new]
    assert window.session.article.path == new
    assert "潮.md" in window.notices.words.text()
    assert [each.annotation.note for each in window.annotations.placed] == ["记"]
    assert window.annotations.finish()
    assert notes_in(folder) == {("潮.md", "记")}


def test_a_folder_within_that_is_renamed_takes_its_article_along(qtbot, window, folder):
    annotate(window)
    with qtbot.waitSignal(window.session.article_moved):
        (folder / "inner").rename(folder / "outer")
    annotate(window, "太阳助月亮", "后")
    assert window.annotations.finish()
    assert notes_in(folder) == {("outer/tides.md", "记"), ("outer/tides.md", "后")}
    assert not (folder / "inner").exists()


def test_another_article_is_not_taken_for_the_one_that_is_deleted(qtbot, window, folder):
    annotate(window)
    window.annotations.finish()
    with qtbot.waitSignal(window.session.article_lost):
        window.session.article.path.unlink()
    assert window.session.article.path == folder / "inner" / "tides.md"
    assert notes_in(folder) == {("inner/tides.md", "记")}


def test_a_renamed_library_goes_on_at_its_new_place_and_no_ghost_is_left(qtbot, window, folder):
    new = folder.with_name("renamed")
    window.session.set_place(12)
    annotate(window)  # not on the disk yet
    with qtbot.waitSignal(window.session.library_opened):
        folder.rename(new)
    assert window.session.library.folder == new
    assert window.session.article.path == new / "inner" / "tides.md"
    annotate(window, "太阳助月亮", "后")
    assert window.annotations.finish()
    assert notes_in(new) == {("inner/tides.md", "记"), ("inner/tides.md", "后")}
    assert not folder.exists()
    assert "renamed" in window.notices.words.text()
    assert not window.annotations.problem


def test_a_lost_library_is_offline_until_it_is_back_by_itself(qtbot, window, folder, tmp_path):
    panel = window.panels["articles"]
    listed = panel.model.total
    away = tmp_path / "elsewhere" / "away"
    away.parent.mkdir()
    with qtbot.waitSignal(window.session.library_lost):
        folder.rename(away)
    assert str(folder) in window.notices.words.text()
    assert "offline" in panel.note.text()
    assert panel.model.total == listed == 2
    with qtbot.waitSignal(window.annotations.saving_failed):
        annotate(window)
    assert said(window, str(folder)) == 1  # the graver of the two says it
    assert not folder.exists()
    with qtbot.waitSignal(window.session.library_returned):
        away.rename(folder)
    qtbot.waitUntil(lambda: not window.notices.isVisible())
    assert window.session.article is not None
    assert notes_in(folder) == {("inner/tides.md", "记")}
    qtbot.waitUntil(lambda: not panel.note.isVisible())


def test_an_open_file_that_cannot_be_read_any_more_is_told_in_the_bar(qtbot, window):
    path = window.session.article.path
    with qtbot.waitSignal(window.session.article_outdated):
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    assert said(window, path.name) >= 1
    assert window.notices.isVisible()
    with qtbot.waitSignal(window.session.article_changed):
        path.write_text(TEXT, encoding="utf-8")
    assert not window.notices.isVisible()


def test_what_was_done_is_said_with_undo_beside_it(window):
    annotate(window)
    assert "水位最高" in window.told.text()
    assert window.told.button.isVisible()
    window.told.button.click()
    assert window.annotations.placed == ()
    assert window.told.button.isVisible()  # does it again
    window.told.button.click()
    assert len(window.annotations.placed) == 1


def test_what_was_done_in_a_library_is_not_offered_to_be_undone_in_the_next(window, tmp_path):
    annotate(window)
    (tmp_path / "next").mkdir()
    window.opening.open(tmp_path / "next")
    assert not window.told.text()
    assert not window.told.button.isVisible()


def test_where_the_notes_of_a_library_go_that_cannot_be_written_is_said_once(
    qtbot, new_window, folder, monkeypatch
):
    monkeypatch.setattr(Library, "is_writable", property(lambda _library: False))
    window = new_window()
    window.complete()
    window.session.open_library(folder)
    with qtbot.waitSignal(window.pane.first_painted):
        window.session.open_article(folder / "inner" / "tides.md")
        window.show()
    annotate(window)
    assert window.annotations.store.place_told in window.notices.words.text()
    window.notices.close_button.click()
    annotate(window, "太阳助月亮")
    assert not window.notices.isVisible()

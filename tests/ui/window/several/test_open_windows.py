"""Several windows in one process: what they share, what each has, and how they come back."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMenu

from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.source.canonical_text import Span
from reader.catalogue import entries
from reader.catalogue.library import Library
from reader.catalogue.reading_progress import ReadState
from reader.settings import Settings
from reader.ui.annotating.service.saver import Saver
from reader.ui.base.opening_way import Way
from reader.ui.models.contents_model import Role
from reader.ui.panels.framework_panel import FrameworkPanel
from reader.ui.search.kept_index import KeptIndex
from reader.ui.session.library_listing import ListedFolder
from reader.ui.session.library_reading import LibraryReading
from reader.ui.session.lists.library_shelves import LibraryShelves
from reader.ui.session.lists.trashing import Trashing
from reader.ui.session.open_library import OpenLibrary
from reader.ui.session.watching.library_watch import LibraryWatch
from reader.ui.session.window_memory import WindowMemory
from reader.ui.window import reading_tracker
from reader.ui.window.reading_tracker import ReadingTracker
from tests.ui.trees import indexes

ONCE = (OpenLibrary, LibraryWatch, Saver, KeptIndex, LibraryReading, LibraryShelves, ListedFolder)


def mark(window, words, colour="green"):
    start = window.session.article.text.text.index(words)
    return window.annotations.highlight(Span(start, start + len(words)), colour)


def words_of(window):
    return [each.words for each in window.annotations.placed]


def test_what_belongs_to_a_library_is_made_once_for_all_its_windows(qtbot, program, folder, other):
    first = program.start(folder / "潮汐.md")
    assert [program.alive(kind) for kind in ONCE] == [1] * len(ONCE)
    second = program.open_beside(first)
    third = program.open_beside(second)
    assert {window.session.library for window in (first, second, third)} == {Library(folder)}
    assert [program.alive(kind) for kind in ONCE] == [1] * len(ONCE)
    third.opening.open(other / "云.md")
    assert [program.alive(kind) for kind in ONCE] == [2] * len(ONCE)
    first.close()
    assert [program.alive(kind) for kind in ONCE] == [2] * len(ONCE)
    second.close()
    qtbot.waitUntil(lambda: program.alive(LibraryWatch) == 1)  # its thread has seen that it is left
    assert [program.alive(kind) for kind in ONCE] == [1] * len(ONCE)
    assert third.session.article.title == "云"


def test_nothing_of_a_window_that_was_closed_stays_in_memory(program, folder):
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    session = weakref.ref(second.session)
    second.close()
    del second
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert session() is None  # and with it whatever its actions call


def test_an_annotation_is_seen_in_all_windows_and_undone_from_any(program, folder):
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    said = []
    second.annotations.taken_back.connect(said.append)
    counted = []
    second.annotations.node_notes_changed.connect(counted.append)
    mark(first, "月球的引力")
    assert words_of(second) == ["月球的引力"]
    assert list(counted[-1].values()) == [1]
    mark(second, "潮间带")
    assert sorted(words_of(first)) == ["月球的引力", "潮间带"]
    for window in (first, second):
        assert window.session.actions["edit.undo"].isEnabled()
    second.annotations.undo()
    second.annotations.undo()  # of what the other did
    assert words_of(first) == words_of(second) == []
    assert len(said) == 2
    assert not first.session.actions["edit.undo"].isEnabled()
    first.annotations.redo()
    first.close()
    assert words_of(second) == ["月球的引力"]
    second.annotations.undo()  # what a closed window did
    assert words_of(second) == []
    assert second.annotations.finish()
    kept = AnnotationStore(Library(folder), Device("reader")).kept()
    assert [each.annotation.colour for each in kept] == []


def test_a_panel_that_comes_after_all_was_told_counts_notes_and_reading(qtbot, program, folder):
    first = program.start(folder / "潮汐.md")
    mark(first, "月球的引力")
    node = first.session.article.framework.nodes[0].node_id
    first.reading.mark([node], is_read=True)
    second = program.open_beside(first)
    late = FrameworkPanel(second.session)
    qtbot.addWidget(late)
    late.show()
    late.take_services(second.search, second.annotations, second.reading)
    [shown] = [one for one in indexes(late.tree) if one.data(Role.ENTRY_ID) == node]
    assert shown.data(Role.NOTES) == 1
    assert shown.data(Role.READ) == ReadState.READ


def test_reading_tags_settings_and_names_are_the_same_in_all_windows(program, folder):
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    node = second.session.article.framework.nodes[0].node_id
    first.reading.mark([node], is_read=True)
    assert second.reading.state(node) == first.reading.state(node)
    assert len(second.reading.events) == 1
    shelves = [window.panels["articles"]._shelves for window in (first, second)]
    shelves[0].set_favourite(["洋流.md"], on=True)
    assert shelves[1].shelved.favourites == {"洋流.md"}
    first.annotations.undo()
    assert shelves[1].shelved.favourites == frozenset()
    first.session.settings.set("theme", "night")
    assert second.session.theming.theme.key == "night"
    assert second.session.settings.get("theme") == "night"
    second.session.settings.set("font_size", 25)
    assert first.pane.style_now.size == second.pane.style_now.size == 25
    second.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    first.session.settings.set("font_size", 21)
    first.session.settings.set("theme", "paper")
    assert first.pane.style_now.size == 21


def test_an_article_that_is_new_is_listed_in_all_windows_and_read_once(qtbot, program, folder, monkeypatch):
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    lists = [window.panels["articles"].model for window in (first, second)]
    qtbot.waitUntil(lambda: all(model.total == 2 for model in lists))
    read = []
    real = entries.read_source
    monkeypatch.setattr(entries, "read_source", lambda path: read.append(path.name) or real(path))
    (folder / "风.md").write_text("# 风\n", encoding="utf-8")
    first.session.shared.watching.articles_changed.emit()
    qtbot.waitUntil(lambda: all(model.total == 3 for model in lists))
    assert read == ["风.md"]


def test_time_is_counted_in_the_window_where_one_reads(qtbot, program, folder, monkeypatch):
    monkeypatch.setattr(reading_tracker, "TICK", 3_600_000)  # on a slow machine it would look besides
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    qtbot.waitUntil(second.isActiveWindow)
    trackers = [window.findChild(ReadingTracker) for window in (first, second)]
    for tracker in trackers:
        tracker.look(7)
    for tracker in trackers:
        tracker.write()
    assert len(second.reading.events) > 0
    assert first.reading.events == second.reading.events
    nodes = [event.node for event in first.reading.events]
    assert len(set(nodes)) == len(nodes)  # each once, though the article stands in both


def test_what_is_written_in_a_card_is_kept_when_only_that_window_closes(qtbot, program, folder):
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    made = mark(second, "月球的引力")
    second.marker.choose(made)
    second.marker.write_note()
    second.marker.card.note.setPlainText("为什么？")
    second.close()
    assert [each.annotation.note for each in first.annotations.placed] == ["为什么？"]
    kept = AnnotationStore(Library(folder), Device("reader")).kept()
    assert [each.annotation.note for each in kept] == ["为什么？"]


def test_a_closed_window_goes_and_what_it_did_is_undone_elsewhere(qtbot, program, folder, monkeypatch):
    monkeypatch.setattr("send2trash.send2trash", lambda path: Path(path).unlink())
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    gone = []
    second.destroyed.connect(lambda: gone.append("window"))
    second.session.destroyed.connect(lambda: gone.append("session"))
    Trashing(second.session, second.annotations.push).trash([(folder / "洋流.md", "洋流")])
    assert not (folder / "洋流.md").exists()
    second.close()
    qtbot.waitUntil(lambda: sorted(gone) == ["session", "window"])
    first.annotations.undo()
    assert (folder / "洋流.md").exists()
    first.annotations.redo()
    assert not (folder / "洋流.md").exists()
    first.annotations.undo()


def test_titles_and_the_list_tell_windows_apart(qtbot, program, folder, other):
    first = program.start(folder / "潮汐.md")
    assert first.windowTitle() == "潮汐 — Gangmu"
    assert not first.session.actions["file.windows"].isEnabled()
    second = program.open_beside(first)
    assert [one.windowTitle() for one in (first, second)] == [
        "潮汐 (1) — 海洋 — Gangmu",
        "潮汐 (2) — 海洋 — Gangmu",
    ]
    second.opening.open(other / "云.md")
    qtbot.waitUntil(lambda: first.windowTitle() == "潮汐 — 海洋 — Gangmu")
    assert second.windowTitle() == "云 — 天空 — Gangmu"
    menu = first.session.actions["file.windows"].menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    assert [one.text() for one in menu.actions()] == ["&1 潮汐 — 海洋 — Gangmu", "&2 云 — 天空 — Gangmu"]
    assert [one.isChecked() for one in menu.actions()] == [True, False]
    menu.actions()[1].trigger()
    assert program.windows.active is second
    for target, window in (("潮汐.md", first), ("新.md", first)):
        assert program.windows.window_for(str(folder / target)) is window  # though the other is active
    assert program.windows.window_for(str(other / "云.md")) is second
    assert program.windows.window_for("") is second
    second.close()
    assert first.windowTitle() == "潮汐 — Gangmu"
    assert program.windows.active is first


def test_all_windows_come_back_with_tabs_shapes_and_splits(program, folder, other):
    first = program.start(folder / "潮汐.md")
    first.resize(760, 600)
    second = program.open_beside(first)
    second.resize(700, 560)
    second.session.open_article(folder / "洋流.md", way=Way.BESIDE)
    third = program.open_beside(second)
    third.opening.open(other / "云.md")
    program.windows.note_active(second)
    program.windows.quit()
    program.libraries.shut_down()

    front = program.start()
    windows = program.windows.windows
    assert front is windows[0]
    assert front.session.library == Library(folder)
    assert [[tab.name for pane in one.session.panes for tab in pane.tabs] for one in windows] == [
        ["潮汐", "洋流"],
        ["云"],
        ["潮汐"],
    ]
    assert len(front.session.panes) == 2
    assert (front.width(), windows[2].width()) == (700, 760)
    assert program.windows.active is front
    assert Settings().get("last_library") == str(folder)


def test_a_window_that_was_closed_alone_stays_closed(program, folder):
    first = program.start(folder / "潮汐.md")
    program.open_beside(first).close()
    program.windows.quit()
    program.libraries.shut_down()
    program.start()
    assert len(program.windows.windows) == 1


def test_what_is_open_is_kept_while_the_program_runs(qtbot, program, folder, monkeypatch):
    monkeypatch.setattr("reader.ui.window.several.open_windows.SOON", 0)
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    second.session.open_article(folder / "洋流.md", way=Way.TAB)

    def kept():
        return sorted(
            len(one.tabs(folder)["panes"][0]["tabs"]) for one in WindowMemory().windows() if one.tabs(folder)
        )

    qtbot.waitUntil(lambda: kept() == [1, 2])


def test_a_tab_moves_to_a_window_of_its_own(program, folder):
    first = program.start(folder / "潮汐.md")
    assert not first.session.actions["tabs.move_window"].isEnabled()
    first.session.open_article(folder / "洋流.md", way=Way.TAB)
    first.session.actions["tabs.move_window"].trigger()
    second = program.windows.windows[1]
    assert [tab.name for tab in first.session.active.tabs] == ["潮汐"]
    assert second.session.article.title == "洋流"
    second.session.open_article(folder / "潮汐.md", way=Way.WINDOW)
    assert program.windows.windows[2].session.article.title == "潮汐"


def test_what_the_command_line_names_opens_in_a_window_of_its_own(program, folder, other):
    program.start(folder / "潮汐.md")
    opened = [program.windows.open_path(path) for path in (None, folder / "洋流.md", other / "云.md", folder)]
    assert [window.session.article.title for window in opened[:3]] == ["潮汐", "洋流", "云"]
    assert [window.session.library.folder for window in opened] == [folder, folder, other, folder]
    assert [len(window.session.active.tabs) for window in opened[:2]] == [1, 1]
    assert opened[3].session.article is not None


def test_quitting_stops_where_a_window_is_to_stay(program, folder, monkeypatch):
    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    with monkeypatch.context() as patch:
        patch.setattr(type(second), "may_close", lambda self: self is not second)
        assert not program.windows.quit()
        assert all(window.isVisible() for window in (first, second))
    assert program.windows.quit()
    assert not any(window.isVisible() for window in (first, second))


def test_a_language_reaches_all_windows(qtbot, program, folder):
    from reader import i18n
    from reader.ui.startup import app

    first = program.start(folder / "潮汐.md")
    second = program.open_beside(first)
    second.session.open_article(folder / "洋流.md")
    mark(second, "月球的引力")
    try:
        first.session.settings.set("language", "zh_CN")
        qtbot.waitUntil(lambda: not {first, second} & set(program.windows.windows))
        windows = program.windows.windows
        assert [one.menuBar().actions()[0].text()[:2] for one in windows] == ["文件", "文件"]
        assert [one.session.article.title for one in windows] == ["潮汐", "洋流"]
        for window in windows:
            window.complete()
        windows[0].annotations.undo()
        assert words_of(windows[1]) == []
    finally:
        app.speak(i18n.use_language("en"))

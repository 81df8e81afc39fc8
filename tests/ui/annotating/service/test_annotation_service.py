"""Every act at the desk is seen at once, undone, and on the disk within a second."""

from __future__ import annotations

import shutil
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent

from reader.annotations.model import Annotation, Kind, State, Target, new_id
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.ui.annotating.close_guard import may_leave
from reader.ui.annotating.service.saver import Saver


def shown(desk):
    return [(placed.words, placed.annotation.note) for placed in desk.placed]


def test_a_highlight_is_placed_at_once_and_saved_within_a_second(qtbot, desk, span, on_disk):
    with qtbot.waitSignal(desk.saved, timeout=1000):
        made = desk.highlight(span("水位最高。🙂𠮷"), "green", note="多高？")
        assert shown(desk) == [("水位最高。🙂𠮷", "多高？")]
    assert [kept.annotation.annotation_id for kept in on_disk()] == [made]


def test_every_act_is_undone_and_done_again(desk, span):
    made = desk.highlight(span("水位最高"), "green")
    annotation = desk.find(made).annotation
    desk.change("recolour", [(annotation, replace(annotation, colour="pink"))])
    desk.move(desk.find(made).annotation, span("水位最低"))
    desk.delete([desk.find(made).annotation])
    assert desk.placed == ()
    seen = []
    while desk.undo_stack.canUndo():
        desk.undo_stack.undo()
        seen.append([(p.words, p.annotation.colour) for p in desk.placed])
    assert seen == [[("水位最低", "pink")], [("水位最高", "pink")], [("水位最高", "green")], []]
    while desk.undo_stack.canRedo():
        desk.undo_stack.redo()
    assert desk.placed == ()


def test_typing_is_one_act(desk, span):
    made = desk.highlight(span("水位最高"), "green")
    for text in ("多", "多高", "多高？"):
        before = desk.find(made).annotation
        desk.change("type", [(before, replace(before, note=text))], typing=True)
    desk.undo_stack.undo()
    assert shown(desk) == [("水位最高", "")]


def test_what_was_deleted_is_restored_after_a_restart(desk, span, session):
    made = desk.highlight(span("水位最高"), "green", note="记")
    desk.delete([desk.find(made).annotation])
    assert desk.finish()
    store = AnnotationStore(session.library, Device("later"))
    [gone] = store.kept(deleted=True)
    desk.restore([gone.annotation])
    assert shown(desk) == [("水位最高", "记")]


def test_an_edited_article_keeps_them_in_place(qtbot, desk, span, session, folder):
    desk.highlight(span("水位最低"), "green")
    desk.finish()
    text = (folder / "tides.md").read_text("utf-8")
    with qtbot.waitSignal(session.article_changed):
        fresh = folder / "fresh"
        fresh.write_text("新的一行。\n\n" + text.replace("在弦月", "在上弦与下弦"), encoding="utf-8")
        fresh.replace(folder / "tides.md")
    qtbot.waitUntil(lambda: shown(desk) == [("水位最低", "")])


def test_another_process_is_seen(qtbot, desk, session):
    session.shared.watching.begin()
    other = AnnotationStore(session.library, Device("other"))
    with qtbot.waitSignal(desk.annotations_changed, timeout=2000):
        other.put(Annotation(new_id(), Kind.NODE, Target("tides.md"), note="从别处来"))
        other.save()
    qtbot.waitUntil(lambda: [p.annotation.note for p in desk.placed] == ["从别处来"])


def test_a_failed_save_is_told_kept_and_retried(qtbot, desk, span, session, monkeypatch, on_disk):
    desk.store.folder.parent.mkdir(exist_ok=True)
    desk.store.folder.write_text("in the way")
    with qtbot.waitSignal(desk.saving_failed) as told:
        desk.highlight(span("水位最高"), "green", note="记")
    assert "could not be saved" in told.args[0]
    assert shown(desk) == [("水位最高", "记")]
    answers = iter(["again", "stay"])
    monkeypatch.setattr("reader.ui.annotating.close_guard._ask", lambda problem, parent: next(answers))
    assert not may_leave(desk, session.settings, None)
    desk.store.folder.unlink()
    assert may_leave(desk, session.settings, None)
    assert [kept.annotation.note for kept in on_disk()] == ["记"]


def test_a_failed_save_is_tried_again_by_itself(qtbot, desk, span, monkeypatch, on_disk):
    monkeypatch.setattr("reader.ui.annotating.service.saver.AGAIN", 50)
    desk.store.folder.parent.mkdir(exist_ok=True)
    desk.store.folder.write_text("in the way")
    with qtbot.waitSignal(desk.saving_failed):
        desk.highlight(span("水位最高"), "green", note="记")
    with qtbot.waitSignal(desk.saved):
        desk.store.folder.unlink()
    assert [kept.annotation.note for kept in on_disk()] == ["记"]


def test_no_exception_ends_the_saver_nor_lets_the_window_close(
    qtbot, desk, span, session, monkeypatch, on_disk
):
    monkeypatch.setattr("reader.ui.annotating.service.saver.AGAIN", 50)
    with monkeypatch.context() as failing, qtbot.captureExceptions() as faults:
        failing.setattr(type(desk.store), "save", _run_out_of_memory)
        with qtbot.waitSignal(desk.saving_failed) as told:
            desk.highlight(span("水位最高"), "green", note="记")
        assert "MemoryError" in told.args[0]
        assert desk.problem
        failing.setattr("reader.ui.annotating.close_guard._ask", lambda problem, parent: "stay")
        assert not may_leave(desk, session.settings, None)
    assert {kind for kind, *_rest in faults} == {MemoryError}  # the error report hears of it too
    qtbot.waitUntil(lambda: not desk.problem)  # tried again by itself
    assert [kept.annotation.note for kept in on_disk()] == ["记"]


def _run_out_of_memory(store):
    raise MemoryError


def test_leaving_offers_to_save_elsewhere(qtbot, desk, span, session, monkeypatch, tmp_path):
    desk.store.folder.parent.mkdir(exist_ok=True)
    desk.store.folder.write_text("in the way")
    desk.highlight(span("水位最高"), "green", note="记")
    monkeypatch.setattr("reader.ui.annotating.close_guard._ask", lambda problem, parent: "elsewhere")
    target = tmp_path / "elsewhere"
    monkeypatch.setattr("reader.ui.annotating.close_guard.ask_for_folder", lambda *arguments: target)
    assert may_leave(desk, session.settings, None)
    assert [path for path in target.glob("*.json") if "记" in path.read_text("utf-8")]
    desk.store.folder.unlink()


def test_a_note_on_the_article_has_a_place_and_counts_are_told(qtbot, desk, session, span):
    with qtbot.waitSignal(desk.node_notes_changed):
        desk.note_on_node(None, "整篇")
    [placed] = desk.placed
    assert (placed.anchor.state, placed.anchor.node_id) == (State.ANCHORED, "")


def test_opening_another_article_shows_its_own(desk, session, span, folder):
    desk.highlight(span("水位最高"), "green")
    session.open_article(folder / "other.md")
    assert desk.placed == ()
    session.open_article(folder / "tides.md")
    assert len(desk.placed) == 1


def test_a_vanished_library_loses_nothing(qtbot, desk, session, span, folder, tmp_path):
    desk.highlight(span("水位最高"), "green")
    desk.finish()
    away = tmp_path / "elsewhere" / "away"
    away.parent.mkdir()
    shutil.move(folder, away)
    desk.highlight(span("水位最低"), "green")
    assert not desk.finish()
    assert len(desk.store.kept()) == 2
    shutil.move(away, folder)
    assert desk.finish()


def test_a_library_that_is_renamed_as_the_window_closes_loses_nothing(desk, span, session, folder, on_disk):
    desk.highlight(span("水位最高"), "green")
    folder.rename(folder.with_name("renamed"))
    assert desk.finish()
    assert session.library.folder.name == "renamed"
    assert len(on_disk()) == 1
    assert not folder.exists()


def test_an_edited_article_is_aligned_once_however_many_acts_follow(
    qtbot, desk, span, session, folder, monkeypatch
):
    desk.highlight(span("水位最低"), "green")
    desk.finish()
    made = []
    from reader.annotations.anchoring import anchor

    class Counted(anchor.Alignment):
        def __init__(self, old, new):
            made.append(len(old))
            super().__init__(old, new)

    monkeypatch.setattr(anchor, "Alignment", Counted)
    with qtbot.waitSignal(session.article_changed):
        fresh = folder / "fresh"
        fresh.write_text("新的一行。\n\n" + (folder / "tides.md").read_text("utf-8"), encoding="utf-8")
        fresh.replace(folder / "tides.md")
    qtbot.waitUntil(lambda: len(made) == 1)
    desk.highlight(span("水位最高"), "pink")
    desk.highlight(span("太阳助月亮"), "pink")
    assert len(made) == 1
    assert len(desk.placed) == 3


def alive(desk, kind):
    """Return how many of that kind the service holds, when what was ended is gone."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(desk._session.libraries.findChildren(kind))


def test_what_a_library_no_longer_needs_is_ended(desk, session, tmp_path):
    for number in range(4):
        folder = tmp_path / f"library {number}"
        folder.mkdir()
        session.open_library(folder)
    assert desk.store.library.folder == folder
    assert alive(desk, Saver) == 1


def test_what_cannot_be_saved_is_kept_when_its_library_is_left(
    qtbot, desk, span, session, tmp_path, monkeypatch
):
    monkeypatch.setattr("reader.ui.annotating.service.saver.AGAIN", 50)
    left = desk.store
    left.folder.parent.mkdir(exist_ok=True)
    left.folder.write_text("in the way")
    desk.highlight(span("水位最高"), "green", note="记")
    (tmp_path / "other").mkdir()
    session.open_library(tmp_path / "other")
    assert not desk.finish()
    assert "could not be saved" in desk.problem
    assert alive(desk, Saver) == 2
    desk.save_elsewhere(tmp_path / "elsewhere")
    assert [path for path in (tmp_path / "elsewhere").glob("*.json") if "记" in path.read_text("utf-8")]
    left.folder.unlink()
    qtbot.waitUntil(lambda: left.is_saved)
    qtbot.waitUntil(lambda: alive(desk, Saver) == 1)
    assert desk.finish()
    assert desk.problem == ""
    kept = AnnotationStore(left.library, Device("reader")).kept()
    assert [each.annotation.note for each in kept] == ["记"]

"""What a person arranges by, through the service: seen at once, undone, written, merged, tried again."""

from __future__ import annotations

import sys
from concurrent.futures import Future

import pytest
from PySide6.QtGui import QUndoStack

from reader.catalogue.library import Library
from reader.catalogue.shelves.shelf_items import Change, Item, ItemKind
from reader.catalogue.shelves.shelf_store import ShelfStore, read_shelves
from reader.ui.base.tasks import Tasks
from reader.ui.session.lists.shelf_service import ShelfService


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").write_text("# 甲\n", encoding="utf-8")
    return folder


@pytest.fixture
def stack():
    return QUndoStack()


@pytest.fixture
def told():
    return []


@pytest.fixture
def shelves(session, folder, stack, told):
    service = ShelfService(session, session.tasks, lambda act, said: (stack.push(act), told.append(said)))
    session.open_library(folder)
    service.know({"a.md": "d1", "b.md": "d2"})
    return service


def on_disk(folder):
    return read_shelves(Library(folder)).alive()


def test_tags_are_given_and_taken_and_all_of_it_undone(shelves, folder, stack, told):
    shelves.change_tags(["a.md", "b.md"], ["重要", "#AI"])
    assert shelves.shelved.tags == {"a.md": ("AI", "重要"), "b.md": ("AI", "重要")}
    assert on_disk(folder).tags == shelves.shelved.tags
    assert "2 articles" in told[-1]
    shelves.change_tags(["a.md"], ["稍后"], ["ａｉ"])
    assert shelves.shelved.tags["a.md"] == ("稍后", "重要")
    stack.undo()
    assert shelves.shelved.tags["a.md"] == ("AI", "重要")
    stack.undo()
    assert shelves.shelved.tags == {}
    stack.redo()
    stack.redo()
    assert shelves.shelved.tags == {"a.md": ("稍后", "重要"), "b.md": ("AI", "重要")} == on_disk(folder).tags


def test_an_act_that_changes_nothing_is_none(shelves, stack):
    shelves.change_tags(["a.md"], ["重要"])
    shelves.change_tags(["a.md"], ["重要"], ["nowhere"])
    shelves.set_favourite([], on=True)
    shelves.set_favourite(["a.md"], on=False)
    shelves.add_shelf("", "x")
    assert stack.count() == 1


def test_a_tag_is_one_line_without_its_sign_and_not_endless(shelves):
    shelves.change_tags(["a.md"], ["  # 两 \n 行 ", "长" * 500, " # "])
    assert shelves.shelved.tags["a.md"] == ("两 行", "长" * 400)


def test_no_articles_are_not_all_articles(shelves):
    shelves.set_favourite(["a.md"], on=True)
    shelves.set_queued(["a.md"], on=True)
    shelves.set_favourite([], on=False)
    shelves.set_queued([], on=False)
    shelves.change_tags([], (), ["x"])
    assert shelves.shelved.favourites == {"a.md"}
    assert shelves.shelved.queue == ("a.md",)


def test_a_tag_is_renamed_into_another_and_taken_away_everywhere(shelves, stack):
    shelves.change_tags(["a.md", "b.md"], ["重要"])
    shelves.change_tags(["b.md"], ["要紧"])
    shelves.rename_tag("重要", "要紧")
    assert shelves.shelved.tags == {"a.md": ("要紧",), "b.md": ("要紧",)}
    shelves.rename_tag("要紧", "要 紧")
    assert shelves.shelved.tags == {"a.md": ("要 紧",), "b.md": ("要 紧",)}
    shelves.delete_tag("要 紧")
    assert shelves.shelved.tags == {}
    stack.undo()
    assert set(shelves.shelved.tags) == {"a.md", "b.md"}


def test_the_reading_list_has_an_order_of_one_s_own(shelves, stack):
    names = [f"{letter}.md" for letter in "abcde"]
    shelves.set_queued(names[:3], on=True)
    shelves.set_queued(names, on=True)
    assert list(shelves.shelved.queue) == names
    shelves.move_queued(["e.md", "a.md"], "c.md")
    assert list(shelves.shelved.queue) == ["b.md", "e.md", "a.md", "c.md", "d.md"]
    shelves.step_queued("b.md", -1)  # it is the first already
    shelves.step_queued("b.md", 1)
    shelves.step_queued("d.md", 1)
    assert list(shelves.shelved.queue) == ["e.md", "b.md", "a.md", "c.md", "d.md"]
    shelves.move_queued(["e.md"], None)
    assert shelves.shelved.queue[-1] == "e.md"
    stack.undo()
    assert shelves.shelved.queue[0] == "e.md"
    shelves.set_queued(["b.md"], on=False)
    assert "b.md" not in shelves.shelved.queue


def test_however_often_two_articles_change_places_there_is_room(shelves):
    shelves.set_queued(["a.md", "b.md", "c.md"], on=True)
    for _time in range(120):
        shelves.move_queued(["c.md"], "b.md")
        shelves.move_queued(["b.md"], "c.md")
    assert shelves.shelved.queue == ("a.md", "b.md", "c.md")


def test_shelves_are_made_changed_moved_and_taken_away(shelves, stack):
    for name in ("甲", "乙", "丙"):
        shelves.add_shelf(name, f"title:{name}")
    shelves.step_shelf(shelves.shelved.shelves[2], -1)
    assert [one.text for one in shelves.shelved.shelves] == ["甲", "丙", "乙"]
    shelves.change_shelf(shelves.shelved.shelves[0], "新", "is:unread")
    assert [(one.text, one.query) for one in shelves.shelved.shelves[:1]] == [("新", "is:unread")]
    shelves.delete_shelf(shelves.shelved.shelves[1])
    assert [one.text for one in shelves.shelved.shelves] == ["新", "乙"]
    stack.undo()
    assert [one.text for one in shelves.shelved.shelves] == ["新", "丙", "乙"]


def test_what_another_device_writes_comes_in(qtbot, session, shelves, folder):
    shelves.set_favourite(["a.md"], on=True)
    with qtbot.waitSignal(session.shared.watching.sheets_changed):  # of which the first says that one watches
        session.shared.watching.begin()
    with qtbot.waitSignal(shelves.changed):
        ShelfStore(Library(folder), "other").append([Change((Item("x", ItemKind.FAVOURITE, "b.md"),))])
    assert shelves.shelved.favourites == {"a.md", "b.md"}


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that may not be written is another there")
def test_what_cannot_be_written_is_told_kept_and_tried_again(qtbot, shelves, folder):
    blocked = folder / ".gangmu"
    blocked.write_text("in the way")
    with qtbot.waitSignal(shelves.saving_failed) as failed:
        shelves.set_favourite(["a.md"], on=True)
    assert "could not be saved" in failed.args[0]
    assert shelves.shelved.favourites == {"a.md"}
    blocked.unlink()
    with qtbot.waitSignal(shelves.saved):
        shelves.change_tags(["a.md"], ["重要"])
    assert on_disk(folder).favourites == {"a.md"}
    assert on_disk(folder).tags == {"a.md": ("重要",)}


def test_what_was_moved_is_known_again_by_its_text(shelves, folder):
    shelves.change_tags(["a.md"], ["重要"])
    shelves.know({"sub/new.md": "d1", "b.md": "d2"})
    assert shelves.shelved.tags == {"sub/new.md": ("重要",)}
    shelves.change_tags(["sub/new.md"], (), ["重要"])
    assert on_disk(folder).tags == {}


def test_the_open_article_takes_its_tags_along(session, shelves, folder):
    shelves.change_tags(["a.md"], ["重要"])
    session.article_moved.emit(folder / "a.md", folder / "b.md")
    assert shelves.shelved.tags == {"b.md": ("重要",)} == on_disk(folder).tags


def test_another_library_has_its_own(session, shelves, tmp_path):
    shelves.set_favourite(["a.md"], on=True)
    other = tmp_path / "other"
    other.mkdir()
    session.open_library(other)
    assert not shelves.shelved.items
    session.open_library(tmp_path / "library")
    assert shelves.shelved.favourites == {"a.md"}


class Held:
    """An executor that does one thing after the other, when it is told to."""

    def __init__(self):
        self.waiting = []

    def submit(self, work):
        future = Future()
        self.waiting.append((future, work))
        return future

    def step(self):
        future, work = self.waiting.pop(0)
        future.set_result(work())

    def shutdown(self, **_how):
        self.waiting.clear()


def test_what_is_being_written_is_not_lost_by_a_look_at_the_disk(session, stack, folder):
    executor = Held()
    service = ShelfService(session, Tasks(executor), lambda act, _said: stack.push(act))
    session.open_library(folder)
    executor.step()  # it is loaded
    session.shared.watching.sheets_changed.emit()
    service.set_favourite(["a.md"], on=True)
    executor.step()  # the look, which saw nothing of it yet
    assert service.shelved.favourites == {"a.md"}
    executor.step()
    assert on_disk(folder).favourites == {"a.md"}
    assert not executor.waiting

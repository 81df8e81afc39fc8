"""Whether the library's folder is there: lost, back, renamed, or its disk taken out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer

from reader.catalogue.library import Library
from reader.ui.session.watching.library_watch import LibraryPresence, LibraryWatch


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "shelf" / "library"
    folder.mkdir(parents=True)
    (folder / "a.md").write_text("# A\n", encoding="utf-8")
    (tmp_path / "shelf" / "another").mkdir()
    return folder


@pytest.fixture
def presence(qapp, folder):
    watch, presence = LibraryWatch(), LibraryPresence()
    watch.folder_changed.connect(presence.look)
    presence.watch(folder)
    watch.watch(Library(folder))
    watch.begin()
    yield presence
    presence.stop()
    watch.stop()


def test_a_folder_that_stays_is_neither_lost_nor_moved(presence, folder):
    told = []
    presence.lost.connect(lambda: told.append("lost"))
    presence.returned.connect(lambda: told.append("returned"))
    (folder / "a.md").unlink()  # it is the same folder, though it is empty now
    presence.look()
    assert not presence.is_lost
    assert told == []


def test_a_renamed_folder_is_told_by_its_new_name(qtbot, presence, folder):
    with qtbot.waitSignal(presence.moved) as moved:
        folder.rename(folder.with_name("renamed"))
    assert moved.args == [folder.with_name("renamed")]
    assert not presence.is_lost


def test_a_folder_above_it_that_is_renamed_is_followed(qtbot, presence, folder):
    with qtbot.waitSignal(presence.moved) as moved:
        folder.parent.rename(folder.parent.with_name("case"))
    assert moved.args == [folder.parent.with_name("case") / "library"]


def test_a_folder_that_is_elsewhere_is_lost_once_and_comes_back_by_itself(qtbot, presence, folder, tmp_path):
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    lost = []
    presence.lost.connect(lambda: lost.append(True))
    with qtbot.waitSignal(presence.lost):
        folder.rename(tmp_path / "deep" / "deeper" / "library")
    for _look in range(3):
        presence.look()
    assert lost == [True]
    with qtbot.waitSignal(presence.returned):
        (tmp_path / "deep" / "deeper" / "library").rename(folder)
    assert not presence.is_lost


def test_it_is_looked_for_again_though_nobody_watches(qtbot, qapp, folder, tmp_path):
    presence = LibraryPresence()
    presence.watch(folder)
    away = tmp_path / "deep" / "library"
    away.parent.mkdir()
    folder.rename(away)
    presence.look()
    assert presence.is_lost
    with qtbot.waitSignal(presence.returned):
        away.rename(folder)
    assert not presence.findChild(QTimer).isActive()
    presence.stop()


def test_an_empty_folder_in_its_place_is_a_disk_that_was_taken_out(qtbot, presence, folder, tmp_path):
    moved = []
    presence.moved.connect(moved.append)
    with qtbot.waitSignal(presence.lost):
        folder.rename(tmp_path / "disk")
        folder.mkdir()
    assert moved == []
    folder.rmdir()
    with qtbot.waitSignal(presence.returned):
        (tmp_path / "disk").rename(folder)


def test_another_folder_in_its_place_that_holds_something_is_taken(qtbot, presence, folder, tmp_path):
    told = []
    presence.lost.connect(lambda: told.append("lost"))
    new = tmp_path / "new"
    new.mkdir()
    (new / "b.md").write_text("# B\n", encoding="utf-8")
    folder.rename(tmp_path / "old")
    new.rename(folder)
    presence.look()
    assert not presence.is_lost


def test_an_empty_folder_that_once_held_something_is_lost_from_the_start(qapp, tmp_path):
    presence = LibraryPresence()
    presence.watch(tmp_path / "own", held_something=True)
    assert presence.is_lost
    empty = tmp_path / "empty"
    empty.mkdir()
    presence.watch(empty)
    assert not presence.is_lost
    presence.watch(empty, held_something=True)
    assert presence.is_lost
    (empty / "a.md").touch()
    presence.look()
    assert not presence.is_lost


def test_nothing_is_told_once_it_is_stopped(presence, folder, tmp_path):
    told = []
    presence.lost.connect(lambda: told.append("lost"))
    presence.moved.connect(lambda _path: told.append("moved"))
    presence.stop()
    folder.rename(tmp_path / "gone")
    presence.look()
    assert told == []

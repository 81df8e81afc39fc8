"""Whether the library's folder is there: lost, back, or renamed."""

from __future__ import annotations

import pytest

from reader.ui.session.library_presence import LibraryPresence


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (tmp_path / "another").mkdir()
    return folder


@pytest.fixture
def presence(qapp, folder, monkeypatch):
    monkeypatch.setattr("reader.ui.session.library_presence.WAIT", 20)
    presence = LibraryPresence()
    presence.watch(folder)
    yield presence
    presence.stop()


def test_nothing_runs_while_it_is_there(presence):
    presence.look()
    assert not presence.is_lost
    assert not presence._calm.isActive()


def test_a_renamed_folder_is_told_by_its_new_name(qtbot, presence, folder):
    with qtbot.waitSignal(presence.moved) as moved:
        folder.rename(folder.with_name("renamed"))
    assert moved.args == [folder.with_name("renamed")]
    assert not presence.is_lost


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


def test_an_empty_folder_that_is_made_at_the_old_place_is_not_looked_for_elsewhere(presence, folder):
    folder.rename(folder.with_name("away"))
    folder.mkdir()
    moved = []
    presence.moved.connect(moved.append)
    presence.look()
    assert moved == []


def test_nothing_is_told_once_it_is_stopped(presence, folder):
    told = []
    presence.lost.connect(lambda: told.append("lost"))
    presence.moved.connect(lambda _path: told.append("moved"))
    presence.stop()
    folder.rmdir()
    presence.look()
    assert told == []

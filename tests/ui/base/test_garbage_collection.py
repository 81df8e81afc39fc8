"""Garbage is collected when nobody waits."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import Qt, QTimer
from shiboken6 import isValid

from reader.ui.base import garbage_collection
from reader.ui.base.garbage_collection import GarbageCollection


class Knot:
    """Something that only a collection finds: it holds on to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp, qtbot):
    before = gc.get_threshold()
    gc.disable()  # as during the start
    collector = GarbageCollection(qapp)
    assert gc.isenabled()
    yield collector
    collector.deleteLater()
    qtbot.waitUntil(lambda: not isValid(collector))
    gc.unfreeze()
    assert gc.get_threshold() == before


@pytest.fixture
def looks(collector):
    """Return the generations that Python looks through from now on."""
    seen = []

    def note(phase, info):
        if phase == "start":
            seen.append(info["generation"])

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def test_python_never_looks_through_everything_by_itself(looks):
    kept = [[number] for number in range(garbage_collection.MANY * 30)]
    assert looks
    assert 2 not in looks
    assert len(kept) == garbage_collection.MANY * 30


def test_young_garbage_goes_when_it_is_much(collector):
    lost = weakref.ref(Knot())
    kept = [[number] for number in range(garbage_collection.MANY * 2)]
    assert lost() is None
    assert kept


def test_all_of_it_goes_when_the_person_turns_away(collector, qapp):
    lost = weakref.ref(Knot())
    gc.collect(0)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert lost() is None


def test_there_is_no_timer(collector):
    assert collector.findChildren(QTimer) == []

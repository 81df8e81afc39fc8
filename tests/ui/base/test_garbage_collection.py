"""Garbage is collected on the main thread, when nobody waits."""

from __future__ import annotations

import gc
import linecache
import threading
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
    was_on = gc.isenabled()
    gc.enable()
    collector = GarbageCollection(qapp)
    yield collector
    collector.deleteLater()
    qtbot.waitUntil(lambda: not isValid(collector))
    gc.unfreeze()
    (gc.enable if was_on else gc.disable)()


@pytest.fixture
def looks(collector):
    """Return the generations that are looked through from now on, each with the thread that does."""
    seen = []

    def note(phase, info):
        if phase == "start":
            seen.append((info["generation"], threading.current_thread()))

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def make_much(times):
    return [[number] for number in range(garbage_collection.MANY * times)]


def test_only_the_main_thread_looks(looks, qtbot):
    kept = []
    thread = threading.Thread(target=lambda: kept.extend(make_much(20)))
    thread.start()
    thread.join()
    assert looks == []
    qtbot.waitUntil(lambda: looks != [])
    assert {thread for _, thread in looks} == {threading.main_thread()}


def test_nobody_looks_through_everything_while_the_window_is_used(looks, qtbot):
    kept = []
    for number in range(1, 10):
        kept.append(make_much(2))
        qtbot.waitUntil(lambda number=number: len(looks) >= number)
    assert {generation for generation, _ in looks} == {0, 1}


def test_young_garbage_goes_when_it_is_much(collector, qtbot):
    lost = weakref.ref(Knot())
    kept = make_much(2)
    qtbot.waitUntil(lambda: lost() is None)
    assert kept


def test_little_of_it_is_left_alone(looks, qtbot):
    gc.collect(0)
    looks.clear()
    kept = [[number] for number in range(garbage_collection.MANY // 2)]
    qtbot.wait(0)
    assert looks == []
    assert kept


def test_all_of_it_goes_when_the_person_turns_away(collector, qapp):
    lost = weakref.ref(Knot())
    gc.collect(0)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert lost() is None


def test_there_is_no_timer(collector):
    assert collector.findChildren(QTimer) == []


def test_the_source_of_what_was_imported_is_let_go_of(collector, qtbot):
    assert linecache.getline(__file__, 1)
    assert __file__ in linecache.cache
    qtbot.waitUntil(lambda: __file__ not in linecache.cache)

"""Garbage is collected when nobody waits."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from reader.ui import garbage
from reader.ui.garbage import Garbage


class Knot:
    """Something that only a collection finds: it holds on to itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp, qtbot):
    collector = Garbage(qapp)
    yield collector
    collector.deleteLater()
    qtbot.waitUntil(lambda: not isValid(collector))
    gc.unfreeze()
    assert gc.isenabled()


def test_python_does_not_collect_by_itself(collector):
    assert not gc.isenabled()
    lost = weakref.ref(Knot())
    assert lost() is not None


def test_young_garbage_goes_when_it_is_much(collector, monkeypatch):
    lost = weakref.ref(Knot())
    collector.collect_young()
    assert lost() is not None
    monkeypatch.setattr(garbage, "MANY", 1)
    collector.collect_young()
    assert lost() is None


def test_all_of_it_goes_when_the_person_turns_away(collector, qapp):
    lost = weakref.ref(Knot())
    gc.collect(0)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert lost() is None

"""Two devices whose libraries a real Syncthing keeps alike, over loopback."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from reader.annotations.model import Annotation, Kind, Target, TextQuote
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import Library
from tests.annotations.store.syncthing import Syncthing, synchronise

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(110),
    pytest.mark.skipif(shutil.which("syncthing") is None, reason="Syncthing is not installed"),
]


class Side:
    """A library, and the Syncthing that carries it; the program may be started anew at any time."""

    def __init__(self, folder, name, device):
        self.library = Library(folder / name)
        self.library.folder.mkdir()
        self.device = Device(device)
        self.syncthing = Syncthing(folder / f"syncthing-{name}", self.library.folder)
        self.store = AnnotationStore(self.library, self.device)

    def note(self, annotation_id, note, source="潮汐.md"):
        target = Target(source, TextQuote("潮汐涨落"))
        self.store.put(Annotation(annotation_id, Kind.HIGHLIGHT, target, note=note))

    def change(self, annotation_id, **changes):
        kept = self.store.find(annotation_id)
        assert kept is not None
        self.store.put(replace(kept.annotation, **changes))

    def seen(self):
        """Return every version that a program sees which is started now."""
        store = AnnotationStore(self.library, Device("reader"))
        kept = [*store.kept(), *store.kept(deleted=True)]
        assert not store.problems
        return {
            each.annotation.annotation_id: {
                (one.note, one.deleted) for one in (each.annotation, *each.conflicts)
            }
            for each in kept
        }


@pytest.fixture
def pair(tmp_path):
    """Return a function that gives two sides, already talking, under the names of two devices."""
    sides = []

    def start(*devices):
        for name, device in zip(("here", "there"), devices, strict=True):
            sides.append(Side(tmp_path, name, device))
        here, there = (side.syncthing for side in sides)
        here.meet(there)
        there.meet(here)
        here.start()
        there.start()
        return sides

    yield start
    for side in sides:
        side.syncthing.stop()


def test_two_devices_see_the_same_and_nothing_is_lost(pair):
    here, there = pair("here", "there")

    # Each writes while both are up.
    here.note("both", "甲写的")
    here.note("deleted", "不要的")
    here.store.save()
    there.note("there", "乙写的", "别的.md")
    there.store.save()
    synchronise(here.syncthing, there.syncthing)
    assert here.seen() == there.seen()
    assert set(here.seen()) == {"both", "deleted", "there"}
    for side in (here, there):
        side.store.refresh()

    # The connection is paused, and both change one note; one deletes another.
    here.syncthing.pause(there.syncthing, paused=True)
    here.change("both", note="甲改的")
    here.note("here-paused", "断线时甲写的")
    here.change("deleted", deleted=True)
    here.store.save()
    there.change("both", note="乙改的")
    there.note("there-paused", "断线时乙写的")
    there.store.save()
    assert here.seen() != there.seen()
    here.syncthing.pause(there.syncthing, paused=False)
    synchronise(here.syncthing, there.syncthing)
    assert here.seen() == there.seen()
    assert here.seen()["both"] == {("甲改的", False), ("乙改的", False)}
    assert here.seen()["deleted"] == {("不要的", True)}

    # One is off altogether, and its program settles what is in conflict.
    there.syncthing.stop()
    there.store.refresh()
    kept = there.store.find("both")
    there.store.put(replace(kept.annotation, note="甲乙合写"), settles=True)
    there.store.save()
    here.note("here-alone", "乙不在时甲写的")
    here.store.save()
    there.syncthing.start()
    synchronise(here.syncthing, there.syncthing)
    assert here.seen() == there.seen()
    assert here.seen() == {
        "both": {("甲乙合写", False)},
        "deleted": {("不要的", True)},
        "there": {("乙写的", False)},
        "here-paused": {("断线时甲写的", False)},
        "there-paused": {("断线时乙写的", False)},
        "here-alone": {("乙不在时甲写的", False)},
    }
    # A device writes only its own files: Syncthing never had two versions of one.
    assert not list(here.library.folder.rglob("*sync-conflict*"))


def test_conflict_copies_that_syncthing_makes_are_read_and_kept(pair):
    # A machine that was cloned with its data folder: two write under one name, into one file.
    here, there = pair("clone", "clone")
    here.note("both", "从前的")
    here.store.save()
    synchronise(here.syncthing, there.syncthing)
    there.store.refresh()

    there.syncthing.pause(here.syncthing, paused=True)
    here.change("both", note="甲改的")
    here.note("here", "甲写的")
    here.store.save()
    there.change("both", note="乙改的")
    there.note("there", "乙写的")
    there.store.save()
    there.syncthing.pause(here.syncthing, paused=False)
    synchronise(here.syncthing, there.syncthing)
    synchronise(here.syncthing, there.syncthing)  # the copy, which the first look made, travels as well

    copies = [
        sorted(path.name for path in side.library.folder.rglob("*sync-conflict*")) for side in (here, there)
    ]
    assert copies[0] == copies[1]
    assert copies[0]
    assert here.seen() == there.seen()
    assert here.seen() == {
        "both": {("甲改的", False), ("乙改的", False)},
        "here": {("甲写的", False)},
        "there": {("乙写的", False)},
    }

"""Two devices whose folders are synced file by file: late, with conflict copies, and by halves."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.model import Annotation, Kind, Target, TextQuote
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import Library


class Machine:
    """One device with its own copy of the library; its program may be restarted at any time."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir()
        self.library, self.name = Library(folder), name
        self.store = AnnotationStore(self.library, Device(name))
        self.made = 0

    def act(self, rng: random.Random) -> None:
        self.store.refresh()
        kept = [*self.store.kept(), *self.store.kept(deleted=True)]
        chosen = rng.choice(kept).annotation if kept else None
        match rng.randrange(4):
            case 0 if chosen:
                self.store.put(replace(chosen, note=f"{chosen.note}+{self.name}"))
            case 1 if chosen:
                self.store.put(replace(chosen, deleted=not chosen.deleted))
            case 2:
                self.store = (
                    AnnotationStore(self.library, Device(self.name)) if self.store.is_saved else self.store
                )
            case _:
                self.made += 1
                target = Target(rng.choice(("a.md", "b.md")), TextQuote("潮汐"))
                self.store.put(Annotation(f"{self.name}{self.made}", Kind.HIGHLIGHT, target, note=self.name))
        if rng.random() < 0.7:
            self.store.save()


def carry(one: Machine, other: Machine, rng: random.Random, *, whole: bool) -> None:
    """Carry sheets to the other machine as a syncing tool does: some late, some as conflict copies."""
    source, target = one.store.folder, other.store.folder
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.glob("*.json")):
        if f".{other.name}." in path.name and "conflict" not in path.name:
            continue  # it is the other's own file
        if whole:
            shutil.copyfile(path, target / path.name)
        elif rng.random() < 0.2:
            data = path.read_bytes()
            (target / path.name).write_bytes(data[: rng.randrange(len(data))])  # half of it has come
        elif rng.random() < 0.2:
            stem = path.name.removesuffix(".json")
            shutil.copyfile(
                path, target / f"{stem}.sync-conflict-2026013{rng.randrange(9)}-120000-ABCDEFG.json"
            )
        elif rng.random() < 0.6:
            shutil.copyfile(path, target / path.name)


def seen(machine: Machine) -> dict[str, list[tuple[str, bool]]]:
    store = AnnotationStore(machine.library, Device("reader"))
    versions = {name: each for key in store.abouts() for name, each in store.versions(key).items()}
    return {name: sorted((v.note, v.deleted) for v in each) for name, each in versions.items()}


@pytest.mark.parametrize("seed", range(12))
def test_in_the_end_both_see_the_same_and_nothing_is_lost(tmp_path, seed):
    rng = random.Random(seed)
    here, there = Machine(tmp_path / "here", "here"), Machine(tmp_path / "there", "there")
    for _ in range(30):
        rng.choice((here, there)).act(rng)
        if rng.random() < 0.3:
            carry(*rng.sample((here, there), 2), rng, whole=False)
    for machine in (here, there):
        machine.store.refresh()
        machine.store.save()
    for _ in range(2):
        carry(here, there, rng, whole=True)
        carry(there, here, rng, whole=True)
    assert seen(here) == seen(there)
    made = {f"{machine.name}{n + 1}" for machine in (here, there) for n in range(machine.made)}
    assert set(seen(here)) == made
    assert made


def test_half_a_file_from_another_device_hides_nothing_that_was_read(tmp_path):
    here, there = Machine(tmp_path / "here", "here"), Machine(tmp_path / "there", "there")
    there.store.put(Annotation("one", Kind.HIGHLIGHT, Target("a.md", TextQuote("潮汐")), note="记"))
    there.store.save()
    carry(there, here, random.Random(1), whole=True)
    here.store.refresh()
    [path] = here.store.folder.glob("*.json")
    path.write_bytes(path.read_bytes()[:100])
    here.store.refresh()
    assert [kept.annotation.note for kept in here.store.kept()] == ["记"]
    assert here.store.problems
    assert path.stat().st_size == 100
    carry(there, here, random.Random(1), whole=True)
    here.store.refresh()
    assert not here.store.problems

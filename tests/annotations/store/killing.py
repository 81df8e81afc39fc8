"""Saves annotations in children that are killed with signal 9 at random moments; run by `test_crashes.py`.

    python killing.py FOLDER KILLS SEED

Each child writes an id to a pipe when `save` has returned. After each kill the
library is opened anew: every id that was acknowledged must be there. Prints
how many were killed, acknowledged, and killed in the middle of a save.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from reader.annotations.model import Annotation, Kind, Target, TextQuote
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import Library

FRESH_EVERY = 20  # kills, so that sheets stay of the size that they have in life


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill, look, and fail where something acknowledged is lost."""
    rng = random.Random(seed)
    promised: set[str] = set()
    library = Library(folder)
    number = acknowledged = unfinished = 0
    while number < kills or (unfinished <= kills / 20 and number < 10 * kills):  # else it would prove nothing
        if number % FRESH_EVERY == 0:
            library = Library(folder / str(number))
            library.folder.mkdir()
            promised = set()
        before = _unfinished(library)
        promised |= _kill_one(library, number, rng)
        unfinished += bool(_unfinished(library) - before)  # seen now: opening a library clears them away
        store = AnnotationStore(library, Device("reader"))
        there = {kept.annotation.annotation_id for kept in store.kept()}
        assert promised <= there, f"lost: {sorted(promised - there)}"
        assert not store.problems, store.problems
        acknowledged += len(promised)
        number += 1
    print(number, acknowledged, unfinished)


def _unfinished(library: Library) -> set[Path]:
    return set(library.folder.glob(".gangmu/annotations/.*.new"))


def _kill_one(library: Library, number: int, rng: random.Random) -> set[str]:
    """Let a child save until it is killed, somewhere after some saves; return the ids it said were saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _save_for_ever(library, number, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        first = b"".join(
            pipe.readline() for _ in range(1 + rng.randint(0, 3))
        )  # it has begun, and saved some
        time.sleep(rng.uniform(0.0, 0.006))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told = (first + pipe.read()).decode().split("\n")[1:-1]
    return set(told)


def _save_for_ever(library: Library, number: int, writing: int) -> None:
    store = AnnotationStore(library, Device("writer"))
    store.kept()
    os.write(writing, b"begun\n")
    for count in range(10_000):
        target = Target("a.md", TextQuote(f"第{number}次{count}" * 40))
        made = store.put(Annotation(f"{number}-{count}", Kind.HIGHLIGHT, target, note="x" * 500))
        store.save()
        os.write(writing, f"{made.annotation_id}\n".encode())
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

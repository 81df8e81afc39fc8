"""Kills exports with signal 9 at random moments: the file is there whole, or not at all.

    python -m tests.end_to_end.hard_use.export_kills FOLDER KILLS SEED

Children are forked and export to the same file again and again, some hundred kilobytes. Prints how many were
killed, how many exports were finished, and how many were killed while a file was being written.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from reader import cli
from reader.annotations.model import Annotation, Kind, Target, TextQuote
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import Library

FORMATS = ("html", "page", "markdown", "json")
NOTES = 150
_WRITTEN = b"written\n"


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill, look, and fail where half a file stands in the place of a whole one."""
    rng = random.Random(seed)
    for name in ("CONFIG", "DATA", "CACHE", "LOG"):
        os.environ[f"GANGMU_{name}"] = str(folder / name.lower())
    library, out = folder / "library", folder / "out"
    library.mkdir(parents=True)
    out.mkdir()
    words = "\n\n".join(f"第{number}段，" + "在新月与满月，水位最高。" * 40 for number in range(60))
    (library / "a.md").write_text(f"# 潮汐\n\n{words}\n", encoding="utf-8")
    _annotate(Library(library))
    whole = {to: _exported(library / "a.md", folder / f"whole.{to}", to) for to in FORMATS}
    before = sorted(library.rglob("*"))
    finished = 0
    for number in range(kills):
        to = FORMATS[number % len(FORMATS)]
        finished += _kill_one(library / "a.md", out / f"a.{to}", to, rng)
        for path in out.glob("a.*"):
            data = path.read_bytes()
            assert data == whole[path.suffix[1:]], f"half of {path.name}: {data[-40:]!r}"
        strange = [path.name for path in out.iterdir() if not path.name.endswith((".new", *FORMATS))]
        assert not strange, strange
        assert sorted(library.rglob("*")) == before
    print(kills, finished, len(list(out.glob(".*.new"))))


def _annotate(library: Library) -> None:
    store = AnnotationStore(library, Device("writer"))
    for number in range(NOTES):
        target = Target("a.md", TextQuote(f"第{number % 60}段"))
        store.put(Annotation(f"{number:03}", Kind.HIGHLIGHT, target, note="记" * 500))
    store.save()


def _exported(article: Path, target: Path, to: str) -> bytes:
    assert cli.main(["export", str(article), "--to", to, "--out", str(target)]) == 0
    return target.read_bytes()


def _tell_of_syncs(writing: int) -> None:
    """Say when a file is written and not yet in its place: that is when killing is worst."""
    plain = os.fsync

    def sync(handle: int) -> None:
        os.write(writing, _WRITTEN)
        plain(handle)

    os.fsync = sync


def _kill_one(article: Path, target: Path, to: str, rng: random.Random) -> int:
    """Let a child export until it is killed; return how many exports it finished."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _tell_of_syncs(writing)
        try:
            while cli.main(["export", str(article), "--to", to, "--out", str(target)]) == 0:
                os.write(writing, b"done\n")
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        first = pipe.readline()
        time.sleep(rng.uniform(0.0, 0.15) if rng.random() < 0.5 else rng.uniform(0.0, 0.003))
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the export ended by itself"
        return (first + pipe.read()).count(b"done\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

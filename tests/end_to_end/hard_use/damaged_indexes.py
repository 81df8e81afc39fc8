"""Damages the search index in one way after the other, and asks: the answer is right, or after a repair.

    python -m tests.end_to_end.hard_use.damaged_indexes FOLDER TIMES SEED

Prints how often it was damaged, and how often the answer came by itself, with what was left whole.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from reader.catalogue.library import Library
from reader.search.ask import ask_index
from reader.search.build.library_index import LibraryIndex
from reader.search.model import Question

ASKED = ("出口管制", "新月", "ckgz", '"水位最高"', "title:第7篇")


def main(folder: Path, times: int, seed: int) -> None:
    """Damage, ask, and fail where an answer is another one."""
    rng = random.Random(seed)
    for name in ("CONFIG", "DATA", "CACHE", "LOG"):
        os.environ[f"GANGMU_{name}"] = str(folder / name.lower())
    library = Library(folder / "library")
    library.folder.mkdir(parents=True)
    for number in range(12):
        words = "出口管制与技术。\n\n在新月与满月，水位最高。\n\n" * (1 + number % 3)
        text = f"# 第{number}篇\n\n{words}"
        (library.folder / f"{number}.md").write_text(text, encoding="utf-8")
    assert LibraryIndex(library).update()
    cache = folder / "cache"
    good = folder / "good"
    shutil.copytree(cache, good)
    expected = _answers(library)
    survived = 0
    for number in range(times):
        files = sorted(path for path in cache.rglob("*") if path.is_file())
        act = rng.choice(DAMAGES)
        path = rng.choice(files)
        act(path, rng)
        told = f"{number}: {act.__name__} {path.relative_to(cache)}"
        try:
            found = _answers(library)
        except Exception as error:
            raise AssertionError(told) from error
        if found != expected:
            assert LibraryIndex(library).update(), told
            assert _answers(library) == expected, told
        else:
            survived += 1
        shutil.rmtree(cache)
        shutil.copytree(good, cache)
    print(times, survived)


def _answers(library: Library) -> list[tuple[int, tuple[str, ...]]]:
    """Return what is found, as the window asks: a damaged index is made anew by the way."""
    index = LibraryIndex(library)
    index.update()
    found = [ask_index(index, Question(words), repair=lambda broken: broken.update()) for words in ASKED]
    return [(answer.exact, tuple(sorted({hit.name for hit in answer.hits}))) for answer in found]


def cut(path: Path, rng: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: rng.randrange(len(data) + 1)])


def flip(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes() or b"\0")
    for _each in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def noise(path: Path, rng: random.Random) -> None:
    path.write_bytes(rng.randbytes(rng.randint(0, 4_000)))


def zero(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = rng.randrange(len(data) + 1)
    data[start : start + 4096] = bytes(min(4096, len(data) - start))
    path.write_bytes(data)


def lengthen(path: Path, rng: random.Random) -> None:
    path.write_bytes(path.read_bytes() + rng.randbytes(rng.randint(1, 400)))


def remove(path: Path, _rng: random.Random) -> None:
    path.unlink()


def make_folder(path: Path, _rng: random.Random) -> None:
    path.unlink()
    path.mkdir()


def swap(path: Path, rng: random.Random) -> None:
    other = rng.choice([each for each in path.parent.iterdir() if each.is_file()])
    mine, others = path.read_bytes(), other.read_bytes()
    path.write_bytes(others)
    other.write_bytes(mine)


def repeat(path: Path, rng: random.Random) -> None:
    data = path.read_bytes()
    at = rng.randrange(len(data) + 1)
    path.write_bytes(data[:at] + data[max(0, at - 64) :])


Damage = Callable[[Path, random.Random], None]
DAMAGES: tuple[Damage, ...] = (cut, flip, noise, zero, lengthen, remove, make_folder, swap, repeat)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

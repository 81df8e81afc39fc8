"""Kills windows with signal 9 while they save annotations; what a window called saved must be there.

    python -m tests.end_to_end.hard_use.saver_kills FOLDER KILLS SEED

Children are forked and make a window each, which highlights one line after the other and tells what is saved.
Prints how many were killed, acknowledged, and killed in the middle of a save.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import Library
from reader.ui.startup import app

FRESH_EVERY = 20  # kills, so that sheets stay of the size that they have in life
LINES = 400


def main(folder: Path, kills: int, seed: int) -> None:
    """Kill, look, and fail where something acknowledged is lost."""
    rng = random.Random(seed)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    acknowledged = 0
    promised: set[str] = set()
    library = Library(folder)
    for number in range(kills):
        if number % FRESH_EVERY == 0:
            library, promised = _library(folder / str(number)), set()
        told = _kill_one(library, rng)
        promised |= told
        acknowledged += len(told)
        store = AnnotationStore(library, Device("reader"))
        there = {kept.annotation.annotation_id for kept in store.kept() if kept.annotation.note}
        assert promised <= there, f"lost: {sorted(promised - there)}"
        assert not store.problems, store.problems
    unfinished = len(list(folder.glob("*/library/.gangmu/annotations/.*.new")))
    print(kills, acknowledged, unfinished)


def _library(folder: Path) -> Library:
    (folder / "library").mkdir(parents=True)
    for name in ("CONFIG", "DATA", "CACHE", "LOG"):
        os.environ[f"GANGMU_{name}"] = str(folder / name.lower())
    lines = "\n\n".join(f"第{number}行，在新月与满月，水位最高。" for number in range(LINES))
    (folder / "library" / "a.md").write_text(f"# 潮汐\n\n{lines}\n", encoding="utf-8")
    return Library(folder / "library")


def _kill_one(library: Library, rng: random.Random) -> set[str]:
    """Let a window save until it is killed, somewhere after some saves; return the ids it said were saved."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _save_for_ever(library, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        first = b"".join(pipe.readline() for _each in range(1 + rng.randint(0, 3)))
        time.sleep(rng.uniform(0.0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told = (first + pipe.read()).decode().split("\n")[:-1]
    assert told, "the window ended before it saved anything"
    return set(told)


def _save_for_ever(library: Library, writing: int) -> None:
    from PySide6.QtCore import QTimer

    from reader.articles.source.canonical_text import Span
    from reader.ui.annotating.service import saver

    saver.SOON = 1
    application = app.application()
    window = app.make_window()
    window.opening.open(library.folder / "a.md")
    window.show()
    window.complete()
    desk, made = window.annotations, []

    def mark() -> None:
        article = window.session.article
        if article is None or desk.store is None:
            QTimer.singleShot(5, mark)
            return
        line = 3 + 2 * (len(desk.placed) % LINES)
        whole = article.text.span_of_lines(line, line)
        made.append(desk.highlight(Span(whole.start, whole.start + 6), "green", note="记" * 300))

    def tell() -> None:
        if desk.store.is_saved:
            os.write(writing, "".join(f"{each}\n" for each in made).encode())
            made.clear()
            QTimer.singleShot(0, mark)

    desk.saved.connect(tell)
    mark()
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))

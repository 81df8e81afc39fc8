"""Measure a letter typed → its hits painted: `python tests/benchmarks/typing_chain.py 2000 20000`.

The window is the program's own, with all its panels, on a made library
(`made_library.py`) whose files and index are there; a long article is open.
Letters are sent as key events; a letter's time ends when the window has been
painted with its hits. A timer of 2 ms shows how long the main thread was ever
busy. Each figure is of a process of its own. Draws offscreen.

`--keep FOLDER` keeps libraries and indexes between runs. `--building` measures
while the index is made from nothing; `--trace` says what the main thread was
doing whenever it was late.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from made_library import OPEN, library_of  # noqa: E402
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer, qInstallMessageHandler  # noqa: E402
from PySide6.QtGui import QKeyEvent  # noqa: E402
from watched import Painted, Stalls, memory, spread  # noqa: E402

TYPED = (
    "出口管制",
    "中国的",
    "deepseek",
    "ckgz",
    "人工智能",
    "chukou",
    "AI 安全",
    "发展 OR 技术",
    "不存在的词语吗",
    "de",
    "tag:AI 问题",
)
RHYTHMS = {"quickly": 60, "slowly": 260}  # milliseconds between letters; facets are counted after a pause
SLOWEST = 8  # letters that are named
REST = 4_000  # milliseconds: after so long without a change the index is tidied


# ---- each figure in a process of its own ----------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", nargs="*", type=int, default=[2_000])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--building", action="store_true")
    parser.add_argument("--seconds", type=float, default=20.0, help="of typing while building, at most")
    parser.add_argument("--trace", action="store_true")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.passages[0], given)
        return
    with tempfile.TemporaryDirectory(prefix="gangmu-benchmark-") as scratch:
        keep = given.keep or Path(scratch)
        for count in given.passages:
            library_of(count, keep)
            options = [f"--keep={keep}", f"--seconds={given.seconds}"]
            options += [f"--{name}" for name in ("building", "trace") if getattr(given, name)]
            subprocess.run([sys.executable, __file__, "--child", str(count), *options], check=True)


def child(count: int, given: argparse.Namespace) -> None:
    own = given.keep / f"own-{count}{'-building' if given.building else ''}"
    for name in ("CONFIG", "DATA", "CACHE"):
        os.environ[f"GANGMU_{name}"] = str(own / name.lower())
    folder = library_of(count, given.keep)
    if given.building:
        import shutil

        shutil.rmtree(own, ignore_errors=True)
    else:
        bring_up_to_date(folder)
    with tempfile.TemporaryDirectory() as scratch:  # settings and places are new each time
        for name in ("CONFIG", "DATA"):
            os.environ[f"GANGMU_{name}"] = str(Path(scratch, name))
        measure(folder, given)


def bring_up_to_date(folder: Path) -> None:
    """Make the index and the catalogue if they are not there; in a process of their own."""
    code = (
        "import sys, time; from pathlib import Path; from reader.catalogue.entries import Catalogue;"
        "from reader.catalogue.library import Library;"
        "from reader.search.build.library_index import LibraryIndex;"
        "library = Library(Path(sys.argv[1])); index = LibraryIndex(library); began = time.perf_counter();"
        "index.is_complete or index.update(workers=2); Catalogue(library).update();"
        "print(f'{index.snapshot().documents:,} passages, ready in {time.perf_counter() - began:.1f} s')"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True, env=environment)


# ---- the window -----------------------------------------------------------------------------


def measure(folder: Path, given: argparse.Namespace) -> None:
    from reader.ui.base.garbage_collection import GarbageCollection
    from reader.ui.startup.app import SWITCH, application, make_window

    qInstallMessageHandler(lambda _kind, _context, message: None)
    sys.setswitchinterval(SWITCH)
    gc.disable()  # as the program does until `GarbageCollection`
    app = application(["benchmark"])
    window = make_window()
    window.completed.connect(lambda: GarbageCollection(app))
    stalls = begin(window, folder, given)
    if not given.building:
        mark = len(stalls.late)
        pause(REST + 1_000)
        print(f"  main thread late at rest: {stalls.since(mark)}")
        told(stalls)
    painted = Painted(window)
    for name, gap in RHYTHMS.items():
        mark = len(stalls.late)
        chain: list[tuple[float, str]] = []
        end = time.perf_counter() + given.seconds
        indexing = window.search.indexing
        while not given.building or (indexing.progress is not None and time.perf_counter() < end):
            for text in TYPED:
                chain += typed(window.panels["search"], text, gap, painted)
            if not given.building:
                break
        so_far = f" {indexing.progress.done:,} articles are read" if indexing.progress is not None else ""
        times = spread([one for one, _ in chain])
        print(f"  a letter typed {name} → its hits painted: {times} ({len(chain)} letters){so_far}")
        slowest = ", ".join(f"{whole!r} {one:.0f}" for one, whole in sorted(chain, reverse=True)[:SLOWEST])
        print(f"    the slowest: {slowest} ms")
        print(f"  main thread late meanwhile: {stalls.since(mark)}")
        told(stalls)
    print(f"  memory after it: {memory()}")
    window.close()
    app.processEvents()


def begin(window: object, folder: Path, given: argparse.Namespace) -> Stalls:
    """Show the window on the library, and say how it starts."""
    session = window.session
    moments: dict[str, float] = {}
    began = time.perf_counter()

    def note(name: str) -> None:
        moments.setdefault(name, (time.perf_counter() - began) * 1000)

    def is_listed() -> bool:
        articles = window.panels.get("articles")
        if articles is not None and articles.widget() is not None and articles.model.total:
            note("articles listed")
        return "articles listed" in moments

    window.pane.first_painted.connect(lambda: note("first page"))
    window.completed.connect(lambda: note("complete"))
    window.opening.open(folder / OPEN)
    window.show()
    stalls = Stalls(trace=given.trace)
    wait(lambda: (is_listed() or given.building) and "complete" in moments, 60)
    window.show_panel("search")
    indexing = window.search.indexing
    if given.building:
        wait(lambda: indexing.progress is not None and indexing.progress.done > 0, 60)
    else:
        wait(
            lambda: not indexing.is_busy and session.cataloguing.is_idle,
            60,
        )
        note("at rest")
        pause(300)
    print(f"{folder.name}: " + ", ".join(f"{name} {when:.0f} ms" for name, when in moments.items()))
    print(f"  main thread late at start: {stalls.since(0)}")
    told(stalls)
    print(f"  memory at start: {memory()}")
    return stalls


def typed(panel: object, text: str, gap: int, painted: Painted) -> list[tuple[float, str]]:
    """Type a text, letter by letter; return the milliseconds of those that were answered, and the texts."""
    search, box = panel.search, panel.box
    times: list[tuple[float, str]] = []
    box.clear()
    pause(100)
    for letter in text:
        whole = box.text() + letter
        done: list[float] = []

        def answered(answer: object, whole: str = whole, done: list[float] = done) -> None:
            if answer.question.text == whole and not done:
                painted.waiting = lambda: done.append(time.perf_counter())
                box.update()  # the same hits once more need no painting

        search.answered.connect(answered)
        began = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.postEvent(box, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        wait(lambda whole=whole: box.text() == whole)
        if search.question is not None and wait(lambda done=done: bool(done), 2):
            times.append(((done[0] - began) * 1000, whole))
        search.answered.disconnect(answered)
        pause(max(1, round(gap - (time.perf_counter() - began) * 1000)))
    return times


def told(stalls: Stalls) -> None:
    for place, times in stalls.places.most_common(12):
        print(f"    {times} × {place}")
    stalls.places.clear()


def wait(ready: Callable[[], bool], limit: float = 5.0) -> bool:
    """Let the window live until `ready`, looked at every 2 ms."""
    loop = QEventLoop()
    look = QTimer(loop, interval=2, timerType=Qt.TimerType.PreciseTimer)
    look.timeout.connect(lambda: loop.quit() if ready() else None)
    look.start()
    QTimer.singleShot(round(limit * 1000), loop, loop.quit)
    if not ready():
        loop.exec()
    look.stop()
    return ready()


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()

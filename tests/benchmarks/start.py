"""From the start of the process to the first painted article, against a bare window with the same text.

Run by hand: `python tests/benchmarks/start.py [FILE] [RUNS]`. The bare window is a
QTreeView beside a QTextBrowser that shows what python-markdown makes of the
file. Both are started in turn, each time as a new process with warm disk; the
median of the runs counts; "again" is the start with the article that was open
last. Printed too: memory (PSS, other processes that it has started included)
when both have come to rest, what the window does at rest, and how long a jump
takes from the click on a node to the painted passage.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "digests" / "seed.md"
RUNS = 9
REST = 4.0  # seconds after the first paint until it is measured at rest
COMPILED = ""
WATCHED = 3.0  # seconds of rest that are watched


def main() -> None:
    """Print the ratios."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    file = file if file.is_file() else next((ROOT / "library").glob("*.md"))
    times: dict[str, list[float]] = {"bare": [], "ours": [], "again": []}
    cpu: dict[str, list[float]] = {kind: [] for kind in times}
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    kept = Path(tempfile.mkdtemp())
    _start("ours", file, rest=True, own=kept)  # long enough for the article to be kept
    for run in range(runs + 1):
        for kind in times:
            found = _start(kind, file, own=kept if kind == "again" else None)
            taken = found["first_paint"]
            if run:  # the first one warms the disk
                times[kind].append(taken)
                cpu[kind].append(found["main"])
    shutil.rmtree(kept)
    _tell("start to first paint", times)
    _tell("the same in CPU of the main thread", cpu)
    rest = {kind: _start(kind, file, rest=True) for kind in ("bare", "ours")}
    bare, ours = (rest[kind]["pss"] for kind in ("bare", "ours"))
    print(f"PSS: bare {bare:.0f} MB, ours {ours:.0f} MB, ratio {ours / bare:.2f} (bar 1.50)")
    own = rest["ours"]
    print(f"at rest for {WATCHED:.0f} s: {own['cpu']:.1f} ms of CPU, {own['wakes']:.0f} wake-ups")
    print(f"jump, click to painted: median {own['jump']:.1f} ms, longest {own['jump_max']:.1f} ms")


def _tell(what: str, times: dict[str, list[float]]) -> None:
    bare, *others = (statistics.median(each) for each in times.values())
    kinds = zip(list(times)[1:], others, strict=True)
    said = (f"{kind} {ours:.0f} ms, ratio {ours / bare:.2f}" for kind, ours in kinds)
    print(f"{what}: bare {bare:.0f} ms, {', '.join(said)} (bar 1.30)")


def _start(kind: str, file: Path, *, rest: bool = False, own: Path | None = None) -> dict[str, float]:
    """Start a window; `own` are its folders, by default new ones."""
    with tempfile.TemporaryDirectory() as new:
        own = own or Path(new)
        folders = {f"GANGMU_{name}": f"{own}/{name.lower()}" for name in ("CONFIG", "DATA", "CACHE")}
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **folders, "PYTHONPATH": str(ROOT)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed: compiled once, by the warming run
        environment["PYTHONPYCACHEPREFIX"] = COMPILED
        code = [sys.executable, __file__, "child", kind, str(file), str(int(rest))]
        started = time.monotonic()
        answer = subprocess.run(code, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    found["first_paint"] = 1000 * (found["first_paint"] - started)
    return found


# ---- in the child ----------------------------------------------------------


def child(kind: str, file: Path, *, rest: bool) -> None:
    """Open the window of that kind on `file` and print what was measured."""
    found: dict[str, float] = {}
    if kind == "bare":
        app, window, painted = _bare(file)
    else:
        app, window, painted = _ours(file)

    from PySide6.QtCore import QTimer

    def first() -> None:
        if "first_paint" not in found:
            found["first_paint"], found["main"] = time.monotonic(), 1000 * time.thread_time()
            if not rest:
                QTimer.singleShot(0, leave)
            else:
                QTimer.singleShot(int(REST * 1000), watch)

    def watch() -> None:
        found["cpu"], found["wakes"] = 1000 * time.process_time(), _wakes()
        QTimer.singleShot(int(WATCHED * 1000), rested)

    def rested() -> None:
        found["cpu"] = 1000 * time.process_time() - found["cpu"]
        found["wakes"] = _wakes() - found["wakes"]
        found["pss"] = _pss()
        if kind == "ours":
            found.update(_jumps(window, app))
        leave()

    def leave() -> None:
        window.close()
        app.quit()

    painted(first)
    window.show()
    app.exec()
    print(json.dumps(found))


def _bare(file):
    import markdown
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QTextBrowser, QTreeView

    class Browser(QTextBrowser):
        def paintEvent(self, event):
            super().paintEvent(event)
            for call in self.calls:
                QTimer.singleShot(0, call)

    app = QApplication([])
    window, tree, text, splitter = QMainWindow(), QTreeView(), Browser(), QSplitter()
    model = QStandardItemModel()
    source = file.read_text(encoding="utf-8")
    for line in source.splitlines():
        if line.startswith("#"):
            model.appendRow(QStandardItem(line.lstrip("# ")))
    tree.setModel(model)
    text.calls = []
    text.setHtml(markdown.markdown(source, extensions=["extra", "sane_lists"]))
    splitter.addWidget(tree)
    splitter.addWidget(text)
    window.setCentralWidget(splitter)
    window.resize(1280, 800)
    return app, window, text.calls.append


def _ours(file):
    # These are the steps of reader.commands.open_command.run, and of open_window.
    from reader.commands.open_command import import_window

    import_window()
    from reader.ui.base.garbage_collection import GarbageCollection
    from reader.ui.startup.app import application, make_window

    app = application()
    window = make_window()
    window.completed.connect(lambda: GarbageCollection(app))
    window.opening.open(file)
    return app, window, window.pane.first_painted.connect


def _jumps(window, app) -> dict[str, float]:
    from PySide6.QtCore import QEventLoop, Qt
    from PySide6.QtTest import QTest

    from tests.ui.trees import indexes

    tree = window.panels["framework"].tree
    taken = []
    for index in list(indexes(tree))[:40]:
        if index.data() is None:
            continue
        loop = QEventLoop()
        window.pane.painted.connect(loop.quit)
        tree.scrollTo(index)
        app.processEvents()
        begin = time.perf_counter()
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
        window.pane.viewport().repaint()
        taken.append(1000 * (time.perf_counter() - begin))
        app.processEvents()
    return {"jump": statistics.median(taken), "jump_max": max(taken)}


def _wakes() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return float(sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt")))


def _pss(process: str = "") -> float:
    """Return the megabytes of a process (by default this one) and of those that it has started."""
    process = process or str(os.getpid())
    lines = Path("/proc", process, "smaps_rollup").read_text().splitlines()
    size = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    stats = (stat.read_text() for stat in Path("/proc").glob("[0-9]*/stat"))
    parents = {stat.split()[0]: stat.rpartition(")")[2].split()[1] for stat in stats}
    return size + sum(_pss(child) for child, parent in parents.items() if parent == process)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(sys.argv[2], Path(sys.argv[3]), rest=sys.argv[4] == "1")
    else:
        COMPILED = tempfile.mkdtemp(prefix="gangmu-compiled-")
        main()
        shutil.rmtree(COMPILED)

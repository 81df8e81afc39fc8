"""The framework panel with a long tree, in the whole window: the longest event of each act.

Run by hand: `python tests/benchmarks/tree.py [--entries 24000] [--folded] [--stress 200]`. An article of so
many headings is opened; each act is done as a hand does it. Printed are its own milliseconds of the
processor, and the longest for which the main thread was busy between two beats of a timer of 2 ms until all
was still. The floor, in the same run: a bare QTreeView of as many rows of QStandardItemModel, opened whole,
laid out and painted. `--folded` begins with every other entry closed, as kept from the day before.
`--stress`: so many quick changes between two such articles, instead, with the memory.

23 November 2026, beside other work, 24,000 entries, floor 28 ms: nothing by the tree over 16 ms. Opening 13.3
(16.0 with half of the entries closed), folds at most 13.0, filtering 14.6, keys 3.4, letters 4.4, hits or
notes on 4,800 entries 11.3; a place read 0.1 each. Over it: another tree in its place 20.6, which is several
events between two beats (the old one ends, the new one is laid out and painted), and a theme, 40; 26 with 800
entries: most of it is the whole window's style. Model, labels and view take 15 MB (9 when Python counted).
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeView

from tests.benchmarks.opening import is_resting, rest, wait, wait_until
from tests.benchmarks.watched import Stalls

SECOND, THIRD = 20, 19  # entries below one of the first level, and below one of the second


def article_of(entries: int) -> Iterator[str]:
    """Yield the lines of an article of about so many headings, in three levels."""
    yield from ("---", "- 修改后的标题：长文", "---", "", "```", "长文", "└── 第1部", "```", "")
    for first in range(1, entries // (SECOND * (THIRD + 1)) + 1):
        yield from (f"# 第{first}部", "")
        for second in range(1, SECOND + 1):
            yield from (f"## {first}.{second} 出口管制与开源模型的竞争", "")
            for third in range(1, THIRD + 1):
                yield from (f"### {first}.{second}.{third} 论据与数据", "", "一句话。", "")


def floor(rows: int) -> float:
    """Return the milliseconds that a bare tree takes to open, lay out and paint as many rows."""
    model, view = QStandardItemModel(), QTreeView()
    for first in range(rows // (SECOND * (THIRD + 1))):
        part = QStandardItem(str(first))
        for second in range(SECOND):
            chapter = QStandardItem(str(second))
            chapter.appendRows([QStandardItem(str(third)) for third in range(THIRD)])
            part.appendRow(chapter)
        model.appendRow(part)
    view.setUniformRowHeights(True)
    view.resize(300, 700)
    view.show()
    QCoreApplication.processEvents()
    start = time.thread_time()
    view.setModel(model)
    view.expandAll()
    view.viewport().repaint()
    return (time.thread_time() - start) * 1000


class Bench:
    """The window, and what is done in it."""

    def __init__(self, folder: Path) -> None:
        from reader.ui.startup.app import make_window

        self.folder, self.stalls = folder, Stalls(trace=False)
        self.window = make_window()
        self.window.resize(1200, 900)
        self.window.show()
        self.open("short")
        self.window.complete()
        self.rest()

    def open(self, name: str) -> None:
        self.window.session.open_article(self.folder / f"{name}.md")

    @property
    def tree(self):  # type: ignore[no-untyped-def]
        return self.window.panels["framework"].tree

    def rest(self) -> None:
        rest(lambda: is_resting(self.window) and not self.tree._steps.isActive())

    def longest(self, act: Callable[[], None]) -> tuple[float, float]:
        """Return the milliseconds of `act`, and the longest of the main thread until all was still."""
        self.rest()
        gc.collect()
        wait(20)
        mark, start = len(self.stalls.busy), time.thread_time()
        act()
        taken = (time.thread_time() - start) * 1000
        self.rest()
        return taken, max(self.stalls.busy[mark:])


def acts(bench: Bench) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what is done, by name."""
    window, tree, panel = bench.window, bench.tree, bench.window.panels["framework"]
    session, press = window.session, QTest.keyClick
    actions = session.actions

    def read() -> None:
        for part in range(200):
            session.set_place(len(session.article.text.text) * part // 200)

    def keys() -> None:
        tree.setFocus()
        for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_End, Qt.Key.Key_Left):
            press(tree, key)

    def count(show) -> Callable[[], None]:  # type: ignore[no-untyped-def]
        ids = list(session.contents.by_id)[::5]
        return lambda: show(dict.fromkeys(ids, 1))

    yield "open the article", lambda: bench.open("long")
    yield "close the whole tree", actions["view.collapse"].trigger
    yield "open to level 2", actions["view.level_2"].trigger
    yield "open to level 3", actions["view.level_3"].trigger
    yield "open the whole tree", actions["view.expand"].trigger
    for words in ("论", "论据", "7.1", "出口管制 12"):
        yield f"filter: {words}", lambda words=words: panel.filter.setText(words)  # type: ignore[misc]
    yield "filter: nothing", panel.filter.clear
    yield "200 places read, all of them", read
    yield "keys", keys
    yield "letters typed in the tree", lambda: tree.keyboardSearch("12.1.3")
    yield "hits on a fifth of the entries", count(panel.show_hits)
    yield "notes on a fifth of the entries", count(panel.show_notes)
    yield "a dark theme", lambda: session.settings.set("theme", "night")
    yield "a wider panel", lambda: tree.resize(tree.width() + 40, tree.height())
    yield "the outline instead", panel.switch.buttons["outline"].click
    yield "the framework again", panel.switch.buttons["framework"].click
    yield "one entry closed", lambda: tree.collapse(tree.model().index(1, 0))
    yield "what is to be kept, saved", session.remembered.save
    yield "another article", lambda: bench.open("short")


def memory() -> float:
    """Return the megabytes that this process holds by itself."""
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return int(rollup.split("Anonymous:")[1].split()[0]) / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--entries", type=int, default=24_000)
    parser.add_argument("--folded", action="store_true")
    parser.add_argument("--stress", type=int, default=0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        for name in ("CONFIG", "DATA", "CACHE"):
            os.environ[f"GANGMU_{name}"] = f"{place}/{name.lower()}"
        folder = Path(place) / "library"
        folder.mkdir()
        (folder / "long.md").write_text("\n".join(article_of(chosen.entries)), encoding="utf-8")
        (folder / "other.md").write_text("\n".join(article_of(chosen.entries // 2)), encoding="utf-8")
        (folder / "short.md").write_text("\n".join(article_of(400)), encoding="utf-8")
        from reader.ui.base.garbage_collection import GarbageCollection
        from reader.ui.startup.app import SWITCH, application

        sys.setswitchinterval(SWITCH)
        app = application([])
        bench = Bench(folder)
        GarbageCollection(app)
        if chosen.stress:
            stress(bench, chosen.stress)
        else:
            report(bench, chosen.entries, folded=chosen.folded)
        bench.window.close()


def stress(bench: Bench, times: int) -> None:
    """Go to and fro between two long articles; no wait is as long as the tree takes."""
    for number in range(times):
        bench.open(("long", "other")[number % 2])
        wait(number % 7 * 40)
        if number % 20 == 19:
            wait_until(lambda: len(bench.tree.contents.by_id) > 1000)
            gc.collect()
            print(number + 1, f"{memory():.0f} MB", flush=True)
    bench.rest()


def report(bench: Bench, entries: int, *, folded: bool) -> None:
    """Do everything once, and print the longest event of each."""
    bare = min(floor(entries) for _time in range(3))
    print(f"floor: {bare:.1f} ms for a bare tree of as many rows")
    path = bench.folder / "long.md"
    if folded:
        from reader.articles.digest.contents import framework_contents
        from reader.articles.reading import read_article

        contents = framework_contents(read_article(path))
        inner = [name for name, entry in contents.by_id.items() if entry.children]
        bench.window.session.remembered.keep_folds(path, "framework", inner[::2])
    for name, act in acts(bench):
        own, longest = bench.longest(act)
        print(f"{name:<32} {own:6.1f} ms; longest {longest:5.1f} = {longest / bare:4.2f}", flush=True)


if __name__ == "__main__":
    main()

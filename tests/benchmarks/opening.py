"""From the click on an article to its first painted text, in the whole window, against a bare QTextBrowser.

Run by hand: `python tests/benchmarks/opening.py [--times 9] [--sizes "5 KB,10 MB"] [--events]`.
A library is made with the digest repeated to each size; the window is complete (list, tree, title block,
breadcrumb, search, notes). Each click is a press and a release sent to the row of the list; the time ends
when the paint event that shows the first text of the new article has ended. The floor, `setHtml` to the
paint of the 5 KB text, is measured in turns with it.

*hover*: the pointer comes over the row 100 ms before the press, and the button is held for 60 ms; the time
counts from the release. *pressed*: the pointer comes with the press, as a finger does; the time counts from
the release 60 ms later. *sight*: the row has stood in sight of the list, press and release are one, the time
counts from the press. *cold*: the same, and nothing was made ready. *middle*: the article was left in its
middle, and opens there.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import markdown
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QFont, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget

from tests.benchmarks.pane import SEED, SIZES, text_of

if TYPE_CHECKING:
    from reader.ui.window.main_window import MainWindow

HOME = "home"
HOVER, HELD = 100, 60  # milliseconds
LONGEST = 20.0  # seconds to wait for a paint
NOTED = 0.002  # seconds: shorter events are not
Times = tuple[float, float]  # seconds on the wall, and of the main thread on the processor


class Clock:
    """Ends a wait when a paint event has ended that shows what is waited for."""

    def __init__(self) -> None:
        self.loop = QEventLoop()
        self._beat = QTimer(interval=int(LONGEST * 1000))  # so that what is never painted is noticed
        self._beat.timeout.connect(self.loop.quit)
        self._beat.start()
        self.shows: Callable[[], bool] = lambda: False
        self.ended: Times | None = None

    def painted(self) -> None:
        """Note the end of a paint event."""
        if self.ended is None and self.shows():
            self.ended = time.perf_counter(), time.thread_time()
            self.loop.quit()

    def measure(self, action: Callable[[], None], shows: Callable[[], bool]) -> Times:
        """Return the seconds from before `action` to the end of the first paint for which `shows` is true."""
        self.ended, self.shows = None, shows
        wall, own = time.perf_counter(), time.thread_time()
        action()
        end = wall + LONGEST
        while self.ended is None and time.perf_counter() < end:
            self.loop.exec()
        self.shows = lambda: False
        if self.ended is None:
            raise TimeoutError
        return self.ended[0] - wall, self.ended[1] - own


def wait(milliseconds: int) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(ready: Callable[[], bool], seconds: float = 60.0) -> None:
    """Let the event loop run until `ready` is true."""
    end = time.monotonic() + seconds
    while not ready() and time.monotonic() < end:
        wait(20)


def is_resting(window: MainWindow) -> bool:
    """Whether `window` is doing nothing."""
    session, pane = window.session, window.pane
    busy = pane.idle.is_busy or pane.ahead.is_busy or pane._refreshing.is_busy
    busy = busy or pane.expecting.is_busy
    tasks = (session.tasks, session.reading, session._wholes, session.cataloguing)
    return not busy and all(each.is_idle for each in tasks)


def rest(is_still: Callable[[], bool]) -> None:
    """Let the event loop run until `is_still` has been true for a while."""
    for _look in range(3):
        wait_until(is_still)
        wait(60)


def make_library(folder: Path, seed: str, sizes: list[str]) -> None:
    """Write the articles of each size, and some others."""
    for name in sizes:
        (folder / f"{name}.md").write_text(text_of(seed, SIZES[name]), encoding="utf-8")
    for number in range(12):
        name = HOME if not number else f"other {number}"
        other = seed.replace("Amodei", f"Amodei{number + 1}")
        (folder / f"{name}.md").write_text(other, encoding="utf-8")


class Watched(QApplication):
    """Notes how long each event of the main thread takes, in seconds of the processor."""

    def __init__(self) -> None:
        self.events: list[tuple[float, str]] = []
        self._depth = 0
        super().__init__([])
        self.setStyle("Fusion")

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        self._depth += 1
        kind = event.type()
        start = time.thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            took = time.thread_time() - start
            self._depth -= 1
            if not self._depth and took > NOTED:
                name = f"{type(receiver).__name__} {receiver.objectName()} {kind.name}"
                self.events.append((took, name))


class Bench:
    """The window and the browser, side by side in one process."""

    watched: Watched

    def __init__(self, folder: Path, seed: str, clock: Clock, *, empty: bool = False) -> None:
        """`empty`: open no article at first; the window then warms up."""
        from reader.ui.pane.view import ReadingPane
        from reader.ui.startup.app import make_window

        own = ReadingPane.paintEvent

        def paint(pane: ReadingPane, event: QPaintEvent) -> None:
            own(pane, event)
            clock.painted()

        ReadingPane.paintEvent = paint  # type: ignore[method-assign]

        class Browser(QTextBrowser):
            def paintEvent(self, event: QPaintEvent) -> None:
                super().paintEvent(event)
                clock.painted()

        self.clock, self.folder = clock, folder
        self.html = markdown.markdown(seed, extensions=["extra", "sane_lists"])
        self.browser = Browser()
        font = QFont("Noto Serif CJK SC")
        font.setPixelSize(18)
        self.browser.setFont(font)
        self.browser.resize(1100, 800)
        self.window = make_window()
        self.window.show()
        if empty:
            self.window.session.open_library(folder)
            self.window.session.close_article()
            self.window.complete()
            wait(1500)
            return
        self.browser.show()
        clock.measure(lambda: self.window.opening.open(folder / f"{HOME}.md"), lambda: self.shows(HOME))
        self.window.complete()
        self.rest()

    def shows(self, name: str) -> bool:
        """Whether words of that article are painted."""
        pane = self.window.pane
        article = pane.column.article
        return article is not None and article.path.stem == name and bool(pane.placed)

    def rest(self) -> None:
        """Wait until nothing is being done, for a while."""
        rest(lambda: is_resting(self.window))
        gc.collect()

    def floor(self) -> Times:
        """Return the time from `setHtml` to the paint in the browser."""
        self.browser.setHtml("")
        wait(5)
        return self.clock.measure(
            lambda: self.browser.setHtml(self.html), lambda: not self.browser.document().isEmpty()
        )

    def go_home(self) -> None:
        """Show the article between two others, with the pointer nowhere."""
        self.rest()
        QCoreApplication.sendEvent(self._viewport(), QEvent(QEvent.Type.Leave))
        self.window.session.open_article(self.folder / f"{HOME}.md")
        wait_until(lambda: self.shows(HOME))
        self.rest()

    def click(self, name: str, way: str, line: int = 0) -> Times:
        """Return the time from the click on the article of that name, left at `line`, to its first text."""
        self.go_home()
        path = self.folder / f"{name}.md"
        self.window.session.remembered.keep_place(path, self._position(path, line), 40.0, (line, 0))
        return self.first_click(name, way)

    def first_click(self, name: str, way: str) -> Times:
        """Return the same for an article that was never open, from wherever one is."""
        if way in ("hover", "pressed"):
            if way == "hover":
                self._mouse(QEvent.Type.MouseMove, name)
                wait(HOVER)
            else:
                self.forget()
            self._mouse(QEvent.Type.MouseButtonPress, name)
            wait(HELD)
            return self.clock.measure(
                lambda: self._mouse(QEvent.Type.MouseButtonRelease, name), lambda: self.shows(name)
            )
        if way == "cold":
            self.forget()
        return self.clock.measure(lambda: self.click_at_once(name), lambda: self.shows(name))

    def click_at_once(self, name: str) -> None:
        """Press and let go."""
        self._mouse(QEvent.Type.MouseButtonPress, name)
        self._mouse(QEvent.Type.MouseButtonRelease, name)

    def stalls(self, name: str) -> list[tuple[float, str]]:
        """Return the longest events of the main thread from the click until the article is all there."""
        self.go_home()
        self.watched.events = []
        self.click_at_once(name)
        self.rest()
        return sorted(self.watched.events, reverse=True)

    def _position(self, path: Path, line: int) -> int:
        """Return about where `line` is in the canonical text: where the line is known it is not asked for."""
        return path.stat().st_size // 6 if line else 0

    def forget(self) -> None:
        """Throw away what was made ready before the click."""
        self.window.session.reader._ahead.clear()
        self.window.pane.expecting.stop()

    def _viewport(self) -> QWidget:
        return self.window.panels["articles"].list.viewport()

    def _mouse(self, kind: QEvent.Type, name: str) -> None:
        panel = self.window.panels["articles"]
        rectangle = panel.list.visualRect(panel.model.index_of(f"{name}.md"))
        point = QPointF(rectangle.center())
        moved = kind is QEvent.Type.MouseMove
        button = Qt.MouseButton.NoButton if moved else Qt.MouseButton.LeftButton
        held = Qt.MouseButton.LeftButton if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        where = QPointF(self._viewport().mapToGlobal(point))
        event = QMouseEvent(kind, point, where, button, held, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self._viewport(), event)


def medians(times: list[Times]) -> Times:
    """Return the medians in milliseconds."""
    wall, own = (statistics.median(each[which] for each in times) * 1000 for which in (0, 1))
    return wall, own


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--sizes", default=",".join(SIZES))
    parser.add_argument("--ways", default="hover,pressed,sight,cold,hover middle,sight middle,cold middle")
    parser.add_argument("--first", action="store_true", help="the first article of the process, instead")
    parser.add_argument("--events", action="store_true", help="the longest events, and memory, instead")
    chosen = parser.parse_args()
    sizes = chosen.sizes.split(",")
    seed = SEED.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as place:
        for name in ("CONFIG", "DATA", "CACHE"):
            os.environ[f"GANGMU_{name}"] = f"{place}/{name.lower()}"
        folder = Path(place) / "library"
        folder.mkdir()
        make_library(folder, seed, sizes)
        from reader.ui.base.garbage_collection import GarbageCollection
        from reader.ui.startup.app import SWITCH, application

        sys.setswitchinterval(SWITCH)
        if chosen.events:
            Bench.watched = Watched()
        app = application([])
        bench = Bench(folder, seed, Clock(), empty=chosen.first)
        GarbageCollection(app)  # as `open_window` does
        if chosen.first:
            report_first(bench, sizes[0], chosen.ways.split(",")[0])
        elif chosen.events:
            report_events(bench, sizes)
        else:
            report(bench, sizes, chosen.ways.split(","), chosen.times)
        bench.window.close()
        bench.browser.close()


def report_first(bench: Bench, name: str, way: str) -> None:
    """Print the time to the first article of this process, and the floor afterwards."""
    wall, own = bench.first_click(name, way)
    bench.browser.show()
    floors = [bench.floor() for _time in range(6)][1:]
    bare, bare_own = medians(floors)
    print(
        f"first article, {name}: {wall * 1000:.1f} ms = {wall * 1000 / bare:.2f}   "
        f"main thread {own * 1000:.1f} ms = {own * 1000 / bare_own:.2f}"
    )


def report_events(bench: Bench, sizes: list[str]) -> None:
    """Print the longest events while each size is opened, and the memory afterwards."""
    for name in sizes:
        bench.stalls(name)  # the first time warms
        start = time.perf_counter()
        longest = bench.stalls(name)
        taken = time.perf_counter() - start
        rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
        pss = int(rollup.split("Pss:")[1].split()[0]) / 1024
        over = sum(took > 0.016 for took, _what in longest)
        print(f"{name}: {over} events over 16 ms; at rest after {taken:.1f} s; PSS {pss:.0f} MB", flush=True)
        for took, what in longest[:6]:
            print(f"    {took * 1000:6.1f} ms {what}")


def report(bench: Bench, sizes: list[str], ways: list[str], times: int) -> None:
    """Measure each size in each way, in turns with the floor; print the ratios."""
    cases = [(way, name) for way in ways for name in sizes]
    lines = {name: len((bench.folder / f"{name}.md").read_bytes().split(b"\n")) for name in sizes}
    found: dict[tuple[str, str], list[Times]] = {case: [] for case in cases}
    floors: list[Times] = []
    for turn in range(times + 1):
        for case in cases:
            way, name = case
            line = lines[name] // 2 if way.endswith("middle") else 0
            taken, floor = bench.click(name, way.split()[0], line), bench.floor()
            if turn:
                found[case].append(taken)
                floors.append(floor)
    wall, own = medians(floors)
    print(f"setHtml to paint, 5 KB: {wall:.1f} ms, {own:.1f} of the main thread on the processor")
    for (way, name), each in found.items():
        taken, busy = medians(each)
        print(
            f"{way:<11} {name:<7} {taken:6.1f} ms = {taken / wall:5.2f}   "
            f"main thread {busy:6.1f} ms = {busy / own:5.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

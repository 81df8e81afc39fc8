"""How fast the reading pane is by itself, as ratios against a bare QTextBrowser in the same run.

What a click in the list costs in the whole window is measured by `opening.py`.

Run by hand: `python tests/benchmarks/pane.py [--scale 2] [--theme night] [--part motion] [DIGEST]`. The texts
of 100 KB, 1 MB and 10 MB are the digest repeated with changed words. Times are of
the main thread on the processor, so that another program does not count.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import markdown
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QTextBrowser

from reader import paths
from reader.articles.model import Article
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from reader.theme import Theme, load_theme
from reader.ui.base.garbage_collection import GarbageCollection
from reader.ui.pane.aids.text_marks import Mark
from reader.ui.pane.view import ReadingPane

# The processor's time of the main thread, not the wall's: a busy machine does not count.
clock = time.thread_time
SEED = Path(__file__).resolve().parents[3] / "shared" / "digests" / "seed.md"
SAMPLER = Path(__file__).resolve().parents[1] / "data" / "sampler" / "sampler.md"
SIZE = (1100, 800)
SIZES = {"5 KB": 5_000, "100 KB": 100_000, "1 MB": 1_000_000, "10 MB": 10_000_000}


class Collections:
    """Notes the longest collection of garbage by Python."""

    def __init__(self) -> None:
        self.longest, self._start = 0.0, 0.0
        gc.callbacks.append(self._note)

    def _note(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._start = clock()
        else:
            self.longest = max(self.longest, clock() - self._start)


class Watched(QApplication):
    """Notes how long each event takes that is handled on the main thread."""

    def __init__(self) -> None:
        super().__init__([])
        self.depth = 0
        self.longest = 0.0
        self.what = ""
        self.watched: QObject | None = None
        self.painted_at = 0.0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        self.depth += 1
        start = clock()
        try:
            return super().notify(receiver, event)
        finally:
            self.depth -= 1
            end = clock()
            took = end - start
            if receiver is self.watched and event.type() == QEvent.Type.Paint and not self.painted_at:
                self.painted_at = end
            if not self.depth and took > self.longest:
                self.longest, self.what = took, f"{type(receiver).__name__} {event.type().name}"

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Forget what was before."""
        self.longest, self.what = 0.0, ""
        yield


def pump(until: Callable[[], bool], seconds: float = 30.0) -> None:
    """Handle events until `until` is true."""
    end = time.perf_counter() + seconds
    while not until() and time.perf_counter() < end:
        QCoreApplication.processEvents()


def text_of(seed: str, size: int) -> str:
    """Return about `size` bytes: the seed again and again, no two paragraphs the same."""
    parts, total, number = [seed], len(seed.encode()), 0
    while total < size:
        number += 1
        part = seed.replace("出口管制", f"第{number}号管制").replace("Amodei", f"Amodei{number}")
        parts.append(part)
        total += len(part.encode())
    return "\n\n".join(parts) if size > len(seed.encode()) else seed


def median(action: Callable[[], float], times: int) -> float:
    """Return the median of `action`, in milliseconds."""
    taken = []
    for _time in range(times):
        gc.collect()
        taken.append(action() * 1000)
    return statistics.median(taken)


def opening(app: Watched, viewport: QObject, action: Callable[[], None]) -> float:
    """Return the seconds from `action` until `viewport` has been painted by an event."""
    app.watched, app.painted_at = viewport, 0.0
    start = clock()
    action()
    pump(lambda: app.painted_at > 0)
    app.watched = None
    return app.painted_at - start


def browser_opens(app: Watched, seed: str) -> tuple[float, float]:
    """Return the milliseconds to the paint of the seed in a QTextBrowser: from HTML, and from Markdown."""
    html = markdown.markdown(seed, extensions=["extra", "sane_lists"])
    browser = QTextBrowser()
    font = QFont("Noto Serif CJK SC")
    font.setPixelSize(18)
    browser.setFont(font)
    browser.resize(*SIZE)
    browser.show()
    QCoreApplication.processEvents()

    def once(show: Callable[[], None]) -> float:
        browser.setHtml("")
        QCoreApplication.processEvents()
        return opening(app, browser.viewport(), show)

    def convert() -> None:
        browser.setHtml(markdown.markdown(seed, extensions=["extra", "sane_lists"]))

    once(convert)
    return median(lambda: once(lambda: browser.setHtml(html)), 15), median(lambda: once(convert), 15)


def pane_opens(
    app: Watched, pane: ReadingPane, source: str, times: int, article: Article | None = None
) -> tuple[float, float]:
    """Return the milliseconds from the source to the first text, and to the first screen complete.

    With an `article` at hand, only what the pane itself does.
    """
    whole: list[float] = []

    def click() -> None:
        if article is not None:
            pane.show_article(article)
            return
        beginning = source[: source.find("\n", 4_000)] if len(source) > 20_000 else source
        pane.show_article(parse_article(beginning, Path("a.md")))

    def once() -> float:
        pane.clear()
        pump(lambda: not pane.idle.is_busy)
        for _turn in range(5):
            QCoreApplication.processEvents()
        complete: list[float] = []
        note = lambda: complete.append(clock())  # noqa: E731
        pane.first_painted.connect(note)
        start = clock()
        first = opening(app, pane.viewport(), click)
        pump(lambda: bool(complete))
        pane.first_painted.disconnect(note)
        whole.append((complete[0] - start) * 1000)
        return first

    once()
    whole.clear()
    return median(once, times), statistics.median(whole)


def settle(pane: ReadingPane) -> None:
    """Wait until the pane is idle."""
    pump(lambda: not pane.idle.is_busy, 60)


def repaint_after(pane: ReadingPane, action: Callable[[], None]) -> float:
    """Return the seconds of `action` and of the paints that follow, until nothing is missing."""
    complete: list[bool] = []
    note = lambda: complete.append(True)  # noqa: E731
    pane.painted.connect(note)
    view = pane.viewport()
    start = clock()
    action()
    view.update(0, view.height() - 1, 1, 1)  # for what changes nothing
    while not complete:
        QCoreApplication.processEvents()
    took = clock() - start
    pane.painted.disconnect(note)
    return took


def jumps(pane: ReadingPane, article: Article, count: int = 60) -> list[float]:
    """Return the milliseconds of jumps to `count` headings here and there."""
    spans = [section.span for section in article.outline.walk()] or [
        Span(at, at + 8) for at in range(0, len(article.text.text), len(article.text.text) // 1500)
    ]
    chosen = random.Random(1).sample(spans, min(count, len(spans)))
    return [repaint_after(pane, lambda span=span: pane.jump_to(span)) * 1000 for span in chosen]


def pages(pane: ReadingPane, count: int = 40) -> float:
    """Return the median milliseconds of a page down."""
    pane.verticalScrollBar().setValue(0)
    pane.viewport().repaint()
    return statistics.median(
        repaint_after(pane, lambda: pane.motion.page(1)) * 1000 for _page in range(count)
    )


def scrolls(pane: ReadingPane, count: int = 60) -> float:
    """Return the median milliseconds of a scroll by 40 pixels."""
    bar = pane.verticalScrollBar()
    return statistics.median(
        repaint_after(pane, lambda: bar.setValue(bar.value() + 40)) * 1000 for _step in range(count)
    )


def following(pane: ReadingPane, count: int = 400) -> float:
    """Return the median microseconds that telling the place takes at a scroll event."""
    bar = pane.verticalScrollBar()
    taken = []
    for _step in range(count):
        bar.setValue(bar.value() + 7)
        pane.viewport().repaint()
        start = clock()
        pane.reading_position._tell()
        taken.append((clock() - start) * 1e6)
    return statistics.median(taken)


def report(name: str, figure: str, bar: str = "") -> None:
    """Print one row."""
    print(f"{name:<58} {figure:<34} {bar}", flush=True)


def _against(taken: float, floor: float, converting: float) -> str:
    return f"{taken:.1f} ms = {taken / floor:.2f} ({taken / converting:.2f})"


def memory(kind: str, digest: Path) -> float:
    """Return the PSS in MB of a process of its own: a "browser" with the seed, or a "pane" read through."""
    command = [sys.executable, __file__, str(digest), "--child", kind]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def child(kind: str, seed: str) -> None:
    """Show the text, read it from end to end, print the PSS in MB."""
    app = QApplication([])
    view: QTextBrowser | ReadingPane
    if kind == "browser":
        view = QTextBrowser()
        view.setHtml(markdown.markdown(seed, extensions=["extra", "sane_lists"]))
    else:
        view = ReadingPane()
        view.set_theme(load_theme(paths.resource("themes") / "paper.toml"))
        article = parse_article(text_of(seed, SIZES["1 MB"]) if kind == "pane" else seed, Path("a.md"))
        view.show_article(article)
    view.resize(*SIZE)
    view.show()
    for _turn in range(20):
        app.processEvents()
    if isinstance(view, ReadingPane):
        pane = view
        pump(lambda: not pane.idle.is_busy, 60)
    bar = view.verticalScrollBar()
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + SIZE[1] - 60)
        app.processEvents()
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    print(int(rollup.split("Pss:")[1].split()[0]) / 1024)
    if isinstance(view, ReadingPane):
        view.shut_down()


def report_opening(
    app: Watched, pane: ReadingPane, seed: str, largest: str, floors: tuple[float, float]
) -> None:
    """Measure opening each size, and print it against the floors."""
    floor, converting = floors
    opened = {}
    for name, size in SIZES.items():
        if size > SIZES[largest]:
            continue
        opened[name], whole = pane_opens(app, pane, text_of(seed, size), 15)
        report(
            f"click to first text, {name}", f"{opened[name]:.1f} ms = {opened[name] / floor:.2f}", "<= 0.6"
        )
        if name == "5 KB":
            own, _whole = pane_opens(app, pane, seed, 15, parse_article(seed, Path("a.md")))
            report("  the pane's own part of it", _against(own, floor, converting))
        report("  to the first screen complete", _against(whole, floor, converting))
    if "10 MB" in opened:
        report("10 MB against 5 KB", f"{opened['10 MB'] / opened['5 KB']:.2f}", "<= 1.5")


def longest(app: Watched, name: str, actions: Iterator[Callable[[], None]]) -> None:
    """Print the longest of `actions`, and of the events that they lead to."""
    own = 0.0
    gc.collect()
    with app.watching():
        for act in actions:
            start = clock()
            act()
            own = max(own, clock() - start)
            QCoreApplication.processEvents()
            QCoreApplication.processEvents()
    what = app.what if app.longest > own else "the call itself"
    report(f"longest event: {name}", f"{max(app.longest, own) * 1000:.1f} ms ({what})", "<= 16")


def report_motion(
    app: Watched, pane: ReadingPane, name: str, article: Article, themes: tuple[Theme, Theme]
) -> None:
    """Print the longest events while `article` is opened, scrolled, resized, zoomed and recoloured."""
    start = clock()
    with app.watching():
        shown: list[bool] = []
        pane.first_painted.connect(lambda: shown.append(True))
        pane.show_article(article)
        pump(lambda: bool(shown))
        settle(pane)
    report(f"longest event: opening, {name}", f"{app.longest * 1000:.1f} ms ({app.what})", "<= 16")
    report("  pieces, and all measured after", f"{len(pane.column.pieces)}, {clock() - start:.1f} s")
    bar = pane.verticalScrollBar()
    fast = [lambda step=step: bar.setValue(int(bar.maximum() * step / 120)) for step in range(120)]
    longest(app, f"scrolling end to end, {name}", iter(fast))
    bar.setValue(bar.maximum() // 3)
    steps = [lambda: bar.setValue(bar.value() + 45) for _step in range(120)]
    longest(app, f"scrolling by the wheel, {name}", iter(steps))
    widths = [lambda step=step: pane.resize(SIZE[0] - 14 * step, SIZE[1]) for step in range(24)]
    longest(app, f"resizing, {name}", iter(widths))
    pane.resize(*SIZE)
    settle(pane)
    sizes = [lambda by=by: pane.zoom(by, QPointF(400, 400)) for by in (1, 1, 1, -1, -1, -1)]
    longest(app, f"zooming, {name}", iter(sizes))
    settle(pane)
    longest(
        app, f"changing theme, {name}", iter([lambda theme=theme: pane.set_theme(theme) for theme in themes])
    )
    settle(pane)


def report_places(pane: ReadingPane, article: Article) -> None:
    """Print how long a jump takes, and telling the place."""
    times = sorted(jumps(pane, article))
    report(
        "jump to a heading of 1,500",
        f"median {statistics.median(times):.1f}, max {times[-1]:.1f} ms",
        "16, 30",
    )
    report("telling the place", f"{following(pane):.1f} us", "<= 20")


def report_highlights(pane: ReadingPane, article: Article) -> None:
    """Print what a thousand highlights cost."""
    length = len(article.text.text)
    spots = random.Random(2).sample(range(length - 40), 1000)
    marks = [Mark(Span(spot, spot + 12), f"highlight_{spot % 5 + 1}", mark_id=str(spot)) for spot in spots]
    start = clock()
    pane.set_highlights("notes", marks)
    report("1,000 highlights: to set them", f"{(clock() - start) * 1000:.1f} ms")
    taken: dict[bool, list[tuple[float, ...]]] = {False: [], True: []}
    for turn in range(6):  # in turns: what else the machine does falls on both
        pane.set_highlights("notes", marks if turn % 2 else [])
        jumped = statistics.median(jumps(pane, article))
        taken[bool(turn % 2)].append((pages(pane), scrolls(pane), jumped))
    for which, name in enumerate(("page", "scroll", "jump")):
        one, other = (statistics.median(each[which] for each in taken[marked]) for marked in (False, True))
        report(f"1,000 highlights: {name}", f"{one:.1f} -> {other:.1f} ms = {other / one:.2f}", "<= 1.10")


def report_editing(app: Watched, pane: ReadingPane, article: Article) -> None:
    """Print how long it takes until an edited file is shown."""
    length = len(article.text.text)
    pane.jump_to(Span(length // 2, length // 2 + 9))
    edited = parse_article(article.source.replace("第9号管制", "第九号管制"), Path("a.md"))
    _ = edited.text.line_starts
    with app.watching():
        start = clock()
        pane.refresh(edited)
        pump(lambda: pane.column.article is edited)
        pane.viewport().repaint()
        took = (clock() - start) * 1000
    report("1 MB edited on disk to shown", f"{took:.1f} ms, longest {app.longest * 1000:.1f}", "<= 100")


def report_memory(digest: Path) -> None:
    """Print the memory of processes of their own."""
    bare, seeded, read = (memory(kind, digest) for kind in ("browser", "seed", "pane"))
    report("memory: QTextBrowser 5 KB, pane 5 KB", f"{bare:.0f}, {seeded:.0f} MB PSS")
    report(
        "memory: 1 MB read from end to end",
        f"{read:.0f} MB = {read / bare:.2f}, {read / seeded:.2f}",
        "<= 1.5",
    )


def main() -> None:
    """Measure all of it and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("digest", nargs="?", type=Path, default=SEED)
    parser.add_argument("--scale", default="1")
    parser.add_argument("--child", choices=("browser", "pane", "seed"))
    parser.add_argument("--largest", choices=SIZES, default="10 MB")
    parser.add_argument("--theme", default="paper")
    parser.add_argument("--part", choices=("all", "opening", "motion", "highlights", "memory"), default="all")
    chosen = parser.parse_args()
    os.environ["QT_SCALE_FACTOR"] = chosen.scale
    if chosen.child:
        child(chosen.child, chosen.digest.read_text(encoding="utf-8"))
        return
    app, collections = Watched(), Collections()
    GarbageCollection(app)
    seed = chosen.digest.read_text(encoding="utf-8")
    pane = ReadingPane()
    theme, other = (
        load_theme(paths.resource("themes") / f"{name}.toml")
        for name in (chosen.theme, "night" if chosen.theme == "paper" else "paper")
    )
    pane.set_theme(theme)
    pane.resize(*SIZE)
    pane.show()
    QCoreApplication.processEvents()
    pane.aids.show_heading(False)  # as in the window, whose breadcrumb says it
    pump(lambda: False, 0.5)
    if chosen.part in ("all", "opening"):
        floor, converting = browser_opens(app, seed)
        report("QTextBrowser.setHtml to paint, 5 KB", f"{floor:.1f} ms")
        report("  with the conversion from Markdown", f"{converting:.1f} ms")
        report_opening(app, pane, seed, chosen.largest, (floor, converting))
    article = parse_article(text_of(seed, SIZES["1 MB"]), Path("a.md"))
    _ = article.text.line_starts
    gc.collect()
    collections.longest = 0.0
    if chosen.part in ("all", "motion"):
        report_motion(app, pane, "1 MB", article, (other, theme))
        report("  the longest collection of garbage", f"{collections.longest * 1000:.1f} ms")
        report_places(pane, article)
        report_editing(app, pane, article)
        sampler = parse_article(SAMPLER.read_text(encoding="utf-8"), SAMPLER)
        report_motion(app, pane, "sampler", sampler, (other, theme))
    if chosen.part in ("all", "highlights"):
        if pane.column.article is not article:
            pane.show_article(article)
            pump(lambda: pane.idle.is_busy)
            settle(pane)
        report_highlights(pane, article)
    pane.shut_down()
    pane.close()
    if chosen.part in ("all", "memory"):
        report_memory(chosen.digest)


if __name__ == "__main__":
    main()

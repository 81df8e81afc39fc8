"""Measure a letter typed → its hits painted: `python tests/benchmarks/typing_chain.py [ARTICLES]`.

A library of Markdown articles is made, read by `LibraryIndex` as the program
does it (so this is the real rate of a first reading too), and searched letter
by letter. A timer that should fire every 2 ms shows how long the main thread
was ever busy. Draws offscreen.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from corpus import passages  # noqa: E402
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer  # noqa: E402

PASSAGES = 10  # of an article
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
)


def make_library(folder: Path, articles: int) -> None:
    texts = iter(passages(articles * PASSAGES))
    for number in range(articles):
        lines = [f"# 第{number}篇", "", "```"]
        own = [next(texts).replace("\n", " ") for _ in range(PASSAGES)]
        names = [f"{part} {text[:8].strip()}" for part, text in enumerate(own)]
        lines += [f"├── {name}" for name in names] + ["```", ""]
        for name, text in zip(names, own, strict=True):
            lines += [f"## {name}", "", text, ""]
        (folder / f"{number}.md").write_text("\n".join(lines), encoding="utf-8")


class Stalls(QObject):
    """Notes how late a timer of 2 ms is."""

    def __init__(self) -> None:
        super().__init__()
        self.late: list[float] = []
        self._last = time.perf_counter()
        timer = QTimer(self, interval=2, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, now - self._last - 0.002) * 1000)
        self._last = now


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"p50 {middle:.1f}, p95 {high:.1f}, most {ordered[-1]:.1f} ms"


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory(prefix="gangmu-benchmark-") as scratch:
        for name in ("CONFIG", "DATA", "CACHE"):
            os.environ[f"GANGMU_{name}"] = str(Path(scratch, name))
        library = Path(scratch, "library")
        library.mkdir()
        make_library(library, articles)
        measure(library, articles)


def measure(library: Path, articles: int) -> None:
    from reader.catalogue.library import Library
    from reader.search.index import LibraryIndex
    from reader.ui.app import application
    from reader.ui.panels.search import SearchPanel
    from reader.ui.session import Session
    from reader.ui.tasks import Tasks

    began = time.perf_counter()
    index = LibraryIndex(Library(library))
    index.update(workers=2)
    seconds = time.perf_counter() - began
    found = index.snapshot().documents
    print(f"{articles:,} articles read in {seconds:.1f} s ({articles / seconds:,.0f}/s), {found:,} passages")

    sys.setswitchinterval(0.0005)  # as the program does
    app = application(["benchmark"])
    session = Session(Tasks(), reading=Tasks())
    panel = SearchPanel(session)
    panel.resize(400, 800)
    panel.show()
    session.open_library(library)
    wait(lambda: session.search.indexing.index is not None and session.search.indexing.progress is None)
    stalls = Stalls()
    pause(600)
    idle = list(stalls.late)
    stalls.late.clear()
    chain: list[float] = []
    for text in TYPED:
        panel.box.clear()
        pause(100)
        for letter in text:
            answered = watch(panel)
            began = time.perf_counter()
            panel.box.insert(letter)
            if session.search.question is not None and wait(lambda seen=answered: bool(seen)):
                panel.hits.viewport().repaint()
                chain.append((time.perf_counter() - began) * 1000)
            pause(40)
    print(f"a letter typed → its hits painted: {spread(chain)}")
    print(f"main thread late while typing: {spread(stalls.late)}; idle: {spread(idle)}")
    session.shut_down()
    panel.deleteLater()
    app.processEvents()


def watch(panel: object) -> list[object]:
    seen: list[object] = []
    panel.search.answered.connect(seen.append)  # type: ignore[attr-defined]
    return seen


def wait(ready, limit: float = 5.0) -> bool:
    end = time.perf_counter() + limit
    loop = QEventLoop()
    while not ready() and time.perf_counter() < end:
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
    return bool(ready())


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()

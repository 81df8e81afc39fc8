"""Measure the list of articles: `python tests/benchmarks/article_rows.py 20 2000 20000 [--keep FOLDER]`.

For a made library of so many small articles, whose catalogue is on the disk:

- list: CPU time from the catalogue's file to the rows, against parsing its lines as JSON;
- rescan: looking for changes where there are none, against walking the folder with `os.scandir` and `stat`;
- letter: a letter typed into the filter → rows painted, through the panel: how long the main thread worked
  (CPU), how long it was ever busy (by a timer of 2 ms), how long it took; against `letter in title` for all;
- memory: bytes an article, of entries and rows, and of what the filter keeps (tracemalloc).

Draws offscreen. Each size is measured in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from corpus import SEED, passages  # noqa: E402

TYPED = ("出口管制", "tag:AI 芯片", "suanli", "is:unread -博客", "第1 OR 第2", "人工智能")
_CATEGORIES = ("博客", "研究", "新闻", "访谈", "讲座", "政策")
_TAGS = ("AI", "芯片", "出口管制", "开源", "经济", "教育", "气候", "医学", "安全", "算力", "历史", "法律")
_IN_A_FOLDER = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", type=int, default=[2_000])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.articles[0], given.keep)
        return
    with tempfile.TemporaryDirectory(prefix="gangmu-benchmark-") as scratch:
        keep = given.keep or Path(scratch)
        for count in given.articles:
            made(count, keep)
            command = [sys.executable, __file__, "--child", str(count), f"--keep={keep}"]
            subprocess.run(command, check=True)


def made(count: int, keep: Path) -> Path:
    """Return the folder of a library of so many articles below `keep`; made if it is not there yet."""
    folder = keep / f"rows-{count}"
    if (folder / "done.txt").exists():
        return folder
    chance = random.Random(SEED)
    texts = [text.replace("\n", " ") for text in passages(2_000)]
    for number in range(count):
        place = folder / f"{number // _IN_A_FOLDER:03d}"
        place.mkdir(parents=True, exist_ok=True)
        text, tags = chance.choice(texts), " ".join(f"#{tag}" for tag in chance.sample(_TAGS, 3))
        title = f"第{number}篇 {text[: chance.randint(8, 34)].strip()}"
        head = f"- 修改后的标题：{title}\n- 链接：https://site{number % 40}.example/{number}\n"
        head += f"- **文章类别**：{chance.choice(_CATEGORIES)}\n"
        (place / f"{number:05d}.md").write_text(f"---\n{head}---\n\n{text}\n\n{tags}\n", encoding="utf-8")
    (folder / "done.txt").write_text("# done\n", encoding="utf-8")
    return folder


def child(count: int, keep: Path) -> None:
    """Print the figures of one size."""
    for name in ("CONFIG", "DATA", "CACHE", "LOG"):
        os.environ[f"GANGMU_{name}"] = str(keep / f"own-rows-{count}" / name.lower())
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.library import Library

    library = Library(made(count, keep))
    Catalogue(library).update()
    print(f"\n{count:,} articles")
    measure_start(library)
    measure_memory(library)
    measure_letters(library)


def measure_start(library: object) -> None:
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.library import Library
    from reader.ui.models.article_arrangement import arranged
    from reader.ui.models.article_sieving import rows_of

    assert isinstance(library, Library)
    file = next((Path(os.environ["GANGMU_CACHE"]) / "catalogues").glob("*.json"))

    def parse() -> None:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                json.loads(line)

    def look() -> None:
        for _folder, _folders, _files in os.walk(library.folder):  # scandir beneath
            for each in os.scandir(_folder):
                each.stat()

    both(
        "list: file → rows",
        lambda: rows_of(arranged(Catalogue(library).kept())),
        "json.loads of its lines",
        parse,
    )
    known = Catalogue(library)
    known.kept()
    both("rescan, nothing changed", known.update, "scandir and stat", look)


def measure_memory(library: object) -> None:
    from reader.catalogue.article_list import Choice, Facts
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.library import Library
    from reader.search.article_filter import ArticleFilter
    from reader.ui.models.article_arrangement import arranged
    from reader.ui.models.article_sieving import rows_of

    assert isinstance(library, Library)
    tracemalloc.start()
    catalogue = Catalogue(library)
    arrangement = arranged(catalogue.kept())
    rows = rows_of(arrangement)
    listed = tracemalloc.get_traced_memory()[0] / rows.shown
    articles = ArticleFilter(arrangement.entries)
    while articles.spell_on(1_000):
        pass
    articles.find(Choice("tag:AI 芯片"), Facts())
    filtered = tracemalloc.get_traced_memory()[0] / rows.shown
    tracemalloc.stop()
    print(f"  memory: {listed:,.0f} bytes an article in the list, {filtered:,.0f} with the filter's words")


def measure_letters(library: object) -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop
    from watched import Stalls

    from reader.catalogue.library import Library
    from reader.settings import Settings
    from reader.ui.base.garbage_collection import GarbageCollection
    from reader.ui.base.tasks import Tasks
    from reader.ui.panels.articles_panel import ArticlesPanel
    from reader.ui.session.session import Session
    from reader.ui.startup.app import application

    assert isinstance(library, Library)
    app = application([])
    GarbageCollection(app)
    sys.setswitchinterval(0.0001)  # as the program has it
    session = Session(Tasks(), Settings(), cataloguing=Tasks(), sieving=Tasks())
    panel = ArticlesPanel(session)
    panel.resize(330, 800)
    panel.show()
    session.open_library(library.folder)

    def settle(is_done: Callable[[], bool]) -> None:
        while not is_done() or not all(each.is_idle for each in (session.cataloguing, session.sieving)):
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # asleep meanwhile

    settle(lambda: panel.model.shown > 0)
    panel._prepare()
    settle(lambda: True)
    answered: list[int] = []
    panel._sieve.sieved.connect(lambda _sieved: answered.append(1))
    worked: list[float] = []
    took: list[float] = []
    slowest: list[tuple[float, str]] = []
    stalls = Stalls(trace=False)
    for text in TYPED:
        panel.filter.clear()
        settle(lambda: True)
        for letter in text:
            before, at, work = len(answered), time.perf_counter(), time.thread_time()
            panel.filter.insert(letter)
            settle(lambda before=before: len(answered) > before)  # type: ignore[misc]
            panel.list.viewport().repaint()
            worked.append(1000 * (time.thread_time() - work))
            took.append(1000 * (time.perf_counter() - at))
            slowest.append((worked[-1], panel.filter.text()))
    titles = [entry.title for entry in panel.model._arrangement.entries]
    floor = best(lambda: [("制" in title) for title in titles])
    print(
        f"  letter: main thread {statistics.median(worked):.1f} ms of work (most {max(worked):.1f}),"
        f" rows there after {statistics.median(took):.1f} ms (most {max(took):.1f}), floor {floor:.2f} ms\n"
        f"  main thread late: {stalls.since(0)}\n  most work: "
        + ", ".join(f"{words!r} {ms:.1f} ms" for ms, words in sorted(slowest, reverse=True)[:4])
    )
    session.shut_down()


def best(work: Callable[[], object], runs: int = 5) -> float:
    """Return the least CPU time of this thread, in milliseconds."""
    times = []
    for _run in range(runs):
        begin = time.thread_time()
        work()
        times.append(1000 * (time.thread_time() - begin))
    return min(times)


def both(name: str, work: Callable[[], object], floor_name: str, floor: Callable[[], object]) -> None:
    ours, least = best(work), best(floor)
    print(f"  {name}: {ours:.0f} ms; {floor_name}: {least:.0f} ms; ratio {ours / max(least, 0.01):.2f}")


if __name__ == "__main__":
    main()

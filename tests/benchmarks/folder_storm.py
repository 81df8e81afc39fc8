"""What a storm of changes in the library's folder does to the window: when it is listed, how late all is.

Run by hand: `python tests/benchmarks/folder_storm.py [ARTICLES [SAVES]]`, for 3,000 articles in 300 folders
and 5,000 saves. The bar: all of them listed, the first within two seconds, the main thread never late by more
than a frame of its own work. It prints too what the watch costs at rest.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDERS = 300
TEXT = "# 第{number}篇\n\n文章类别：笔记\n\n" + "风把沙堆成新月形的丘，水把它带走。" * 20 + "\n"
SAVES = """
import sys, time
from pathlib import Path
folder, count, text = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
for number in range(count):
    path = folder / f"{number % 300:03}" / f"new{number:05}.md"
    fresh = path.with_suffix(".new")
    fresh.write_text(text.replace("{number}", str(number)), encoding="utf-8")
    fresh.replace(path)
"""


def made(folder: Path, articles: int) -> None:
    for number in range(articles):
        path = folder / f"{number % FOLDERS:03}" / f"{number:05}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT.replace("{number}", str(number)), encoding="utf-8")


def main(articles: int, saves: int) -> None:
    with TemporaryDirectory() as place:
        for name in ("CONFIG", "DATA", "CACHE", "LOG"):
            os.environ[f"GANGMU_{name}"] = str(Path(place) / name.lower())
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        folder = Path(place) / "library"
        folder.mkdir()
        made(folder, articles)
        measure(folder, articles, saves)


def measure(folder: Path, articles: int, saves: int) -> None:
    from PySide6.QtCore import QCoreApplication
    from watched import Stalls, memory

    from reader.ui.startup.app import application, make_window

    application()
    window = make_window()
    window.opening.open(folder)
    window.show()

    def pump(is_done, most: float = 120.0) -> float:
        begin = time.perf_counter()
        while not is_done():
            if time.perf_counter() - begin > most:
                sys.exit("it took too long")
            QCoreApplication.processEvents()
            time.sleep(0.001)
        return time.perf_counter() - begin

    pump(lambda: window.is_complete)
    panel, watching = window.panels["articles"], window.session.shared.watching
    begun: list[bool] = []
    watching.articles_changed.connect(lambda: begun.append(True))
    pump(lambda: panel.model.total == articles and bool(begun))
    pump(lambda: window.session.cataloguing.is_idle and not window.search.indexing.is_reading)
    until = time.perf_counter() + 6
    pump(lambda: time.perf_counter() > until)
    used = time.process_time()
    until = time.perf_counter() + 3
    stalls = Stalls(trace="--trace" in sys.argv)
    pump(lambda: time.perf_counter() > until)
    print(f"at rest: {memory()}; {(time.process_time() - used) / 3:.1%} of a core with this script's turning")
    mark = len(stalls.late)
    writer = subprocess.Popen([sys.executable, "-c", SAVES, str(folder), str(saves), TEXT])
    first = pump(lambda: panel.model.total > articles)
    print(f"first listed after {first:.2f} s")
    pump(lambda: writer.poll() is not None)
    print(f"all listed {pump(lambda: panel.model.total == articles + saves):.2f} s after the last save")
    print("main thread late:", stalls.since(mark))
    mark = len(stalls.late)
    pump(lambda: not window.search.indexing.is_reading and window.session.cataloguing.is_idle)
    print("until all is indexed:", stalls.since(mark))
    for place, count in stalls.places.most_common(8):
        print(count, place)
    window.close()


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:] if one.isdigit()]
    sys.path.insert(0, str(Path(__file__).parent))
    main(*(given + [3000, 5000][len(given) :]))

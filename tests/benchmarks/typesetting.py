"""What setting costs, against the same text in a bare QTextBrowser in the same run.

    python tests/benchmarks/typesetting.py [FILE ...]

Prints medians in milliseconds and their ratio to the floor: converting the
whole text with python-markdown and laying it out with `setHtml`.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import markdown
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QTextBrowser

from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.source.scanner import scan
from reader.theme import themes
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.typesetting import typeset

SAMPLER = Path(__file__).resolve().parents[1] / "data" / "sampler" / "sampler.md"
REPEATS = 7


def milliseconds(work):
    """Return the median time of `work`, run once before to warm it."""
    work()
    times = []
    for _repeat in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def measure(path: Path) -> None:
    """Print the figures of one article."""
    source = path.read_text(encoding="utf-8")
    definitions = scan(source).definitions
    pieces = list(cut(scan(source)))
    parsed = [render(piece, definitions) for piece in pieces]
    style, theme = Style(), themes()[0]
    picture = QImage(800, 1000, QImage.Format.Format_RGB32)
    browser = QTextBrowser()
    browser.resize(760, 900)

    def floor():
        browser.setHtml(markdown.markdown(source, extensions=["extra", "sane_lists"]))
        browser.document().setTextWidth(684)
        browser.document().size()

    def paint():
        painter = QPainter(picture)
        for section in laid_out:
            section.draw(painter, theme, QRectF(0, 0, 800, 1000))
        painter.end()

    laid_out = [typeset(blocks, style, 684) for blocks in parsed]
    least = milliseconds(floor)
    print(f"{path.name}: {len(source)} characters, {len(pieces)} pieces; floor {least:.1f} ms")
    rows = {
        "cut": lambda: list(cut(scan(source))),
        "parse": lambda: [render(piece, definitions) for piece in pieces],
        "set": lambda: [typeset(blocks, style, 684) for blocks in parsed],
        "set, ragged": lambda: [typeset(blocks, style._replace(justify=False), 684) for blocks in parsed],
        "paint all": paint,
    }
    for name, work in rows.items():
        took = milliseconds(work)
        print(f"  {name:12} {took:7.1f} ms   {took / least:5.2f} of the floor")


if __name__ == "__main__":
    application = QApplication([])
    for given in sys.argv[1:] or [SAMPLER]:
        measure(Path(given))

"""Odd and hostile input keeps the window alive: nothing hangs, nothing is raised.

The bounds here only tell a hang from an answer: unguarded, these took seconds
to minutes. The bar of 50 ms is measured by `tests/benchmarks/odd_input.py`,
since a machine that does other work too makes a timed test lie.
"""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.source.scanner import scan
from reader.theme import themes
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.typesetting import typeset

MAIN_THREAD = 5.0  # seconds of this thread for the longest single call
BACKGROUND = 10.0  # for the conversion of a piece

CASES = {
    "5,000 brackets": "[" * 5_000,
    "3,000 links without an end": "[](" * 3_000,
    "5,000 images without an end": "![" * 5_000,
    "6,000 stars": "*" * 6_000,
    "nested emphasis": "*_" * 2_000 + "a" + "_*" * 2_000,
    "a table of 3,000 rows": "|a|b|c|\n|-|-|-|\n" + "|文字|x|1|\n" * 3_000,
    "a table of 500 columns": "|" + "a|" * 500 + "\n|" + "-|" * 500 + "\n" + ("|" + "b|" * 500 + "\n") * 5,
    "a paragraph of 300 KB": "中文段落没有换行，" * 11_000,
    "a line of 300 KB without punctuation": "中" * 100_000,
    "lists 300 deep": "\n".join("  " * n + "- x" for n in range(300)),
    "quotations 300 deep": "\n".join("> " * n + "x" for n in range(300)),
    "quotations and lists in turn": "> - " * 150 + "x",
    "a quotation of 100 KB": "\n".join("> 引文引文引文引文，引文。" for _ in range(2_800)),
    "300 open details": "<details>\n\n" * 300,
    "1,000 open divisions": "<div>" * 1_000,
    "code of 10,000 lines": "```python\n" + "x = 1\n" * 10_000 + "```",
    "a line of code of 300 KB": "```\n" + "x" * 300_000 + "\n```",
    "placeholders of python-markdown": "\x02wzxhzdk:0\x03 \x02klzzwxh:0001\x03",
    "half a surrogate and NUL": "\ud800文 a\0b",
}


def longest(source):
    """Return the longest conversion and the longest call on the main thread, in seconds."""
    definitions, theme = scan(source).definitions, themes()[0]
    picture = QImage(900, 1000, QImage.Format.Format_RGB32)
    convert = main = 0.0
    for number, piece in enumerate(cut(scan(source))):
        if number > 12:
            break
        start = time.thread_time()
        blocks = render(piece, definitions)
        made = time.thread_time()
        section = typeset(blocks, Style(), 684)
        set_at = time.thread_time()
        painter = QPainter(picture)
        section.draw(painter, theme, QRectF(0, 0, 900, 1000))
        painter.end()
        convert = max(convert, made - start)
        main = max(main, set_at - made, time.thread_time() - set_at)
    return convert, main


@pytest.mark.parametrize("case", CASES)
def test_nothing_hangs(qapp, case):
    longest("热身 warm **up** `x`")
    convert, main = longest(CASES[case])
    assert main <= MAIN_THREAD
    assert convert <= BACKGROUND


def test_cutting_is_linear():
    def seconds(times):
        source = ("正文\n\n- 项\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx\n```\n" * times) + "```\n" * (
            times // 2
        )
        start = time.thread_time()
        for _piece in cut(scan(source)):
            pass
        return time.thread_time() - start

    small = min(seconds(500) for _try in range(3))
    assert min(seconds(5_000) for _try in range(3)) < 50 * small  # 100 times as much, if it were quadratic

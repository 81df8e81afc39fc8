"""Where the words of a row break."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from reader.ui.base.theming import elided, spaced
from reader.ui.parts.row_lines import lines_of


@pytest.mark.parametrize(
    ("text", "room", "first"),
    [
        ("给软件工程师的信", 5, "给软件"),  # not 软件工程|师
        ("潮汐和月亮的关系", 7, "潮汐和月亮的"),
        ("潮汐，以及月亮", 4, "潮汐，"),
        ("a quiet day", 8, "a quiet"),
    ],
)
def test_a_line_ends_where_a_word_may(qapp, text, room, first):
    font = QFont()
    width = QFontMetrics(font).horizontalAdvance(text[:room]) + 2
    lines = lines_of(text, font, width, 2)
    assert lines[0] == first
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_what_fits_is_one_line_and_what_does_not_is_cut_at_the_end(qapp):
    font = QFont()
    metrics = QFontMetrics(font)
    assert lines_of("潮汐", font, 500, 2) == ["潮汐"]
    words = "月亮" * 40
    lines = lines_of(words, font, metrics.horizontalAdvance("月亮月亮"), 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert len(lines_of(words, font, 60, 1)) == 1


def test_chinese_and_latin_stand_apart_as_in_the_text(qapp):
    assert spaced("谈AI竞争") == "谈\u2009AI\u2009竞争"
    for plain in ("谈 AI 竞争", "潮汐", "A quiet day", "（AI）", ""):
        assert spaced(plain) == plain
    lines = lines_of(spaced("谈AI竞争与出口管制"), QFont(), 3 * QFontMetrics(QFont()).height(), 2)
    assert all(line == line.strip() for line in lines)


def test_what_fits_only_unspaced_is_not_cut(qapp):
    metrics, words = QFontMetrics(QFont()), "谈AI竞争"
    width = metrics.horizontalAdvance(words)
    assert elided(words, metrics, width) == words
    assert elided(words, metrics, metrics.horizontalAdvance(spaced(words)) + 1) == spaced(words)
    assert elided(words, metrics, width - 2).endswith("…")

"""What stands above and below Chinese characters: the readings of ruby, and emphasis dots.

Both stand in the space between two lines, so near to their own letters that
the readings of one line do not meet the dots of the line above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QTextCursor

from reader.ui.pane.layout.fonts import font
from reader.ui.pane.layout.formats import RUBY_SIZE, syllables_of
from reader.ui.pane.layout.laid_section import x_of
from reader.ui.pane.layout.shapes import Decoration, Dots, Readings, Words

if TYPE_CHECKING:
    from reader.ui.pane.layout.colour_roles import Paint
    from reader.ui.pane.layout.laid_section import LaidSection
    from reader.ui.pane.scroll.sideways_areas import Area

_Place = tuple[float, float, float, str]  # left, right and baseline of a character, and the character
_RAISED, _DOTS_BELOW, _RADIUS = 1.0, 0.215, 0.085  # em from the baseline of the letters
_VOWELS = "aeiouüvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜêẑ"
# A syllable of pinyin, a kana with what belongs to it, or whatever else is one sign.
_SYLLABLE = (  # compiled when used
    rf"[^\W\d_{_VOWELS}\u3040-\u30ff\u3100-\u312f]*[{_VOWELS}]+(?:(?:ng?|r)(?![{_VOWELS}]))?"
    "|[\u3040-\u30ff][ぁぃぅぇぉゃゅょっんァィゥェォャュョッンー]*|."
)


def divided(reading: str, lengths: Sequence[int]) -> list[str]:
    """Divide `reading` as its word is divided, into stretches of `lengths` characters: by syllables."""
    syllables = reading.split() if " " in reading.strip() else re.findall(_SYLLABLE, reading)
    joint = " " if " " in reading.strip() else ""
    whole, so_far, done, parts = sum(lengths) or 1, 0, 0, []
    for length in lengths:
        so_far += length
        until = round(len(syllables) * so_far / whole)
        parts.append(joint.join(syllables[done:until]))
        done = until
    return parts


def _characters(section: LaidSection, paint: Paint) -> Iterator[_Place]:
    """Yield left, right and baseline of each character of a run, and the character."""
    block = section.document.findBlock(paint.start)
    if not block.isVisible():
        return
    origin, layout, text = section.origin_of(block), block.layout(), block.text()
    for at in range(paint.start - block.position(), paint.end - block.position()):
        if 0xDC00 <= ord(text[at : at + 1] or "\udc00") <= 0xDFFF:
            continue  # the second half of one
        line = layout.lineForTextPosition(at)
        left = origin.x() + x_of(line, at)
        last = at + 1 >= line.textStart() + line.textLength()
        right = origin.x() + (
            x_of(line, line.textStart()) + line.naturalTextWidth() if last else x_of(line, at + 1)
        )
        yield left, right, origin.y() + line.y() + line.ascent(), text[at]


def _size(section: LaidSection, paint: Paint) -> float:
    cursor = QTextCursor(section.document)
    cursor.setPosition(paint.start + 1)
    return float(cursor.charFormat().font().pixelSize())


def reading_of(section: LaidSection, paint: Paint) -> Iterator[Decoration]:
    """Yield the reading of a ruby, above its word; divided as the word is if a line ends in it."""
    size = _size(section, paint)
    small = font(section.formats.fonts.body, size * RUBY_SIZE)
    lines = [list(line) for _y, line in groupby(_characters(section, paint), key=lambda found: found[2])]
    area = section.area_of(paint.start)
    if by_character := syllables_of(paint.run):
        yield from _each_above_its_own(lines, iter(by_character), small, size, area)
        return
    for line, reading in zip(lines, divided(paint.run.ruby, [len(line) for line in lines]), strict=True):
        left, right, baseline = line[0][0], line[-1][1], line[0][2]
        wide = QFontMetricsF(small).horizontalAdvance(reading)
        at = QPointF((left + right - wide) / 2, baseline - size * _RAISED)
        reach = QRectF(at.x(), at.y() - size * RUBY_SIZE, wide, size * RUBY_SIZE * 1.3)
        yield Words(reach, "quiet_text", True, area, "", reading, small, at)


def _each_above_its_own(
    lines: Sequence[Sequence[_Place]], syllables: Iterator[str], small: QFont, size: float, area: Area | None
) -> Iterator[Decoration]:
    """Yield the readings of each of `lines`, every one over the middle of its character."""
    metrics = QFontMetricsF(small)
    for line in lines:
        words = tuple(
            (left + (size - metrics.horizontalAdvance(said)) / 2, said)
            for (left, _right, _baseline, _letter), said in zip(line, syllables, strict=False)
        )
        baseline = line[0][2] - size * _RAISED
        left, right = min(words[0][0], line[0][0]), line[-1][1]
        reach = QRectF(left, baseline - size * RUBY_SIZE, right - left + size, size * RUBY_SIZE * 1.3)
        yield Readings(reach, "quiet_text", True, area, "", small, words, baseline)


def dots_of(section: LaidSection, paint: Paint) -> Iterator[Decoration]:
    """Yield the emphasis dots, one under each Chinese character."""
    size = _size(section, paint)
    middles = [
        QPointF(left + size / 2, baseline + size * _DOTS_BELOW)
        for left, _right, baseline, letter in _characters(section, paint)
        if "\u2e80" <= letter <= "\u9fff"
    ]
    if middles:
        reach = QRectF(middles[0], middles[-1]).normalized().adjusted(-size, -size, size, size)
        area = section.area_of(paint.start)
        yield Dots(reach, "text", True, area, "", tuple(middles), size * _RADIUS)

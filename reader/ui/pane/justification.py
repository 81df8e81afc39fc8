"""Even right edges for Chinese: the space left in a line is spread over its characters, not its spaces.

Qt's own justification stretches only the spaces of a line that has one, which
tears Chinese apart. Here the lines are broken first; then the letters of each
line but the last of a paragraph get a little more letter spacing, and Qt lays
the same lines out again (0.8 ms for 45 lines). Breaks and heights stay the
same. Full-width punctuation at the end of a line gives up its empty half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument

from reader.articles.blocks import BlockKind

if TYPE_CHECKING:
    from reader.ui.pane.roles import SetBlock

MOST = 0.125  # em that a character may be moved; a line that needs more stays ragged
_SET = frozenset({BlockKind.PARAGRAPH})
_WIDE = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_BRACKETS = "）〕】》〉」』"
_HALF_EMPTY = "，。、；：" + _BRACKETS  # what has an empty right half
_STEPS = 32  # to the pixel: few formats, and a line is never more than a pixel short


_BEYOND = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Spread:
    """What lines are spread by: width and size of the text in pixels, and its spacing so far by position.

    `centred`: stops sit in the middle of their square and have no empty half.
    """

    width: float
    em: float
    spaces: Mapping[int, float]
    centred: bool = False


def justify(document: QTextDocument, blocks: Iterable[SetBlock], spread: Spread) -> None:
    """Spread the lines of the paragraphs of `blocks`, which are laid out already."""
    document.size()  # laid out from here on
    lines = [
        line
        for each in blocks
        if each.block.kind in _SET and not each.block.align
        for line in _lines(document.findBlock(each.position), each, spread)
    ]
    if not lines:
        return
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for line in lines:
        for start, end, more in line.stretches:
            _space(cursor, start, end, more)
            for position in range(start, end):
                if (space := spread.spaces.get(position)) is not None:
                    _space(cursor, position, position + 1, space + more)
        if line.spacing or line.last in spread.spaces:
            _space(cursor, line.last, line.last + 1, line.spacing)
    cursor.endEditBlock()
    document.size()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to be spread: (start, end, pixels each) of its wide characters; how its last one is set."""

    stretches: list[tuple[int, int, float]]
    last: int
    spacing: float


def _lines(block: QTextBlock, place: SetBlock, spread: Spread) -> Iterator[_Line]:
    layout, position = block.layout(), block.position()
    text = _BEYOND.sub("\ue000\ue001", block.text())  # as long as Qt counts it
    indent, em = block.blockFormat().textIndent(), spread.em
    room = spread.width - place.measures.left - place.measures.right
    half_empty = _BRACKETS if spread.centred else _HALF_EMPTY
    for number in range(layout.lineCount() - 1):
        line = layout.lineAt(number)
        start = line.textStart()
        shown = text[start : start + line.textLength()].rstrip(" ")
        last = len(shown) - 1
        if last < 1 or shown[last] == "\u2028":
            continue
        at = position + start
        # what follows the last character is nothing: no gap to Latin, and no empty half of a stop
        spacing = -em / 2 if shown[last] in half_empty else 0.0
        slack = room - (indent if number == 0 else 0.0) - line.naturalTextWidth() - 0.6
        slack += spread.spaces.get(at + last, 0.0) - spacing
        runs = [(match.start(), min(match.end(), last)) for match in _WIDE.finditer(shown)]
        gaps = sum(end - begin for begin, end in runs)
        if 0 < slack <= MOST * em * gaps:
            more = slack / gaps
            yield _Line([(at + a, at + b, more) for a, b in runs if a < b], at + last, spacing)


def _space(cursor: QTextCursor, start: int, end: int, spacing: float) -> None:
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(_spaced(int(spacing * _STEPS) / _STEPS))


@lru_cache(maxsize=1024)
def _spaced(spacing: float) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    made.setFontLetterSpacing(spacing)
    return made

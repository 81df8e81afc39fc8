"""Even right edges for Chinese: what is left in a line is spread over its characters, not its spaces alone.

Qt's own justification stretches only the spaces of a line that has one, which
tears Chinese apart. Here the lines are broken first; then the letters of each
line but the last of a paragraph get a little more letter spacing (the spaces
between Latin words in proportion), and Qt lays the same lines out again (0.8 ms
for 45 lines). Their number and heights stay the same, and so do the breaks, but
for one: where a last line would hold a single character, the line above gives
it another. Full-width punctuation at the end of a line gives up its empty half,
a bracket at its start too, in every block and in lines that are not spread.

Latin paragraphs stay ragged (`is_chinese`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextLine

from reader.articles.markdown.blocks import BlockKind
from reader.articles.markdown.typography import is_chinese
from reader.ui.pane.layout.fonts import HALF, has_halves
from reader.ui.pane.layout.laid_section import x_of

if TYPE_CHECKING:
    from reader.ui.pane.layout.colour_roles import SetBlock

# How much, in em, a character may be moved, a space between words widened, a gap between scripts: in this
# proportion they share what is left in a line; a line that needs more stays ragged.
MOST, WORD, SCRIPTS = 0.125, 0.2, 0.12
FOR_ANOTHER = 1.3  # as much more where the last line would otherwise hold one character
_WIDE = re.compile("[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_WORD = re.compile("(?<=[^ ]) (?=[^ ])")
_NOT_LEFT = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignRight
_BRACKET = re.compile("[（〔【《〈「『“‘]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_BRACKETS = "）〕】》〉」』"
HALF_EMPTY = "，。、；：" + _BRACKETS  # what has an empty right half
_OPENING = "（〔【《〈「『“‘"  # and an empty left half
_STOPS = "，。、；：！？"
_AFTER = f"{_STOPS}）〕】》〉」』”’"  # what stays with the character before it
# Em that the last letter of a line may hang over its advance. Qt keeps that free, and breaks the line where
# it is not: so it is taken off the advance, which moves nothing.
_OVERHANG = 0.03
_STEPS = 64  # to the pixel, as Qt counts: a line is never more than a pixel short


class Spread(NamedTuple):
    """The parameters of justifying: width and type size (`em`) in pixels, and letter spacing by position.

    `boxes`: the last positions of boxes, which keep the room they have within.
    `centred`: stops sit in the middle of their square and have no empty half.
    Where lines are not to be `even`, only brackets are seen to.
    """

    width: float
    em: float
    spaces: Mapping[int, float]
    boxes: Set[int] = frozenset()
    centred: bool = False
    even: bool = True


def justify(document: QTextDocument, blocks: Iterable[SetBlock], spread: Spread) -> None:
    """Justify the lines of `blocks`, which are laid out already, by letter spacing; the height stays."""
    document.size()  # laid out from here on
    lines = [
        line
        for each in blocks
        if each.block.kind is not BlockKind.CODE
        for line in _lines(document.findBlock(each.position), each, spread)
    ]
    if not lines:
        return
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for line in lines:
        for start, end, spacing in line:
            _space(cursor, start, end, spacing)
    cursor.endEditBlock()
    document.size()


Spacing = tuple[int, int, float | None]  # from, to, and the letter spacing in pixels; None: half a square


def _lines(block: QTextBlock, place: SetBlock, spread: Spread) -> Iterator[list[Spacing]]:
    """Yield the spacings of each line that can be spread, or starts with a bracket."""
    text = _BEYOND.sub("\ue000\ue001", block.text())  # as long as Qt counts it
    even = spread.even and place.block.kind is BlockKind.PARAGRAPH and is_chinese(text)
    shape = block.blockFormat()
    if not (even or _BRACKET.search(text)) or shape.alignment() & _NOT_LEFT:
        return
    layout = block.layout()
    room = spread.width - place.measures.left - place.measures.right - 0.2
    final = layout.lineCount() - 1
    lonely = even and final > 0 and is_alone(text[layout.lineAt(final).textStart() :])
    above = 0.0  # what the line before has left
    for number in range(final + 1):
        line = layout.lineAt(number)
        start = line.textStart()
        indent = shape.textIndent() if number == 0 else 0.0
        starts = text[start : start + 1] in _OPENING and not indent
        half = _half(block, line, above, spread) if starts else 0.0
        at = block.position() + start
        bracket: list[Spacing] = [(at, at + 1, None)] if half else []
        if number == final:
            if bracket:
                yield bracket
            return
        shown = text[start : start + line.textLength()].rstrip(" ")
        spacings: list[Spacing] = []
        if even:
            gives = lonely and number == final - 1
            spacings = _evened(line, shown, at, room - indent + half, gives, bool(half), spread)
        above = 0.0
        if spacings:
            yield spacings + bracket
        elif shown.endswith("\u2028"):
            if bracket:
                yield bracket
        else:
            above = line.x() + line.width() - x_of(line, start + len(shown))
            if bracket and (end := _made_up(shown, at, half, spread)):
                yield [*bracket, end]


def _evened(
    line: QTextLine, shown: str, at: int, room: float, gives: bool, halved: bool, spread: Spread
) -> list[Spacing]:
    """Return the spacings that make `line`, of which `shown` is seen, `room` wide; none if it cannot be.

    Where it `gives`, it gives the last line another character.
    """
    left = x_of(line, line.textStart())
    if gives and (end := movable_end(shown)):
        kept = shown[:end]
        wide = x_of(line, line.textStart() + len(kept)) - left
        if spacings := _spread_line(kept, at, room - wide, spread, FOR_ANOTHER):
            return spacings
    wide = x_of(line, line.textStart() + len(shown)) - left
    return _spread_line(shown, at, room - wide, spread, FOR_ANOTHER if halved else 1.0)


def _is_han(letter: str) -> bool:
    """Say whether `letter` is a Chinese character. Not by a pattern: to compile one takes 3 ms."""
    return "\u3400" <= letter <= "\u9fff"


def is_alone(line: str) -> bool:
    """Say whether a last line is an orphan: one Chinese character, with the punctuation that follows it."""
    first, rest = line[:1], line[1:].rstrip(" ")
    return _is_han(first) and len(rest) <= 3 and all(letter in _AFTER or letter == "…" for letter in rest)


def movable_end(shown: str) -> int:
    """Return the index in a line from which its end may move down to an orphan; 0 where nothing may.

    What moves is its last Chinese character with its punctuation, if a line may break before it.
    """
    at = len(shown.rstrip(_AFTER)) - 1
    may_break = at > 0 and (_is_han(shown[at - 1]) or shown[at - 1] in _STOPS)
    return at if may_break and _is_han(shown[at]) and len(shown) - at <= 3 else 0


def _half(block: QTextBlock, line: QTextLine, above: float, spread: Spread) -> float:
    """Return half the width of the bracket that `line` starts with; 0 where it cannot be halved.

    Where the line `above` has so much left that what the bracket opens could go up, it stays whole.
    """
    start, cursor = line.textStart(), QTextCursor(block)
    left = x_of(line, start)
    wide = x_of(line, start + 1) - left - spread.spaces.get(block.position() + start, 0.0)
    if wide < 0.8 * spread.em or line.textLength() < 2:  # it is as narrow as its ink
        return 0.0
    if x_of(line, start + 2) - left - wide / 2 < above + 1:
        return 0.0
    cursor.setPosition(block.position() + start + 1)
    return wide / 2 if has_halves(tuple(cursor.charFormat().font().families())) else 0.0


def _made_up(shown: str, at: int, half: float, spread: Spread) -> Spacing | None:
    """Return the spacing that keeps a line which is not spread as wide as it was, so that it breaks alike.

    None where the end of the line is a box, which would become wider too, or cannot be spaced.
    """
    last = len(shown) - 1
    if last < 1 or at + last in spread.spaces or not _is_spaced(shown[last]):
        return None
    return at + last, at + last + 1, half


def _is_spaced(letter: str) -> bool:
    """Say whether `letter` can have a space of its own: no picture, and no part of a sign of several."""
    return letter < "\ud800" or bool(_WIDE.match(letter))


def _spread_line(shown: str, at: int, slack: float, spread: Spread, further: float = 1.0) -> list[Spacing]:
    """Return the spacings by which `shown`, `slack` pixels too short, is spread; none if it cannot be."""
    last = len(shown) - 1
    if last < 1 or shown[last] == "\u2028":
        return []
    if at + last in spread.boxes:
        return _shared(shown, at, last, slack - 1.0, spread, further)
    # what follows the last character is nothing: no gap to Latin, and no empty half of a stop
    slack += spread.spaces.get(at + last, 0.0)
    if shown[last] in (_BRACKETS if spread.centred else HALF_EMPTY):
        end = -spread.em / 2
        slack -= end
    elif _is_spaced(shown[last]):
        end = -1.0 - _OVERHANG * spread.em
    else:
        return _shared(shown, at, last, slack, spread, further)
    spacings = _shared(shown, at, last, slack, spread, further)
    return [*spacings, (at + last, at + last + 1, end)] if spacings else []


def _shared(shown: str, at: int, last: int, slack: float, spread: Spread, further: float) -> list[Spacing]:
    """Share `slack` pixels out over the line `shown`, which starts at `at`; nothing if it is too much."""
    runs = [(match.start(), min(match.end(), last)) for match in _WIDE.finditer(shown)]
    words = [match.start() for match in _WORD.finditer(shown)]
    inside = {n for start, end in runs for n in range(start, end)}
    borders = [n for n in range(last) if at + n in spread.spaces and n not in inside and shown[n] != " "]
    capacity = spread.em * (MOST * len(inside) + WORD * len(words) + SCRIPTS * len(borders))
    if not 0 < slack <= capacity * further:
        return []
    em = spread.em * slack / capacity
    spacings: list[Spacing] = [(at + start, at + end, MOST * em) for start, end in runs if start < end]
    for n in sorted(inside):
        if (space := spread.spaces.get(at + n)) is not None:
            spacings.append((at + n, at + n + 1, space + MOST * em))
    spacings += [(at + n, at + n + 1, spread.spaces.get(at + n, 0.0) + WORD * em) for n in words]
    spacings += [(at + n, at + n + 1, spread.spaces[at + n] + SCRIPTS * em) for n in borders]
    return spacings


def _space(cursor: QTextCursor, start: int, end: int, spacing: float | None) -> None:
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.mergeCharFormat(_halved() if spacing is None else _spaced(math.floor(spacing * _STEPS) / _STEPS))


@lru_cache(maxsize=1024)
def _spaced(spacing: float) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    made.setFontLetterSpacing(spacing)
    return made


@lru_cache(maxsize=1)
def _halved() -> QTextCharFormat:
    half = QFont()
    half.setFeature(QFont.Tag(HALF), 1)
    made = QTextCharFormat()
    made.setFont(half, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
    return made

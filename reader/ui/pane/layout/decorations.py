"""Where the shapes around the text go: code frames, quote bars, callouts, bullets, table rules.

Worked out once for a layout, when the section is first painted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QTextBlock

from reader.articles.markdown.blocks import BlockKind, Frame, FrameKind, Mark
from reader.ui.pane.aids.details_folding import summary_of
from reader.ui.pane.layout.fonts import font
from reader.ui.pane.layout.formats import BOX_BELOW, BOX_PADDING, CODE_ABOVE, CODE_PADDING, frame_left
from reader.ui.pane.layout.laid_section import table_frame
from reader.ui.pane.layout.shapes import Box, Bullet, CopyButton, Decoration, Triangle, Words

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable

    from reader.ui.pane.layout.colour_roles import SetBlock
    from reader.ui.pane.layout.laid_section import LaidSection
    from reader.ui.pane.scroll.sideways_areas import Area

_DRAWN = Mark.MARKED | Mark.CODE | Mark.KEY | Mark.DELETED | Mark.UNDERLINED


def decorate(section: LaidSection) -> list[Decoration]:
    """Return the shapes of `section`, those further behind first."""
    shapes: list[Decoration] = []
    spans = [(place, *_extent(section, place)) for place in section.shown_places()]
    shapes.extend(_frames(section, spans))
    for place, top, bottom in spans:
        shapes.extend(_of_block(section, place, top, bottom))
    shapes.extend(_tables(section))
    shapes.extend(_inline(section))
    return shapes


def _extent(section: LaidSection, place: SetBlock) -> tuple[float, float]:
    """Return the top and the bottom of a block's text."""
    block = section.document.findBlock(place.position)
    top = section.origin_of(block).y()
    if place.block.kind is BlockKind.TABLE:
        last = section.document.findBlock(place.position + place.length)
        return top, section.origin_of(last).y() + last.layout().boundingRect().height()
    return top + _leading(block), top + block.layout().boundingRect().height()


def _leading(block: QTextBlock) -> float:
    """Return the space above the letters of the first line: Qt puts all that a line is higher there."""
    line = block.layout().lineAt(0)
    return max(0.0, line.y() + line.height() - line.ascent() - line.descent()) if line.isValid() else 0.0


def _frames(section: LaidSection, spans: list[tuple[SetBlock, float, float]]) -> Iterator[Decoration]:
    """Yield callouts and quote bars: one shape for all neighbouring blocks of a frame."""
    em = section.formats.em
    reach: dict[Frame, tuple[float, float, float]] = {}
    for place, top, bottom in spans:
        left = 0.0
        inner = em * CODE_ABOVE if place.block.kind is BlockKind.CODE else 0.0
        for frame in place.block.frames:
            before = reach.get(frame)
            reach[frame] = (before[0] if before else top - inner, bottom + inner, left)
            left += frame_left(frame) * em
    for frame, (top, bottom, left) in reach.items():
        pad = BOX_PADDING.get(frame.kind, 0.0) * em
        below = BOX_BELOW.get(frame.kind, 0.0) * em
        whole = QRectF(left, top - pad, section.width - left, bottom - top + 2 * pad + below)
        if frame.kind is FrameKind.CALLOUT:
            yield Box(whole, frame.tone, radius=em * 0.35, opacity=0.1)
            yield Box(QRectF(left, whole.top(), em * 0.2, whole.height()), frame.tone, radius=em * 0.1)
        elif frame.kind is FrameKind.QUOTE:
            yield Box(QRectF(left, whole.top(), em * 0.2, whole.height()), "quote_bar", radius=em * 0.1)


def _of_block(section: LaidSection, place: SetBlock, top: float, bottom: float) -> Iterator[Decoration]:
    em, block = section.formats.em, place.block
    if block.kind is BlockKind.CODE:
        yield from _code(section, place, top, bottom)
    elif block.kind is BlockKind.RULE:
        middle = (top + bottom) / 2
        left = section.width / 2 - 4.5 * em
        yield Decoration(QRectF(left, round(middle), 9 * em, 1.0), "rule")
    elif block.kind is BlockKind.HEADING and block.level <= 2:
        yield Decoration(QRectF(0, round(bottom + em * 0.28), section.width, 1.0), "rule")
    if frame := summary_of(block):
        first = section.document.findBlock(place.position)
        line = first.layout().lineAt(0)
        middle = section.origin_of(first).y() + line.y() + line.ascent() - em * 0.38
        side = em * 0.5
        corner = QRectF(place.measures.left - em - side / 2, middle - side / 2, side, side)
        yield Triangle(corner, "quiet_text", shut=frame in section.folds.shut)
    if block.marker:
        yield from _marker(section, place)


def _code(section: LaidSection, place: SetBlock, top: float, bottom: float) -> Iterator[Decoration]:
    em, block = section.formats.em, place.block
    pad = em * CODE_PADDING
    left = place.measures.left - pad
    right = section.width - place.measures.right + pad
    frame = QRectF(left, top - em * CODE_ABOVE, right - left, bottom - top + 2 * em * CODE_ABOVE)
    if block.continues:
        frame.setTop(0.0)
    if block.continued:
        frame.setBottom(section.height)
    yield Box(
        frame, "code_background", radius=em * 0.35, open_above=block.continues, open_below=block.continued
    )
    if block.continues:
        return
    size = em * 1.5
    button = QRectF(frame.right() - size - em * 0.2, frame.top() + em * 0.15, size, size)
    line = section.document.findBlock(place.position).layout().lineAt(0)
    ends = place.measures.left + line.naturalTextWidth()
    if not section.formats.style.scrolls:
        button.moveLeft(frame.right() - em * 0.5)  # on paper there is nothing to press
    else:
        if ends > button.left():
            yield Box(button, "code_background", above=True, radius=em * 0.2, opacity=0.9)
        code = block.whole or block.text.replace("\u2028", "\n")
        yield CopyButton(button, "quiet_text", above=True, press=code)
    small = font(section.formats.fonts.heading, em * 0.66)
    wide = QFontMetricsF(small).horizontalAdvance(block.language)
    baseline = QPointF(button.left() - wide - em * 0.1, button.center().y() + em * 0.24)
    if block.language and ends < baseline.x() - em * 0.5:
        reach = QRectF(baseline.x(), button.top(), wide, size)
        yield Words(reach, "quiet_text", True, None, "", block.language, small, baseline)


def _marker(section: LaidSection, place: SetBlock) -> Iterator[Decoration]:
    """Yield the bullet, number or tick box that hangs before an item's first line."""
    em, marker = section.formats.em, place.block.marker
    block = section.document.findBlock(place.position)
    line = block.layout().lineAt(0)
    origin = section.origin_of(block)
    left = place.measures.left - (em * CODE_PADDING if place.block.kind is BlockKind.CODE else 0.0)
    baseline = origin.y() + line.y() + (line.ascent() if line.isValid() else em)
    size = section.formats.size_of(place.block)
    if marker in "☐☑":
        side = size * 0.8
        frame = QRectF(left - side - em * 0.45, baseline - side * 0.92, side, side)
        yield Bullet(frame, "accent" if marker == "☑" else "quiet_text", True, ticked=marker == "☑")
    elif marker == "•":
        depth = sum(1 for frame in place.block.frames if frame.kind is FrameKind.ITEM) - 1
        side = size * (0.32 if depth < 2 else 0.28)
        middle = QPointF(left - em * 0.78, baseline - size * 0.36)
        frame = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        yield Bullet(frame, "accent", True, depth=depth)
    else:
        chosen = font(section.formats.fonts.body, size)
        wide = QFontMetricsF(chosen).horizontalAdvance(marker)
        at = QPointF(left - wide - em * 0.42, baseline)
        yield Words(
            QRectF(at.x(), baseline - size, wide, size * 1.3),
            "quiet_text",
            True,
            None,
            "",
            marker,
            chosen,
            at,
        )


def _tables(section: LaidSection) -> Iterator[Decoration]:
    """Yield header, zebra and rules of each table."""
    for table in section.folds.shown_tables():
        frame = table_frame(section.document, table)
        area = section.area_of(table.firstPosition())
        left = frame.left()
        wide = sum(column.rawValue() for column in table.format().columnWidthConstraints())
        first = table.cellAt(0, 0).firstPosition()
        block = next(place.block for place in section.places if place.position >= first)
        edges = [row_top(section, table, row) for row in range(table.rows())]
        edges.append(frame.bottom() + section.top)
        for row, (top, bottom) in enumerate(pairwise(edges)):
            number = row + (block.rows_before + 1 if block.continues else 0)
            if number == 0:
                yield Decoration(QRectF(left, top, wide, bottom - top), "table_header", area=area)
            elif number % 2 == 0:
                yield Decoration(QRectF(left, top, wide, bottom - top), "table_zebra", area=area)
        for number, y in enumerate(edges):
            ends = (() if block.continues else (0, 1)) + (() if block.continued else (len(edges) - 1,))
            if number == 0 and block.continues:
                continue
            thick = 1.5 if number in ends else 1.0
            yield Decoration(QRectF(left, math.floor(y), wide, thick), "table_rule", area=area)


def row_top(section: LaidSection, table: QTextTable, row: int) -> float:
    """Return the top of a row, with its padding: all its cells start at one height."""
    first = section.document.findBlock(table.cellAt(row, 0).firstPosition())
    return section.origin_of(first).y() - table.format().cellPadding()


def _inline(section: LaidSection) -> Iterator[Decoration]:
    """Yield what lies behind and on runs: boxes of code and keys, marks, lines, dots, readings."""
    em = section.formats.em
    for paint in section.paints:
        if paint.run.token:
            continue
        if paint.run.ruby:
            from reader.ui.pane.layout.ruby import reading_of  # here and below: not for a text without any

            yield from reading_of(section, paint)
        if section.formats.dotted(paint.run):
            from reader.ui.pane.layout.ruby import dots_of

            yield from dots_of(section, paint)
        if paint.run.marks & _DRAWN:
            for frame in section.rectangles(paint.start, paint.end):
                yield from _on_run(paint.run.marks, frame, em, section.area_of(paint.start))


def _on_run(marks: Mark, frame: QRectF, em: float, area: Area | None) -> Iterator[Decoration]:
    """Yield what one line of a run has behind and on it."""
    box = frame.adjusted(-em * 0.2, em * 0.08, -em * 0.08, em * 0.02)
    if Mark.MARKED in marks:
        yield Box(frame.adjusted(-1, 2, 1, -1), "mark", area=area, radius=2.5)
    if marks & (Mark.CODE | Mark.KEY):
        yield Box(box, "code_background", area=area, radius=em * 0.22)
    if Mark.KEY in marks:
        yield Box(box, "table_rule", area=area, radius=em * 0.22, outline=True)
    if Mark.DELETED in marks:
        through = QRectF(frame.left(), frame.center().y() + em * 0.06, frame.width(), 1.0)
        yield Decoration(through, "quiet_text", True, area)
    if Mark.UNDERLINED in marks:
        below = QRectF(frame.left(), frame.bottom() - em * 0.1, frame.width(), 1.0)
        yield Decoration(below, "text", True, area)

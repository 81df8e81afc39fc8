"""Setting a table: columns as wide as they need, shared out where they do not fit.

A table that cannot be set in the column even so keeps its narrowest columns
and scrolls sideways. Widths are pixels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QTextBlockFormat,
    QTextCursor,
    QTextLength,
    QTextTable,
    QTextTableFormat,
)

from reader.articles.markdown.blocks import Block, Cell, Run
from reader.articles.markdown.typography import study
from reader.ui.pane.layout.fonts import font
from reader.ui.pane.layout.formats import GAP, TABLE_SIZE, Formats, Measures, formats_for, ruby_space

SMALLEST = 0.55  # of the size, to which a table is made to fit on paper
PADDING = 0.42  # em around the text of a cell
_WORDS = re.compile(r"[\x21-\x7e]+")
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
ROOMY = 11.0  # em, of a column in a table that scrolls
_LONGEST_WORD = 18.0  # em: longer ones are broken


class SetCell(NamedTuple):
    """Where the text of a cell is in the document."""

    position: int
    length: int
    cell: Cell


def insert_table(
    cursor: QTextCursor,
    block: Block,
    formats: Formats,
    measures: Measures,
    width: float,
    gap: float,
    insert: Callable[[Cell], None],
) -> tuple[QTextTable, list[SetCell]]:
    """Insert `block` at `cursor`, `width` pixels being free, `gap` below what is above.

    `insert` sets the text of a cell. The cursor is left after the table.
    """
    room = width - measures.left
    widths = column_widths(block, formats, room)
    if not formats.style.scrolls and sum(widths) > room:
        widths = [wide * room / sum(widths) for wide in widths]
    shape = QTextTableFormat()
    shape.setCellPadding(PADDING * formats.em)
    shape.setCellSpacing(0)
    shape.setBorder(0)
    shape.setBorderCollapse(True)
    shape.setLeftMargin(measures.left)
    shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, wide) for wide in widths])
    shape.setTopMargin(gap)
    table = cursor.insertTable(len(block.rows), len(widths), shape)
    cells: list[SetCell] = []
    lines = QTextBlockFormat()
    lines.setLineHeight(round(measures.line), QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    for row, given in enumerate(block.rows):
        for column, cell in enumerate(given):
            cursor.setPosition(table.cellAt(row, column).firstPosition())
            lines.setAlignment(_ALIGN.get(cell.align, Qt.AlignmentFlag.AlignLeft))
            cursor.setBlockFormat(lines)
            start = cursor.position()
            insert(cell)
            cells.append(SetCell(start, cursor.position() - start, cell))
    cursor.movePosition(QTextCursor.MoveOperation.End)
    return table, cells


def fitting(block: Block, formats: Formats, room: float) -> Formats:
    """Return formats in which the table fits into `room`: smaller ones where it may not scroll."""
    least = sum(column_widths(block, formats, 0.0))
    if formats.style.scrolls or least <= room:
        return formats
    size = formats.em * max(SMALLEST, room / least)
    return formats_for(formats.style._replace(size=size))


def column_widths(block: Block, formats: Formats, width: float) -> list[float]:
    """Return the columns' widths: all they want, or shared out by need, or the least they can bear."""
    size = TABLE_SIZE * formats.em
    regular = QFontMetricsF(font(formats.fonts.heading, size))
    bold = QFontMetricsF(font(formats.fonts.heading, size, 700))
    around = 2 * PADDING * formats.em + 1
    columns = len(block.rows[0])
    if len(block.columns) == columns:
        # a part of a table: as wide as the whole wants, whatever is in this part
        wanted = [size * (0.54 * units + 0.7) + around for units in block.columns]
        least = [min(wide, 7 * size + around) for wide in wanted]
        return [float(round(each)) for each in _share(wanted, least, width - columns / 2)]
    wanted, least = [around] * columns, [around] * columns
    for row in block.rows:
        for column, cell in enumerate(row):
            text = "".join(inline.text if isinstance(inline, Run) else "［］" for inline in cell.inlines)
            metrics = (
                bold
                if cell.header or any(isinstance(part, Run) and part.marks for part in cell.inlines)
                else regular
            )
            gaps = 0.0 if text.isascii() else GAP * size * len(study(text).spaces)
            gaps += sum(
                size * len(part.text) * ruby_space(part, formats.fonts, size)
                for part in cell.inlines
                if isinstance(part, Run)
            )
            full = max(map(metrics.horizontalAdvance, text.split("\u2028"))) * 1.04 + 3 + gaps
            word = max(map(metrics.horizontalAdvance, _WORDS.findall(text)), default=0.0)
            narrow = min(full, max(min(word * 1.04 + 3, _LONGEST_WORD * size), 3.2 * size))
            wanted[column] = max(wanted[column], full + around)
            least[column] = max(least[column], narrow + around)
    if formats.style.scrolls and width and sum(least) > width:
        # it scrolls as it is, so that short words need not be broken too
        least = [min(more, max(less, ROOMY * size)) for more, less in zip(wanted, least, strict=True)]
    return [float(round(each)) for each in _share(wanted, least, width - columns / 2)]


def _share(wanted: Sequence[float], least: Sequence[float], width: float) -> list[float]:
    if sum(wanted) <= width:
        return list(wanted)
    spare = width - sum(least)
    if spare <= 0:
        return list(least)
    needs = [more - less for more, less in zip(wanted, least, strict=True)]
    # the square root keeps one long column from taking all
    weights = [need**0.5 for need in needs]
    shared = list(least)
    for _round in range(4):
        open_ones = [n for n in range(len(shared)) if shared[n] < wanted[n] - 0.5]
        total = sum(weights[n] for n in open_ones)
        if spare < 1 or not total:
            break
        given = 0.0
        for n in open_ones:
            more = min(wanted[n] - shared[n], spare * weights[n] / total)
            shared[n] += more
            given += more
        spare -= given
    return shared

"""Copying: the selection as plain text, as HTML, and as the Markdown that the person wrote."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextTable, QTextTableCell

from reader.i18n import gettext as _
from reader.ui.pane.column import Column
from reader.ui.pane.laid import Caret, Laid
from reader.ui.pane.places import Units
from reader.ui.pane.selecting import Selecting

MANY = 200  # pieces beyond which the canonical text is copied, as it stands, and no HTML
_BREAKS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\u200b": None})


def mime_of(column: Column, selecting: Selecting) -> QMimeData | None:
    """Return the selection as plain text and HTML; None where nothing is selected."""
    if (ends := selecting.range) is None or column.article is None:
        return None
    mime = QMimeData()
    if ends[1].piece - ends[0].piece > MANY:
        mime.setText(column.article.text.words(selecting.span))
        return mime
    parts = list(_parts(column, *ends))
    mime.setText(
        "\n".join(text for laid, start, end in parts if (text := _plain(laid, start, end).strip("\n")))
    )
    mime.setHtml("".join(html for part in parts for html in _html(*part)))
    return mime


def markdown_of(column: Column, selecting: Selecting) -> str:
    """Return the source of the selection, whole lines unless it lies within one, and where it stands."""
    span = selecting.span
    if (article := column.article) is None or span.start >= span.end:
        return ""
    first, last = article.text.line_at(span.start), article.text.line_at(span.end - 1)
    source = "\n".join(article.source.split("\n")[first - 1 : last])
    words = article.text.words(span)
    if first == last and words in source:
        source = words
    where = _("{file}, line {line}") if first == last else _("{file}, lines {line} to {last}")
    return f"{source}\n\n— {where.format(file=article.path.name, line=first, last=last)}\n"


def _parts(column: Column, first: Caret, last: Caret) -> Iterator[tuple[Laid, int, int]]:
    for index in range(first.piece, last.piece + 1):
        laid = column.lay(index)
        start = first.units if index == first.piece else 0
        yield laid, start, last.units if index == last.piece else laid.length


def _plain(laid: Laid, start: int, end: int) -> str:
    raw = laid.section.document.toRawText()
    units = Units(raw)
    first, last = units.points(start), units.points(end)
    text = "".join(_spoken(laid, units, place, raw[place]) for place in range(first, last))
    return text.translate(_BREAKS)


def _spoken(laid: Laid, units: Units, place: int, letter: str) -> str:
    """Return what is copied for a letter: for an inset its words, between cells a tab or a break."""
    if letter == "\ufffc":
        return laid.said(units.units(place))
    if letter in "\ufdd0\ufdd1":
        cell = _cell_at(laid.section.document.findBlock(units.units(place + 1)))
        return "\n" if cell is None or cell.column() == 0 else "\t"
    return letter


def _cell_at(block: QTextBlock) -> QTextTableCell | None:
    """Return the cell of a table that `block` is in; None outside of tables."""
    cursor = QTextCursor(block)
    table = cast("QTextTable | None", cursor.currentTable())  # its stub knows no None
    return table.cellAt(cursor) if table is not None else None


def _html(laid: Laid, start: int, end: int) -> Iterator[str]:
    block = laid.section.document.findBlock(start)
    row = -1  # of the table that is open, or -1
    while block.isValid() and block.position() < end:
        inside = "".join(_fragments(block, start, end))
        cell = _cell_at(block)
        if row >= 0 and (cell is None or cell.row() != row):
            yield "</tr>\n" if cell is not None else "</tr></table>\n"
        if cell is not None and cell.row() != row:
            yield "<tr>" if row >= 0 else "<table><tr>"
        row = cell.row() if cell is not None else -1
        if cell is not None:
            yield f"<td>{inside}</td>"
        elif inside:
            level = block.blockFormat().headingLevel()
            tag = f"h{level}" if level else "p"
            yield f"<{tag}>{inside}</{tag}>\n"
        block = block.next()
    if row >= 0:
        yield "</tr></table>\n"


def _fragments(block: QTextBlock, start: int, end: int) -> Iterator[str]:
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        first, last = max(start, fragment.position()), min(end, fragment.position() + fragment.length())
        if first < last:
            units = Units(fragment.text())
            text = fragment.text()[
                units.points(first - fragment.position()) : units.points(last - fragment.position())
            ]
            yield _dressed(
                escape(text).replace("\u2028", "<br>").replace("\ufffc", ""), fragment.charFormat()
            )
        at += 1


def _dressed(html: str, form: QTextCharFormat) -> str:
    if form.fontWeight() >= QFont.Weight.DemiBold:
        html = f"<b>{html}</b>"
    if form.fontItalic():
        html = f"<i>{html}</i>"
    if form.fontStrikeOut():
        html = f"<s>{html}</s>"
    if form.isAnchor() and form.anchorHref():
        html = f'<a href="{escape(form.anchorHref())}">{html}</a>'
    return html

"""Copying: the selection as plain text, as HTML, and as the Markdown that the person wrote."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat

from reader.i18n import gettext as _
from reader.ui.pane.column import Column
from reader.ui.pane.laid import Caret, Laid
from reader.ui.pane.places import Units
from reader.ui.pane.selecting import Selecting

MANY = 200  # pieces beyond which the canonical text is copied, as it stands, and no HTML
_BREAKS = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": None, "\ufdd1": None, "\u200b": None})


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
    text = raw[units.points(start) : units.points(end)]
    if "\ufffc" in text:  # a picture or a formula: what the canonical text says in its place
        begin = units.points(start)
        said = (
            laid.said(units.units(begin + place)) if letter == "\ufffc" else letter
            for place, letter in enumerate(text)
        )
        text = "".join(said)
    return text.translate(_BREAKS)


def _html(laid: Laid, start: int, end: int) -> Iterator[str]:
    block = laid.section.document.findBlock(start)
    while block.isValid() and block.position() < end:
        inside = "".join(_fragments(block, start, end))
        if inside:
            level = block.blockFormat().headingLevel()
            tag = f"h{level}" if level else "p"
            yield f"<{tag}>{inside}</{tag}>\n"
        block = block.next()


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

"""Printing an article: the framework on the first page, then the text, with headers and page numbers.

`print_pdf` writes a file; `print_article` paints on any paged device, such as
the printer that a dialog has chosen. The page has no colour of its own: what
is printed is ink. Both may run on a background thread (200 KB take 1.7 s).
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from reader.articles.exporting.article_html import hidden_lines
from reader.articles.exporting.highlight_runs import Highlight
from reader.articles.exporting.note_blocks import NodeNote, closing, with_notes
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.model import Article
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.theme import Theme
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.fonts import font, fonts_for
from reader.ui.pane.layout.typeset_section import TypesetSection
from reader.ui.pane.layout.typesetting import typeset
from reader.ui.pane.pictures.section_pictures import FinishedPictures
from reader.ui.pane.text.position_map import Places
from reader.ui.printing.front_page import FrontPage, Place
from reader.ui.printing.paging import Page, paginate
from reader.ui.printing.pdf_outline import BookmarkError, add_bookmarks
from reader.ui.printing.pdf_unicode import mend_words
from reader.ui.printing.spaced_text import paint_words
from reader.whole_file import save_as

PAPER_STYLE = Style(size=14.5, measure=40, line_height=1.7, scrolls=False)
MARGIN = 19.0  # millimetres
PIXELS = 96.0  # of the typesetting to the inch
HEAD = 34.0  # pixels for the header, and for the foot


def print_pdf(
    article: Article,
    path: Path,
    theme: Theme,
    style: Style = PAPER_STYLE,
    highlights: Sequence[Highlight] = (),
    notes: Sequence[NodeNote] = (),
) -> None:
    """Write `article` to `path` as PDF with an outline. Raises `ReaderError` where it cannot be written."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(article.title)
    writer.setCreator("Gangmu")
    writer.setResolution(600)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
        )
    )
    front = print_article(article, writer, theme, style, highlights, notes)
    data = bytes(QByteArray(buffer.data()).data())
    data = mend_words(data)
    with contextlib.suppress(BookmarkError):  # a new Qt writes another kind of PDF: whole, without an outline
        data = add_bookmarks(data, front.bookmarks(), front.links())
    save_as(path, data)


def print_article(
    article: Article,
    device: QPagedPaintDevice,
    theme: Theme,
    style: Style,
    highlights: Sequence[Highlight] = (),
    notes: Sequence[NodeNote] = (),
) -> FrontPage:
    """Paint `article` on `device`; return the first page, which knows where everything went.

    Raises `ReaderError` where the device cannot be painted on.
    """
    return _Printer(article, device, theme, style, highlights, notes).run()


@dataclass(frozen=True, slots=True)
class _Marked:
    """A highlighted stretch of a section's document, in UTF-16 units, and its role."""

    start: int
    end: int
    role: str


class _Printer:
    """Prints one article."""

    def __init__(
        self,
        article: Article,
        device: QPagedPaintDevice,
        theme: Theme,
        style: Style,
        highlights: Sequence[Highlight],
        notes: Sequence[NodeNote],
    ) -> None:
        self.article, self.device, self.theme = article, device, theme
        self.highlights, self.notes = highlights, notes
        page = device.pageLayout().fullRectPoints()
        scale = PIXELS / 72
        margin = MARGIN / 25.4 * PIXELS
        self.paper = QRectF(0, 0, page.width() * scale, page.height() * scale)
        self.text = self.paper.adjusted(margin, margin + HEAD, -margin, -margin - HEAD)
        self.style = style._replace(measure=self.text.width() / style.size)
        self.marked: dict[int, list[_Marked]] = {}

    def run(self) -> FrontPage:
        sections = self._sections()
        pages = paginate(sections, self.text.height())
        places = [Place(line, number, y) for number, page in enumerate(pages) for line, y in _lines(page)]
        front = FrontPage(self.article, self.style, self.paper, self.text, places)
        painter = QPainter(self.device)
        if not painter.isActive():
            raise ReaderError(_("The printer cannot be used."))
        scale = self.device.logicalDpiX() / PIXELS
        painter.scale(scale, scale)
        for number in range(front.pages):
            if number:
                self.device.newPage()
            front.paint(painter, self.theme, number)
        for number, page in enumerate(pages):
            self.device.newPage()
            self._paint(painter, page, number, len(pages))
        painter.end()
        return front

    def _sections(self) -> list[TypesetSection]:
        found = self.article.scan
        pictures = FinishedPictures(self.article.path.parent, ratio=3.0)
        sections = []
        pieces = [
            render(piece, found.definitions) for piece in cut(found, hidden_lines(self.article), whole=True)
        ]
        ending = closing(self.highlights, self.notes, self.article.text)
        for blocks in (*with_notes(pieces, self.notes), ending):
            section = typeset(blocks, self.style, self.text.width(), pictures)
            places = Places(section.document.toRawText(), section.places, self.article.text)
            for each in self.highlights:
                start, end = places.stretch(each.span)
                if start < end:
                    stretch = _Marked(start, end, f"highlight_{each.colour}")
                    self.marked.setdefault(id(section), []).append(stretch)
            sections.append(section)
        return sections

    def _paint(self, painter: QPainter, page: Page, number: int, pages: int) -> None:
        for part in page:
            painter.save()
            painter.translate(self.text.left(), self.text.top() + part.y - part.top)
            shown = QRectF(-20, part.top, self.text.width() + 40, part.bottom - part.top)
            painter.setClipRect(shown)
            marked = self.marked.get(id(part.section), ())
            under = partial(_highlight, self.theme, part.section, marked)
            part.section.draw(painter, self.theme, shown, under)
            painter.restore()
        small = font(fonts_for(self.style).heading, self.style.size * 0.66)
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.roles["quiet_text"]))
        room = 0.9 * self.text.width()
        title = metrics.elidedText(self.article.title, Qt.TextElideMode.ElideRight, room)
        top, bottom = self.text.top() - HEAD * 0.55, self.text.bottom() + HEAD * 0.95
        paint_words(painter, QPointF(self.text.left(), top), title, small)
        painter.fillRect(
            QRectF(self.text.left(), top + 7, self.text.width(), 0.6), QColor(self.theme.roles["rule"])
        )
        numbers = f"{number + 1} / {pages}"
        painter.drawText(
            QPointF(self.text.center().x() - metrics.horizontalAdvance(numbers) / 2, bottom), numbers
        )


def _highlight(theme: Theme, section: TypesetSection, marked: Sequence[_Marked], painter: QPainter) -> None:
    for each in marked:
        for frame in section.rectangles(each.start, each.end):
            painter.fillRect(frame, QColor(theme.roles[each.role]))


def _lines(page: Page) -> list[tuple[int, float]]:
    """Return the line of the file and the height on the page of each block that starts on `page`."""
    found = []
    for part in page:
        for place in () if part.repeated else part.section.places:
            y = part.section.origin_of(part.section.document.findBlock(place.position)).y()
            if part.top <= y + 1 < part.bottom and place.first_line:
                found.append((place.first_line, part.y + y - part.top))
    return found

"""The first page of a printed article: title, where it comes from, and its framework with page numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from reader.articles.model import Article, Node
from reader.theme import Theme
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.fonts import font, fonts_for
from reader.ui.printing.pdf_outline import Bookmark, InnerLink
from reader.ui.printing.spaced_text import paint_words, width_of

POINTS = 72 / 96  # to the pixel


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of the file is printed: a page of the text from 0, and pixels below the text's top."""

    line: int
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the front pages."""

    page: int
    y: float
    x: float
    text: str
    font: QFont
    role: str
    place: Place | None = None


class FrontPage:
    """The framework of an article as a table of contents, and what the PDF's outline is made of."""

    def __init__(
        self, article: Article, style: Style, paper: QRectF, text: QRectF, places: Sequence[Place]
    ) -> None:
        self._article, self._style, self._paper, self._text = article, style, paper, text
        self._places = sorted(places, key=lambda place: place.line)
        self._lines = [place.line for place in self._places]
        self._rows: list[_Row] = []
        self._page, self._y = 0, 0.0
        self._lay_out()

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return self._page + 1

    def _lay_out(self) -> None:
        size = self._style.size
        fonts = fonts_for(self._style)
        metadata = self._article.metadata
        self._words(self._article.title, font(fonts.heading, size * 1.9, 700), "heading", 1.5)
        self._y += size * 0.5
        quiet = font(fonts.body, size * 0.86)
        about = " ".join((metadata.category, *(f"#{tag}" for tag in metadata.tags))).strip()
        for line in (metadata.original.title, metadata.original.url, about):
            if line:
                self._words(line, quiet, "quiet_text", 1.5)
        self._y += size * 2
        for node in self._article.framework.nodes:
            self._node(node, 0)

    def _words(self, words: str, chosen: QFont, role: str, high: float) -> None:
        """Add `words`, broken where they do not fit."""
        metrics = QFontMetricsF(chosen)
        while words:
            end = len(words)
            while end > 1 and width_of(words[:end], chosen) > self._text.width():
                end -= 1
            self._row(0.0, words[:end], chosen, role, metrics.height() * high / 1.3)
            words = words[end:]

    def _row(
        self, x: float, text: str, chosen: QFont, role: str, high: float, place: Place | None = None
    ) -> None:
        if self._y + high > self._text.height():
            self._page, self._y = self._page + 1, 0.0
        self._y += high
        self._rows.append(_Row(self._page, self._y, x, text, chosen, role, place))

    def _node(self, node: Node, depth: int) -> None:
        size = self._style.size * (1.0 if depth == 0 else 0.94)
        chosen = font(fonts_for(self._style).heading, size, 600 if depth == 0 else 400)
        x = depth * 1.6 * self._style.size
        room = self._text.width() - x - 4 * self._style.size
        label = QFontMetricsF(chosen).elidedText(node.label, Qt.TextElideMode.ElideRight, room)
        self._row(x, label, chosen, "text", size * (1.9 if depth == 0 else 1.65), self.place_of(node))
        for child in node.children:
            self._node(child, depth + 1)

    def place_of(self, node: Node) -> Place | None:
        """Return where the passage of `node` is printed; None where it leads nowhere."""
        link = self._article.links.get(node.node_id)
        if not link or not link.passage:
            return None
        at = bisect_right(self._lines, link.passage.line) - 1
        return self._places[at] if at >= 0 else None

    def paint(self, painter: QPainter, theme: Theme, page: int) -> None:
        """Paint front page number `page`, from 0."""
        for row in self._rows:
            if row.page != page:
                continue
            painter.setPen(QColor(theme.roles[row.role]))
            y = self._text.top() + row.y
            paint_words(painter, QPointF(self._text.left() + row.x, y), row.text, row.font)
            if row.place is None:
                continue
            metrics = QFontMetricsF(row.font)
            number = str(row.place.page + 1)
            right = self._text.right() - metrics.horizontalAdvance(number)
            painter.setPen(QColor(theme.roles["quiet_text"]))
            painter.drawText(QPointF(right, y), number)
            ends = self._text.left() + row.x + width_of(row.text, row.font)
            self._leader(painter, theme, ends, right, y)

    def _leader(self, painter: QPainter, theme: Theme, left: float, right: float, y: float) -> None:
        """Paint the dots between a point and its page, on one grid for all rows."""
        step = self._style.size * 0.5
        x = (int(left / step) + 2) * step
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.roles["rule"]))
        while x < right - step:
            painter.drawEllipse(QPointF(x, y - 1.2), 0.75, 0.75)
            x += step

    # ---- for the PDF

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """Return the framework as the PDF's outline."""
        return tuple(self._bookmark(node) for node in self._article.framework.nodes)

    def _bookmark(self, node: Node) -> Bookmark:
        page, y = self._target(self.place_of(node))
        return Bookmark(node.label, page, y, tuple(self._bookmark(child) for child in node.children))

    def links(self) -> tuple[InnerLink, ...]:
        """Return the links from the framework's rows to the text."""
        found = []
        for row in self._rows:
            if row.place is not None:
                size = self._style.size
                top, bottom = self._text.top() + row.y - size * 1.1, self._text.top() + row.y + size * 0.4
                box = (self._text.left() + row.x, bottom, self._text.right(), top)
                left, low, right, high = (
                    box[0] * POINTS, self._from_bottom(bottom), box[2] * POINTS, self._from_bottom(top)
                )  # fmt: skip
                found.append(InnerLink(row.page, (left, low, right, high), *self._target(row.place)))
        return tuple(found)

    def _target(self, place: Place | None) -> tuple[int, float]:
        if place is None:
            return 0, self._from_bottom(0)
        return self.pages + place.page, self._from_bottom(self._text.top() + place.y)

    def _from_bottom(self, y: float) -> float:
        return (self._paper.height() - y) * POINTS

"""What helps the eye: the heading line at the top, the focus on one passage, the reading ruler."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from reader.articles.model import Article, Section, SectionKind
from reader.articles.source.canonical_text import Span
from reader.theme import Theme
from reader.ui.base.theme_colours import colour, fill
from reader.ui.pane.scroll.column_view import ColumnView

STRIP = 30.0  # pixels: the height of the heading line
BETWEEN = "  ›  "
DIMMED = 165  # of 255: how much of the background lies over what is out of focus


class HeadingLine:
    """The headings of the section that is read, as a thin line at the top once they are out of sight."""

    def __init__(self, view: ColumnView) -> None:
        self.is_on = True
        self._view = view
        self._article: Article | None = None
        self._headings: list[tuple[int, str, int]] | None = None  # line, label, index of the one above or -1

    def set_article(self, article: Article | None) -> None:
        """Take the headings of `article`, when they are first asked for."""
        self._article, self._headings = article, None

    def gather(self) -> None:
        """Find the headings now, in an idle moment: 7 ms for 1 MB."""
        if self.is_on and self._headings is None and self._article is not None:
            self._headings = list(_headings(self._article.outline.sections))

    def current(self) -> tuple[int, tuple[str, ...]] | None:
        """Return the position and the path of the heading whose section is read, if it is out of sight."""
        article = self._article
        index, offset = self._view.anchor
        if index == 0 and offset <= 0:
            return None  # at the top nothing is out of sight
        placed = self._view.placed_at(STRIP)
        if article is None or placed is None:
            return None
        self.gather()
        if not self._headings:
            return None
        line = article.text.line_at(placed.laid.block_position(STRIP - placed.y))
        index = bisect_right(self._headings, line, key=lambda heading: heading[0]) - 1
        if index < 0:
            return None
        heading = article.text.line_starts[self._headings[index][0] - 1]
        piece = self._view.column.piece_at(heading)
        laid = self._view.column.laid(piece)
        if laid is not None and self._view.y_of(piece) + laid.top_of(heading) >= 0:
            return None
        return heading, self._path(index)

    @property
    def stands_still(self) -> bool:
        """Whether the line may be there."""
        return self.is_on

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the line, where there is one."""
        if not self.is_on or (current := self.current()) is None:
            return
        width = self._view.viewport().width()
        background = QColor(colour(theme, "background"))
        fill(painter, QRectF(0, 0, width, STRIP), background)
        fill(painter, QRectF(0, STRIP, width, 1), colour(theme, "rule"))
        font = QFont(self._view.font())
        font.setPixelSize(13)
        painter.setFont(font)
        *above, last = current[1]
        left, room = self._view.left, self._view.width_now
        metrics = QFontMetricsF(font)
        before = BETWEEN.join([*above, ""]) if above else ""
        own = min(room, metrics.horizontalAdvance(last))
        before = metrics.elidedText(before, Qt.TextElideMode.ElideMiddle, max(0.0, room - own))
        baseline = (STRIP + metrics.ascent() - metrics.descent()) / 2
        painter.setPen(colour(theme, "quiet_text"))
        painter.drawText(QPointF(left, baseline), before)
        painter.setPen(colour(theme, "heading"))
        last = metrics.elidedText(last, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left + metrics.horizontalAdvance(before), baseline), last)

    def heading_at(self, point: QPointF) -> int | None:
        """Return the position of the heading that a click at `point` of the line means."""
        if not self.is_on or point.y() > STRIP or (current := self.current()) is None:
            return None
        return current[0]

    def _path(self, index: int) -> tuple[str, ...]:
        path: list[str] = []
        while self._headings and index >= 0:
            _line, label, index = self._headings[index]
            path.append(label)
        return tuple(reversed(path))


def _headings(sections: Sequence[Section]) -> Iterator[tuple[int, str, int]]:
    """Yield the headings below `sections`, in order: line, label, the index of the one above or -1."""
    count = 0
    waiting = [(section, -1) for section in reversed(sections)]
    while waiting:
        section, above = waiting.pop()
        if section.kind is SectionKind.HEADING:
            yield section.line, section.label, above
            above, count = count, count + 1
        waiting += [(child, above) for child in reversed(section.children)]


class Focus:
    """Dims all but one span. An `Overlay`."""

    def __init__(self, view: ColumnView) -> None:
        self.span: Span | None = None
        self._view = view

    @property
    def stands_still(self) -> bool:
        """Whether anything is dimmed: its edges are painted soft."""
        return self.span is not None

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Lay the background, half clear, over what is not in focus."""
        if self.span is None or not self._view.placed:
            return
        veil = QColor(colour(theme, "background"))
        veil.setAlpha(DIMMED)
        width, height = self._view.viewport().width(), self._view.viewport().height()
        padding = self._view.line_height * 0.25
        top = self._y(self.span.start, end=False) - padding
        bottom = self._y(self.span.end, end=True) + padding
        if top > 0:
            fill(painter, QRectF(0, 0, width, min(top, height)), veil)
        if bottom < height:
            begin = max(0.0, bottom)
            fill(painter, QRectF(0, begin, width, height - begin), veil)

    def _y(self, position: int, *, end: bool) -> float:
        """Return the y of the line at `position`: its top, or its bottom for an `end`."""
        index = self._view.column.piece_at(max(0, position - 1) if end else position)
        y, laid = self._view.y_of(index), self._view.column.laid(index)
        if laid is None:
            return y  # out of sight: the edge of its piece is as good
        line = laid.caret_rectangle(laid.places.to_document(position, end=end))
        return y + (line.bottom() if end else line.top())


class Ruler:
    """A band behind the line that is under the pointer, to keep the eye on it. An `Overlay`."""

    def __init__(self, view: ColumnView) -> None:
        self.is_on = False
        self.y = 80.0
        self._view = view

    @property
    def stands_still(self) -> bool:
        """Whether the ruler is there."""
        return self.is_on

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the band, and two fine lines along it."""
        if not self.is_on or (caret := self._view.caret_at(QPointF(self._view.left, self.y))) is None:
            return
        line = self._view.rectangle_of(caret)
        left, width = self._view.left - 16, self._view.width_now + 32
        spread = max(2.0, (self._view.line_height - line.height()) / 2)
        band = QRectF(left, line.top() - spread, width, line.height() + 2 * spread)
        tint = QColor(colour(theme, "accent"))
        tint.setAlpha(22)
        fill(painter, band, tint)
        tint.setAlpha(90)
        fill(painter, QRectF(left, band.bottom(), width, 1), tint)
        fill(painter, QRectF(left, band.top() - 1, width, 1), tint)

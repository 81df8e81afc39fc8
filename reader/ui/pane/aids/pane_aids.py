"""Everything around the text that helps to read it, put together for one view."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.reading_aids import STRIP, Focus, HeadingLine, Ruler
from reader.ui.pane.aids.scroll_marks import MarkedScrollBar, ScrollMarks
from reader.ui.pane.aids.text_marks import Hits, Mark
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.reading_position import ReadingPosition

if TYPE_CHECKING:
    from reader.ui.pane.aids.link_cards import LinkCard


class PaneAids(QObject):
    """The heading line, the focus, the ruler, the marks on the scroll bar and the card over links."""

    rested = Signal(str)  # pointer or keyboard, at a link with this address that leads out of the article

    def __init__(self, view: ColumnView, position: ReadingPosition) -> None:
        super().__init__(view)
        self._view = view
        self._heading = HeadingLine(view)
        self._focus = Focus(view)
        self._ruler = Ruler(view)
        self._card: LinkCard | None = None
        bar = MarkedScrollBar(view)
        view.replace_bar(bar)
        self.marks = ScrollMarks(bar, view.column)
        self._position = position
        view.inset = STRIP
        view.overlays += [self._ruler, self._focus, self._heading]
        view.idle.advanced.connect(self._renew)
        view.idle.finished.connect(self._heading.gather)
        view.framed.connect(self._renew)
        view.moved.connect(lambda: self.point_at(""))  # what it was beside is elsewhere now
        view.viewport().installEventFilter(self)

    def set_article(self, article: Article | None) -> None:
        """Read `article` from now on."""
        self._heading.set_article(article)
        self._focus.span = None
        self.point_at("")
        passages = [link.passage for link in article.links.values() if link.passage] if article else []
        self.marks.set(
            "nodes", sorted(passage.span.start for passage in passages), lambda _index: "quiet_text"
        )

    def mark_bar(self, highlights: Iterable[Mark], hits: Hits) -> None:
        """Show highlights and hits on the scroll bar."""
        notes = sorted((mark.span.start, mark.colour) for mark in highlights)
        self.marks.set("notes", [start for start, _colour in notes], lambda index: notes[index][1])
        current = hits.current
        role = lambda index: "hit_current" if index == current else "hit"  # noqa: E731
        self.marks.set("hits", hits.starts, role, current)
        self._renew()

    def focus_on(self, span: Span | None) -> None:
        """Dim all but `span`; None for nothing."""
        if span != self._focus.span:
            self._focus.span = span
            self._view.viewport().update()

    def show_ruler(self, on: bool) -> None:
        """Show a ruler at the line under the pointer, or no longer."""
        self._ruler.is_on = on
        self._view.viewport().update()

    def show_heading(self, on: bool) -> None:
        """Show the headings of the section that is read at the top of the view, or no longer."""
        self._heading.is_on = on
        self._view.inset = STRIP if on else 0.0
        self._view.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseMove and self._ruler.is_on:
            self._ruler.y = event.position().y()
            self._view.viewport().update()
        if event.type() == QEvent.Type.MouseButtonPress:
            heading = self._heading.heading_at(event.position())
            if heading is not None:
                self._position.jump(Span(heading, heading))
                return True
        return False

    def shape_at(self, point: QPointF) -> Qt.CursorShape | None:
        """Return the pointer's shape over the heading line, which leads to its heading; None elsewhere."""
        on_it = self._heading.heading_at(point) is not None
        return Qt.CursorShape.PointingHandCursor if on_it else None

    @property
    def card(self) -> LinkCard:
        """The card beside the pointer; made when first asked for."""
        if self._card is None:
            from reader.ui.pane.aids.link_cards import LinkCard

            self._card = LinkCard(self._view)
            self._card.text_of = self._card_text
            self._card.rested.connect(self.rested)
        return self._card

    def point_at(self, address: str, spot: QPoint | None = None) -> None:
        """Show the card for the link under the pointer, or at `spot` of the screen; "" puts it away."""
        if address or self._card is not None:
            self.card.point_at(address, spot)

    def _card_text(self, address: str) -> str:
        from reader.articles.markdown.inner_links import words_of

        article = self._view.column.article
        return words_of(article, address) if article is not None and address.startswith("#") else ""

    def _renew(self) -> None:
        self.marks.renew(self._view.theme, self._view.head.height)

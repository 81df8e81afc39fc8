"""The reading pane: one article, as a column of section documents that reads, selects and finds as one text.

Positions and spans that go in and out are code points of the canonical text
(`reader.articles.text`); nothing outside this package sees UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from reader.articles.model import Article
from reader.articles.text import Span
from reader.ui.pane.column_view import TOP, ColumnView, Placed
from reader.ui.pane.laid import Caret
from reader.ui.pane.marks import Mark, MarkLayer
from reader.ui.pane.plain import PlainTypesetter
from reader.ui.pane.pointing import Pointing
from reader.ui.pane.refreshing import Refreshing, anchor_after
from reader.ui.pane.section import Piece, Typesetter
from reader.ui.pane.selecting import Selecting

LANDING = 1600  # milliseconds for which the landing is marked
SMALLEST, LARGEST = 10.0, 40.0  # pixels
ZOOM = 1.1  # the text grows by this with each step


class ReadingPane(ColumnView):
    """Shows an article. The window gives it articles, styles and marks; it tells what the person does."""

    place_changed = Signal(int)
    selection_changed = Signal(Span)
    link_activated = Signal(str)
    link_hovered = Signal(str)  # "" when the pointer leaves the link
    mark_activated = Signal(str)  # a mark with this id was clicked
    mark_resized = Signal(str, Span)
    zoomed = Signal(float)  # the person has changed the size of the text to this
    context_menu_requested = Signal(QMenu, int)  # add your entries; the position that was clicked

    def __init__(self, typesetter: Typesetter | None = None, parent: QWidget | None = None) -> None:
        setter: Typesetter = typesetter or PlainTypesetter()
        super().__init__(setter, parent)
        self.selecting = Selecting(self.column, self)
        self.pointing = Pointing(self, self.selecting)
        self._refreshing = Refreshing(setter, self)
        self._marks: dict[str, MarkLayer] = {}
        self._landing = MarkLayer("landing")
        self._hits = MarkLayer("hits")
        self.layers = [self._landing, self._hits, self.selecting]
        self._landed: int | None = None
        self._last_place = -1
        self._untold = False
        self._pending: Span | None = None
        self._landing_over = QTimer(self)
        self._landing_over.setSingleShot(True)
        self._landing_over.timeout.connect(self._forget_landing)
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    # ---- articles

    def show_article(self, article: Article, hidden_lines: frozenset[int] | None = None) -> None:
        """Show `article` from its top, without `hidden_lines` of its file (what a title block shows)."""
        self._clear_marks()
        self._refreshing.stop()
        self._hidden = hidden_lines or frozenset()
        self.column.open(article, self._hidden)
        self.start()

    def refresh(self, article: Article, hidden_lines: frozenset[int] | None = None) -> None:
        """Show the same article, edited: the place is kept, and only what has changed is made again."""
        if self.column.article is None:
            self.show_article(article, hidden_lines)
            return
        self._hidden = self._hidden if hidden_lines is None else hidden_lines
        self._refreshing.start(article, self._hidden)

    def clear(self) -> None:
        """Show nothing."""
        self._clear_marks()
        self._refreshing.stop()
        self.column.open(None)
        self.start()

    # ---- places

    def jump_to(self, span: Span, mark: bool = True) -> None:
        """Bring `span` to the top, at once; `mark` it for a moment."""
        if self.column.article is None:
            return
        if not self._is_here(span.start):
            self._pending = span
            return
        index = self.column.piece_at(span.start)
        if mark:
            self._landing.set([Mark(span, "landing")])
            self._landing_over.start(LANDING)
        self.set_anchor(index, self.column.lay(index).top_of(span.start) - TOP)
        self._landed = span.start
        self._tell_place()

    def place(self) -> int:
        """Return the position of the line that is read now: the first whole one, or where a jump led."""
        if self._landed is not None:
            return self._landed
        placed = self.placed_at(TOP + 1)
        if placed is None or self.column.article is None:
            return 0
        return placed.laid.position_at(TOP + 1 - placed.y)

    def place_offset(self) -> float:
        """Return the y of the line of `place()` in the view, to be kept and given to `restore_place`."""
        if not self.column.pieces:
            return 0.0
        place = self.place()
        index = self.column.piece_at(place)
        return self.y_of(index) + self.column.lay(index).top_of(place)

    def restore_place(self, position: int, offset: float) -> None:
        """Put the line of `position` at the y `offset` of the view."""
        if self.column.article is None:
            return
        if not self._is_here(position):
            self._pending = Span(position, position)
            return
        index = self.column.piece_at(position)
        self.set_anchor(index, self.column.lay(index).top_of(position) - offset)

    # ---- looks

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Make the text larger by `steps`; the line at `at` of the view, or at its top, stays there."""
        size = min(LARGEST, max(SMALLEST, self.style_now.size * ZOOM**steps))
        if steps and round(size) == round(self.style_now.size):
            size = min(LARGEST, max(SMALLEST, self.style_now.size + (1 if steps > 0 else -1)))
        at = at or QPointF(self.left, TOP + 1)
        caret = self.caret_at(at)
        if size == self.style_now.size:
            return
        before = self.rectangle_of(caret).top() if caret else 0.0
        self.set_style(replace(self.style_now, size=float(round(size))))
        if caret:
            top = self.column.lay(caret.piece).caret_rectangle(caret.units).top()
            self.set_anchor(caret.piece, top - before)
        self.zoomed.emit(self.style_now.size)

    def set_highlights(self, layer: str, marks: Sequence[Mark]) -> None:
        """Show `marks` as the highlights of `layer`, in place of its highlights before."""
        if layer not in self._marks:
            self._marks[layer] = MarkLayer(f"marks:{layer}")
            self.layers.insert(len(self._marks) - 1, self._marks[layer])
        self._marks[layer].set(marks)
        self.viewport().update()

    def set_hits(self, spans: Sequence[Span], current: int = -1) -> None:
        """Light `spans`, and the one at index `current` more than the others."""
        roles = ("hit", "hit_current")
        self._hits.set([Mark(span, roles[number == current]) for number, span in enumerate(spans)])
        self.viewport().update()

    # ---- selection

    def selection(self) -> Span:
        """Return what is selected; an empty span where nothing is."""
        return self.selecting.span

    def select(self, span: Span) -> None:
        """Select `span`."""
        if self.column.pieces:
            caret = self.selecting.caret_of
            self.selecting.set(caret(span.start), caret(span.end, end=span.end > span.start))

    # ---- Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointing.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointing.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointing.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointing.release(event)

    # ---- inside

    def on_moved(self) -> None:
        """Tell where the reader is now."""
        self._landed = None
        self._tell_place()

    def on_painted(self) -> None:
        """Tell the place that was not known before it was laid out."""
        if self._untold:
            self._untold = False
            QTimer.singleShot(0, self, self._tell_place)

    def _connect(self) -> None:
        self.selecting.changed.connect(self._on_selection_changed)
        self.pointing.link_activated.connect(self.link_activated)
        self.pointing.link_hovered.connect(self.link_hovered)
        self.pointing.pressed_inside.connect(self._on_pressed_inside)
        self.pointing.tapped.connect(self._on_tapped)
        self._refreshing.ready.connect(self._on_refreshed)
        self.idle.advanced.connect(self._on_advanced)

    def _tell_place(self) -> None:
        """Say where the reader is, to the block: quick, as it is done at each scroll event."""
        if self._landed is not None:
            place = self._landed
        else:
            anchor, offset = self.anchor
            y = self.column.heights.top(anchor) + offset + TOP + 1
            index = self.column.heights.index_at(y)
            laid = self.column.laid(index)
            if laid is None:
                self._untold = True  # it is laid out when it is painted, and told then
                return
            place = laid.block_position(y - self.column.heights.top(index))
        if place != self._last_place:
            self._last_place = place
            self.place_changed.emit(place)

    def _is_here(self, position: int) -> bool:
        article, column = self.column.article, self.column
        if article is None:
            return False
        line = article.text.line_at(position)
        while not column.complete and (not column.pieces or column.pieces[-1].last_line < line):
            if column.pull(0.004):
                return False
        return bool(column.pieces)

    def _on_advanced(self) -> None:
        if self._pending is not None and self._is_here(self._pending.start):
            span, self._pending = self._pending, None
            self.jump_to(span, mark=span.end > span.start)

    def _on_refreshed(self, article: Article, pieces: list[Piece]) -> None:
        anchor = anchor_after(self.column, pieces, self.anchor)
        self.column.replace(article, pieces)
        self.selecting.clear()
        for layer in (self._landing, self._hits, *self._marks.values()):
            layer.set([])
        self.set_anchor(*anchor)
        self.idle.start(anchor[0])

    def _on_selection_changed(self) -> None:
        self.viewport().update()
        self.selection_changed.emit(self.selecting.span)

    def _on_pressed_inside(self, placed: Placed, done: bool | str) -> None:
        self.column.remeasure(placed.laid.index)
        self.viewport().update()

    def _on_tapped(self, caret: Caret) -> None:
        position = self.selecting.position_of(caret)
        for layer in self._marks.values():
            for mark in layer.marks.touching(Span(position, position + 1)):
                if mark.mark_id:
                    self.mark_activated.emit(mark.mark_id)
                    return

    def _forget_landing(self) -> None:
        self._landing.set([])
        self.viewport().update()

    def _clear_marks(self) -> None:
        self.selecting.clear()
        self._landed, self._last_place, self._pending = None, -1, None
        self._landing.set([])
        self._hits.set([])
        for layer in self._marks.values():
            layer.set([])

    def contextMenuEvent(self, event: object) -> None:
        """Offer what can be done here; whoever listens adds to it."""
        at: QPoint = event.pos()  # type: ignore[attr-defined]
        caret = self.caret_at(QPointF(at))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context_menu_requested.emit(menu, self.selecting.position_of(caret) if caret else 0)
        if menu.actions():
            menu.popup(self.viewport().mapToGlobal(at))

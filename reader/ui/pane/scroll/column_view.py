"""The scroll area that shows a column: what is in sight is laid out and painted, the rest waits.

The view holds on to an *anchor*, the piece at its top edge and how far that
piece is scrolled out of sight. Heights that turn out other than guessed move
the scroll bar, never the anchor: the line under the eye stays. A step of
scrolling moves the picture, and paints only what comes into sight.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from reader.theme import Theme
from reader.ui.base.theme_colours import colour, fill
from reader.ui.pane.head import ABOVE, Head
from reader.ui.pane.interfaces import Style, Typesetter
from reader.ui.pane.prefetch.idle import SLICE, IdleWork
from reader.ui.pane.scroll.column import Column, width_in
from reader.ui.pane.scroll.laid_piece import Caret
from reader.ui.pane.scroll.layers import Layer, Overlay, Placed, paint_piece
from reader.ui.pane.scroll.screenful import Screenful, Turn

BUDGET = 0.004  # seconds in which one event may lay pieces out; what is left waits for the next turn
PATIENCE, AT_FIRST, THEN = 0.005, 0.0, 0.005  # an article's first words; what follows; the next paint
AT_START = 0.1  # for the first article of a window: nobody works in it yet, and each picture takes 4 ms more
TOP = 18.0  # pixels from the upper edge to the line that a jump brings there, and that counts as read


class ColumnView(QAbstractScrollArea):
    """Shows a `Column`. Knows how to lay out, scroll and paint; nothing of selecting or finding."""

    first_painted = Signal()  # the first screen of an article is complete
    painted = Signal()  # all that is in sight is laid out and painted
    moved = Signal()  # something else is at the top of the view
    framed = Signal()  # the column has another width, or another theme

    def __init__(self, typesetter: Typesetter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(
            QWidget()
        )  # of Qt's own, PySide would ask which class it is, of all: 8 ms of the start
        self.column = Column(typesetter)
        self.style_now = Style()
        self.theme: Theme | None = None
        self.layers: list[Layer] = []
        self.overlays: list[Overlay] = []
        self.screenful = Screenful(self.column, self.layers, lambda: self.column.pull_some(SLICE))
        self.left = self.width_now = 0.0
        self.inset = 0.0  # how much of the upper edge something lies over
        self._anchor = (0, 0.0)
        self.head = Head(self.viewport())
        self.head.changed.connect(self._on_head_changed)
        self._quiet = self._awaiting_paint = self._has_words = False
        self._owed: float | None = None  # y below which the screen may lack what is laid out by now
        self.is_first = False  # it is the first of its window, and nothing was painted in it yet
        self._bar_at = 0  # the value of the scroll bar that the anchor stands for
        self.idle = IdleWork(self.column, lambda: self._anchor[0], self)
        self.idle.advanced.connect(self._sync_bar)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.replace_bar(self.verticalScrollBar())

    # ---- what is shown

    def start(self) -> None:
        """Begin at the top of the article that the column holds."""
        _ = self.column.pieces or self.column.pull(SLICE / 4)
        self._awaiting_paint, self._has_words, self.screenful.placed = True, False, []
        self._frame()
        self._anchor = (0, -self.head.height)
        self.idle.stop()  # until the first screen is there
        self._sync_bar()
        self.viewport().update()

    def set_style(self, style: Style, at: QPointF | None = None) -> None:
        """Lay everything out by `style`. The line at `at` of the view, or the one at the top, stays."""
        self.style_now = style
        self._relay(at)
        if at is not None:
            self.moved.emit()  # another line may be at the top now

    def set_theme(self, theme: Theme) -> None:
        """Paint in the colours of `theme`. Nothing is laid out anew."""
        self.theme = theme
        self.framed.emit()
        self.viewport().update()

    def set_title_block(self, widget: QWidget | None) -> None:
        """Show `widget` above the text, as wide as the column; it scrolls with it. None: nothing."""
        self.head.hold(widget)

    @property
    def placed(self) -> list[Placed]:
        """The pieces in sight that are laid out, from the top down."""
        return self.screenful.placed

    @property
    def top(self) -> float:
        """The y in the viewport below which a line counts as read."""
        return TOP + self.inset

    @property
    def line_height(self) -> float:
        """The height of a line of the text, in pixels."""
        return self.style_now.size * self.style_now.line_height

    def replace_bar(self, bar: QScrollBar) -> None:
        """Scroll with `bar` from now on."""
        if bar is not self.verticalScrollBar():
            self.setVerticalScrollBar(bar)
        bar.valueChanged.connect(self._on_scrolled)

    # ---- places on the screen

    @property
    def anchor(self) -> tuple[int, float]:
        """The piece at the top edge of the view, and how many pixels of it are out of sight."""
        return self._anchor

    def set_anchor(self, index: int, offset: float) -> None:
        """Put the point `offset` pixels below the top of piece `index` at the top edge of the view."""
        self._anchor = (index, offset)
        self.settle()
        self._sync_bar()
        self.viewport().update()
        self.moved.emit()

    def y_of(self, index: int) -> float:
        """Return the y of the top edge of piece `index` in the viewport."""
        at, offset = self._anchor
        return self.column.heights.top(index) - self.column.heights.top(at) - offset

    def placed_at(self, y: float) -> Placed | None:
        """Return the piece in sight at `y` of the viewport, or the nearest one; None if there is none."""
        for placed in self.placed:
            if y < placed.y + placed.laid.section.height:
                return placed
        return self.placed[-1] if self.placed else None

    def caret_at(self, point: QPointF) -> Caret | None:
        """Return the place nearest to `point` of the viewport."""
        placed = self.placed_at(point.y())
        if placed is None:
            return None
        units = placed.laid.section.position_at(QPointF(point.x() - self.left, point.y() - placed.y))
        return Caret(placed.laid.index, max(0, units))

    def rectangle_of(self, caret: Caret) -> QRectF:
        """Return where `caret` stands, in the viewport's coordinates. Lays its piece out."""
        laid = self.column.lay(caret.piece)
        return laid.caret_rectangle(caret.units).translated(self.left, self.y_of(caret.piece))

    def settle(self, seconds: float | None = None, patience: float | None = None) -> bool:
        """Lay out what is in sight, as far as the budget goes; False if something is still missing.

        Fills `placed`. The piece at the top is there unless `patience` for it ends.
        """
        if seconds is None and self._awaiting_paint:
            seconds = AT_START if self.is_first else THEN if self._has_words else AT_FIRST
        elif seconds is None:
            seconds = BUDGET
        height, ratio = self.viewport().height(), self.devicePixelRatioF()
        done = self.screenful.fill(self._anchor, height, ratio, seconds, patience)
        if done and self.placed and self.placed[0].y <= 0:
            self._anchor = self.placed[0].laid.index, -self.placed[0].y
        return done

    def lay_ahead(self, index: int, seconds: float) -> bool:
        """Lay out piece `index`, which may soon be in sight; False if that needs another turn."""
        before = self.column.heights[index]
        done = self.screenful.advance(index, self.devicePixelRatioF(), Turn(seconds))
        if self.column.heights[index] != before:
            self._sync_bar()
        if done:
            self.column.lay(index).block_position(0.0)  # where it is told from while one scrolls
        return done

    # ---- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self.theme is None:
            painter.fillRect(event.rect(), self.palette().base())
            return
        fill(painter, event.rect(), colour(self.theme, "background"))
        is_begun = self._has_words or self.is_first or not self._awaiting_paint
        done = self.settle(patience=None if is_begun else PATIENCE)
        self._sync_bar()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for placed in self.placed:
            paint_piece(painter, placed, self.left, self.layers, self.theme, QRectF(event.rect()))
        for overlay in self.overlays:
            overlay.paint(painter, self.theme)
        self.screenful.note_painted()
        self._has_words = bool(self.placed)
        if not done:
            missing = self.screenful.missing_from or 0.0
            # Pieces may have been laid out while only a corner was painted: they are owed as well.
            is_all = event.rect().contains(self.viewport().rect())
            self._owed = missing if is_all or self._owed is None else min(missing, self._owed)
            QTimer.singleShot(0, self.viewport(), self._paint_missing)
            return
        self.painted.emit()
        if self._awaiting_paint and self.column.article is not None:
            self._awaiting_paint = self.is_first = False
            self.idle.start()
            QTimer.singleShot(0, self, self.first_painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._relay()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Nothing: Qt would paint all of the view, see `_on_scrolled`."""

    # ---- inside

    def _frame(self) -> None:
        """Work out the width of the column and hand it on."""
        size, room = self.style_now.size, self.viewport().width()
        self.width_now = width_in(self.style_now, room)
        self.left = float(max(0, int((room - self.width_now) / 2)))
        self.head.frame(self.width_now, size * ABOVE)
        self.column.set_frame(self.style_now, self.width_now)
        self.framed.emit()

    def _relay(self, at: QPointF | None = None) -> None:
        """Lay out anew for another width or style; the line at `at`, or the one that is read, stays."""
        offset = self._anchor[1]
        caret, y = None, 0.0
        if self.column.pieces and (at is not None or offset > -self.head.height):
            self.settle(0.0)
            caret = self.caret_at(at or QPointF(self.left, self.top + 1))
        if caret is not None:
            y = self.rectangle_of(caret).top()
        self._frame()
        if caret is None:
            self._anchor = (0, -self.head.height)
        else:
            self._anchor = caret.piece, self.column.lay(caret.piece).caret_rectangle(caret.units).top() - y
        self.idle.start(later=True)
        self._sync_bar()
        self.viewport().update()

    def _paint_missing(self) -> None:
        """Paint what was not laid out in time, and only that."""
        top, view, self._owed = self._owed or 0.0, self.viewport(), None
        view.update(0, max(0, int(top)), view.width(), view.height())

    def _on_head_changed(self) -> None:
        if self._anchor[0] == 0 and self._anchor[1] < 0 and self.verticalScrollBar().value() == 0:
            self._anchor = (0, -self.head.height)
        self._sync_bar()
        self.viewport().update()

    def _sync_bar(self) -> None:
        """Let the scroll bar say where the anchor is; the anchor follows only where the bar ends."""
        bar, height, head = self.verticalScrollBar(), self.viewport().height(), self.head.height
        text = head + self.column.heights.total
        # So that the last passages too can be brought to the top, there is room below them.
        total = text + (height * 0.6 if text > height else 0.0)
        index, offset = self._anchor
        value = int(head + self.column.heights.top(index) + offset + 1e-6)  # sums of heights are not exact
        self._quiet = True
        bar.setPageStep(max(1, height))
        bar.setSingleStep(max(1, round(self.line_height)))
        bar.setRange(0, max(0, int(total - height)))
        bar.setValue(value)
        self._quiet = False
        self._bar_at = bar.value()
        if self._bar_at != value:
            self._anchor = self.column.point_at(self._bar_at - self.head.height)
            self.viewport().update()
        self.head.place(self.left, self._bar_at)

    def _on_scrolled(self, value: int) -> None:
        if self._quiet:
            return
        was, self._bar_at = self._bar_at, value
        self._anchor = self._anchor_from(was, value)
        self.head.place(self.left, value)
        view, moved = self.viewport(), self.screenful.moved_by(self.y_of, self.devicePixelRatioF())
        still = view.childrenRegion().intersects(view.rect()) or any(o.stands_still for o in self.overlays)
        if moved is None or still or self._owed is not None or min(was, value) < self.head.height:
            view.update()
        elif moved:
            view.scroll(0, moved, view.rect())
        self.moved.emit()

    def _anchor_from(self, was: int, value: int) -> tuple[int, float]:
        """Return the anchor when the bar goes on: counted from the line in sight, not from the first."""
        bar = self.verticalScrollBar()
        if abs(value - was) > 2 * self.viewport().height() or value in (bar.minimum(), bar.maximum()):
            return self.column.point_at(value - self.head.height)
        return self.column.point_near(self._anchor[0], self._anchor[1] + value - was)

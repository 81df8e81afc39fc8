"""The first screens of articles that may be opened next: laid out in idle moments, to be shown at once.

A pointer rests on a row of the list a tenth of a second before it is clicked.
That is time enough to lay out a screen, a few milliseconds at a time, and to
paint it, so that the click only has to show it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer

from reader.articles.model import Article
from reader.ui.pane.column import Column, width_in
from reader.ui.pane.face import Face, make_face
from reader.ui.pane.head import ABOVE
from reader.ui.pane.screenful import Screenful
from reader.ui.pane.section import Style, Typesetter

if TYPE_CHECKING:
    from reader.ui.pane.column_view import ColumnView

SLICE = 0.003  # seconds of work in one turn of the event loop
MOST = 4  # articles that are kept ready; a screen of one takes some 200 KB


@dataclass(slots=True, eq=False)
class Begun:
    """A column that is begun, without `hidden` lines, and the picture of it where it is to open."""

    column: Column
    hidden: frozenset[int]
    face: Face | None = None


class Expecting(QObject):
    """Makes columns ready, and hands each out once."""

    def __init__(self, view: ColumnView, typesetter: Typesetter) -> None:
        super().__init__(view)
        self._view = view
        self._typesetter = typesetter
        self._begun: OrderedDict[int, Begun] = OrderedDict()  # by the id of the article, which they hold
        self._work: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether a screen is being laid out."""
        return self._timer.isActive()

    @property
    def room(self) -> QSize:
        """The size of the viewport; the one that it will have, where a page stands in the pane's place."""
        view, above = self._view, self._view.parentWidget()
        if view.isVisible() or above is None:
            return view.viewport().size()
        return QSize(above.width() - view.verticalScrollBar().sizeHint().width(), above.height())

    def expect(
        self,
        article: Article,
        hidden: frozenset[int],
        style: Style,
        head: float = 0.0,
        place: tuple[int, float] = (0, 0.0),
    ) -> None:
        """Lay out a screen of `article` in `style`, without `hidden` lines, below a title block `head` high.

        `place`: a position, and the y at which its line is to stand; position 0 is the top of the article.
        """
        begun = self._begun.get(id(article))
        if begun is None or begun.hidden != hidden:
            begun = Begun(Column(self._typesetter), hidden)
            begun.column.open(article, hidden)
        for other in self._begun.values():
            other.face = None  # some megabytes: only for the last one
        self._begun[id(article)] = begun
        self._begun.move_to_end(id(article))
        while len(self._begun) > MOST:
            self._begun.popitem(last=False)
        begun.column.set_frame(style, width_in(style, self.room.width()))
        self._work = self._make(begun, (0, -head - style.size * ABOVE), place)
        self._timer.start()

    def take(self, article: Article, hidden: frozenset[int]) -> Begun | None:
        """Return what was begun for `article`, or None. It is the caller's now."""
        self._timer.stop()
        begun = self._begun.get(id(article))
        if begun is None or begun.hidden != hidden:
            return None
        return self._begun.pop(id(article))

    def drop_waiting(self, key: object) -> None:
        """Forget the layouts that wait for `key`: it is there now."""
        for begun in self._begun.values():
            begun.column.drop_waiting(key)

    def stop(self) -> None:
        """Forget all of them."""
        self._timer.stop()
        self._begun.clear()

    def _go_on(self) -> None:
        if next(self._work, self) is self:
            self._timer.stop()

    def _make(self, begun: Begun, top: tuple[int, float], place: tuple[int, float]) -> Iterator[None]:
        """Lay out what is in sight at `place`, then paint it; pause every few milliseconds."""
        view, column = self._view, begun.column
        position, y = place
        line = column.article.text.line_at(position) if column.article is not None and position else 0
        while not column.complete and (not column.pieces or column.pieces[-1].last_line < line):
            column.pull(SLICE)
            yield
        anchor = top
        if position and column.pieces:
            index = column.piece_of_line(line)
            anchor = index, column.lay(index).top_of(position) - y
        screenful = Screenful(column, view.layers, lambda: column.pull_some(SLICE))
        ratio, size = view.devicePixelRatioF(), self.room
        while not screenful.fill(anchor, size.height(), ratio, SLICE):
            yield
        yield
        if view.theme is not None:
            room = size.width() - column.width
            left = float(max(0, int(room / 2)))
            begun.face = make_face(screenful.placed, view.theme, left, size, ratio)

"""The first screens of articles that may be opened next: laid out in idle moments, to be shown at once.

A pointer rests on a row of the list a tenth of a second before it is clicked.
That is time enough to lay out a screen, a few milliseconds at a time, so that
the click only has to paint it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, QTimer

from reader.articles.model import Article
from reader.ui.pane.head import ABOVE
from reader.ui.pane.interfaces import Style, Typesetter
from reader.ui.pane.scroll.column import Column, width_in
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.screenful import Screenful

SLICE = 0.003  # seconds of work in one turn of the event loop
MOST = 4  # articles that are kept ready; a screen of one takes some 200 KB


class BegunColumn(NamedTuple):
    """A column whose first screen is laid out ahead, without the `hidden` lines of the article."""

    column: Column
    hidden: frozenset[int]


class ExpectedArticles(QObject):
    """Lays out, while the event loop is idle, the first screen of articles that may be opened next.

    `take` hands each column out once.
    """

    def __init__(self, view: ColumnView, typesetter: Typesetter) -> None:
        super().__init__(view)
        self._view = view
        self._typesetter = typesetter
        self._begun: OrderedDict[int, BegunColumn] = (
            OrderedDict()
        )  # by the id of the article, which they hold
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
        begun = self._begun_of(article, hidden) or self._begin(article, hidden)
        self._begun[id(article)] = begun
        self._begun.move_to_end(id(article))
        while len(self._begun) > MOST:
            self._begun.popitem(last=False)
        begun.column.set_frame(style, width_in(style, self.room.width()))
        self._work = self._make(begun.column, (0, -head - style.size * ABOVE), place)
        self._timer.start()

    def take(self, article: Article, hidden: frozenset[int]) -> Column | None:
        """Return the column that was begun for `article`, or None. It is the caller's now."""
        self._timer.stop()
        begun = self._begun_of(article, hidden)
        if begun is None:
            return None
        del self._begun[id(article)]
        return begun.column

    def drop_waiting(self, key: object) -> None:
        """Forget the layouts that wait for `key`: it is there now."""
        for begun in self._begun.values():
            begun.column.drop_waiting(key)

    def stop(self) -> None:
        """Forget all of them."""
        self._timer.stop()
        self._begun.clear()

    def _begin(self, article: Article, hidden: frozenset[int]) -> BegunColumn:
        begun = BegunColumn(Column(self._typesetter), hidden)
        begun.column.open(article, hidden)
        return begun

    def _begun_of(self, article: Article, hidden: frozenset[int]) -> BegunColumn | None:
        begun = self._begun.get(id(article))
        return begun if begun and begun.column.article is article and begun.hidden == hidden else None

    def _go_on(self) -> None:
        if next(self._work, self) is self:
            self._timer.stop()

    def _pull_to(self, column: Column, position: int) -> Iterator[None]:
        """Cut `column` up to the piece with `position`, a few milliseconds at a time."""
        line = column.article.text.line_at(position) if column.article is not None and position else 0
        while not column.complete and (not column.pieces or column.pieces[-1].last_line < line):
            column.pull(SLICE if line else 0.0)
            yield

    def _make(self, column: Column, top: tuple[int, float], place: tuple[int, float]) -> Iterator[None]:
        """Lay out what is in sight at `place`; pause every few milliseconds."""
        position, y = place
        yield from self._pull_to(column, position)
        anchor = top
        if position and column.pieces:
            index = column.piece_at(position)
            anchor = index, column.lay(index).top_of(position) - y
        screenful = Screenful(column, self._view.layers, lambda: column.pull_some(SLICE))
        ratio, height = self._view.devicePixelRatioF(), self.room.height()
        while not screenful.fill(anchor, height, ratio, SLICE):
            yield

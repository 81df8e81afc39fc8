"""The first screens of articles that may be opened next: laid out in idle moments, to be shown at once.

A pointer rests on a row of the list a tenth of a second before it is clicked.
That is time enough to lay out a screen, a few milliseconds at a time, and to
paint it, so that the click only has to show it. Of articles that are merely in
sight of the list there are the first words: parsed, and a few of them laid out.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, QTimer

from reader.articles.markdown.blocks import Run
from reader.articles.model import Article
from reader.ui.pane.head import ABOVE
from reader.ui.pane.interfaces import Style, Typesetter
from reader.ui.pane.prefetch.page_snapshot import Face, make_face
from reader.ui.pane.scroll.column import Column, width_in
from reader.ui.pane.scroll.screenful import Screenful, Turn

if TYPE_CHECKING:
    from reader.ui.pane.scroll.column_view import ColumnView

SLICE = 0.003  # seconds of work in one turn of the event loop
MOST = 4  # articles that are kept ready; a screen of one takes some 200 KB
LIKELY = 16  # articles of which the first words are kept


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
        self._likely: OrderedDict[Path, Begun] = OrderedDict()
        self._work: Iterator[None] = iter(())
        self._waiting: deque[Iterator[None]] = deque()  # what follows it
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
        self._likely.pop(article.path, None)
        for other in self._begun.values():
            other.face = None  # some megabytes: only for the last one
        self._begun[id(article)] = begun
        self._begun.move_to_end(id(article))
        while len(self._begun) > MOST:
            self._begun.popitem(last=False)
        begun.column.set_frame(style, width_in(style, self.room.width()))
        self._work = self._make(begun, (0, -head - style.size * ABOVE), place)
        self._timer.start()

    def glance(
        self, article: Article, hidden: frozenset[int], style: Style, position: int, lay_out: bool
    ) -> None:
        """Parse the first words of `article` at `position`, and `lay_out` them in `style`, when idle."""
        begun = self._begun_of(article, hidden) or self._begin(article, hidden)
        if begun in self._begun.values():
            return
        self._likely[article.path] = begun
        self._likely.move_to_end(article.path)
        while len(self._likely) > LIKELY:
            self._likely.popitem(last=False)
        begun.column.set_frame(style, width_in(style, self.room.width()))
        self._waiting.append(self._make_first_words(begun, position, lay_out))
        self._timer.start()

    def take(self, article: Article, hidden: frozenset[int]) -> Begun | None:
        """Return what was begun for `article`, or None. It is the caller's now."""
        self._timer.stop()
        self._waiting.clear()
        begun = self._begun_of(article, hidden)
        if begun is not None:
            self._begun.pop(id(article), None)
            self._likely.pop(article.path, None)
        return begun

    def drop_waiting(self, key: object) -> None:
        """Forget the layouts that wait for `key`: it is there now."""
        for begun in (*self._begun.values(), *self._likely.values()):
            begun.column.drop_waiting(key)

    def stop(self) -> None:
        """Forget all of them."""
        self._timer.stop()
        self._waiting.clear()
        self._begun.clear()
        self._likely.clear()

    def _begin(self, article: Article, hidden: frozenset[int]) -> Begun:
        begun = Begun(Column(self._typesetter), hidden)
        begun.column.open(article, hidden)
        return begun

    def _begun_of(self, article: Article, hidden: frozenset[int]) -> Begun | None:
        begun = self._begun.get(id(article)) or self._likely.get(article.path)
        return begun if begun and begun.column.article is article and begun.hidden == hidden else None

    def _go_on(self) -> None:
        if next(self._work, self) is not self:
            return
        if self._waiting:
            self._work = self._waiting.popleft()
        else:
            self._timer.stop()

    def _make_first_words(self, begun: Begun, position: int, lay_out: bool) -> Iterator[None]:
        """Parse the piece with `position`; then `lay_out` it, or let go of such layouts. Pictures wait."""
        column = begun.column
        yield from self._pull_to(column, position)
        if not column.pieces:
            return
        index = column.piece_at(position) if position else 0
        blocks = column.blocks(index)
        if not lay_out:
            column.forget_layouts()
        elif all(isinstance(each, Run) for block in blocks for each in block.inlines):
            yield
            view = self._view
            screenful, ratio = Screenful(column, view.layers, lambda: False), view.devicePixelRatioF()
            while not screenful.advance(index, ratio, Turn(SLICE)):
                yield

    def _pull_to(self, column: Column, position: int) -> Iterator[None]:
        """Cut `column` up to the piece with `position`, a few milliseconds at a time."""
        line = column.article.text.line_at(position) if column.article is not None and position else 0
        while not column.complete and (not column.pieces or column.pieces[-1].last_line < line):
            column.pull(SLICE if line else 0.0)
            yield

    def _make(self, begun: Begun, top: tuple[int, float], place: tuple[int, float]) -> Iterator[None]:
        """Lay out what is in sight at `place`, then paint it; pause every few milliseconds."""
        view, column = self._view, begun.column
        position, y = place
        yield from self._pull_to(column, position)
        anchor = top
        if position and column.pieces:
            index = column.piece_at(position)
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

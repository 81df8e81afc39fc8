"""The same article, edited: cut it anew in slices, then show it in one step with the place kept.

Of 10 MB, 20,000 pieces are set beside the old ones and their heights guessed
(20 ms) in the same slices, so that the one step is short.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

from reader.articles.model import Article
from reader.ui.pane.interfaces import Piece, Typesetter
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.scroll.coming_pieces import ComingPieces

SLICE = 0.004


class Refreshing(QObject):
    """Cuts an edited article while the old text stays in sight. `ready` carries its pieces."""

    ready = Signal(object, object)  # Article, Coming

    def __init__(self, typesetter: Typesetter, column: Column, parent: QObject) -> None:
        super().__init__(parent)
        self._typesetter = typesetter
        self._column = column
        self._article: Article | None = None
        self._cut: Iterator[Piece] = iter(())
        self._coming: ComingPieces | None = None
        self._is_cut = False  # whether all of its pieces are there
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def is_busy(self) -> bool:
        """Whether an edited article is being cut."""
        return self._timer.isActive()

    def start(self, article: Article, hidden_lines: frozenset[int]) -> None:
        """Cut `article`; a start before it is forgotten."""
        self._article, self._coming = article, self._column.pieces_to_come()
        self._cut = self._typesetter.cut(article, hidden_lines)
        self._is_cut = False
        if self._cut_some(self._coming):
            self._timer.start()
        else:
            self._finish(self._coming)  # a short article is shown at once

    def stop(self) -> None:
        """Stop cutting the edited article: another one is shown."""
        self._timer.stop()
        self._article, self._coming, self._cut = None, None, iter(())

    def _work(self) -> None:
        if self._coming is not None:
            if self._is_cut:
                self._finish(self._coming)
            else:
                self._is_cut = not self._cut_some(self._coming)  # then shown in a turn of its own

    def _cut_some(self, coming: ComingPieces) -> bool:
        """Cut pieces off for a while; return False when there are none left."""
        until = time.perf_counter() + SLICE
        for piece in self._cut:
            coming.take(piece)
            if time.perf_counter() > until:
                return True
        return False

    def _finish(self, coming: ComingPieces) -> None:
        self._timer.stop()
        article, self._article, self._coming, self._cut = self._article, None, None, iter(())
        self.ready.emit(article, coming)


def anchor_after(column: Column, coming: ComingPieces, anchor: tuple[int, float]) -> tuple[int, float]:
    """Return where `anchor` stands among the pieces that are `coming` to `column`.

    The piece that was at the top is looked for; where it was itself edited,
    the piece with as many unchanged ones before or behind it takes its place.
    """
    index, offset = anchor
    old = [piece.key for piece in column.pieces]
    new = coming.keys
    if not old or not new or index >= len(old):
        return 0, offset
    here = column.pieces[index].first_line
    at = bisect_left(coming.lines, here)
    if at < len(new) and coming.lines[at] == here and new[at] == old[index]:
        return at, offset
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    if index < same:
        return index, offset
    behind = 0
    while behind < min(len(old), len(new)) - same and old[-1 - behind] == new[-1 - behind]:
        behind += 1
    if index >= len(old) - behind:
        return index + len(new) - len(old), offset
    around = [place for place in range(same, len(new) - behind) if new[place] == old[index]]
    if around:
        return min(around, key=lambda place: abs(place - index)), offset
    return max(0, min(index, len(new) - behind - 1, len(new) - 1)), offset

"""The same article, edited: cut it anew in slices, then show it in one step with the place kept."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from reader.articles.model import Article
from reader.ui.pane.column import Column
from reader.ui.pane.section import Piece, Typesetter

SLICE = 0.004


class Refreshing(QObject):
    """Cuts an edited article while the old text stays in sight. `ready` carries its pieces."""

    ready = Signal(object, object)  # Article, list[Piece]

    def __init__(self, typesetter: Typesetter, parent: QObject) -> None:
        super().__init__(parent)
        self._typesetter = typesetter
        self._article: Article | None = None
        self._coming: Iterator[Piece] = iter(())
        self._pieces: list[Piece] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def is_busy(self) -> bool:
        """Whether an edited article is being cut."""
        return self._timer.isActive()

    def start(self, article: Article, hidden_lines: frozenset[int]) -> None:
        """Cut `article`; a start before it is forgotten."""
        self._article, self._pieces = article, []
        self._coming = self._typesetter.cut(article, hidden_lines)
        self._timer.start()
        self._work()  # a short article is shown at once

    def stop(self) -> None:
        """Forget it: another article is shown."""
        self._timer.stop()

    def _work(self) -> None:
        until = time.perf_counter() + SLICE
        for piece in self._coming:
            self._pieces.append(piece)
            if time.perf_counter() > until:
                return
        self._timer.stop()
        self.ready.emit(self._article, self._pieces)


def anchor_after(column: Column, pieces: Sequence[Piece], anchor: tuple[int, float]) -> tuple[int, float]:
    """Return where `anchor` stands among `pieces`, the new ones of the article that `column` shows.

    The piece that was at the top is looked for; where it was itself edited,
    the piece with as many unchanged ones before or behind it takes its place.
    """
    index, offset = anchor
    old = [piece.key for piece in column.pieces]
    new = [piece.key for piece in pieces]
    if not old or not new or index >= len(old):
        return 0, offset
    here = column.pieces[index].first_line
    at = bisect_left(pieces, here, key=lambda piece: piece.first_line)
    if at < len(new) and pieces[at].first_line == here and new[at] == old[index]:
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

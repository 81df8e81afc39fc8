"""The pieces of an edited article, set beside those that are shown, until they take their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.ui.pane.interfaces import Piece, Style
from reader.ui.pane.scroll.heights import Heights


class ComingPieces:
    """The pieces of an edited article, gathered one by one until they replace those of a column.

    For each: the shown piece that looks the same, if any, and its height or a guess of it.
    """

    def __init__(
        self,
        shown: Sequence[Piece],
        heights: Heights,
        frame: tuple[Style, float],
        guess: Callable[[Piece], float],
    ) -> None:
        """Take the pieces `shown` in this `frame`, their `heights`, and what guesses another's."""
        self.pieces: list[Piece] = []
        self.lines: list[int] = []  # the first of each
        self.same: list[int] = []  # the piece of the column that looks the same; -1: none
        self.keys: list[str] = []
        self.heights = Heights()  # those of what looks the same, guesses for the others
        self.frame = frame
        self._before = {piece.key: index for index, piece in enumerate(shown)}
        self._heights = heights
        self._guess = guess

    def take(self, piece: Piece) -> None:
        """Add the next piece."""
        self.pieces.append(piece)
        self.lines.append(piece.first_line)
        old = self._before.get(piece.key, -1)
        self.same.append(old)
        self.keys.append(piece.key)
        self.heights.append(self._heights[old] if old >= 0 else self._guess(piece))

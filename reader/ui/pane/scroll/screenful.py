"""What is in sight of a column: laid out step by step within a budget, and moved as it is when one scrolls.

A piece is parsed, laid out and made ready to be painted; after each of these
steps, and not only after the piece, it is asked whether there is time left.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from reader.ui.pane.scroll.column import KEPT, Column
from reader.ui.pane.scroll.laid_piece import LaidPiece
from reader.ui.pane.scroll.layers import Layer, Placed

WHOLE = 1e-3  # pixels: how far from a whole number of device pixels a picture may be moved


class Turn:
    """The time that one turn of the event loop may work.

    At least one step is made in each, however slow the machine, so that the work comes to its end.
    """

    def __init__(self, seconds: float | None) -> None:
        """End after `seconds`; None: not before all is done."""
        self.has_stepped = False
        self._end = time.perf_counter() + seconds if seconds is not None else math.inf

    @property
    def is_over(self) -> bool:
        """Whether the time is over and a step was made: the rest waits for the next turn."""
        return self.has_stepped and time.perf_counter() > self._end


class Screenful:
    """The pieces of a column that are in sight, and the picture of them that is on the screen."""

    def __init__(self, column: Column, layers: Sequence[Layer], pull: Callable[[], bool]) -> None:
        self.placed: list[Placed] = []  # from the top down
        self.missing_from: float | None = None  # y below which nothing is laid out yet; -1 for above as well
        self._column = column
        self._layers = layers
        self._pull = pull
        self._painted: tuple[int, float] | None = None  # a piece, and the y at which it was painted

    def fill(
        self,
        anchor: tuple[int, float],
        height: float,
        ratio: float,
        seconds: float,
        patience: float | None = None,
    ) -> bool:
        """Lay out what is in sight when `anchor` is at the top; False if something is still missing.

        The piece at the top is there in any case, unless one of its steps has
        taken longer than `patience`, the others as far as `seconds` go.
        """
        column, turn, first = self._column, Turn(seconds), Turn(patience)
        turn.has_stepped = patience is not None  # the first words are enough for a turn
        index, offset = anchor
        below: list[Placed] = []
        above: list[Placed] = []
        self.missing_from = None
        y, at = -offset, index
        while y < height and (at < len(column.pieces) or self._pull()):
            if not self.advance(at, ratio, turn if below else first):
                self.missing_from = y
                break
            turn.has_stepped |= first.has_stepped
            below.append(Placed(column.lay(at), y))
            y, at = y + column.heights[at], at + 1
        y, at = -offset, index
        while y > 0 and at > 0:
            if not self.advance(at - 1, ratio, turn):
                self.missing_from = -1.0
                break
            at -= 1
            y -= column.heights[at]
            above.append(Placed(column.lay(at), y))
        gone = 0  # pieces that one has scrolled past since the anchor was set
        while gone < len(below) - 1 and below[gone + 1].y <= 0:
            gone += 1
        self.placed = above[::-1] + below[gone:]
        column.kept = max(KEPT, 4 * len(self.placed))  # a high screen of short sections, and those around it
        return self.missing_from is None

    def advance(self, index: int, ratio: float, turn: Turn) -> bool:
        """Do the next steps for piece `index` in `turn`; False if it is not ready by its end."""
        column = self._column
        laid = column.laid(index)
        if laid is not None and laid.is_ready:
            column.lay(index)  # it is used: others go first
            return True
        if turn.is_over:
            return False
        if laid is None:
            if not column.is_parsed(index):
                column.parse(index)
                turn.has_stepped = True
            if turn.is_over:
                return False
            laid = column.lay(index)
            turn.has_stepped = True
        if turn.is_over:
            return False
        self._make_ready(laid, ratio)
        turn.has_stepped = True
        return True

    def _make_ready(self, laid: LaidPiece, ratio: float) -> None:
        laid.section.prepare(ratio)
        for layer in self._layers:
            layer.prepare(laid)
        laid.is_ready = True

    # ---- the picture

    def note_painted(self) -> None:
        """Note that all of what is in sight is on the screen now."""
        first = self.placed[0] if self.placed and self.missing_from is None else None
        self._painted = (first.laid.index, first.y) if first is not None else None

    def moved_by(self, y_of: Callable[[int], float], ratio: float) -> int | None:
        """Return how many pixels the painted picture is to move down; None where it must be painted anew."""
        if self._painted is None or self._painted[0] >= len(self._column.pieces):
            return None
        index, before = self._painted
        way = y_of(index) - before
        whole = round(way)
        if abs(way - whole) > WHOLE or abs(whole * ratio - round(whole * ratio)) > WHOLE:
            return None
        self._painted = (index, before + whole)
        return whole

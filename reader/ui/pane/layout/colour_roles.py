"""Which stretch of a section's document has which colour: a role of the theme, never a colour itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.articles.markdown.blocks import Block, Cell, Inline, Lines, Run
from reader.ui.pane.layout.formats import Measures


class Paint(NamedTuple):
    """A stretch of the document with a colour or a decoration of its own. `role` may be empty."""

    start: int
    end: int
    role: str
    run: Run
    shift: float = 0.0  # pixels below the line


class SetBlock(NamedTuple):
    """A block as it stands in the document: `length` UTF-16 units from `position`."""

    position: int
    length: int
    block: Block
    role: str
    measures: Measures
    cell: Cell | None = None  # of a table: what stands here of it

    @property
    def inlines(self) -> tuple[Inline, ...]:
        """The texts, pictures and formulas in it, in order."""
        return self.cell.inlines if self.cell is not None else self.block.inlines

    @property
    def lines(self) -> Lines:
        """Where lines of the file begin in its text."""
        return self.cell.lines if self.cell is not None else self.block.lines

    @property
    def first_line(self) -> int:
        """The first line of the file that it shows."""
        return self.block.first_line

    @property
    def last_line(self) -> int:
        """The last line of the file that it shows, from 1, inclusive."""
        return self.block.last_line


class RoleMap:
    """The roles of the whole document, asked for line by line, in order."""

    def __init__(self, blocks: Sequence[SetBlock], paints: Sequence[Paint]) -> None:
        self._blocks = blocks
        self._paints = [paint for paint in paints if paint.role or paint.shift]
        self._block = self._paint = 0

    def stretches(self, start: int, length: int) -> Iterator[tuple[int, int, str, float]]:
        """Yield (start, end, role, shift) over the positions from `start`; must be asked in rising order."""
        end = start + length
        while self._block + 1 < len(self._blocks) and self._blocks[self._block + 1].position <= start:
            self._block += 1
        own = self._blocks[self._block].role if self._blocks else "text"
        while self._paint < len(self._paints) and self._paints[self._paint].end <= start:
            self._paint += 1
        at, n = start, self._paint
        while n < len(self._paints) and self._paints[n].start < end:
            paint = self._paints[n]
            if at < paint.start:
                yield at, paint.start, own, 0.0
            at = max(at, paint.start)
            yield at, min(end, paint.end), paint.role or own, paint.shift
            at = min(end, paint.end)
            n += 1
        if at < end:
            yield at, end, own, 0.0

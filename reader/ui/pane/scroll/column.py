"""The column: the pieces of the open article one below another, laid out only where somebody looks.

The height of a piece that has not been laid out is guessed from its length,
and the guesses learn from the pieces that have. `Column` knows no widget:
`y` is counted from the top of the first piece.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reader.articles.markdown.blocks import Block
from reader.articles.model import Article
from reader.ui.pane.interfaces import Piece, Style, Typesetter
from reader.ui.pane.scroll.coming_pieces import ComingPieces
from reader.ui.pane.scroll.heights import Heights
from reader.ui.pane.scroll.laid_piece import LaidPiece

KEPT = 80  # laid-out pieces, at the least; a screen shows some 5 to 25
BORDER, NARROW = 3.2, 1.2  # characters of free space on each side: at the least, and where there is little
SHARE = 0.08  # of the room
PARSED = 80  # parsed pieces, waiting to be laid out


class Column:
    """The pieces of one article, with their heights and those that are laid out."""

    def __init__(self, typesetter: Typesetter) -> None:
        self.pieces: list[Piece] = []
        self.heights = Heights()
        self.article: Article | None = None
        self._typesetter = typesetter
        self._coming: Iterator[Piece] = iter(())
        self._lines: list[int] = []
        self._known = bytearray()
        self._laid: OrderedDict[int, LaidPiece] = OrderedDict()
        self._parsed: OrderedDict[int, Any] = OrderedDict()
        self._touched: dict[int, frozenset[str]] = {}  # what is folded otherwise than at first, by piece
        self._style = Style()
        self._width = 600.0
        self._measured, self._guessed = 0.0, 0.0
        self.complete = True
        self.kept = KEPT
        self._gone: object = None  # the layouts of the article before

    def open(self, article: Article | None, hidden_lines: frozenset[int] = frozenset()) -> None:
        """Take another article; `pull` brings its pieces."""
        self.article = article
        self.pieces, self._lines, self._known = [], [], bytearray()
        self.heights = Heights()
        self._gone = (self._laid, self._parsed)
        self._laid, self._parsed = OrderedDict(), OrderedDict()
        self._touched.clear()
        self._measured = self._guessed = 0.0
        self.complete = article is None
        self._coming = self._typesetter.cut(article, hidden_lines) if article else iter(())

    def take(self, other: Column) -> None:
        """Take over the pieces, heights and layouts of `other`, which must not be used any more."""
        self._gone = (self._laid, self._parsed)
        self.article, self.pieces, self.heights = other.article, other.pieces, other.heights
        self.complete = other.complete
        self._coming, self._lines, self._known = other._coming, other._lines, other._known
        self._laid, self._parsed, self._touched = other._laid, other._parsed, other._touched
        self._style, self._width = other._style, other._width
        self._measured, self._guessed = other._measured, other._guessed

    def tidy(self) -> None:
        """Free the layouts of the article before. It takes a while: call it in an idle moment."""
        self._gone = None

    def pull(self, seconds: float) -> bool:
        """Cut further pieces off the article for `seconds` (at least one). False when all are here."""
        until = time.perf_counter() + seconds
        for piece in self._coming:
            self.pieces.append(piece)
            self._lines.append(piece.first_line)
            self._known.append(0)
            self.heights.append(self.guess(piece))
            if time.perf_counter() > until:
                return True
        self.complete = True
        return False

    def pull_some(self, seconds: float) -> bool:
        """Cut further pieces off for `seconds`. False when there were none left."""
        count = len(self.pieces)
        return not self.complete and (self.pull(seconds) or len(self.pieces) > count)

    def pieces_to_come(self) -> ComingPieces:
        """Return what the pieces of the same article, edited, are to be put into, for `replace`."""
        return ComingPieces(self.pieces, self.heights, self.frame, self.guess)

    def replace(self, article: Article, coming: ComingPieces) -> None:
        """Show the pieces of the same article, edited: what looks the same is kept as it is."""
        pieces, same, heights = coming.pieces, coming.same, coming.heights
        if coming.frame != self.frame:
            heights.scale(self._scale_from(coming.frame))
        known = bytearray(self._known[old] if old >= 0 else 0 for old in same)
        laid, parsed = self._laid, self._parsed
        moved = {old: new for new, old in enumerate(same) if old >= 0}
        for new, old in enumerate(same):
            if old >= 0 and heights[new] != self.heights[old]:  # measured meanwhile
                heights.change(new, self.heights[old])
        self._laid = OrderedDict(
            (moved[old], kept.moved(self.pieces[old], pieces[moved[old]], moved[old], article.text))
            for old, kept in laid.items()
            if old in moved
        )
        self._parsed = OrderedDict((moved[old], kept) for old, kept in parsed.items() if old in moved)
        self._touched = dict(_carried(self._touched, moved, len(pieces)))
        self.article, self.pieces, self._lines = article, pieces, coming.lines
        self.heights, self._known = heights, known
        self._coming, self.complete = iter(()), True

    @property
    def frame(self) -> tuple[Style, float]:
        """The style and the width by which it is laid out."""
        return self._style, self._width

    @property
    def width(self) -> float:
        """How wide the column is, in pixels."""
        return self._width

    def set_frame(self, style: Style, width: float) -> None:
        """Lay out by `style` and `width` from now on. The heights become guesses in proportion."""
        if (style, width) == self.frame:
            return
        before, self._style, self._width = self.frame, style, width
        scale = self._scale_from(before)
        self.heights.scale(scale)
        self._known = bytearray(len(self.pieces))
        self._laid.clear()
        self._measured = self._guessed = 0.0

    def lay(self, index: int) -> LaidPiece:
        """Return piece `index`, laid out now if need be. Its height is then known."""
        if laid := self._laid.get(index):
            self._laid.move_to_end(index)
            return laid
        assert self.article is not None
        piece = self.pieces[index]
        section = self._typesetter.typeset(piece, self.parse(index), self._style, self._width)
        if index in self._touched:
            section.fold_as(self._touched[index])
        laid = LaidPiece(index, piece, section, self.article.text)
        self._laid[index] = laid
        self._measure(index, section.height)
        while len(self._laid) > self.kept:
            self._laid.popitem(last=False)
        return laid

    def measure(self, index: int) -> None:
        """Find the height of piece `index` and keep nothing else."""
        if not self._known[index]:
            piece = self.pieces[index]
            parsed = self._parsed.get(index) or self._typesetter.parse(piece)
            section = self._typesetter.typeset(piece, parsed, self._style, self._width, measures=True)
            if index in self._touched:
                section.fold_as(self._touched[index])
            self._measure(index, section.height)

    def laid(self, index: int) -> LaidPiece | None:
        """Return piece `index` if it is laid out."""
        return self._laid.get(index)

    def parse(self, index: int) -> Any:
        """Return piece `index` parsed, now if need be."""
        parsed = self._parsed.get(index)
        if parsed is None:
            parsed = self._typesetter.parse(self.pieces[index])
            self._parsed[index] = parsed
            while len(self._parsed) > PARSED:
                self._parsed.popitem(last=False)
        return parsed

    def is_parsed(self, index: int) -> bool:
        """Whether piece `index` is parsed and waits to be laid out."""
        return index in self._parsed

    def blocks(self, index: int) -> Sequence[Block]:
        """Return what stands in piece `index`."""
        return self._typesetter.blocks(self.parse(index))

    def drop_waiting(self, key: object) -> bool:
        """Forget the layouts that wait for `key`: it is there now. False where none does."""
        waiting = [index for index, laid in self._laid.items() if key in laid.section.waiting]
        for index in waiting:
            del self._laid[index]
        return bool(waiting)

    def unmeasured(self, near: int) -> int:
        """Return the piece nearest to `near` whose height is only guessed; -1 for none."""
        below, above = self._known.find(0, max(0, near)), self._known.rfind(0, 0, max(0, near))
        if below < 0 or above < 0:
            return max(below, above)
        return below if below - near <= near - above else above

    def remeasure(self, index: int) -> None:
        """Take over the height of a laid-out piece that was folded, and keep how it is folded now."""
        if laid := self._laid.get(index):
            laid.forget_geometry()
            self._touched.pop(index, None)
            if touched := laid.section.touched:
                self._touched[index] = touched
            self.heights.change(index, laid.section.height)

    def reveal(self, index: int, position: int) -> LaidPiece:
        """Return piece `index`, laid out, with what hides the code point at `position` out of the way."""
        laid = self.lay(index)
        if laid.section.reveal(laid.places.to_document(position)):
            self.remeasure(index)
        return laid

    def piece_of_line(self, line: int) -> int:
        """Return the piece that shows `line` of the file, or the last one before it; 0 for none."""
        return max(0, bisect_right(self._lines, line) - 1)

    def piece_at(self, position: int) -> int:
        """Return the piece that shows the code point at `position`, or the last one before it."""
        return self.piece_of_line(self.article.text.line_at(position)) if self.article else 0

    def point_at(self, y: float) -> tuple[int, float]:
        """Return the piece at `y`, and how far below its top `y` is."""
        index = self.heights.index_at(y)
        return index, y - self.heights.top(index)

    def point_near(self, index: int, offset: float) -> tuple[int, float]:
        """Return the point `offset` pixels below the top of `index`, in the piece that it falls in.

        Upwards only over measured pieces: where one that is above turns out to
        be, is found when it is laid out.
        """
        while offset < 0 and index > 0 and self._known[index - 1]:
            index -= 1
            offset += self.heights[index]
        while index + 1 < len(self.pieces) and offset >= self.heights[index]:
            offset -= self.heights[index]
            index += 1
        return index, offset

    def _measure(self, index: int, height: float) -> None:
        if not self._known[index]:
            self._known[index] = 1
            self._measured += height
            self._guessed += self._raw_guess(self.pieces[index])
        self.heights.change(index, height)

    def guess(self, piece: Piece) -> float:
        """Return a guess of the height of `piece`, in pixels."""
        learnt = self._measured / self._guessed if self._guessed else 1.0
        return self._raw_guess(piece) * learnt

    def _scale_from(self, frame: tuple[Style, float]) -> float:
        """Return what heights that were guessed in `frame` are to be multiplied by."""
        return _density(*self.frame) / _density(*frame)

    def _raw_guess(self, piece: Piece) -> float:
        breaks = piece.text.count("\n") + 1
        return len(piece.text) * _density(self._style, self._width) + breaks * self._style.size * 0.9


def _carried(
    touched: Mapping[int, frozenset[str]], moved: Mapping[int, int], count: int
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield what was `touched` where it stands now; an edited piece stands as far behind one unchanged."""
    taken = set(moved.values())
    for old, names in touched.items():
        above = next((index for index in range(old, -1, -1) if index in moved), -1)
        new = moved[old] if above == old else moved.get(above, -1) + old - above
        if above == old or (new < count and new not in taken):
            yield new, names


def width_in(style: Style, room: float) -> float:
    """Return how wide the column is in `style` where there is `room`, both in pixels."""
    border = min(style.size * BORDER, max(style.size * NARROW, room * SHARE))
    return max(style.size * 6, float(int(min(style.size * style.measure, room - 2 * border))))


def _density(style: Style, width: float) -> float:
    """Return the pixels of height that one character takes."""
    return style.size * style.size * style.line_height / max(1.0, width)

"""A section that is laid out: its document, and where everything in it lies.

What is painted (glyphs, shapes), what is pressed and what Tab goes to are
worked out from this; none of it is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument, QTextLine

from reader.articles.markdown.blocks import BlockKind
from reader.ui.pane.aids.details_folding import Folds
from reader.ui.pane.layout.colour_roles import Paint, SetBlock
from reader.ui.pane.layout.formats import CODE_PADDING, Formats
from reader.ui.pane.scroll.sideways_areas import Area

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable

    from reader.ui.pane.layout.insets import Inset

SLIGHT = 3.0  # pixels that nobody misses


class LaidSection:
    """One section, laid out. All points and rectangles are in the section's coordinates."""

    def __init__(
        self,
        document: QTextDocument,
        blocks: list[SetBlock],
        paints: list[Paint],
        insets: list[Inset],
        formats: Formats,
        width: float,
        top: float,
        bottom: float,
    ) -> None:
        self.document = document
        self.places = tuple(blocks)
        self.paints = tuple(paints)
        self.insets = tuple(insets)
        self.waiting = frozenset(inset.key for inset in insets if inset.found is None)
        self.formats = formats
        self.width = width
        self.top = top
        self.bottom = bottom
        self.folds = Folds(document, self.places, formats.style.scrolls)
        self._height = top + document.size().height() + bottom
        self.finish: Callable[[list[SetBlock]], None] | None = None  # what is left to do: see `settle`
        self._finished: set[int] | None = None  # the positions of the blocks that it was done for
        self._areas: list[Area] | None = None

    @property
    def height(self) -> float:
        """The height in device-independent pixels, with the space around it."""
        return self._height

    @property
    def areas(self) -> list[Area]:
        """The tables and code blocks that are wider than the section, and scroll sideways."""
        if self._areas is None:
            self._areas = _areas_of(self)
        return self._areas

    def settle(self) -> None:
        """Justify the lines, unless that is done. It changes no height, so it is left until they are seen."""
        if self.finish is not None and self._finished is None:
            self._finished = set()
            self._spread()

    def _spread(self) -> None:
        """Spread the lines of the blocks that are shown for the first time."""
        if self.finish is not None and self._finished is not None:
            fresh = [place for place in self.shown_places() if place.position not in self._finished]
            self._finished.update(place.position for place in fresh)
            self.finish(fresh)

    def text_blocks(self) -> Iterator[QTextBlock]:
        """Yield the blocks of the document that are shown."""
        block = self.document.begin()
        while block.isValid():
            if block.isVisible() and block.length() > 1:
                yield block
            block = block.next()

    def shown_places(self) -> list[SetBlock]:
        """Return the blocks that are not folded away."""
        return [place for place in self.places if not self.folds.hides(place.block)]

    # ---- places

    def origin_of(self, block: QTextBlock) -> QPointF:
        """Return where the layout of `block` has its (0, 0)."""
        return self.document.documentLayout().blockBoundingRect(block).topLeft() + QPointF(0, self.top)

    def area_of(self, position: int) -> Area | None:
        """Return the area that holds `position`, if one does."""
        return next((area for area in self.areas if area.first <= position <= area.last), None)

    def rectangles(self, start: int, end: int) -> list[QRectF]:
        """Return a rectangle for each line of the stretch from `start` to `end`, as high as its letters."""
        self.settle()
        found: list[QRectF] = []
        block = self.document.findBlock(start)
        while block.isValid() and block.position() < end:
            if block.isVisible():
                found.extend(
                    rectangles_in(block, self.origin_of(block), self.area_of(block.position()), start, end)
                )
            block = block.next()
        return found


def table_frame(document: QTextDocument, table: QTextTable) -> QRectF:
    """Return where `table` is in `document`. Qt's answer is off by padding and margin."""
    frame = document.documentLayout().frameBoundingRect(table)
    pad = table.format().cellPadding()
    margins = table.format().topMargin() + table.format().bottomMargin()
    return frame.translated(-pad, -pad).adjusted(0, 0, 0, -margins)


def _areas_of(section: LaidSection) -> list[Area]:
    """Return the tables and the code of `section` that are wider than the column."""
    areas: list[Area] = []
    width = section.width
    for frame in section.folds.shown_tables():
        shape = table_frame(section.document, frame).translated(0, section.top)
        if shape.right() > width + SLIGHT:
            shown = QRectF(shape.left(), shape.top(), width - shape.left(), shape.height())
            areas.append(Area(shown, frame.firstPosition(), frame.lastPosition(), shape.right() - width))
    pad = CODE_PADDING * section.formats.em
    for place in section.shown_places():
        if place.block.kind is not BlockKind.CODE:
            continue
        block = section.document.findBlock(place.position)
        lines = block.layout()
        natural = max((lines.lineAt(n).naturalTextWidth() for n in range(lines.lineCount())), default=0.0)
        over = natural - (width - place.measures.left - place.measures.right)
        if over > SLIGHT:
            top = section.origin_of(block).y()
            shown = QRectF(
                place.measures.left - pad * 0.5,
                top - 2,
                width - place.measures.left - place.measures.right + pad,
                lines.boundingRect().height() + 4,
            )
            areas.append(Area(shown, place.position, place.position + place.length, over))
    return areas


def rectangles_in(
    block: QTextBlock, origin: QPointF, area: Area | None, start: int, end: int
) -> Iterator[QRectF]:
    """Yield the rectangles of document positions `start` to `end` in `block`, laid out at `origin`.

    In an `area` they move with it, and are cut where it is.
    """
    first = max(0, start - block.position())
    last = min(block.length() - 1, end - block.position())
    if area is not None:
        origin = origin - QPointF(area.offset, 0)
    layout = block.layout()
    begun = layout.lineForTextPosition(first)
    for number in range(begun.lineNumber() if begun.isValid() else 0, layout.lineCount()):
        line = layout.lineAt(number)
        a, b = line.textStart(), line.textStart() + line.textLength()
        if a >= last:
            break
        if b <= first:
            continue
        left, right = x_of(line, max(a, first)), x_of(line, min(b, last))
        if last >= b:
            right = min(right, x_of(line, a) + line.naturalTextWidth())
        high = line.ascent() + line.descent()
        y = origin.y() + line.y() + line.height() - high
        frame = QRectF(origin.x() + min(left, right), y, abs(right - left), high)
        if area is not None:  # out of sight it is a line at the edge: its height still says where it is
            frame.setLeft(min(max(frame.left(), area.frame.left()), area.frame.right()))
            frame.setRight(max(frame.left(), min(frame.right(), area.frame.right())))
        yield frame


def x_of(line: QTextLine, position: int) -> float:
    """Return where the place before `position` is in `line`."""
    x: Any = line.cursorToX(position)  # PySide gives (x, position) in spite of its stubs
    return float(x[0] if isinstance(x, tuple) else x)

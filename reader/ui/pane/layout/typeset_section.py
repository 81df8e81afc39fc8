"""A laid-out section: where its words are, and how it is painted.

Text is painted from cached glyph runs, each in the colour of its role, so a
change of theme is a repaint and nothing else. Tables and code wider than the
column are *areas* that scroll sideways; every question about places goes
through here, because only the section knows how far they are scrolled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTextBlock, QTextDocument

from reader.articles.markdown.blocks import Block, Frame, Picture
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.aids.details_folding import Folds, summary_of
from reader.ui.pane.interfaces import Stop
from reader.ui.pane.layout.colour_roles import Paint, SetBlock
from reader.ui.pane.layout.decorations import decorate
from reader.ui.pane.layout.formats import Formats
from reader.ui.pane.layout.glyphs import Glyphs
from reader.ui.pane.layout.insets import Inset
from reader.ui.pane.layout.line_boxes import rectangles_in, x_of
from reader.ui.pane.layout.shapes import Decoration
from reader.ui.pane.scroll.sideways_areas import Area, bring_into_sight, enter_area, find_areas

Under = Callable[[QPainter], None]


class TypesetSection:
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
        self._glyphs: Glyphs | None = None
        self._decorations: list[Decoration] = []
        self._inset_places: list[tuple[Inset, QPointF, Area | None]] = []

    @property
    def height(self) -> float:
        """The height in device-independent pixels, with the space around it."""
        return self._height

    @property
    def areas(self) -> list[Area]:
        """What can be scrolled sideways."""
        if self._areas is None:
            self._areas = find_areas(self)
        return self._areas

    def settle(self) -> None:
        """Spread the lines, if that is still to be done. It changes no height, so it waits for a look."""
        if self.finish is not None and self._finished is None:
            self._finished = set()
            self._spread()

    def _spread(self) -> None:
        """Spread the lines of the blocks that are shown for the first time."""
        if self.finish is not None and self._finished is not None:
            fresh = [place for place in self.shown_places() if place.position not in self._finished]
            self._finished.update(place.position for place in fresh)
            self.finish(fresh)

    # ---- painting

    def prepare(self, ratio: float = 1.0) -> None:
        """Work out the glyphs and what is painted around them now, not when it is painted."""
        self._prepared().warm(ratio)

    def draw(self, painter: QPainter, theme: Theme, clip: QRectF, under: Under | None = None) -> None:
        """Paint the section with its top left corner at the painter's origin; only what meets `clip`."""
        glyphs = self._prepared()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_decorations(painter, theme, clip, above=False)
        if under is not None:
            under(painter)
        glyphs.paint(painter, theme, clip)
        for inset, at, area in self._inset_places:
            if at.y() + inset.descent >= clip.top() and at.y() - inset.ascent <= clip.bottom():
                enter_area(painter, area)
                inset.paint(painter, theme, at - QPointF(area.offset, 0) if area else at)
        self._paint_decorations(painter, theme, clip, above=True)
        self._paint_thumbs(painter, theme, clip)
        painter.restore()

    def _paint_thumbs(self, painter: QPainter, theme: Theme, clip: QRectF) -> None:
        if not self.areas:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme, "quote_bar"))
        for area in self.areas:
            if area.thumb.intersects(clip):
                painter.drawRoundedRect(area.thumb, 1.5, 1.5)

    def _paint_decorations(self, painter: QPainter, theme: Theme, clip: QRectF, above: bool) -> None:
        area = None
        enter_area(painter, None)
        for decoration in self._decorations:
            if decoration.above is not above or not decoration.frame.intersects(clip):
                continue
            if decoration.area is not area:
                area = decoration.area
                enter_area(painter, area)
                if area is not None:
                    painter.translate(-area.offset, 0)
            decoration.paint(painter, theme)
        enter_area(painter, None)

    def _prepared(self) -> Glyphs:
        if self._glyphs is None:
            self.settle()
            self._glyphs = Glyphs(self)
            self._decorations = decorate(self)
            shown = [inset for inset in self.insets if self.document.findBlock(inset.position).isVisible()]
            self._inset_places = [(inset, *self._place_of(inset)) for inset in shown]
        return self._glyphs

    def text_blocks(self) -> Iterator[QTextBlock]:
        """Yield the blocks of the document that are shown."""
        block = self.document.begin()
        while block.isValid():
            if block.isVisible() and block.length() > 1:
                yield block
            block = block.next()

    def _place_of(self, inset: Inset) -> tuple[QPointF, Area | None]:
        """Return where the left end of the baseline of `inset` is."""
        block = self.document.findBlock(inset.position)
        line = block.layout().lineForTextPosition(inset.position - block.position())
        x = x_of(line, inset.position - block.position())
        return self.origin_of(block) + QPointF(x, line.y() + line.ascent()), self.area_of(inset.position)

    def picture_at(self, point: QPointF) -> Picture | None:
        """Return the image under `point`, to be shown large; None for none."""
        self._prepared()
        for inset, at, area in self._inset_places:
            left = at.x() - (area.offset if area else 0.0)
            frame = QRectF(left, at.y() - inset.ascent, inset.width, inset.ascent + inset.descent)
            if isinstance(inset.inline, Picture) and frame.contains(point):
                return inset.inline
        return None

    def stops(self) -> list[Stop]:
        """Return what Tab goes to, in order: links, pictures, summaries of what folds."""
        from reader.ui.pane.text.section_ranges import stops_of

        return stops_of(self)

    def blocks(self, start: int, end: int) -> list[Block]:
        """Return what stands from `start` to `end`, cut at both ends."""
        from reader.ui.pane.text.section_ranges import blocks_between

        return blocks_between(self.places, start, end)

    # ---- folding

    def shown_places(self) -> list[SetBlock]:
        """Return the blocks that are not folded away."""
        return [place for place in self.places if not self.folds.hides(place.block)]

    def reveal(self, position: int) -> bool:
        """Unfold, or scroll sideways, what hides `position`; True where that was to be done."""
        unfolded = self._refolded(self.folds.reveal(position))
        area = self.area_of(position)
        if area is None:
            return unfolded
        self.settle()
        block = self.document.findBlock(position)
        line = block.layout().lineForTextPosition(position - block.position())
        x = self.origin_of(block).x() + x_of(line, position - block.position())
        return bring_into_sight(area, x, 4 * self.formats.em) or unfolded

    @property
    def touched(self) -> frozenset[str]:
        """The names of the folds that are not as they were at first."""
        return self.folds.touched

    def fold_as(self, touched: frozenset[str]) -> None:
        """Fold as it was: `touched` of the section that was laid out before."""
        self._refolded(self.folds.take(touched))

    def _refolded(self, changed: bool) -> bool:
        """Take over the height when something has been folded, or unfolded."""
        if changed:
            self._spread()
            self._height = self.top + self.document.size().height() + self.bottom
            self._glyphs, self._areas = None, None
        return changed

    def _all_of(self, place: SetBlock) -> list[QRectF]:
        return self.rectangles(place.position, place.position + place.length)

    # ---- places

    def origin_of(self, block: QTextBlock) -> QPointF:
        """Return where the layout of `block` has its (0, 0)."""
        return self.document.documentLayout().blockBoundingRect(block).topLeft() + QPointF(0, self.top)

    def area_of(self, position: int) -> Area | None:
        """Return the area that holds `position`, if one does."""
        return next((area for area in self.areas if area.first <= position <= area.last), None)

    def area_at(self, point: QPointF) -> Area | None:
        """Return the area under `point`, if there is one."""
        return next((area for area in self.areas if area.frame.contains(point)), None)

    def position_at(self, point: QPointF) -> int:
        """Return the position in the document nearest to `point`; -1 where there is no text at all."""
        self.settle()
        area = self.area_at(point)
        inside = point - QPointF(-area.offset if area else 0.0, self.top)
        return self.document.documentLayout().hitTest(inside, Qt.HitTestAccuracy.FuzzyHit)

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

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under `point`, as written; "" for none."""
        self.settle()
        area = self.area_at(point)
        inside = point - QPointF(-area.offset if area else 0.0, self.top)
        return self.document.documentLayout().anchorAt(inside)

    def scroll_sideways(self, point: QPointF, dx: float) -> bool:
        """Move the wide table or code under `point` by `dx` pixels; False where there is none to move."""
        area = self.area_at(point)
        if area is None:
            return False
        moved = min(area.limit, max(0.0, area.offset + dx))
        changed, area.offset = moved != area.offset, moved
        return changed

    def press(self, point: QPointF) -> bool | str:
        """Fold or unfold what `point` is the summary of (True), or return what a copy button there copies."""
        target = self._target_at(point)
        if isinstance(target, Frame):
            self.folds.toggle(target)
            return self._refolded(True)
        return target or False

    def is_pressable(self, point: QPointF) -> bool:
        """Say whether a click at `point` does something, or shows a picture."""
        return self._target_at(point) is not None or self.picture_at(point) is not None

    def _target_at(self, point: QPointF) -> Frame | str | None:
        """Return the `<details>` whose summary is at `point`, or what a copy button there copies."""
        self._prepared()
        for decoration in self._decorations:
            if decoration.press and decoration.frame.contains(point):
                return decoration.press
        for place in self.shown_places():
            frame = summary_of(place.block)
            if frame and any(each.adjusted(-40, -4, 40, 4).contains(point) for each in self._all_of(place)):
                return frame
        return None

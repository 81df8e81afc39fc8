"""A laid-out section: where its words are, and how it is painted.

Text is painted from cached glyph runs, each in the colour of its role, so a
change of theme is a repaint and nothing else. Tables and code wider than the
column are *areas* that scroll sideways; every question about places goes
through here, because only the section knows how far they are scrolled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from reader.articles.markdown.blocks import Block, Frame, Picture
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.aids.details_folding import summary_of
from reader.ui.pane.interfaces import TabStop
from reader.ui.pane.layout.colour_roles import SetBlock
from reader.ui.pane.layout.decorations import decorate
from reader.ui.pane.layout.glyphs import Glyphs
from reader.ui.pane.layout.laid_section import LaidSection, x_of
from reader.ui.pane.layout.shapes import Decoration
from reader.ui.pane.scroll.sideways_areas import Area, bring_into_sight, enter_area
from reader.ui.pane.text.section_ranges import blocks_between, stops_of

if TYPE_CHECKING:
    from reader.ui.pane.layout.insets import Inset

Under = Callable[[QPainter], None]


class TypesetSection(LaidSection):
    """One section, laid out, that can be painted, folded and pressed."""

    _glyphs: Glyphs | None = None
    _decorations: Sequence[Decoration] = ()
    _inset_places: Sequence[tuple[Inset, QPointF, Area | None]] = ()

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

    def stops(self) -> list[TabStop]:
        """Return what Tab goes to, in order: links, pictures, summaries of what folds."""
        return stops_of(self)

    def blocks(self, start: int, end: int) -> list[Block]:
        """Return what stands from `start` to `end`, cut at both ends."""
        return blocks_between(self.places, start, end)

    # ---- folding

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
        """The names of the folds that are now open though they started shut, or shut though open."""
        return self.folds.touched

    def fold_as(self, touched: frozenset[str]) -> None:
        """Fold this section as the one was whose `touched` is given. Changes the height."""
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

    def area_at(self, point: QPointF) -> Area | None:
        """Return the area under `point`, if there is one."""
        return next((area for area in self.areas if area.frame.contains(point)), None)

    def position_at(self, point: QPointF) -> int:
        """Return the position in the document nearest to `point`; -1 where there is no text at all."""
        self.settle()
        area = self.area_at(point)
        inside = point - QPointF(-area.offset if area else 0.0, self.top)
        return self.document.documentLayout().hitTest(inside, Qt.HitTestAccuracy.FuzzyHit)

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

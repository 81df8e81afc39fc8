"""The words of a laid-out section as glyphs: by line, by role, and how far they are lowered.

Worked out once for a layout. The pixels of a glyph are made by Qt when it is
first painted, which takes ten times as long as painting it again (5 to 10 ms
for a page of new Chinese letters): `warm` has them made beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QGlyphRun, QImage, QPainter, QTextBlock

from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.layout.colour_roles import RoleMap
from reader.ui.pane.scroll.sideways_areas import Area, enter_area

if TYPE_CHECKING:
    from reader.ui.pane.layout.laid_section import LaidSection


@dataclass(slots=True, eq=False, repr=False)
class _Line:
    """The glyphs of one line of text, by role and how far they are lowered."""

    top: float
    bottom: float
    origin: QPointF
    runs: list[tuple[str, float, QGlyphRun]]
    area: Area | None


class Glyphs:
    """The glyphs of one section."""

    def __init__(self, section: LaidSection) -> None:
        roles = RoleMap(section.places, section.paints)
        self._lines = [line for block in section.text_blocks() for line in _lines(section, block, roles)]
        self._warm_for = 0.0

    def warm(self, ratio: float) -> None:
        """Have the pixels of all glyphs made for a screen with `ratio` device pixels to a pixel."""
        if self._warm_for == ratio:
            return
        self._warm_for = ratio
        image = QImage(1, 1, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._lines:
            for _role, shift, run in line.runs:
                painter.drawGlyphRun(line.origin + QPointF(0, shift) if shift else line.origin, run)
        painter.end()

    def paint(self, painter: QPainter, theme: Theme, clip: QRectF) -> None:
        """Paint the lines that meet `clip`. The painter's state must be saved before."""
        role, area = "", None
        above, below = clip.top(), clip.bottom()
        for line in self._lines:
            if line.bottom < above or line.top > below:
                continue
            if line.area is not area:
                area, role = line.area, ""
                enter_area(painter, area)
            origin = line.origin if area is None else line.origin - QPointF(area.offset, 0)
            for run_role, shift, run in line.runs:
                if run_role != role:
                    role = run_role
                    painter.setPen(colour(theme, role))
                painter.drawGlyphRun(origin + QPointF(0, shift) if shift else origin, run)
        if area is not None:
            enter_area(painter, None)


def _lines(section: LaidSection, block: QTextBlock, roles: RoleMap) -> Iterator[_Line]:
    origin = section.origin_of(block)
    layout, position = block.layout(), block.position()
    area = section.area_of(position)
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        runs: list[tuple[str, float, QGlyphRun]] = []
        for start, end, role, shift in roles.stretches(position + line.textStart(), line.textLength()):
            runs.extend((role, shift, run) for run in line.glyphRuns(start - position, end - start))
        y = origin.y() + line.y()
        yield _Line(y - 4, y + line.height() + 4, origin, runs, area)

"""What scrolls sideways in a section: tables and code that are wider than the column."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter


@dataclass(slots=True, eq=False)
class Area:
    """A table or code block that scrolls sideways.

    Its `frame` in the section, how far it is scrolled (`offset`) and may be (`limit`), in pixels.
    """

    frame: QRectF
    first: int  # the positions in the document that it holds
    last: int
    limit: float
    offset: float = 0.0

    @property
    def thumb(self) -> QRectF:
        """The rectangle of its scroll bar's handle, 3 pixels high, below the frame."""
        whole = self.frame.width() + self.limit
        wide = self.frame.width() * self.frame.width() / whole
        left = self.frame.left() + self.frame.width() * self.offset / whole
        return QRectF(left, self.frame.bottom() + 2, wide, 3)


def bring_into_sight(area: Area, x: float, margin: float) -> bool:
    """Scroll `area` so that `x` of it, not scrolled, is in sight; False where it was.

    `margin`: how much of what comes behind `x` is to be seen with it.
    """
    shown = area.frame.translated(area.offset, 0)
    if shown.left() <= x <= shown.right() - min(margin, shown.width() / 2):
        return False
    before = area.offset
    area.offset = min(area.limit, max(0.0, x - area.frame.left() - area.frame.width() / 3))
    return area.offset != before


def enter_area(painter: QPainter, area: Area | None) -> None:
    """Paint only inside `area` from here on, or wherever the caller allows it."""
    painter.restore()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if area is not None:
        painter.setClipRect(area.frame, Qt.ClipOperation.IntersectClip)

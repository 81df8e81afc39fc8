"""A picture of a screen of text, made before it is wanted: the first paint of an article is then one copy.

Pieces stand on whole device pixels, so the picture is, to the pixel, what
would be painted. It is used once, and only if every piece stands where it stood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.scroll.layers import Placed, on_pixel, paint_piece


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The picture, and what it shows: each section with the device pixel that its top edge stands on."""

    picture: QPixmap
    theme: Theme
    left: float
    sections: tuple[tuple[int, int], ...]
    kept: tuple[Placed, ...]  # the sections themselves: their ids stay theirs

    def shows(self, placed: Sequence[Placed], theme: Theme | None, left: float, size: QSize) -> bool:
        """Whether this is what `placed` looks like in a view of that size."""
        ratio = self.picture.devicePixelRatio()
        return (
            theme is self.theme
            and left == self.left
            and self.picture.size() == size * ratio
            and _sections(placed, ratio) == self.sections
        )


def make_face(placed: Sequence[Placed], theme: Theme, left: float, size: QSize, ratio: float) -> Face:
    """Return the picture of `placed` in a view of that size, with nothing marked."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(colour(theme, "background"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for each in placed:
        paint_piece(painter, each, left, (), theme, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return Face(picture, theme, left, _sections(placed, ratio), tuple(placed))


def _sections(placed: Sequence[Placed], ratio: float) -> tuple[tuple[int, int], ...]:
    return tuple((id(each.laid.section), on_pixel(each.y, ratio)) for each in placed)

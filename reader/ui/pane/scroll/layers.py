"""What is painted behind the words and over them: the shapes that the view asks for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from reader.theme import Theme
from reader.ui.pane.scroll.laid_piece import LaidPiece


class Placed(NamedTuple):
    """A piece in sight, and the y of its top edge in the viewport."""

    laid: LaidPiece
    y: float


class Layer(Protocol):
    """Something painted behind the words of a piece."""

    def prepare(self, laid: LaidPiece) -> None:
        """Work out now what the first `paint` of `laid` would have to."""
        ...

    def paint(self, painter: QPainter, laid: LaidPiece, theme: Theme, exposed: QRectF) -> None:
        """Paint what lies behind `laid` in `exposed`, in the section's coordinates; sets its own pen."""
        ...


class Overlay(Protocol):
    """Something painted over the viewport when all pieces are there."""

    @property
    def stands_still(self) -> bool:
        """Whether it shows anything now that stays in place while the text scrolls.

        If so, scrolling paints the viewport anew instead of moving its picture.
        """
        ...

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint, in the viewport's coordinates."""
        ...


def paint_piece(
    painter: QPainter, placed: Placed, left: float, layers: Sequence[Layer], theme: Theme, exposed: QRectF
) -> None:
    """Paint a piece with its left edge at `left`, and `layers` behind its words."""
    laid, y = placed
    if y > exposed.bottom() or y + laid.section.height < exposed.top():
        return

    shown = exposed.translated(-left, -y)

    def under(painter: QPainter) -> None:
        for layer in layers:
            layer.paint(painter, laid, theme, shown)

    ratio = painter.device().devicePixelRatioF()
    painter.save()
    painter.translate(left, on_pixel(y, ratio) / ratio)  # letters stay sharp
    laid.section.draw(painter, theme, shown, under)
    painter.restore()


def on_pixel(y: float, ratio: float) -> int:
    """Return the device pixel that a piece at `y` stands on, where there are `ratio` of them to a pixel."""
    return math.floor(y * ratio + 0.5)

"""The colours of a theme as Qt has them, each made once: a page asks for hundreds."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from reader.theme import Theme


def colour(theme: Theme, role: str) -> QColor:
    """Return the colour of `role`, or of "#rrggbb". It is shared: copy it before you change it."""
    return _made(theme.roles.get(role, role))


def fill(painter: QPainter, rectangle: QRect | QRectF, paint: QColor) -> None:
    """Fill `rectangle` as fillRect() does, for which PySide loads 180 gradients before the first paint."""
    painter.setBackground(paint)
    painter.eraseRect(rectangle)


@lru_cache(maxsize=512)
def _made(value: str) -> QColor:
    """Return a theme's "#rrggbb" or "#rrggbbaa" as Qt has it, which takes nine letters for "#aarrggbb"."""
    if len(value) == 9 and value.startswith("#"):
        value = f"#{value[7:]}{value[1:7]}"
    return QColor(value)

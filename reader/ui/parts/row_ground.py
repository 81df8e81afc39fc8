"""The ground of a row: filled where it is chosen or under the pointer, framed where the keyboard is.

QStyle is named when the first such row is painted, and not before: PySide makes
566 values with it (0.3 MB), and no list that has such rows is open at the start.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from reader.theme import Theme
from reader.ui.base.theme_colours import colour

RADIUS = 5


def is_chosen(option: QStyleOptionViewItem) -> bool:
    """Whether the row is among those that are chosen."""
    from PySide6.QtWidgets import QStyle

    return bool(option.state & QStyle.StateFlag.State_Selected)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme, row: QRectF) -> bool:
    """Paint the ground of the row, as large as `row`; return whether it is chosen.

    Pen and brush of `painter` are others afterwards.
    """
    from PySide6.QtWidgets import QStyle

    chosen = is_chosen(option)
    if chosen or option.state & QStyle.StateFlag.State_MouseOver:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(theme, "selection" if chosen else "hover"))
        painter.drawRoundedRect(row, RADIUS, RADIUS)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(colour(theme, "focus"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(row.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    return chosen

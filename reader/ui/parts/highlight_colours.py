"""The five colours of highlights: their roles in the theme, and the meanings that a person gives them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from reader.annotations.model import colour_number
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.theme import Theme
from reader.ui.base.theming import colour


def role_of(name: str) -> str:
    """Return the role of the theme that paints the colour `name`; yellow's for one that we do not have."""
    return f"highlight_{colour_number(name)}"


def meaning_of(name: str, settings: Settings) -> str:
    """Return what the person calls the colour: their own word for it, or the colour's name."""
    meanings = settings.get("colour_meanings")
    own = meanings.get(name) if isinstance(meanings, dict) else None
    return own if isinstance(own, str) and own else plain_name(name)


def plain_name(name: str) -> str:
    """Return the colour's name in the language in use."""
    names = {
        "yellow": _("Yellow"),
        "green": _("Green"),
        "blue": _("Blue"),
        "pink": _("Pink"),
        "purple": _("Purple"),
    }
    return names.get(name, name)


def swatch(name: str, theme: Theme, ratio: float = 1.0, *, size: int = 16, ticked: bool = False) -> QIcon:
    """Return a round spot of the colour, with an edge that shows on any ground; `ticked` if chosen."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(colour(theme, role_of(name)))
    fill.setAlpha(255)
    painter.setBrush(fill)
    painter.setPen(fill.darker(135) if theme.mode == "light" else fill.lighter(150))
    painter.drawEllipse(QRectF(1, 1, size - 2, size - 2))
    if ticked:
        painter.setPen(QPen(colour(theme, "text"), size * 0.11, c=Qt.PenCapStyle.RoundCap))
        points = ((0.3, 0.52), (0.45, 0.67), (0.71, 0.36))
        painter.drawPolyline(QPolygonF([QPointF(size * x, size * y) for x, y in points]))
    painter.end()
    return QIcon(pixmap)

"""The program's icon as PNG, for the system's folders of icons. Needs no display."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from reader import paths
from reader.ui.base.theming import program_drawing


def icon_png(size: int) -> bytes:
    """Return the icon, `size` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    drawing = paths.resource(f"icons/{program_drawing(size)}.svg")
    QSvgRenderer(str(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # its stubs ask for bytes, which it refuses
    return bytes(buffer.data().data())

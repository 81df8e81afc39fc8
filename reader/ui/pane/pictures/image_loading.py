"""Images of an article: only from its own folder and below, bounded in bytes and pixels, never fetched.

Runs on a background thread. Every reason to refuse one is an `ImageError` with a
sentence for the person; the pane shows it in a quiet frame.
"""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from reader.articles.pictures.image_paths import (
    MOST_BYTES,
    MOST_DRAWING_BYTES,
    MOST_PIXELS,
    ImageError,
    find_image,
    is_drawing,
)
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.pictures.svg_safety import Drawing

MEGABYTES = 256  # that a decoder may take
TALLEST = 8_000  # device pixels of what is shown
SECONDS = 2.0  # that one drawing may take
MOST_LAID = 4_000_000  # pixels of all masks and patterns together: some 100 ms
STRIP = 25_000_000  # pixels that are painted at once, were every shape as large as the drawing: up to 50 ms
FEWEST_ROWS = 16
_FORMATS = frozenset({"png", "jpeg", "jpg", "gif", "webp", "bmp", "ico", "tiff", "ppm", "xpm"})


def load_image(folder: Path, source: str, width: float, ratio: float) -> QImage:
    """Return the image that `source` names, at most `width` pixels wide at `ratio` device pixels each.

    Its `devicePixelRatio` makes `deviceIndependentSize` the size to show it at.
    Raises `ImageError`.
    """
    path = find_image(folder, source)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ImageError(_("The image is too large"))
        if is_drawing(path):
            if size > MOST_DRAWING_BYTES:
                raise ImageError(_("The image is too large"))
            return _draw(path.read_bytes(), width, ratio)
        return _decode(path.read_bytes(), width, ratio)
    except OSError as error:
        raise ImageError(_("The image cannot be read")) from error


def _decode(data: bytes, width: float, ratio: float) -> QImage:
    QImageReader.setAllocationLimit(MEGABYTES)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if reader.format().toStdString() not in _FORMATS:
        raise ImageError(_("This kind of image is not known"))
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        raise ImageError(_("The image cannot be read"))
    if size.width() * size.height() > MOST_PIXELS:
        raise ImageError(_("The image is too large"))
    shown = min(width, size.width())
    share = min(1.0, shown * ratio / size.width(), TALLEST / size.height())
    if share < 1:
        scaled = QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share)))
        reader.setScaledSize(scaled)
    image = reader.read()
    if image.isNull():
        raise ImageError(_("The image cannot be read"))
    image.setDevicePixelRatio(max(image.width() / shown, 0.01))
    return image


def _draw(data: bytes, width: float, ratio: float) -> QImage:
    from reader.articles.pictures.svg_safety import UnsafeDrawingError, safe_drawing  # and with it xml

    try:
        drawing = safe_drawing(data)
    except UnsafeDrawingError as error:
        raise ImageError(_("The drawing is not safe to show")) from error
    renderer = QSvgRenderer(QByteArray(drawing.data))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise ImageError(_("The image cannot be read"))
    shown = min(width, float(size.width()))
    share = min(shown * ratio / size.width(), TALLEST / size.height())
    if drawing.layers:  # each costs as much as the whole picture, which is drawn smaller where they are many
        share = min(share, sqrt(MOST_LAID / (drawing.layers * size.width() * size.height())))
    image = QImage(
        max(1, round(size.width() * share)),
        max(1, round(size.height() * share)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(0)
    _paint(renderer, image, drawing)
    image.setDevicePixelRatio(image.width() / shown)
    return image


def _paint(renderer: QSvgRenderer, image: QImage, drawing: Drawing) -> None:
    """Draw in strips: Qt holds Python's lock while it draws, and the window waits. Raises `ImageError`."""
    width, height = image.width(), image.height()
    # A mask costs as much in a strip as in the whole.
    rows = height if drawing.layers else max(FEWEST_ROWS, STRIP // (drawing.shapes * width))
    end = monotonic() + SECONDS
    for top in range(0, height, rows):
        if monotonic() > end:
            raise ImageError(_("The drawing is too complex to show"))
        strip = QImage(width, min(rows, height - top), image.format())
        strip.fill(0)
        painter = QPainter(strip)
        painter.translate(0, -top)
        renderer.render(painter, QRectF(0, 0, width, height))
        painter.end()
        onto = QPainter(image)
        onto.drawImage(0, top, strip)
        onto.end()

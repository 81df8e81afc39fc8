"""Images of an article: only from its own folder and below, bounded in bytes and pixels, never fetched.

Runs on a background thread. Every reason to refuse one is an `ImageError` with a
sentence for the person; the pane shows it in a quiet frame.
"""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter

from reader.articles.pictures.image_paths import (
    MOST_BYTES,
    MOST_DRAWING_BYTES,
    MOST_PIXELS,
    ImageError,
    find_image,
    is_drawing,
)
from reader.i18n import gettext as _

MEGABYTES = 256  # that a decoder may take
TALLEST = 8_000  # device pixels of what is shown
SECONDS = 2.0  # after which no more of a drawing is begun
MOST_LAID = 4_000_000  # pixels of all masks and patterns together: some 100 ms
AT_ONCE = 25_000_000  # pixels of a drawing, were every shape as large as all of it: up to 50 ms
FIRST_ROWS = 16  # of a drawing that may take longer; then twice as many each time, for each reads it anew
_SVG = QByteArray(b"svg")
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
    buffer = _opened(data)
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
    size = _size_of(drawing.frame)
    if size.isEmpty():  # it says none: then it is as large as what is drawn
        size = _size_of(drawing.data)
    if size.isEmpty():
        raise ImageError(_("The image cannot be read"))
    shown = min(width, float(size.width()))
    share = min(shown * ratio / size.width(), TALLEST / size.height())
    if drawing.layers:  # each costs as much as the whole picture, which is drawn smaller where they are many
        share = min(share, sqrt(MOST_LAID / (drawing.layers * size.width() * size.height())))
    whole = QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share)))
    # A mask costs as much in a strip as in the whole.
    is_quick = drawing.layers or drawing.shapes * whole.width() * whole.height() <= AT_ONCE
    image = _painted(drawing.data, whole, whole.height() if is_quick else FIRST_ROWS)
    image.setDevicePixelRatio(image.width() / shown)
    return image


def _painted(drawing: bytes, whole: QSize, rows: int) -> QImage:
    """Return `drawing` in the size `whole`; `rows` of it are drawn first, so that it can be given up.

    By `QImageReader`, which lets go of Python's lock meanwhile: `QSvgRenderer.render` keeps it, and the
    window would stand still. Raises `ImageError`.
    """
    image = QImage(whole, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    end, top = monotonic() + SECONDS, 0
    while top < whole.height():
        if monotonic() > end:
            raise ImageError(_("The drawing is too complex to show"))
        buffer = _opened(drawing)
        reader = QImageReader(buffer, _SVG)
        reader.setScaledSize(whole)
        reader.setScaledClipRect(QRect(0, top, whole.width(), min(rows, whole.height() - top)))
        strip = reader.read()
        if strip.isNull():
            raise ImageError(_("The image cannot be read"))
        painter = QPainter(image)
        painter.drawImage(0, top, strip)
        painter.end()
        top, rows = top + rows, rows * 2
    return image


def _size_of(drawing: bytes) -> QSize:
    buffer = _opened(drawing)
    return QImageReader(buffer, _SVG).size()


def _opened(data: bytes) -> QBuffer:
    """Return `data` as what Qt reads images from; it must live as long as its reader."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer

"""Images of an article: only from its own folder and below, bounded in bytes and pixels, never fetched.

Runs on a background thread. Every reason to refuse one is a `ImageError` with a
sentence for the person; the pane shows it in a quiet frame.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

from reader.i18n import gettext as _
from reader.ui.pane.vector_images import UnsafeDrawingError, safe_svg

MOST_BYTES = 40 * 2**20
MOST_VECTOR_BYTES = 2 * 2**20
MOST_PIXELS = 64_000_000
MEGABYTES = 256  # that a decoder may take
TALLEST = 8_000  # device pixels of what is shown
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_FORMATS = frozenset({"png", "jpeg", "jpg", "gif", "webp", "bmp", "ico", "tiff", "ppm", "xpm"})


class ImageError(Exception):
    """An image is not shown. The text is a short sentence that says why."""


def find_image(folder: Path, source: str) -> Path:
    """Return the file that `source` names below `folder`, links resolved. Raises `ImageError`."""
    if not source or _SCHEME.match(source) or source.startswith(("//", "\\\\", "/", "\\")):
        raise ImageError(_("Images from elsewhere are not loaded"))
    name = unquote(source.split("#")[0].split("?")[0])
    try:
        root = folder.resolve(strict=True)
        path = (root / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise ImageError(_("The image is missing")) from error
    if not path.is_relative_to(root):
        raise ImageError(_("The image lies outside of the article's folder"))
    if not path.is_file():
        raise ImageError(_("The image is missing"))
    return path


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
        if _is_svg(path):
            if size > MOST_VECTOR_BYTES:
                raise ImageError(_("The image is too large"))
            return _draw(path.read_bytes(), width, ratio)
        return _decode(path.read_bytes(), width, ratio)
    except OSError as error:
        raise ImageError(_("The image cannot be read")) from error


def _is_svg(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")) or path.suffix.lower() == ".svg"


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
    try:
        renderer = QSvgRenderer(QByteArray(safe_svg(data)))
    except UnsafeDrawingError as error:
        raise ImageError(_("The drawing is not safe to show")) from error
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise ImageError(_("The image cannot be read"))
    shown = min(width, float(size.width()))
    share = min(shown * ratio / size.width(), TALLEST / size.height())
    image = QImage(
        max(1, round(size.width() * share)),
        max(1, round(size.height() * share)),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(image.width() / shown)
    return image

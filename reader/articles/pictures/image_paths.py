"""Which file an image of an article is: only one below the article's own folder. Nothing is fetched.

Links in the file system are resolved before the folder is compared.
"""

from __future__ import annotations

from pathlib import Path

from reader.articles.link_safety import local_name
from reader.errors import ReaderError
from reader.i18n import gettext as _

MOST_BYTES = 40 * 2**20
MOST_DRAWING_BYTES = 2 * 2**20
MOST_PIXELS = 64_000_000
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the segments of a JPEG that give its size
_DRAWINGS = (b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")


class ImageError(ReaderError):
    """An image is not shown. The text is a short sentence that says why."""


def find_image(folder: Path, source: str) -> Path:
    """Return the file that `source` names below `folder`, links resolved. Raises `ImageError`."""
    name = local_name(source)
    if name is None or name.startswith(("/", "\\")):
        raise ImageError(_("Images from elsewhere are not loaded"))
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


def is_drawing(path: Path) -> bool:
    """Say whether the file at `path` is an SVG, by its first bytes or its name."""
    with path.open("rb") as file:
        head = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(_DRAWINGS) or path.suffix.lower() == ".svg"


def read_image(folder: Path, source: str) -> tuple[str, bytes]:
    """Return the media type and the bytes of the image that `source` names, made safe.

    Raises `ImageError`.
    """
    from reader.articles.pictures.svg_safety import UnsafeDrawingError, safe_svg

    path = find_image(folder, source)
    try:
        drawing = is_drawing(path)
        if path.stat().st_size > (MOST_DRAWING_BYTES if drawing else MOST_BYTES):
            raise ImageError(_("The image is too large"))
        data = path.read_bytes()
        if drawing:
            return "image/svg+xml", safe_svg(data)
    except OSError as error:
        raise ImageError(_("The image cannot be read")) from error
    except UnsafeDrawingError as error:
        raise ImageError(_("The drawing is not safe to show")) from error
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    if not kind:
        raise ImageError(_("This kind of image is not known"))
    if _pixels_of(data, kind) > MOST_PIXELS:
        raise ImageError(_("The image is too large"))
    return kind, data


def _pixels_of(data: bytes, kind: str) -> int:
    """Return how many pixels an image says that it has, by its first bytes; 0 where they do not say."""
    if kind == "image/png":
        return int.from_bytes(data[16:20], "big") * int.from_bytes(data[20:24], "big")
    if kind == "image/gif":
        return int.from_bytes(data[6:8], "little") * int.from_bytes(data[8:10], "little")
    if kind == "image/bmp":
        return int.from_bytes(data[18:22], "little") * int.from_bytes(data[22:26], "little")
    at = 2
    while kind == "image/jpeg" and len(data) > at + 8 and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            return int.from_bytes(data[at + 5 : at + 7], "big") * int.from_bytes(data[at + 7 : at + 9], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 0

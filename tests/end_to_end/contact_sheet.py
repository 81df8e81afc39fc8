"""Sets articles as the reading pane would and saves them as pictures, to be looked at.

    python tests/end_to_end/contact_sheet.py OUT [--size 18] [--scale 1 2] [--themes paper dark] [FILE ...]

Without files the hard sampler is set. One picture for each page of `PAGE`
pixels. What it draws goes through the same code as the pane.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.source.scanner import scan
from reader.theme import Theme, themes
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.typeset_section import TypesetSection
from reader.ui.pane.layout.typesetting import typeset
from reader.ui.pane.pictures.section_pictures import FinishedPictures

SAMPLER = Path(__file__).resolve().parents[1] / "data" / "sampler" / "sampler.md"
PAGE, MARGIN = 1000, 40


def sections(path: Path, style: Style, width: float) -> list[TypesetSection]:
    """Return the sections of the article at `path`, laid out."""
    source = path.read_text(encoding="utf-8")
    definitions = scan(source).definitions
    pictures = FinishedPictures(path.parent)
    return [typeset(render(piece, definitions), style, width, pictures) for piece in cut(scan(source))]


def pages(set_sections: list[TypesetSection], theme: Theme, width: float, scale: float) -> Iterator[QImage]:
    """Yield pictures of `set_sections`, `PAGE` pixels high each, `scale` device pixels to the pixel."""
    total = sum(section.height for section in set_sections) + 2 * MARGIN
    for start in range(0, int(total), PAGE):
        high = int(min(PAGE, total - start))
        picture = QImage(int((width + 2 * MARGIN) * scale), int(high * scale), QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(scale)
        picture.fill(QColor(theme.roles["background"]))
        painter = QPainter(picture)
        y = MARGIN - start
        for section in set_sections:
            if y + section.height > 0 and y < high:
                painter.save()
                painter.translate(MARGIN, y)
                section.draw(painter, theme, QRectF(-MARGIN, -y, width + 2 * MARGIN, high))
                painter.restore()
            y += section.height
        painter.end()
        yield picture


def main(arguments: list[str]) -> None:
    """Draw what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", type=Path, nargs="*", default=[SAMPLER])
    parser.add_argument("--size", type=float, default=18)
    parser.add_argument("--scale", type=float, nargs="+", default=[1, 2])
    parser.add_argument("--themes", nargs="*")
    parser.add_argument("--set", nargs="*", default=[], metavar="NAME=VALUE", help="fields of Style")
    given = parser.parse_args(arguments)
    application = QGuiApplication([])
    style = Style(size=given.size)._replace(**dict(_field(each) for each in given.set))
    width = style.size * style.measure
    given.out.mkdir(parents=True, exist_ok=True)
    for path in given.files:
        laid_out = sections(path, style, width)
        for theme in themes():
            if given.themes and theme.key not in given.themes:
                continue
            for scale in given.scale:
                for number, picture in enumerate(pages(laid_out, theme, width, scale), start=1):
                    picture.save(str(given.out / f"{path.stem}-{theme.key}-{scale:g}x-{number}.png"))
    application.quit()


def _field(text: str) -> tuple[str, object]:
    name, _, value = text.partition("=")
    kind = type(getattr(Style(), name))
    return name, (value == "True") if kind is bool else kind(value)


if __name__ == "__main__":
    main(sys.argv[1:])

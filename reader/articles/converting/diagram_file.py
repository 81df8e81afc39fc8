"""Mind maps as people draw them in text, in files of their own: Mermaid (`.mmd`) and PlantUML (`.puml`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.articles.converting.converted import Converted, Source, drawn
from reader.articles.digest.notations import mermaid_mindmap, plantuml_mindmap
from reader.articles.source.decoding import decode
from reader.errors import ConversionError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "diagram"
suffixes: tuple[str, ...] = (".mmd", ".mermaid", ".puml", ".plantuml")
packages: tuple[str, ...] = ()

LARGEST = 4 * 2**20  # bytes


def label() -> str:
    """Return what such files are called."""
    return _("Mind map in text (Mermaid, PlantUML)")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the map as one article. Raises `ConversionError`: other diagrams are no frameworks."""
    if len(data) > LARGEST:
        raise ConversionError(_("{name} is too large to be imported.").format(name=path.name))
    lines = list(enumerate(decode(data, path.name)[0].splitlines(), 1))
    points = mermaid_mindmap.read("mermaid", lines) or plantuml_mindmap.read("plantuml", lines)
    if not points:
        raise ConversionError(
            _("{name} is no mind map: of diagrams only these are imported.").format(name=path.name)
        )
    title = path.stem
    roots = [point for point in points if point.is_root]
    if len(roots) == 1:
        title = roots[0].label
        points = [point._replace(depth=point.depth - 1) for point in points if not point.is_root]
    yield Converted(Source(title), drawn([(point.depth, point.label) for point in points]) if points else "")

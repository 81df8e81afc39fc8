"""Nested lists as a framework: bullets or numbers, one point a line, by their indentation.

Any list looks so: they are read only under a caption that surely names a
framework. Written as plain indented lines they are what `gangmu outline --to text` prints.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.articles.digest.notations.point import Depths, Point, columns, one_line

name = "text"
needs_caption = True
is_mind_map = True

_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+•·○●▪◦]|\d{1,3}[.)、])\s+(?P<label>\S.*)$")
_INDENTED = re.compile(
    r"(?P<indent>\s*)(?P<label>\w(?:(?!--|\+-|[|\u2500-\u257f]).)*)$"
)  # no picture made of letters
_LONGEST_LABEL = 60


def read(info: str, lines: Sequence[tuple[int, str]]) -> list[Point]:
    """Return the points of a list that is nested somewhere; [] where a line is no item."""
    if info and info.split()[0].lower() not in (
        "markdown",
        "md",
        "text",
        "txt",
        "plaintext",
        "list",
        "outline",
    ):
        return []
    shape = _ITEM if any(_ITEM.match(text) for _number, text in lines[:3]) else _INDENTED
    points: list[Point] = []
    depths = Depths()
    for number, text in lines:
        if not text.strip():
            continue
        found = shape.match(text)
        if not found and not points and len(text.strip()) <= _LONGEST_LABEL:
            points.append(Point(1, text.strip(), "", number, is_root=True))
            depths.of(-1)
            continue
        if not found or len(found["label"]) > _LONGEST_LABEL or found["label"][-1] in "。；;{}":
            return []
        is_root = shape is _INDENTED and not points
        depth = depths.of(columns(found["indent"]))
        points.append(Point(depth, found["label"].strip(), "", number, is_root))
    return points if max((point.depth for point in points), default=0) > 1 else []


def write(points: Sequence[Point]) -> str:
    """Return a point a line, two spaces deeper for each level."""
    return "".join(f"{'  ' * (point.depth - 1)}{one_line(point.label)}\n" for point in points)

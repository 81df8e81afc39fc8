"""Markmap's Markdown (https://markmap.js.org): headings and nested lists in a fence called `markmap`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.articles.digest.notations.point import Depths, Point, columns, one_line

name = "markmap"
needs_caption = False
is_mind_map = True

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})\s+(?P<label>\S.*?)(?:\s+#+)?\s*$")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?P<label>\S.*)$")
_MARK = re.compile(r"[\\`*_<>&#~=]")
_LIST_COLUMN = 10  # left of every item, right of every heading


def read(info: str, lines: Sequence[tuple[int, str]]) -> list[Point]:
    """Return the points of a mind map; [] where the fence is not Markmap's. Other lines are comments."""
    if not info or info.split()[0].lower().strip("{}.") != "markmap":
        return []
    points: list[Point] = []
    depths = Depths()
    in_matter = False
    for number, text in lines:
        if text.strip() == "---":
            in_matter = not points and not in_matter
        elif in_matter:
            continue
        elif found := _HEADING.match(text):
            points.append(
                Point(depths.of(len(found["marks"])), found["label"], "", number, is_root=not points)
            )
        elif found := _ITEM.match(text):
            column = _LIST_COLUMN + columns(found["indent"])
            points.append(Point(depths.of(column), found["label"].strip(), "", number, is_root=not points))
        elif points and text.strip():
            points[-1] = points[-1]._replace(comment=one_line(f"{points[-1].comment} {text}"))
    return points


def write(points: Sequence[Point]) -> str:
    """Return the first level as headings, and what hangs from it as nested lists."""
    rows = []
    for point in points:
        label = _MARK.sub(r"\\\g<0>", one_line(point.label)).replace("[", "&#91;")
        rows.append(f"# {label}" if point.depth == 1 else f"{'  ' * (point.depth - 2)}- {label}")
    return "\n".join([*rows, ""])

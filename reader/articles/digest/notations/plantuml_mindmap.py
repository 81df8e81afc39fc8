"""PlantUML's mind maps (https://plantuml.com/mindmap-diagram), from `@startmindmap` to `@endmindmap`.

The depth is the number of marks: `*`, `**` …, or `+` (right) and `-` (left);
or, with one mark a line, the indentation. A colour `[#Orange]`, a box left out
`_`, a stereotype `<<x>>` and styles are no words of the label. `:` opens a label
of several lines that `;` ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.articles.digest.notations.point import Depths, Point, columns, one_line

name = "plantuml"
needs_caption = False
is_mind_map = True

START = "@startmindmap"
END = "@endmindmap"
_NODE = re.compile(
    r"(?P<indent>\s*)(?P<marks>\*+|\++|-+|#+)(?P<colour>\[#?\w+\])?(?P<box>_)?(?P<several>:)?(?P<label>.*)$"
)
_LANGUAGES = frozenset({"plantuml", "puml", "uml", "text", "txt"})
_STEREOTYPE = re.compile(r"\s*<<[^<>]*>>\s*$")
_MARKUP = re.compile(
    r"</?(?:b|i|u|s|w|color|size|back|font|img|code)(?:[:=][^<>]*)?>|<&[\w-]+>", re.IGNORECASE
)


def read(info: str, lines: Sequence[tuple[int, str]]) -> list[Point]:
    """Return the points of a mind map; [] where there is none, or the fence is of another language."""
    if info and info.split()[0].lower().strip("{}.") not in _LANGUAGES:
        return []
    points: list[Point] = []
    depths = Depths()
    rest = iter(_inside(lines))
    for number, text in rest:
        found = _NODE.match(text)
        if not found:
            continue
        label = found["label"].strip()
        if found["several"]:
            rows = [label]
            while not rows[-1].endswith(";") and (following := next(rest, None)):
                rows.append(following[1].strip())
            label = " ".join(rows).removesuffix(";")
        marks = len(found["marks"])
        depth = depths.of(columns(found["indent"])) if marks == 1 else marks
        label = one_line(_MARKUP.sub("", _STEREOTYPE.sub("", label)).replace("\\n", " "))
        if label:
            points.append(Point(depth, label, "", number, is_root=not points))
    return points


def _inside(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the lines between the marks of the mind map, without its styles."""
    is_open = in_style = False
    for number, text in lines:
        stripped = text.strip().lower()
        if stripped.startswith(START):
            is_open = True
        elif stripped.startswith(END):
            return
        elif is_open:
            in_style = (in_style or stripped.startswith("<style")) and not stripped.startswith("</style")
            if not in_style and not stripped.startswith("</style"):
                yield number, text


def write(points: Sequence[Point]) -> str:
    """Return a mind map."""
    rows = [f"{'*' * point.depth} {one_line(point.label)}" for point in points]
    return "\n".join([START, *rows, END, ""])

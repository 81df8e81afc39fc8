"""Mermaid's `mindmap` diagrams (https://mermaid.js.org/syntax/mindmap.html).

Depth is indentation. A node is its text, or an id with a shape around the text:
`id((circle))` `id[square]` `id(round)` `id{{hexagon}}` `id))bang((` `id)cloud(`,
quoted or not, with Markdown in "`…`". Icons (`::icon(…)`), classes (`:::x`),
comments (`%%`) and configuration are left out. Words with spaces before a
bracket are no id: people write `读写 (IO)`, and nothing of it may be lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.articles.digest.notations.point import Depths, Point, columns, one_line

name = "mermaid"
needs_caption = False
is_mind_map = True

_START = re.compile(r"mindmap\s*(?:%%.*)?$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CLASS = re.compile(r"\s*:::[\w -]+$")
_COMMENT = re.compile(r"(?:^|\s)%%.*$")
_SHAPES = (("((", "))"), ("{{", "}}"), ("))", "(("), ("[", "]"), ("(", ")"), (")", "("))
_ID = re.compile(r"[^\s()\[\]{}\"`]*")
_ENTITY = re.compile(r"#(\w{1,8});")
_NAMED = {"quot": '"', "amp": "&", "lt": "<", "gt": ">", "nbsp": " "}
_LONGEST_LABEL = 2000


def read(info: str, lines: Sequence[tuple[int, str]]) -> list[Point]:
    """Return the points of a mind map; [] where the fence is not Mermaid's, or of another kind of diagram."""
    if info and info.split()[0].lower().strip("{}.") not in ("mermaid", "mindmap"):
        return []
    lines = _without_head(lines)
    if not lines or not _START.match(lines[0][1].strip()):
        return []
    points: list[Point] = []
    depths = Depths()
    waiting: tuple[int, str] | None = None  # of a quoted text that goes on in the next line
    for number, text in lines[1:]:
        if waiting is not None:
            number, text = waiting[0], f"{waiting[1]} {text.strip()}"
        waiting = (
            (number, text) if text.count('"`') > text.count('`"') and len(text) < _LONGEST_LABEL else None
        )
        stripped = text.strip()
        if waiting or not stripped or stripped.startswith(("%%", "::icon", ":::")):
            continue
        if label := label_of(stripped):
            depth = depths.of(columns(text[: len(text) - len(text.lstrip())]))
            points.append(Point(depth, label, "", number, is_root=not points))
    return points


def write(points: Sequence[Point]) -> str:
    """Return a mind map; every label is quoted, so that its brackets are its own."""
    rows = [f'{"  " * point.depth}id{place}["{_escaped(point.label)}"]' for place, point in enumerate(points)]
    return "\n".join(["mindmap", *rows, ""])


def label_of(text: str) -> str:
    """Return the words of one node, without its id, shape, class and quotation marks."""
    text = _CLASS.sub("", _COMMENT.sub("", text)).strip()
    label = text
    name_end = _ID.match(text)
    start = name_end.end() if name_end else 0
    for opening, closing in _SHAPES:
        inside = text[start + len(opening) : len(text) - len(closing)]
        is_shape = text.startswith(opening, start) and text.endswith(closing) and inside.strip()
        if is_shape and (inside[0] == '"' or _is_balanced(inside)):
            label = inside.strip()
            break
    for quote, end in (('"`', '`"'), ('"', '"')):
        if label.startswith(quote) and label.endswith(end) and len(label) > len(quote + end):
            label = label[len(quote) : len(label) - len(end)]
            break
    return one_line(_ENTITY.sub(_character, _BREAK.sub(" ", label)))


def _is_balanced(text: str) -> bool:
    """Whether `text` closes no bracket that it did not open, as the `] 与 U[` of `T[] 与 U[]` does."""
    depth = 0
    for letter in text:
        depth += (letter in "[(") - (letter in "])")
        if depth < 0:
            return False
    return True


def _without_head(lines: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """Return the lines without the configuration in front: `---` … `---`, `%%{init}%%`, comments."""
    start, in_matter = 0, False
    while start < len(lines):
        text = lines[start][1].strip()
        if text == "---":
            in_matter = not in_matter
        elif text and not in_matter and not text.startswith("%%"):
            break
        start += 1
    return lines[start:]


def _character(found: re.Match[str]) -> str:
    """Return the character that an entity of Mermaid's (`#quot;`, `#35;`) stands for."""
    name = found[1]
    if name.isdigit() and len(name) <= 6:
        return chr(int(name))
    return _NAMED.get(name, found[0])


def _escaped(label: str) -> str:
    return (
        one_line(label).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    )

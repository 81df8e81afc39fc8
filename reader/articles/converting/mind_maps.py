"""Outlines and mind maps of other programs, as frameworks: OPML, FreeMind and Freeplane (`.mm`), XMind.

The map becomes the article's drawn framework; what stands as a note at a point becomes text below a heading
of its name, so that the point leads to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.articles.converting.converted import Converted, Source, escaped, one_line
from reader.articles.converting.safe_xml import parse
from reader.articles.converting.zip_safety import open_zip, read_member
from reader.articles.exporting.language_detection import language_of
from reader.errors import ConversionError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "mind-map"
suffixes: tuple[str, ...] = (".opml", ".mm", ".xmind")
packages: tuple[str, ...] = ("defusedxml",)

LARGEST = 32 * 2**20  # bytes
MOST_POINTS = 20_000
_DEEPEST = 200
_HEADINGS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a map: its words, the note at it, the points below it."""

    words: str
    note: str = ""
    children: tuple[Point, ...] = ()


def label() -> str:
    """Return what such files are called."""
    return _("Outline or mind map (OPML, FreeMind, XMind)")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the map as one article, each sheet of XMind as one. Raises `ConversionError`."""
    if len(data) > LARGEST:
        raise ConversionError(_("{name} is too large to be imported.").format(name=path.name))
    readers = {".opml": _opml, ".mm": _freemind, ".xmind": _xmind}
    try:
        maps = readers[path.suffix.lower()](data)
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ConversionError(_("{name} is damaged, or of another kind.").format(name=path.name)) from error
    for root in maps:
        yield Converted(Source(root.words or path.stem), _body(root))


def _body(root: Point) -> str:
    lines: list[str] = []
    _draw(root.children, "", lines)
    caption = "文章框架" if language_of(" ".join(lines)).startswith("zh") else "Framework"
    body = [f"### {caption}", "", "```", *lines, "```", ""] if lines else []
    if root.note:
        body += [root.note, ""]
    _tell(root.children, 2, body)
    return "\n".join(body) + "\n"


def _draw(points: tuple[Point, ...], before: str, lines: list[str]) -> None:
    for point in points:
        is_last = point is points[-1]
        lines.append(f"{before}{'└── ' if is_last else '├── '}{point.words}")
        _draw(point.children, before + ("    " if is_last else "│   "), lines)


def _tell(points: tuple[Point, ...], level: int, body: list[str]) -> None:
    """Write headings for the points that have something to say, or below which something is said."""
    for point in points:
        if not _says(point):
            continue
        body += [f"{'#' * min(level, _HEADINGS)} {escaped(point.words)}", ""]
        if point.note:
            body += [point.note, ""]
        _tell(point.children, level + 1, body)


def _says(point: Point) -> bool:
    return bool(point.note) or any(_says(child) for child in point.children)


def _opml(data: bytes) -> list[Point]:
    root = _xml(data)
    body = root.find("body")
    if body is None:
        raise ValueError("no body")
    count = [0]
    children = _points(
        body, "outline", lambda one: one.get("text") or one.get("title") or "", _opml_note, count
    )
    return [Point(one_line(root.findtext("head/title") or ""), "", children)]


def _opml_note(element: Any) -> str:
    note = element.get("_note") or ""
    address = element.get("htmlUrl") or element.get("xmlUrl") or element.get("url") or ""
    link = f"<{address}>" if address.startswith(("http://", "https://")) and ">" not in address else ""
    return "\n\n".join(filter(None, (_as_text(note), link)))


def _freemind(data: bytes) -> list[Point]:
    top = _xml(data).find("node")
    if top is None:
        raise ValueError("no node")
    count = [0]
    return [
        Point(
            _freemind_words(top),
            _freemind_note(top),
            _points(top, "node", _freemind_words, _freemind_note, count),
        )
    ]


def _freemind_words(element: Any) -> str:
    rich = next((one for one in element.findall("richcontent") if one.get("TYPE") == "NODE"), None)
    return element.get("TEXT") or (" ".join(rich.itertext()) if rich is not None else "")


def _freemind_note(element: Any) -> str:
    rich = next((one for one in element.findall("richcontent") if one.get("TYPE") == "NOTE"), None)
    return _as_text("\n".join(part for part in rich.itertext() if part.strip())) if rich is not None else ""


def _points(
    element: Any, tag: str, words: Any, note: Any, count: list[int], depth: int = 1
) -> tuple[Point, ...]:
    if depth > _DEEPEST:
        return ()
    found = []
    for child in element.findall(tag):
        count[0] += 1
        if count[0] > MOST_POINTS:
            break
        below = _points(child, tag, words, note, count, depth + 1)
        if said := one_line(words(child)):
            found.append(Point(said, note(child), below))
        else:
            found += below
    return tuple(found)


def _xmind(data: bytes) -> list[Point]:
    with open_zip(BytesIO(data), "content") as archive:
        content = read_member(archive, "content.json")
        older = read_member(archive, "content.xml")
    if content is not None:
        sheets = json.loads(content)
        return [_topic(sheet["rootTopic"], [0]) for sheet in sheets]
    if older is None:
        raise ValueError("no content")
    tops = [sheet.find("{*}topic") for sheet in _xml(older).findall("{*}sheet")]
    return [_old_topic(top, [0]) for top in tops if top is not None]


def _topic(topic: Any, count: list[int], depth: int = 1) -> Point:
    children = []
    for kind in ("attached", "detached"):
        for child in topic.get("children", {}).get(kind, []):
            count[0] += 1
            if count[0] <= MOST_POINTS and depth <= _DEEPEST:
                children.append(_topic(child, count, depth + 1))
    note = topic.get("notes", {}).get("plain", {}).get("content", "")
    return Point(one_line(str(topic.get("title", ""))) or "…", _as_text(str(note)), tuple(children))


def _old_topic(topic: Any, count: list[int], depth: int = 1) -> Point:
    children = []
    for child in topic.findall("{*}children/{*}topics/{*}topic"):
        count[0] += 1
        if count[0] <= MOST_POINTS and depth <= _DEEPEST:
            children.append(_old_topic(child, count, depth + 1))
    note = topic.findtext("{*}notes/{*}plain") or ""
    return Point(one_line(topic.findtext("{*}title") or "") or "…", _as_text(note), tuple(children))


def _as_text(note: str) -> str:
    """Return a note's lines as Markdown paragraphs that show what stands there."""
    return "\n\n".join(escaped(line.strip()) for line in re.split(r"\r?\n", note) if line.strip())


def _xml(data: bytes) -> Any:
    root = parse(data)
    if root is None:
        raise ValueError("no XML")
    return root

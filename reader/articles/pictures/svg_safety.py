"""Making an SVG safe to draw: no entities, nothing from elsewhere, nothing that runs, not too many shapes.

QtSvg draws what `<use>` names each time it is named; named in steps, a few
lines make billions of shapes (measured: no end within 20 s). They are counted
before anything is drawn. What is left out is left out quietly; what cannot be
made safe raises `UnsafeDrawingError`.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

MOST_SHAPES = 20_000
DEEPEST = 100
_LEFT_OUT = frozenset(
    [
        "script",
        "foreignobject",
        "image",
        "feimage",
        "filter",
        "animate",
        "animatetransform",
        "animatemotion",
        "animatecolor",
        "set",
        "iframe",
        "audio",
        "video",
        "handler",
        "listener",
        "metadata",
        "a.script",
    ]
)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(", re.IGNORECASE)
_FINE_DASH = 0.5


class UnsafeDrawingError(Exception):
    """The SVG cannot be made safe."""


def safe_svg(data: bytes) -> bytes:
    """Return the SVG in `data` with everything unsafe left out. Raises `UnsafeDrawingError`."""
    if _ENTITY.search(data) or b"\0" in data:
        raise UnsafeDrawingError("it declares entities or a document type")
    try:
        root = ElementTree.fromstring(data.decode("utf-8"))
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        raise UnsafeDrawingError("it is no well-formed UTF-8 XML") from error
    if _name(root) != "svg":
        raise UnsafeDrawingError("it is no SVG")
    _clean(root)
    _count(root)
    return ElementTree.tostring(root)


def _name(element: ElementTree.Element) -> str:
    tag: object = element.tag  # of a comment or a processing instruction: a function
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _clean(root: ElementTree.Element) -> None:
    """Leave out elements and attributes that run, move or reach elsewhere."""
    open_elements = [(root, 0)]
    while open_elements:
        element, depth = open_elements.pop()
        if depth > DEEPEST:
            raise UnsafeDrawingError("it is nested too deep")
        for child in list(element):
            unsafe = _name(child) in _LEFT_OUT or (
                _name(child) == "style" and _ELSEWHERE.search(child.text or "")
            )
            if unsafe:
                element.remove(child)
            else:
                open_elements.append((child, depth + 1))
        for key, value in list(element.attrib.items()):
            if _is_unsafe(key.rpartition("}")[2].lower(), value):
                del element.attrib[key]


def _is_unsafe(key: str, value: str) -> bool:
    if key.startswith("on") or key == "filter" or _ELSEWHERE.search(value):
        return True
    if key in ("href", "src"):
        return not value.startswith("#")
    if key == "stroke-dasharray" or (key == "style" and "stroke-dasharray" in value):
        lengths = [float(number) for number in re.findall(r"\d*\.?\d+", value)]
        return bool(lengths) and max(lengths) < _FINE_DASH
    return False


def _count(root: ElementTree.Element) -> None:
    """Raise `UnsafeDrawingError` where too many shapes would be drawn, or one inside itself."""
    named = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    known: dict[ElementTree.Element, int] = {}
    inside: set[ElementTree.Element] = set()

    def size(element: ElementTree.Element, depth: int) -> int:
        if element in inside or depth > 4 * DEEPEST:
            raise UnsafeDrawingError("it is drawn inside itself")
        if element in known:
            return known[element]
        inside.add(element)
        total = 1 + sum(size(child, depth + 1) for child in element)
        for target in _targets(element):
            if target in named:
                total += size(named[target], depth + 1)
        inside.discard(element)
        known[element] = total
        if total > MOST_SHAPES:
            raise UnsafeDrawingError("it has too many shapes")
        return total

    size(root, 0)


def _targets(element: ElementTree.Element) -> list[str]:
    """Return the names of what `element` draws in its place or with: of `<use>`, patterns, masks, markers."""
    found = []
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower() == "href":
            found.append(value.removeprefix("#"))
        else:
            found.extend(re.findall(r"url\(\s*['\"]?#([^)'\"]+)", value))
    return found

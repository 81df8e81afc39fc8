"""Making an SVG safe to draw: no entities, nothing from elsewhere, nothing that runs, not too many shapes.

QtSvg draws what `<use>` names each time it is named; named in steps, a few
lines make billions of shapes (measured: no end within 20 s). They are counted
before anything is drawn, and so are the lengths of their outlines, and masks
and patterns, each of which is a picture of its own as large as the drawing. What is left out is left out
quietly; what cannot be made safe raises `UnsafeDrawingError`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

MOST_SHAPES = 20_000
MOST_OUTLINE = 4 * 2**20  # characters of paths and words, each as often as it is drawn; a file has 2 MB
MOST_LAYERS = 60  # masks and patterns; the drawings of Figma and Inkscape that we saw have up to 20
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
_ELSEWHERE = re.compile(r"url\((?!\s*['\"]?#)|@import|expression\(", re.IGNORECASE)
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)?")
_LAYERS = frozenset({"mask", "pattern"})
_FINE_DASH = 0.5


class UnsafeDrawingError(Exception):
    """The SVG cannot be made safe."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that is safe to draw, and what it costs: how many shapes, and how many masks and patterns.

    `frame` is the same with nothing in it: enough to know its size, where it says one.
    """

    data: bytes
    frame: bytes
    shapes: int
    layers: int


def safe_svg(data: bytes) -> bytes:
    """Return the SVG in `data` with everything unsafe left out. Raises `UnsafeDrawingError`."""
    return safe_drawing(data).data


def safe_drawing(data: bytes) -> Drawing:
    """Return the SVG in `data` with everything unsafe left out, and its cost. Raises `UnsafeDrawingError`."""
    if _ENTITY.search(data) or b"\0" in data:
        raise UnsafeDrawingError("it declares entities or a document type")
    try:
        root = ElementTree.fromstring(data.decode("utf-8"))
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        raise UnsafeDrawingError("it is no well-formed UTF-8 XML") from error
    if _name(root) != "svg":
        raise UnsafeDrawingError("it is no SVG")
    _clean(root)
    shapes, layers = _count(root)
    frame = ElementTree.tostring(ElementTree.Element(root.tag, root.attrib))
    return Drawing(ElementTree.tostring(root), frame, shapes, layers)


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


def _count(root: ElementTree.Element) -> tuple[int, int]:
    """Return how many shapes and how many layers are drawn, each as often as it is named.

    Raises `UnsafeDrawingError` where they are too many, or one is drawn inside itself.
    """
    named = {element.get("id", ""): element for element in root.iter() if element.get("id")}
    _take_layers_from_sheets(root, named)
    known: dict[ElementTree.Element, tuple[int, int, int]] = {}
    inside: set[ElementTree.Element] = set()

    def size(element: ElementTree.Element, depth: int) -> tuple[int, int, int]:
        if element in inside or depth > 4 * DEEPEST:
            raise UnsafeDrawingError("it is drawn inside itself")
        if element in known:
            return known[element]
        inside.add(element)
        targets = [named[target] for target in _targets(element) if target in named]
        parts = [size(part, depth + 1) for part in (*element, *targets)]
        shapes = 1 + sum(part[0] for part in parts)
        layers = sum(_name(target) in _LAYERS for target in targets) + sum(part[1] for part in parts)
        outline = len(element.text or "") + sum(len(element.get(name, "")) for name in ("d", "points"))
        outline += sum(part[2] for part in parts)
        inside.discard(element)
        known[element] = shapes, layers, outline
        if shapes > MOST_SHAPES or layers > MOST_LAYERS or outline > MOST_OUTLINE:
            raise UnsafeDrawingError("it has too many shapes")
        return known[element]

    return size(root, 0)[:2]


def _take_layers_from_sheets(root: ElementTree.Element, named: dict[str, ElementTree.Element]) -> None:
    """Leave masks and patterns out of style sheets: nobody knows how often a rule there is followed."""
    for sheet in root.iter():
        if _name(sheet) == "style" and sheet.text:
            sheet.text = _REFERENCE.sub(
                lambda found: "none" if _name(named.get(found[1], root)) in _LAYERS else found[0], sheet.text
            )


def _targets(element: ElementTree.Element) -> list[str]:
    """Return the names of what `element` draws in its place or with: of `<use>`, patterns, masks, markers."""
    found = []
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower() == "href":
            found.append(value.removeprefix("#"))
        else:
            found.extend(_REFERENCE.findall(value))
    return found

"""What ziamath lacks: Chinese in a formula, and operators with their limits below. Imports ziamath.

Its fonts know no Chinese, so Chinese becomes an element of our own, `words`,
which keeps a square for each character and is drawn as SVG text, in a font
that whoever shows the drawing chooses.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ziafont.fonttypes import BBox
from ziamath.nodes.mnode import Mnode
from ziamath.tex import tex2mml
from ziamath.zmath import Math

_WIDE = re.compile("([\u2e80-\uffef]+)")
_TAG = re.compile(r"\\tag\{([^{}]*)\}")
_OPERATOR = re.compile(r"(\\operatorname\*\s*)(\{[^{}]*\})")
_SPACES = re.compile(r"\\[,;:! ]|~|\s")
_NAMESPACE = re.compile(r'\sxmlns="[^"]*"')
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
ASCENT, DESCENT = 0.86, 0.12  # of a Chinese character, in em
SIZE = 0.94  # of Chinese beside the letters of a formula, which are small for their size


class _Words(Mnode, tag="words"):
    """Chinese characters in a row. Named, ziamath finds the class by its tag."""

    def __init__(self, element: ElementTree.Element, parent: Mnode, **given: object) -> None:
        super().__init__(element, parent, **given)
        self.text = element.text or ""
        self.em = self.glyphsize * SIZE
        self.hidden = bool(given.get("phantom"))
        self.bbox = BBox(0, self.em * len(self.text), -DESCENT * self.em, ASCENT * self.em)

    def draw(self, x: float, y: float, svg: ElementTree.Element) -> tuple[float, float]:
        """Add the characters to `svg`, each at its own place, so that no font moves the next one."""
        if not self.hidden:
            places = " ".join(f"{x + n * self.em:.2f}" for n in range(len(self.text)))
            words = ElementTree.SubElement(svg, "text", {"x": places, "y": f"{y:.2f}"})
            words.set("font-size", f"{self.em:.2f}")
            if family := str(self.element.get("family", "")):
                words.set("font-family", family)
            if self.style.mathcolor:
                words.set("fill", str(self.style.mathcolor))
            words.text = self.text
        return x + self.bbox.xmax, y


def set_specially(tex: str, size: float, colour: str, inline: bool, family: str) -> str:
    """Return `tex` as SVG, as `ziamath.Latex` gives it, with Chinese and with limits of named operators.

    Chinese is in the font `family`; "" for that of whatever the drawing stands in.
    """
    number = match[1] if (match := _TAG.search(tex)) else None
    words = _OPERATOR.sub(lambda match: match[1] + _SPACES.sub("", match[2]), _TAG.sub("", tex))
    root = ElementTree.fromstring(_NAMESPACE.sub("", tex2mml(words, inline=inline)))
    root.set("mathcolor", colour)
    for parent in list(root.iter()):
        children = list(parent)
        for at, child in enumerate(children):
            if not len(child) and _WIDE.search(child.text or ""):
                parent[at] = _split(child, family)
            elif len(child) and child.tag in _LIMITS and child[0].get("movablelimits") == "true":
                child.tag = child.tag if inline else _LIMITS[child.tag]
                if at + 1 < len(children) and children[at + 1].tag != "mo":
                    children[at + 1].set("after_operator", "true")
        for child in [each for each in parent if each.attrib.pop("after_operator", "")]:
            parent.insert(list(parent).index(child), ElementTree.Element("mspace", {"width": "0.17em"}))
    drawing: str = Math(root, size=size, number=f"({number})" if number else None).svg()
    return drawing


def _split(leaf: ElementTree.Element, family: str) -> ElementTree.Element:
    """Return a row of `leaf`'s Chinese and of what stands between."""
    row = ElementTree.Element("mrow")
    for part in _WIDE.split(leaf.text or ""):
        if part:
            each = ElementTree.SubElement(row, "words" if _WIDE.match(part) else leaf.tag, leaf.attrib)
            each.set("family", family)
            each.text = part
    return row

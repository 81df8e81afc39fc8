"""Formulas as SVG, by ziamath: 200 ms to import, 3 to 21 ms a formula. No Qt.

What it cannot set (unknown commands) raises `FormulaError`, and the source is
shown in its place. Chinese is drawn as SVG text: see `formula_extensions`.
"""

from __future__ import annotations

import re
from threading import Lock

LONGEST = 2_000
# A group is set twice for each around it: ten fractions within one another take 1.4 s, each more twice that.
MOST_WORK = 4_000  # of `_work_of`: one to three seconds
_NOT_SET = re.compile(r"\\(?:def|newcommand|input|include|write|require)\b")
_GROUP = re.compile(r"\\(?:left|begin)\b|\\(?:right|end)\b|\\.|[{}]", re.DOTALL)
_SPECIAL = re.compile(r"[\u2e80-\uffef]|\\operatorname\*")
_PAINT = re.compile(r'\b(?:fill|stroke|color|style|class|href)="([^"]*)"')
_COLOUR = re.compile(r"[#\w]{1,40}(?:\([\d.,%\s]{1,40}\))?\Z")
_lock = Lock()  # ziamath keeps its settings in the module


class FormulaError(Exception):
    """The formula cannot be set."""


def formula_svg(tex: str, display: bool, size: float, colour: str = "#000000", family: str = "") -> str:
    """Return `tex` set at `size` pixels; its view box is zero on the base line. Raises `FormulaError`.

    `family` is the font of Chinese in it; "" for that of the page which the drawing stands in.
    """
    if not tex.strip() or len(tex) > LONGEST or _NOT_SET.search(tex) or tex.count("{") != tex.count("}"):
        raise FormulaError
    if _work_of(tex) > MOST_WORK:
        raise FormulaError
    from ziamath.config import config
    from ziamath.zmath import Latex

    drawing: str
    try:
        with _lock:
            config.svg2 = False  # QtSvg knows no <symbol> with a view box
            if _SPECIAL.search(tex):
                from reader.articles.pictures.formula_extensions import set_specially

                drawing = set_specially(tex, size, colour, inline=not display, family=family)
            else:
                drawing = Latex(tex, size=size, color=colour, inline=not display).svg()
    except Exception as error:  # it raises whatever comes: KeyError, ValueError, IndexError, its own
        raise FormulaError from error
    # `\color{…}` takes anything and writes it into the drawing: url(http://…) would be fetched.
    if any(not _COLOUR.match(found[1]) for found in _PAINT.finditer(drawing)):
        raise FormulaError
    return drawing


def _work_of(tex: str) -> int:
    """Return how often groups are set: one that stands in no other twice, one in that 4 times, and so on."""
    depth = work = 0
    for sign in _GROUP.findall(tex):
        if sign in ("{", "\\left", "\\begin"):
            depth += 1
            work += 1 << depth
        elif sign in ("}", "\\right", "\\end"):
            depth = max(0, depth - 1)
    return work

"""Formulas as SVG, by ziamath: 200 ms to import, 3 to 21 ms a formula. No Qt.

What it cannot set (Chinese in text, unknown commands) raises `FormulaError`,
and the source is shown in its place.
"""

from __future__ import annotations

from threading import Lock

from reader.regex import regex

LONGEST = 2_000
_NOT_SET = regex(r"[\u2e80-\uffef]|\\operatorname\*|\\(?:def|newcommand|input|include|write|require)\b")
_lock = Lock()  # ziamath keeps its settings in the module


class FormulaError(Exception):
    """The formula cannot be set."""


def formula_svg(tex: str, display: bool, size: float, colour: str = "#000000") -> str:
    """Return `tex` set at `size` pixels; its view box is zero on the base line. Raises `FormulaError`."""
    if not tex.strip() or len(tex) > LONGEST or _NOT_SET.search(tex) or tex.count("{") != tex.count("}"):
        raise FormulaError
    from ziamath.config import config
    from ziamath.zmath import Latex

    try:
        with _lock:
            config.svg2 = False  # QtSvg knows no <symbol> with a view box
            latex = Latex(tex, size=size, color=colour, inline=not display)
            drawing: str = latex.svg()
    except Exception as error:  # it raises whatever comes: KeyError, ValueError, IndexError, its own
        raise FormulaError from error
    return drawing

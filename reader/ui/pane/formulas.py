"""Formulas, typeset by ziamath on a background thread into masks that are tinted when they are painted.

ziamath takes 200 ms to import and 3 to 21 ms a formula, so never on the main
thread. What it cannot set (Chinese in text, unknown commands) raises
`FormulaError`, and the pane shows the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from threading import Lock

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

LONGEST = 2_000
_NOT_SET = re.compile(r"[\u2e80-\uffef]|\\operatorname\*|\\(?:def|newcommand|input|include|write|require)\b")
_lock = Lock()  # ziamath keeps its settings in the module


class FormulaError(Exception):
    """The formula cannot be set."""


@dataclass(frozen=True, slots=True)
class SetFormula:
    """A typeset formula: a mask (its alpha is the ink), and its measures in pixels."""

    mask: QImage
    width: float
    ascent: float
    descent: float


def set_formula(tex: str, display: bool, size: float, ratio: float) -> SetFormula:
    """Return `tex` set at `size` pixels, with `ratio` device pixels to each. Raises `FormulaError`."""
    if len(tex) > LONGEST or _NOT_SET.search(tex) or tex.count("{") != tex.count("}"):
        raise FormulaError
    from ziamath.config import config
    from ziamath.zmath import Latex

    try:
        with _lock:
            config.svg2 = False  # QtSvg knows no <symbol> with a viewBox
            latex = Latex(tex, size=size, color="#000000", inline=not display)
            drawing: str = latex.svg()
    except Exception as error:  # it raises whatever comes: KeyError, ValueError, IndexError, its own
        raise FormulaError from error
    renderer = QSvgRenderer(QByteArray(drawing.encode("utf-8")))
    box = renderer.viewBoxF()
    if not renderer.isValid() or box.width() <= 0 or box.height() <= 0 or box.width() * box.height() > 4e6:
        raise FormulaError
    width, height = max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio))
    mask = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    mask.fill(0)
    painter = QPainter(mask)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return SetFormula(mask, box.width(), -box.y(), box.height() + box.y())

"""Formulas in the pane: masks that are tinted when they are painted, made on a background thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from reader.articles.pictures.formula_svg import FormulaError, formula_svg

MOST_AREA = 4e6  # square pixels


@dataclass(frozen=True, slots=True)
class SetFormula:
    """A typeset formula: a mask (its alpha is the ink), and its measures in pixels."""

    mask: QImage
    width: float
    ascent: float
    descent: float


def set_formula(tex: str, display: bool, size: float, ratio: float, family: str = "") -> SetFormula:
    """Return `tex` set at `size` pixels, with `ratio` device pixels to each. Raises `FormulaError`.

    `family` is the font of Chinese in it.
    """
    drawing = formula_svg(tex, display, size, family=family)
    renderer = QSvgRenderer(QByteArray(drawing.encode("utf-8")))
    box = renderer.viewBoxF()
    if (
        not renderer.isValid()
        or box.width() <= 0
        or box.height() <= 0
        or box.width() * box.height() > MOST_AREA
    ):
        raise FormulaError
    width, height = max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio))
    mask = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    mask.fill(0)
    painter = QPainter(mask)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    return SetFormula(mask, box.width(), -box.y(), box.height() + box.y())

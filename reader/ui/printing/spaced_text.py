"""Words painted outside of any section: with the quarter em between Chinese and Latin that the text has."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from reader.articles.markdown.typography import Space, study
from reader.ui.pane.layout.formats import GAP


def width_of(text: str, chosen: QFont) -> float:
    """Return how wide `paint_words` paints `text`."""
    metrics = QFontMetricsF(chosen)
    return sum(metrics.horizontalAdvance(part) + gap for part, gap in _parts(text, chosen))


def paint_words(painter: QPainter, at: QPointF, text: str, chosen: QFont) -> None:
    """Paint `text` with the left end of its baseline at `at`."""
    metrics = QFontMetricsF(chosen)
    painter.setFont(chosen)
    x = at.x()
    for part, gap in _parts(text, chosen):
        painter.drawText(QPointF(x, at.y()), part)
        x += metrics.horizontalAdvance(part) + gap


def _parts(text: str, chosen: QFont) -> Iterator[tuple[str, float]]:
    """Yield the stretches of `text`, and the space after each."""
    start = 0
    for at, space in sorted(study(text).spaces.items()):
        if space is Space.GAP:
            yield text[start : at + 1], GAP * chosen.pixelSize()
            start = at + 1
    if start < len(text):
        yield text[start:], 0.0

"""The words of a row in a list, in one line or two: broken where words are likely to end, then cut."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

from reader.articles.markdown.typography import cost_of_break

SMALLER = 0.88  # what stands below the words of a row
_BACK = 6  # characters by which the first line may be shorter than it could be


def lines_of(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Return `text` in lines of `width` pixels, at most one or two; the last is cut where it goes on."""
    metrics = QFontMetrics(font)
    if most == 1 or metrics.horizontalAdvance(text) <= width:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
    layout, option = QTextLayout(text, font), QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(20, width))
    units = line.textLength()
    layout.endLayout()
    last = len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass"))
    at = _best_break(text, last, lambda start: metrics.horizontalAdvance(text[start:]) <= width)
    return [text[:at].rstrip(), metrics.elidedText(text[at:].lstrip(), Qt.TextElideMode.ElideRight, width)]


def smaller(font: QFont, share: float = SMALLER) -> QFont:
    """Return `font` in `share` of its size (9 pixels at least), for what is below the words of a row."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * share)
    else:
        made.setPixelSize(max(9, round(font.pixelSize() * share)))
    return made


def _best_break(text: str, last: int, fits: Callable[[int], bool]) -> int:
    """Return where the second line begins: at `last`, or before, where it costs less and all still fits."""
    first = max(1, last - _BACK)
    places = [at for at in range(last, first - 1, -1) if at < len(text) and (at == last or fits(at))]
    return min(places, key=lambda at: cost_of_break(text, at), default=last)

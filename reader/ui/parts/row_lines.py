"""The words of a row in a list, in one line or two: broken where words are likely to end, then cut.

Titles and names of points are spaced between Chinese and Latin as the text is: by a thin space, so that Qt
measures, breaks and cuts them like any other words. It is only painted: nothing copies or reads it aloud.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption

from reader.articles.markdown.typography import Space, cost_of_break, study

SMALLER = 0.88  # what stands below the words of a row
_THIN = "\u2009"
_BACK = 6  # characters by which the first line may be shorter than it could be


@lru_cache(maxsize=2048)
def spaced(words: str) -> str:
    """Return `words` of an article with a thin space (a fifth of an em) between Chinese and Latin."""
    gaps = sorted(at for at, space in study(words).spaces.items() if space is Space.GAP)
    starts = [0, *(at + 1 for at in gaps), len(words)]
    return _THIN.join(words[start:end] for start, end in pairwise(starts))


def elided(words: str, metrics: QFontMetrics, width: int) -> str:
    """Return `words` spaced and cut at the end to `width` pixels; unspaced, where all fit only so."""
    if metrics.horizontalAdvance(words) <= width < metrics.horizontalAdvance(spaced(words)):
        return words
    return metrics.elidedText(spaced(words), Qt.TextElideMode.ElideRight, width)


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

"""A title, set as the text below it is: spaced between Chinese and Latin, in lines of about one length.

Which width within these keeps words whole is tried out, since Qt breaks between any two Chinese characters
and there is no dictionary here: a line rather ends at a space, a sign, an edge of Latin or a particle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QLabel

from reader.articles.markdown.typography import Space, cost_of_break, study
from reader.ui.pane.layout.formats import GAP

_MORE = (0.7, 1.2, 1.7, 2.2, 2.7, 3.5, 4.5, 5.5, 7.0)  # em that a line may be longer than its share
_LEAST = 2.5  # em that stand on the last line

_SHORT_LAST = 8  # what a last line of a character or two costs, beside `cost_of_break`


class SpacedLabel(QLabel):
    """A few words that wrap; never into full lines and a last one of a single character."""

    def __init__(self, its_font: QFont) -> None:
        super().__init__()
        self._in_one_line = 0.0  # how wide the words would be
        self._right = 0  # the margin that keeps the lines short
        self._balanced_at = -1  # the width that it is for; setting a margin is a resize for Qt
        self._heights: dict[
            int, int
        ] = {}  # by width: Qt asks for them four times, and sets the text each time
        self.setFont(its_font)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def say(self, words: str) -> None:
        """Show `words`."""
        self._heights.clear()
        spaced = _spaced(words, self.font().pixelSize())
        self.setTextFormat(Qt.TextFormat.RichText if spaced != words else Qt.TextFormat.PlainText)
        self.setText(spaced)
        self.setAccessibleName(words)
        gaps = spaced.count("</span>") * GAP * self.font().pixelSize()
        self._in_one_line = QFontMetricsF(self.font()).horizontalAdvance(words) + gaps
        self._balanced_at = -1
        self._balance(self.width())

    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = super().heightForWidth(width + self._right)
        return height

    def sizeHint(self) -> QSize:
        """Return what fits everywhere: Qt would set the text in several widths to find a good one."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.font().pixelSize(), self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        self._heights.clear()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance(event.size().width())

    def _balance(self, wide: int) -> None:
        if wide == self._balanced_at:
            return
        self._balanced_at, least = wide, wide
        if self._in_one_line > wide:
            high, share = self.heightForWidth(wide), self._in_one_line / math.ceil(self._in_one_line / wide)
            tried = (int(share + more * self.font().pixelSize()) for more in _MORE)
            fitting = [it for it in tried if it < wide and self.heightForWidth(it) == high]
            if fitting:
                costs = self._costs([*fitting, wide])
                least = min(costs, key=costs.__getitem__)  # of equal ones the narrowest
        if self._right != wide - least:
            self._right = wide - least
            self.setContentsMargins(0, 0, self._right, 0)

    def _costs(self, widths: Iterable[int]) -> dict[int, float]:
        """Return for each of `widths` how badly lines would end, were the words so wide."""
        words = QTextDocument()
        words.setDocumentMargin(0)
        words.setDefaultFont(self.font())
        if self.textFormat() == Qt.TextFormat.RichText:
            words.setHtml(self.text())
        else:
            words.setPlainText(self.text())
        text, short = words.firstBlock().text(), _LEAST * self.font().pixelSize()
        costs: dict[int, float] = {}
        for width in widths:
            words.setTextWidth(width)
            words.documentLayout().documentSize()  # lays it out
            layout = words.firstBlock().layout()
            lines = [layout.lineAt(number) for number in range(layout.lineCount())]
            is_short = len(lines) > 1 and lines[-1].naturalTextWidth() < short
            costs[width] = _SHORT_LAST * is_short + sum(
                cost_of_break(text, line.textStart()) for line in lines[1:]
            )
        return costs


def _spaced(words: str, size: float) -> str:
    """Return `words` with the space between Chinese and Latin that the text has; as they are without any."""
    gaps = [at for at, space in study(words).spaces.items() if space is Space.GAP]
    parts, start = [], 0
    for at in sorted(gaps):
        wide = f'<span style="letter-spacing: {GAP * size:.1f}px">{escape(words[at])}</span>'
        parts.append(escape(words[start:at]) + wide)
        start = at + 1
    return "".join(parts) + escape(words[start:]) if gaps else words

"""Sets a few words that nobody sees, so that the first article finds fonts and Markdown ready.

The first Chinese letters of a run cost some 50 ms, the first code another 20:
spent in idle moments before an article is opened, they are not waited for.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QImage, QPainter

from reader.articles.model import Article, Framework, Metadata, Outline
from reader.articles.source.canonical_text import extract
from reader.ui.pane.interfaces import Typesetter
from reader.ui.pane.scroll.column_view import ColumnView

SAMPLES = (
    "# 热 Heat",
    "温，暖。Warm **和** *it* `code` 1。",
    "- 一\n- 二\n\n> 三",
    '```python\nprint("热")\n```',
    "|甲|乙|\n|-|-|\n|1|2|",
)


class Warming(QObject):
    """Warms a view up, one sample in each idle moment, and goes. Stops as soon as there is an article."""

    def __init__(self, view: ColumnView, typesetter: Typesetter) -> None:
        super().__init__(view)
        self._view = view
        self._typesetter = typesetter
        self._left = list(SAMPLES)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        if not self._left or self._view.column.article is not None or self._view.theme is None:
            self._timer.stop()
            self.deleteLater()
            return
        self._set(self._left.pop(0))

    def _set(self, source: str) -> None:
        article = Article(Path(), source, Metadata(), extract(source), Outline(), Framework((), derived=True))
        canvas = QImage(400, 200, QImage.Format.Format_RGB32)
        painter = QPainter(canvas)
        for piece in self._typesetter.cut(article, frozenset()):
            parsed = self._typesetter.parse(piece)
            section = self._typesetter.typeset(piece, parsed, self._view.style_now, 400.0)
            section.prepare(self._view.devicePixelRatioF())
            if self._view.theme is not None:
                section.draw(painter, self._view.theme, QRectF(0, 0, 400, 200))
        painter.end()

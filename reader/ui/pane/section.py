"""What the pane shows: a column of section documents. This is the seam between typesetting and scrolling.

`typesetting` makes a `SectionDocument` from blocks (headless values made by
`reader.articles.render`); the `view` places, scrolls and paints them and knows
nothing of Markdown. Both sides of the seam count in UTF-16 units of the
section's QTextDocument; `reader.ui.pane.places` maps these to canonical text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTextDocument

from reader.theme import Theme


@dataclass(frozen=True, slots=True)
class Style:
    """What decides the layout. A theme is not in it: a change of theme lays nothing out anew."""

    size: float = 18.0  # pixels of a Chinese character
    measure: float = 38.0  # Chinese characters in a line
    line_height: float = 1.75
    family: str = "serif"  # "serif" or "sans"
    chinese_font: str = ""  # a family's name; empty for the best there is
    latin_font: str = ""
    indent: bool = False  # two characters at the start of a paragraph, in place of space between paragraphs
    justify: bool = True
    emphasis_dots: bool = False
    language: str = "zh_CN"


class SectionDocument(Protocol):
    """One laid-out section: a QTextDocument and what is painted around its text.

    `draw` paints the section with its top left corner at the painter's origin:
    first what lies behind the text (code frames, quote bars, inline code, table
    rules), then `under(painter)` of the view (highlights, hits, selection), then the text,
    then what lies above it (bullets, copy buttons).
    """

    document: QTextDocument

    @property
    def height(self) -> float:
        """The height in device-independent pixels, with the space around it."""
        ...

    def draw(self, painter: QPainter, theme: Theme, clip: QRectF) -> None:
        """Paint the section with the colours of `theme`, looked up now."""
        ...

"""What the pane shows: a column of section documents. This is the seam between typesetting and scrolling.

`typesetting` makes a `SectionDocument` from blocks (headless values made by
`reader.articles.render`); the `view` places, scrolls and paints them and knows
nothing of Markdown. Both sides of the seam count in UTF-16 units of the
section's QTextDocument; `reader.ui.pane.places` maps these to canonical text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTextDocument

from reader.articles.model import Article
from reader.theme import Theme

Under = Callable[[QPainter], None]


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


class Piece(Protocol):
    """A stretch of the article that is parsed and laid out by itself: a section, or a part of a long one.

    Lines count from 1 in the file and are inclusive. Two pieces of the same
    `key` look the same: when a file changes, only new keys are made again.
    """

    @property
    def first_line(self) -> int:
        """The piece's first line."""
        ...

    @property
    def last_line(self) -> int:
        """The piece's last line."""
        ...

    @property
    def text(self) -> str:
        """The Markdown of the piece; the height is guessed from its length."""
        ...

    @property
    def key(self) -> str:
        """What decides how the piece looks: its text, and whatever it borrows from elsewhere."""
        ...


class SectionDocument(Protocol):
    """One laid-out section: a QTextDocument and what is painted around its text."""

    @property
    def document(self) -> QTextDocument:
        """The text, laid out. Nobody else changes it."""
        ...

    @property
    def origin(self) -> QPointF:
        """Where the document's own (0, 0) lies in the section: the space above its first line."""
        ...

    @property
    def height(self) -> float:
        """The height in device-independent pixels, with the space around it."""
        ...

    def draw(self, painter: QPainter, theme: Theme, clip: QRectF, under: Under | None = None) -> None:
        """Paint the section with its top left corner at the painter's origin, in the colours of `theme`.

        First what lies behind the text (code frames, quote bars, inline code,
        table rules), then `under(painter)`, which paints the view's highlights,
        hits and selection with the painter's origin at the document's (0, 0),
        then the text, then what lies above it (bullets, copy buttons). `clip` is in the
        section's coordinates. Colours are looked up now: a theme lays nothing out anew.
        """
        ...


class Typesetter(Protocol):
    """From an article to section documents, in three steps, each on the thread where it is cheap."""

    def cut(self, article: Article, hidden_lines: frozenset[int]) -> Iterator[Piece]:
        """Yield the pieces of `article` in order, without its `hidden_lines`.

        Lazy: the view takes a few milliseconds' worth at a time.
        """
        ...

    def parse(self, piece: Piece) -> Any:
        """Return what `typeset` needs. No Qt; runs on any thread, one call at a time on each."""
        ...

    def typeset(self, piece: Piece, parsed: Any, style: Style, width: float) -> SectionDocument:
        """Return `piece` laid out `width` pixels wide. Only on the main thread."""
        ...

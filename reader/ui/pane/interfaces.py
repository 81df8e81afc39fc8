"""What the pane shows: a column of section documents. This is the seam between typesetting and scrolling.

`typesetting` makes a `SectionDocument` from blocks (headless values made by
`reader.articles.markdown.rendering`); the `view` places, scrolls and paints them and knows
nothing of Markdown. Both sides of the seam count in UTF-16 units of the
section's QTextDocument; `reader.ui.pane.text.position_map` maps these to canonical text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QTextDocument

from reader.articles.markdown.blocks import Block, Inline, Lines, Picture
from reader.articles.model import Article
from reader.theme import Theme

Under = Callable[[QPainter], None]


class Style(NamedTuple):
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
    script: str = ""  # "simplified" or "traditional" characters are shown; as written where it is empty
    pinyin: bool = False  # over all Chinese
    pinyin_words: tuple[str, ...] = ()  # over these words, wherever they stand
    scrolls: bool = True  # wide code and tables scroll sideways; on paper they are broken and narrowed


class TabStop(NamedTuple):
    """A stretch of a section's document that Tab goes to; `address` where it is a link."""

    start: int
    end: int
    address: str = ""


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


class BlockPlace(Protocol):
    """Where one block of text lies in a section's document, and which lines of the file it shows."""

    @property
    def position(self) -> int:
        """The block's first place in the document, in UTF-16 units."""
        ...

    @property
    def length(self) -> int:
        """The block's length in UTF-16 units, without what separates it from the next."""
        ...

    @property
    def inlines(self) -> tuple[Inline, ...]:
        """The texts, pictures and formulas in it, in order."""
        ...

    @property
    def lines(self) -> Lines:
        """Where lines of the file begin in its text."""
        ...

    @property
    def first_line(self) -> int:
        """The first line of the file that it shows, from 1."""
        ...

    @property
    def last_line(self) -> int:
        """The last line of the file that it shows, from 1, inclusive."""
        ...


class SectionDocument(Protocol):
    """One laid-out section: a QTextDocument and what is painted around its text.

    Points and rectangles are in the section's coordinates: its top left corner
    is (0, 0). Tables and code that scroll sideways are allowed for.
    """

    @property
    def document(self) -> QTextDocument:
        """The text, laid out. Nobody else changes it."""
        ...

    @property
    def height(self) -> float:
        """The height in device-independent pixels, with the space around it."""
        ...

    @property
    def places(self) -> Sequence[BlockPlace]:
        """The blocks of text, in the order of the document."""
        ...

    @property
    def waiting(self) -> frozenset[Any]:
        """The keys of pictures and formulas that are not there yet; see `Typesetter.on_arrival`."""
        ...

    def prepare(self, ratio: float = 1.0) -> None:
        """Work out ahead what the first `draw` needs, for a screen with `ratio` device pixels to a pixel."""
        ...

    def draw(self, painter: QPainter, theme: Theme, clip: QRectF, under: Under | None = None) -> None:
        """Paint the section with its top left corner at the painter's origin, in the colours of `theme`.

        First what lies behind the text (code frames, quote bars, inline code,
        table rules), then `under(painter)` of the view (highlights, hits and
        selection), then the text, then what lies above it (bullets, copy
        buttons). Colours are looked up now: a theme lays nothing out anew.
        """
        ...

    def position_at(self, point: QPointF) -> int:
        """Return the place in the document that is nearest to `point`; -1 where there is no text at all."""
        ...

    def rectangles(self, start: int, end: int) -> list[QRectF]:
        """Return a rectangle for each line of the stretch from `start` to `end`, as high as its letters."""
        ...

    def link_at(self, point: QPointF) -> str:
        """Return the address of the link under `point`, as written; "" for none."""
        ...

    def picture_at(self, point: QPointF) -> Picture | None:
        """Return the image under `point`, to be shown large; None for none."""
        ...

    def stops(self) -> Sequence[TabStop]:
        """Return what Tab goes to, in order: links, pictures, summaries of what folds."""
        ...

    def scroll_sideways(self, point: QPointF, dx: float) -> bool:
        """Move the wide table or code under `point` by `dx` pixels; False where there is none to move."""
        ...

    def blocks(self, start: int, end: int) -> Sequence[Block]:
        """Return what stands from `start` to `end`, cut at both ends."""
        ...

    def reveal(self, position: int) -> bool:
        """Bring `position` out of folds and wide tables. True where the section must be measured again."""
        ...

    @property
    def touched(self) -> frozenset[str]:
        """The names of the folds that somebody has opened or shut since the section was first set."""
        ...

    def fold_as(self, touched: frozenset[str]) -> None:
        """Fold this section as the one was whose `touched` is given. Changes the height."""
        ...

    def is_pressable(self, point: QPointF) -> bool:
        """Say whether a click at `point` does something in the section, or shows a picture of it."""
        ...

    def press(self, point: QPointF) -> bool | str:
        """Do what a click at `point` does in the section itself, such as unfold it.

        Returns False where nothing is to be done, True where the section must
        be painted (and measured) again, or the text that a copy button copies.
        """
        ...


class Typesetter(Protocol):
    """From an article to section documents, in three steps, each on the thread where it is cheap."""

    def cut(self, article: Article, hidden_lines: frozenset[int]) -> Iterator[Piece]:
        """Yield the pieces of `article` in order, without its `hidden_lines`.

        Lazy: the view takes a few milliseconds' worth at a time.
        """
        ...

    def parse(self, piece: Any) -> Any:
        """Return what `typeset` needs. No Qt; runs on any thread, one call at a time on each."""
        ...

    def typeset(
        self, piece: Any, parsed: Any, style: Style, width: float, *, measures: bool = False
    ) -> SectionDocument:
        """Return `piece` laid out `width` pixels wide. Only on the main thread.

        `measures`: only the height is wanted. Nothing is begun for it in the background.
        """
        ...

    def blocks(self, parsed: Any) -> Sequence[Block]:
        """Return all that stands in a piece, of which `parse` has made `parsed`."""
        ...

    def on_arrival(self, tell: Callable[[object], None]) -> None:
        """Let `tell` be called, on the main thread, with the key of each thing that is there now.

        Sections that were `waiting` for it are to be set again.
        """
        ...

    def load_picture(self, picture: Picture, folder: Path, tell: Callable[[QImage], None]) -> None:
        """Load `picture` of an article in `folder` as large as it is, in the background.

        `tell` is called with it if it can be shown.
        """
        ...

    def shut_down(self) -> None:
        """End what is running in the background."""
        ...

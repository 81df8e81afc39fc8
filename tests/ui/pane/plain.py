"""The plainest typesetter: the words as they stand, each line of the file a paragraph.

The pane's own tests read by it, as it is quick and holds no surprises.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QImage,
    QPainter,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextLayout,
    QTextOption,
)

from reader.articles.markdown.blocks import Block, BlockKind, Inline, Lines, Picture, Run
from reader.articles.model import Article
from reader.theme import Theme
from reader.ui.pane.interfaces import Piece, Style, TabStop, Under
from reader.ui.pane.text.position_map import Units

LONGEST = 2500  # characters in a piece: about a screen, a millisecond's work
_HEADING = re.compile(r" {0,3}#{1,6}\s")


@dataclass(frozen=True, slots=True)
class PlainPiece:
    """Some lines of the file. See `reader.ui.pane.interfaces.Piece`."""

    first_line: int
    last_line: int
    text: str

    @property
    def key(self) -> str:
        """The text itself: nothing is borrowed."""
        return self.text


@dataclass(frozen=True, slots=True)
class PlainPlace:
    """Where a line of the file lies in the document. See `reader.ui.pane.interfaces.BlockPlace`."""

    position: int
    length: int
    first_line: int
    last_line: int
    inlines: tuple[Inline, ...] = ()
    lines: Lines = ()


class PlainTypesetter:
    """Sets each line of the file as it stands."""

    def cut(self, article: Article, hidden_lines: frozenset[int]) -> Iterator[PlainPiece]:
        """Yield a piece for each heading with what follows it, and for each part of a long one."""
        gathered: list[str] = []
        size, first = 0, 1
        for number, line in enumerate(article.source.split("\n"), 1):
            apart = number in hidden_lines or size > LONGEST or _HEADING.match(line)
            if gathered and apart:
                yield PlainPiece(first, number - 1, "\n".join(gathered))
                gathered, size = [], 0
            if number in hidden_lines:
                continue
            if not gathered:
                first = number
            gathered.append(line)
            size += len(line)
        if gathered:
            yield PlainPiece(first, first + len(gathered) - 1, "\n".join(gathered))

    def parse(self, piece: Piece) -> list[str]:
        """Return the lines."""
        return piece.text.split("\n")

    def typeset(
        self, piece: Piece, parsed: list[str], style: Style, width: float, *, measures: bool = False
    ) -> PlainSection:
        """Return the lines laid out."""
        return PlainSection(piece, parsed, style, width)

    def blocks(self, parsed: list[str]) -> list[Block]:
        """Return a paragraph for each line."""
        return [Block(BlockKind.PARAGRAPH, (Run(line),)) for line in parsed]

    def on_arrival(self, tell: Callable[[object], None]) -> None:
        """Nothing arrives: nothing is made in the background."""

    def load_picture(self, picture: Picture, folder: Path, tell: Callable[[QImage], None]) -> None:
        """There are no pictures."""

    def shut_down(self) -> None:
        """Nothing is running."""


class PlainSection:
    """A laid-out piece of plain text. See `reader.ui.pane.interfaces.SectionDocument`."""

    waiting: frozenset[object] = frozenset()

    def __init__(self, piece: Piece, lines: list[str], style: Style, width: float) -> None:
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self.document.setDocumentMargin(0)
        font = QFont(
            style.chinese_font or ("Noto Serif CJK SC" if style.family == "serif" else "Noto Sans CJK SC")
        )
        font.setPixelSize(max(1, round(style.size)))
        self.document.setDefaultFont(font)
        option = self.document.defaultTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document.setDefaultTextOption(option)
        self.document.setTextWidth(width)
        form = QTextBlockFormat()
        form.setLineHeight(
            round(style.size * style.line_height), QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        form.setBottomMargin(style.size * 0.4)
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        cursor.setBlockFormat(form)
        cursor.insertText("\n".join(lines))
        cursor.endEditBlock()
        self.places = tuple(_places(self.document, piece.first_line))
        self.height = self.document.size().height()

    def prepare(self, ratio: float = 1.0) -> None:
        """Nothing is to be worked out."""

    def draw(self, painter: QPainter, theme: Theme, clip: QRectF, under: Under | None = None) -> None:
        """Paint it."""
        if under:
            under(painter)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.roles["text"]))
        context.palette = palette
        context.clip = clip
        self.document.documentLayout().draw(painter, context)

    def position_at(self, point: QPointF) -> int:
        """Return the nearest place."""
        return self.document.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit)

    def rectangles(self, start: int, end: int) -> list[QRectF]:
        """Return a rectangle for each line."""
        found: list[QRectF] = []
        block = self.document.findBlock(start)
        while block.isValid() and block.position() < end:
            found += _block_rectangles(block, start - block.position(), end - block.position())
            block = block.next()
        return found

    def link_at(self, point: QPointF) -> str:
        """Return the address under `point`."""
        return self.document.documentLayout().anchorAt(point)

    def picture_at(self, point: QPointF) -> Picture | None:
        """There are no pictures."""
        return None

    def stops(self) -> list[TabStop]:
        """Nothing here is a link."""
        return []

    def scroll_sideways(self, point: QPointF, dx: float) -> bool:
        """Nothing here is wide."""
        return False

    def reveal(self, position: int) -> bool:
        """Nothing here is hidden."""
        return False

    def blocks(self, start: int, end: int) -> list[Block]:
        """Return a paragraph for each line."""
        raw = self.document.toRawText()
        units = Units(raw)
        words = raw[units.points(start) : units.points(end)].split("\u2029")
        return [Block(BlockKind.PARAGRAPH, (Run(line),)) for line in words]

    @property
    def touched(self) -> frozenset[str]:
        """Nothing folds."""
        return frozenset()

    def fold_as(self, touched: frozenset[str]) -> None:
        """Nothing folds."""

    def is_pressable(self, point: QPointF) -> bool:
        """Nothing is pressed."""
        return False

    def press(self, point: QPointF) -> bool | str:
        """Nothing here can be pressed."""
        return False


def _places(document: QTextDocument, line: int) -> Iterator[PlainPlace]:
    block = document.begin()
    while block.isValid():
        words = (Run(block.text()),)
        yield PlainPlace(block.position(), block.length() - 1, line, line, words, ((0, line, 0),))
        block, line = block.next(), line + 1


def _block_rectangles(block: QTextBlock, start: int, end: int) -> Iterator[QRectF]:
    layout = block.layout()
    at = layout.position()
    start, end = max(0, start), min(block.length() - 1, end)
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, last = line.textStart(), line.textStart() + line.textLength()
        if first >= end or last <= start:
            continue
        left, right = _x(layout, number, max(start, first)), _x(layout, number, min(end, last))
        letters = line.ascent() + line.descent()
        top = at.y() + line.y() + line.height() - letters
        yield QRectF(at.x() + min(left, right), top, abs(right - left), letters)


def _x(layout: QTextLayout, line: int, position: int) -> float:
    x: float | tuple[float, int] = layout.lineAt(line).cursorToX(position)  # type: ignore[assignment]
    return x[0] if isinstance(x, tuple) else x

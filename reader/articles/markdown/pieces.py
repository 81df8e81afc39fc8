"""What an article is cut into: leaves, and the pieces that are made of them. Frozen values only, no Qt."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple

from reader.articles.markdown.blocks import Block
from reader.articles.source import lines
from reader.articles.source.definitions import Definitions


class LeafKind(Enum):
    """What a leaf is."""

    PARAGRAPH = auto()
    HEADING = auto()
    TITLE = auto()  # of a box or a callout
    TERM = auto()
    CODE = auto()
    TABLE = auto()
    FORMULA = auto()
    HTML = auto()
    RULE = auto()
    EMPTY = auto()  # an item with nothing in it
    WORDS = auto()  # the canonical words of what is too much to be shown as it is meant: see `cutting.py`


class Leaf(NamedTuple):
    """A leaf: one text a line, from the line `first` (from 1) on. `info`: a fence's words, a heading's name.

    `before` counts the letters of the first line that a part before this one holds (see `cutting.py`);
    `hidden` are lines whose words are not shown, though marks in them reach into others.
    """

    kind: LeafKind
    first: int
    texts: tuple[str, ...]
    path: lines.Path = ()
    level: int = 0
    info: str = ""
    before: int = 0
    hidden: frozenset[int] = frozenset()

    @property
    def last(self) -> int:
        """The last line, inclusive."""
        return self.first + max(1, len(self.texts)) - 1


class Piece(NamedTuple):
    """Leaves on the lines `first_line` to `last_line` (inclusive) that are made and laid out together.

    `text` is their Markdown as it is written, `level` that of the heading it starts with, or 0. `continues`
    says that it goes on with the construct of the piece before (code, a table, an item, a paragraph or a
    quotation cut in two), `continued` that the next one goes on with its own. Of a cut table each piece
    knows how wide the `columns` of the whole are (in half characters) and how many `rows_before` there
    were; the first piece of cut code holds the `whole` code.
    """

    first_line: int
    last_line: int
    leaves: tuple[Leaf, ...]
    text: str
    level: int = 0
    continues: bool = False
    continued: bool = False
    columns: tuple[int, ...] = ()
    rows_before: int = 0
    whole: str = ""


class MarkdownPiece(NamedTuple):
    """A piece with the definitions of its article. See `reader.ui.pane.interfaces.Piece`."""

    cut: Piece
    definitions: Definitions
    key: str  # of the Markdown, and of the definitions that it may use; of this run of the program
    folder: Path  # of the article: its images lie there
    blocks: tuple[Block, ...] | None = None  # what `rendering.render` makes of it, where that was kept

    @property
    def first_line(self) -> int:
        """The piece's first line."""
        return self.cut.first_line

    @property
    def last_line(self) -> int:
        """The piece's last line."""
        return self.cut.last_line

    @property
    def text(self) -> str:
        """The Markdown of the piece."""
        return self.cut.text


def key_of(piece: Piece, definitions: Definitions) -> str:
    """Return what tells `piece` from others, its place in the file apart."""
    shapes = tuple(map(_shape, piece.leaves))
    borrowed = definitions.state if "[" in piece.text else 0
    own = (piece.text, shapes, piece.continues, piece.continued, borrowed)
    return f"{len(piece.text)} {hash(own)}"


def _shape(leaf: Leaf) -> tuple[object, ...]:
    """Return how `leaf` looks, its words and its place in the file apart."""
    path = tuple((held.kind.value, held.number, held.marker, held.task, held.name) for held in leaf.path)
    return (leaf.kind.value, leaf.level, leaf.info, len(leaf.texts), path)

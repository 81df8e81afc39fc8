"""The pieces of an article, each with what it borrows from the others. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reader.articles.markdown import cutting
from reader.articles.markdown.leaves import Leaf
from reader.articles.model import Article
from reader.articles.source.definitions import Definitions


class MarkdownPiece(NamedTuple):
    """A piece with the definitions of its article. See `reader.ui.pane.interfaces.Piece`."""

    cut: cutting.Piece
    definitions: Definitions
    key: str  # of the Markdown, and of the definitions that it may use
    folder: Path  # of the article: its images lie there

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


def pieces_of(article: Article, hidden_lines: frozenset[int]) -> Iterator[MarkdownPiece]:
    """Yield the pieces of `article`, without its `hidden_lines`."""
    found, folder = article.scan, article.path.parent
    definitions = found.definitions
    borrowed = definitions.state
    for piece in cutting.cut(found, hidden_lines, text=article.text):
        shapes = tuple(map(_shape, piece.leaves))
        own = (piece.text, shapes, piece.continues, piece.continued, borrowed if "[" in piece.text else 0)
        yield MarkdownPiece(piece, definitions, f"{len(piece.text)} {hash(own)}", folder)


def _shape(leaf: Leaf) -> tuple[object, ...]:
    """Return how `leaf` looks, its words and its place in the file apart."""
    path = tuple((held.kind.value, held.number, held.marker, held.task, held.name) for held in leaf.path)
    return (leaf.kind.value, leaf.level, leaf.info, len(leaf.texts), path)

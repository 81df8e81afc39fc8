"""Articles in Markdown, for the pane: cut, parsed and typeset, with what a piece borrows from others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader.articles import cutting
from reader.articles.definitions import Definitions, collect
from reader.articles.model import Article
from reader.articles.render import render
from reader.ui.pane.section import Style
from reader.ui.pane.typeset_section import TypesetSection
from reader.ui.pane.typesetting import typeset


@dataclass(frozen=True, slots=True)
class MarkdownPiece:
    """A piece with the definitions of its article. See `reader.ui.pane.section.Piece`."""

    cut: cutting.Piece
    definitions: Definitions
    borrowed: str  # tells one state of the definitions from another; "" where the piece can use none

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

    @property
    def key(self) -> str:
        """The Markdown, and the definitions that it may use."""
        return f"{self.cut.text}\x00{self.cut.continues:d}{self.cut.continued:d}{self.borrowed}"


class MarkdownTypesetter:
    """What the reading pane sets articles with. See `reader.ui.pane.section.Typesetter`."""

    def cut(self, article: Article, hidden_lines: frozenset[int]) -> Iterator[MarkdownPiece]:
        """Yield the pieces of `article`, without its `hidden_lines`."""
        definitions = collect(article.source)
        borrowed = str(hash((*definitions.references.items(), *definitions.footnotes.values())))
        for piece in cutting.cut(article.source, hidden_lines):
            yield MarkdownPiece(piece, definitions, borrowed if "[" in piece.text else "")

    def parse(self, piece: Any) -> Any:
        """Return the blocks of `piece`. No Qt."""
        return render(piece.cut, piece.definitions)

    def typeset(self, piece: Any, parsed: Any, style: Style, width: float) -> TypesetSection:
        """Return `piece` laid out."""
        return typeset(parsed, style, width)

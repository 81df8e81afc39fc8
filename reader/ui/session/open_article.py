"""What is open: the article, the place in it, and where one that is on its way is to open.

Each of these facts is kept here and nowhere else. Only the session changes
them (and tells of it by its signals); whoever wants to know asks the session.
Positions and spans are code points of the canonical text.
"""

from __future__ import annotations

from pathlib import Path

from reader.articles.digest.contents import Contents
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.ui.session.navigation_history import Stop
from reader.ui.session.tree_building import TreeBuilder


class OpenArticle:
    """The one article that is open, or the one that is being read to be opened in its place."""

    def __init__(self, trees: TreeBuilder) -> None:
        self.trees = trees
        self.article: Article | None = None  # with the links that the person has repaired
        self.as_read: Article | None = None  # the same, with the links that were found in its file
        self.awaited: Path | None = None  # what is being read, to be opened
        self.sketch: Article | None = None  # the part of it that is already there to be looked at
        self.destination: Span | Stop | None = None  # where it is to open; None: where it was left
        self.contents = Contents(())
        self.place, self.node, self.selection = 0, "", Span(0, 0)
        self.chosen = ""  # in the tree

    def expect(self, path: Path) -> None:
        """Note that the article at `path` is being read, to be opened."""
        self.awaited, self.sketch, self.destination = path, None, None

    def open(self, article: Article, destination: Span | Stop | None) -> None:
        """Take `article` as the one that is open, to be shown at `destination`."""
        self.awaited, self.destination = None, destination
        self.place, self.node, self.selection = 0, "", Span(0, 0)
        self.chosen = ""
        self.change(article)

    def change(self, article: Article) -> None:
        """Take `article`, whose file was edited, in place of the open one. The place stays."""
        self.as_read = article
        self.repair(article)

    def repair(self, article: Article) -> None:
        """Take `article`, the open one with other links, in place of the open one. The place stays."""
        self.article = article
        self.contents = self.trees.of(article)

    def close(self) -> None:
        """Leave the article, and await none."""
        self.article = self.as_read = self.awaited = self.sketch = None
        self.contents = Contents(())
        self.place, self.node, self.selection = 0, "", Span(0, 0)
        self.chosen = ""

    def move_to(self, position: int) -> tuple[bool, bool]:
        """Note that the person reads at `position`; return whether the place and the node are other ones."""
        if self.awaited is not None:
            return False, False  # it is a place in a sketch
        before = self.place, self.node
        self.place, self.node = position, self.contents.at(position)
        return self.place != before[0], self.node != before[1]

"""The tree of an article, made on the thread that reads it: of a long one it takes too long for a click."""

from __future__ import annotations

from reader.articles.digest.contents import Contents, framework_contents, hidden_lines
from reader.articles.model import Article
from reader.settings import Settings

LONG = 100_000  # characters
MANY = 2_000  # points of the framework


class TreeBuilder:
    """Makes trees, and keeps the last one until it is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._made: tuple[Article, tuple[frozenset[int], bool], Contents] | None = None

    def hidden_lines(self, article: Article) -> frozenset[int]:
        """Return the lines of `article` that the pane leaves out, as the person wishes."""
        return article.metadata.lines if self._settings.get("show_drawing") else hidden_lines(article)

    def is_long(self, article: Article) -> bool:
        """Whether the tree of `article` is to be made on a thread."""
        return len(article.text.text) > LONG or len(article.links) > MANY

    def make(self, article: Article) -> None:
        """Make the tree of `article` now, to be asked for soon, and its digest. On any thread."""
        self._made = article, self._wanted(article), self._tree(article)
        if len(article.text.text) > LONG:
            _ = article.text.digest  # the notes ask for it: 14 ms for 10 MB
            _ = article.text.letters_before, article.scan.definitions.labels, article.scan.definitions.state

    def has(self, article: Article) -> bool:
        """Whether the tree of `article` was made, as it is wanted now, and not asked for yet."""
        made = self._made
        return made is not None and made[0] is article and made[1] == self._wanted(article)

    def of(self, article: Article) -> Contents:
        """Return the tree of `article`."""
        made, self._made = (self._made if self.has(article) else None), None
        return made[2] if made is not None else self._tree(article)

    def _wanted(self, article: Article) -> tuple[frozenset[int], bool]:
        """Return the lines that are left out, and whether bold leads stand in an outline."""
        return self.hidden_lines(article), bool(self._settings.get("outline_leads"))

    def _tree(self, article: Article) -> Contents:
        hidden, leads = self._wanted(article)
        return framework_contents(article, hidden, leads=leads)

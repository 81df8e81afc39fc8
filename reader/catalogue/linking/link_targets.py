"""Where links between articles lead, and what those that lead nowhere may have meant.

A wiki link names an article as people do: by the name of its file, with or without its folders and suffix,
by its title, or by an alias (`aliases:` in its front matter); case, width, and Traditional or Simplified do
not count. Where several have the name, the one nearest to the link's own folder is meant. A relative link is
a path from the article's own folder, "%20" for a space, with or without the suffix.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from reader.articles.formats import SUFFIXES
from reader.articles.source.character_folding import fold
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.linking.article_links import ArticleLink

_MOST_NEAR = 3
_NEAR = 75  # how alike two names are that may have been meant for one another, of 100 (an Indel ratio)
_TELLING = 3  # letters of a name from which another that holds it may have been meant


class LinkTargets:
    """The articles of a library by the names that links may give them."""

    def __init__(self, entries: Sequence[CatalogueEntry]) -> None:
        self._titles = {entry.name: entry.title for entry in entries}
        self._by_word: dict[str, list[str]] = {}
        for entry in entries:
            stem = posixpath.basename(_without_suffix(entry.name))
            for word in {_key(stem), _key(entry.title), *map(_key, entry.aliases)} - {""}:
                self._by_word.setdefault(word, []).append(entry.name)

    def title(self, name: str) -> str:
        """Return the title of the article with this name; the name where there is none such."""
        return self._titles.get(name, name)

    def resolve(self, link: ArticleLink, article: str) -> str | None:
        """Return the name of the article that `link` in `article` leads to; None where there is none."""
        if link.is_wiki:
            return min(self._called(link.target), key=lambda name: _farness(name, article), default=None)
        folder = "" if link.target.startswith("/") else posixpath.dirname(article)
        path = posixpath.normpath(posixpath.join(folder, link.target.lstrip("/")))
        names = (path, *(path + suffix for suffix in sorted(SUFFIXES)))
        return next((name for name in names if name in self._titles), None)

    def near(self, link: ArticleLink) -> tuple[str, ...]:
        """Return names that a link which leads nowhere may have meant: at most three, the nearest first."""
        from rapidfuzz import fuzz, process

        word = _key(posixpath.basename(_without_suffix(link.target)))
        words = list(self._by_word)
        found = process.extract(word, words, scorer=fuzz.ratio, limit=_MOST_NEAR, score_cutoff=_NEAR)
        alike = [key for key, _ratio, _at in found]
        if len(word) >= _TELLING:
            alike += sorted((key for key in words if word in key), key=len)
        return tuple(dict.fromkeys(self._by_word[key][0] for key in alike))[:_MOST_NEAR]

    def _called(self, target: str) -> Iterable[str]:
        word = _key(_without_suffix(target.strip("/")))
        found = self._by_word.get(word, ())
        if found or "/" not in word:
            return found
        return self._below(word)

    def _below(self, word: str) -> Iterator[str]:
        """Yield the articles whose path, from any folder on, is `word`."""
        for name in self._by_word.get(word.rpartition("/")[2], ()):
            if f"/{_key(_without_suffix(name))}".endswith(f"/{word}"):
                yield name


def _key(word: str) -> str:
    return " ".join(fold(word).split())


def _without_suffix(name: str) -> str:
    stem, suffix = posixpath.splitext(name)
    return stem if suffix.lower() in SUFFIXES else name


def _farness(name: str, article: str) -> tuple[int, int, str]:
    """How far `name` stands from `article`: by the folders not shared, then those it has; then by name."""
    shared = posixpath.commonpath(["/" + posixpath.dirname(name), "/" + posixpath.dirname(article)])
    return -len(shared), name.count("/"), name

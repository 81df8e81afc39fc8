"""Links between articles: `[[wiki links]]` and relative ones, where they lead, and which lead nowhere.

A wiki link names an article as people do: by the name of its file, with or without its folders and suffix,
or by its title; case and width do not count. Where two have the name, the one nearest to the link's own
folder is meant. A relative link is a path from the article's own folder, "%20" for a space, with or without
the suffix.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from reader.articles.formats import SUFFIXES
from reader.articles.source.character_folding import fold
from reader.articles.source.lines import LineKind
from reader.articles.source.scanner import scan
from reader.catalogue.entries import CatalogueEntry

_WIKI = re.compile(r"(?<!\\)\[\[([^\[\]|#\n\\]{0,300})(#[^\[\]|\n]{0,300})?(?:\\?\|([^\[\]\n]{0,300}))?\]\]")
_INLINE = re.compile(
    r"(?<![!\\])\[[^\[\]\n]{0,500}\]\(\s{0,9}(?:<([^<>\n]{1,500})>|([^\s()<>]{1,500}))[^()\n]{0,200}\)"
)
_DEFINED = re.compile(r"\s{0,3}\[[^\[\]\n]{1,300}\]:\s{0,9}(?:<([^<>\n]{1,500})>|([^\s<>]{1,500}))")
_NO_TEXT = re.compile(r"(`+)(?!`).{0,500}?(?<!`)\1(?!`)|<!--.{0,500}?-->")  # code and comments
_MOST_NEAR = 3
_READ = frozenset({LineKind.TEXT, LineKind.HEADING, LineKind.ROW, LineKind.DEFINITION})


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link as written in an article. `target` has no "#…": that is `section`. `line` counts from 1."""

    line: int
    target: str
    section: str = ""
    is_wiki: bool = False


def links_in(source: str) -> Iterator[ArticleLink]:
    """Yield the links of a text that lead to files: those to the web and within the article are no such."""
    raw = source.split("\n")
    for number, line in enumerate(scan(source).lines, start=1):
        content = raw[number - 1] if line.kind is LineKind.DEFINITION else line.content
        if line.kind not in _READ or "[" not in content:
            continue
        text = _NO_TEXT.sub(lambda code: " " * len(code[0]), content)
        for found in _WIKI.finditer(text):
            if found[1].strip():
                yield ArticleLink(number, found[1].strip(), (found[2] or "")[1:].strip(), is_wiki=True)
        pattern = _DEFINED if line.kind is LineKind.DEFINITION else _INLINE
        for found in pattern.finditer(text):
            target, _sign, section = (found[1] or found[2]).partition("#")
            if target and _is_local(target):
                yield ArticleLink(number, unquote(target.partition("?")[0]), unquote(section))


def _is_local(target: str) -> bool:
    try:
        parts = urlsplit(target)
    except ValueError:  # "http://["
        return False
    return not parts.scheme and not parts.netloc and not target.startswith(("//", "\\\\"))


class LinkTargets:
    """The articles of a library by the names that links may give them."""

    def __init__(self, entries: Sequence[CatalogueEntry]) -> None:
        self._names = {entry.name for entry in entries}
        self._by_word: dict[str, list[str]] = {}
        for entry in entries:
            path = _without_suffix(entry.name)
            parts = path.split("/")
            words = {"/".join(parts[number:]) for number in range(len(parts))} | {entry.title}
            for word in words:
                self._by_word.setdefault(_key(word), []).append(entry.name)

    def resolve(self, link: ArticleLink, article: str) -> str | None:
        """Return the name of the article that `link` in `article` leads to; None where there is none."""
        if link.is_wiki:
            found = self._by_word.get(_key(_without_suffix(link.target.strip("/"))), ())
            return max(found, key=lambda name: _nearness(name, article), default=None)
        folder = "" if link.target.startswith("/") else posixpath.dirname(article)
        path = posixpath.normpath(posixpath.join(folder, link.target.lstrip("/")))
        names = (path, *(path + suffix for suffix in sorted(SUFFIXES)))
        return next((name for name in names if name in self._names), None)

    def near(self, link: ArticleLink) -> tuple[str, ...]:
        """Return names that a link which leads nowhere may have meant: at most three, the nearest first."""
        word = _key(posixpath.basename(_without_suffix(link.target)))
        found = difflib.get_close_matches(word, self._by_word, n=_MOST_NEAR, cutoff=0.75)
        return tuple(dict.fromkeys(self._by_word[one][0] for one in found))


def _key(word: str) -> str:
    return " ".join(fold(word).split())


def _without_suffix(name: str) -> str:
    stem, suffix = posixpath.splitext(name)
    return stem if suffix.lower() in SUFFIXES else name


def _nearness(name: str, article: str) -> tuple[int, int, str]:
    """How near `name` stands to `article`: folders they share, then how few it has; ties by name."""
    shared = len(posixpath.commonpath(["/" + posixpath.dirname(name), "/" + posixpath.dirname(article)]))
    return shared, -name.count("/"), name

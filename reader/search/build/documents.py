"""From an article to the documents of the index: one for each unit of its text, in order.

The first document of an article also carries what is known of the whole of
it. Fields of the whole article are indexed there only, and widened to all its
documents when a question is asked; so a long title costs no more than once.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter
from typing import Any

from reader.articles.model import Article, Framework, Node, SectionKind, Unit, UnitKind
from reader.articles.source.canonical_text import Span
from reader.search.build.node_roles import role_of
from reader.search.build.source_dates import host_of, language_of, published_in
from reader.search.text.analysis import search_form

_line = itemgetter(0)

NAMING = frozenset({SectionKind.HEADING, SectionKind.LEAD})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands: `line` from 1 in the file, `start` in code points of the canonical text.

    `labels` are those of the framework's nodes that stand for it: its own
    node's, or for the drawing those of the nodes that have no text elsewhere.
    """

    kind: str
    line: int
    start: int
    label: str = ""
    node_id: str | None = None
    path: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the folded values by which the document is filtered, for each field."""
        keys: dict[str, tuple[str, ...]] = {"kind": (self.kind,)}
        if self.labels:
            keys["node"] = tuple(dict.fromkeys(filter(None, map(_label_form, self.labels))))
        if self.path:
            keys["path"] = (path_form(self.path),)
            if role := role_of(self.path):
                keys["role"] = (role,)
        return keys

    def to_bytes(self) -> bytes:
        """Return the place as it is kept."""
        # A name that stands there already is kept as 0 or 1: names are most of a place.
        label = 0 if self.path and self.path[-1] == self.label else self.label
        labels = len(self.labels) if self.labels in ((), (self.label,)) else list(self.labels)
        return _dump([self.kind, self.line, self.start, label, self.node_id, list(self.path), labels])

    @classmethod
    def from_bytes(cls, kept: bytes) -> Place:
        """Return the place that `to_bytes` kept."""
        kind, line, start, label, node_id, path, labels = json.loads(kept)
        label = path[-1] if label == 0 else label
        labels = ((), (label,))[labels] if isinstance(labels, int) else tuple(labels)
        return cls(kind, line, start, label, node_id, tuple(path), labels)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a whole article. `date` is "yyyy-mm-dd"; `length` counts characters without spaces.

    `stamp` is by what a changed file is known: its time in nanoseconds, its
    size in bytes, and the start of its SHA-256 in hexadecimal.
    """

    name: str
    title: str
    original: str = ""
    url: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    length: int = 0
    stamp: tuple[int, int, str] = (0, 0, "")

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the folded values by which the article's documents are filtered, for each field."""
        host = host_of(self.url)
        keys = {
            "name": (self.name,),
            "title": (search_form(self.title),),
            "category": (search_form(self.category),),
            "tag": tuple(search_form(tag) for tag in self.tags),
            "source": (host, search_form(self.original)),
            "host": (host,),
            "lang": (self.language,),
            "date": (self.date,),
            "year": (self.date[:4],),
            "length": (f"{self.length:09d}",),
        }
        found = {name: tuple(dict.fromkeys(filter(None, values))) for name, values in keys.items()}
        return {"article": ("",)} | found

    def to_bytes(self) -> bytes:
        """Return it as it is kept."""
        return _dump([getattr(self, name) for name in self.__slots__])

    @classmethod
    def from_bytes(cls, kept: bytes) -> About:
        """Return what `to_bytes` kept."""
        values = dict(zip(cls.__slots__, json.loads(kept), strict=True))
        return cls(**values | {"tags": tuple(values["tags"]), "stamp": tuple(values["stamp"])})


@dataclass(frozen=True, slots=True)
class Document:
    """What is indexed of one unit: its canonical text, its place, and the names that pinyin finds it by.

    `about` is set on an article's first document.
    """

    text: str
    place: Place
    names: tuple[str, ...] = ()
    about: About | None = None


def documents_of(article: Article, name: str, stamp: tuple[int, int, str]) -> list[Document]:
    """Return the documents of `article`; `name` is its name in the library."""
    units = article.units or (_whole(article),)
    names = sorted(
        ((part.line, part.label) for part in article.outline.walk() if part.kind in NAMING), key=_line
    )
    first = {unit.node_id: number for number, unit in reversed(list(enumerate(units)))}
    labels: dict[int, list[str]] = defaultdict(list)  # of the nodes whose first passage a unit is
    for node in article.framework.walk():
        if node.node_id in first:
            labels[first[node.node_id]].append(node.label)
    drawn = [node for node in _drawn_nodes(article) if node.node_id not in first]
    found = []
    for number, unit in enumerate(units):
        if unit.kind is UnitKind.FRAMEWORK:
            labels[number] = [node.label for node in drawn if unit.line <= node.line <= unit.last_line]
        found.append(_document(article, unit, names, labels.get(number, [])))
    found[0] = replace(found[0], about=_about(article, name, stamp))
    return found


def path_form(path: Sequence[str]) -> str:
    """Return a framework path as it is indexed: search forms joined by a slash."""
    return "/".join(map(_label_form, path))


@lru_cache(maxsize=1 << 10)  # the labels above are those of all the passages of an article
def _label_form(label: str) -> str:
    return search_form(label)


def _dump(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _document(article: Article, unit: Unit, names: list[tuple[int, str]], labels: list[str]) -> Document:
    text = article.text
    place = Place(
        unit.kind.value,
        text.line_at(unit.span.start),
        unit.span.start,
        unit.label,
        unit.node_id,
        unit.path,
        tuple(labels),
    )
    called = dict.fromkeys(filter(None, _names_in(unit, names, article)))
    return Document(text.words(unit.span), place, tuple(called))


def _whole(article: Article) -> Unit:
    last = len(article.text.line_starts)
    return Unit(UnitKind.PASSAGE, Span(0, len(article.text.text)), 1, last, label="")


def _names_in(unit: Unit, names: list[tuple[int, str]], article: Article) -> list[str]:
    """Return what a person may call this unit by."""
    if unit.kind is UnitKind.HEAD:
        return [article.metadata.title, article.metadata.category, article.metadata.original.title]
    if unit.kind is UnitKind.FRAMEWORK:
        return [node.label for node in _drawn_nodes(article) if unit.line <= node.line <= unit.last_line]
    if unit.kind is UnitKind.TAGS:
        return list(article.metadata.tags)
    start = bisect_left(names, unit.line, key=_line)
    end = bisect_right(names, unit.last_line, key=_line)
    return [unit.label] + [label for _, label in names[start:end]]


def _drawn_nodes(article: Article) -> Iterator[Node]:
    frameworks: tuple[Framework, ...] = article.frameworks or (article.framework,)
    for framework in frameworks:
        if not framework.derived:
            yield from framework.walk()


def _about(article: Article, name: str, stamp: tuple[int, int, str]) -> About:
    data = article.metadata
    words = article.text.text
    return About(
        name=name,
        title=article.title,
        original=data.original.title,
        url=data.original.url,
        category=data.category,
        tags=data.tags,
        language=language_of(words),
        date=published_in(data.original.url, stamp[0]),
        length=len("".join(words.split())),
        stamp=stamp,
    )

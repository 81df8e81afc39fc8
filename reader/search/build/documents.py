"""From an article to the documents of the index: one for each unit of its text, in order.

The first document of an article also carries what is known of the whole of
it. Fields of the whole article are indexed there only, and widened to all its
documents when a question is asked; so a long title costs no more than once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from reader.articles.model import Article, Framework, Node, SectionKind, Unit, UnitKind
from reader.articles.source.canonical_text import Span
from reader.catalogue.publication_date import published_in
from reader.search.build.told_facets import language_of, role_of
from reader.search.storage.passage_records import About, Place, host_of
from reader.search.text.analysis import label_form, path_form, search_form

_line = itemgetter(0)

NAMING = frozenset({SectionKind.HEADING, SectionKind.LEAD})


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
    return [*found, *_made_points(article, first, found)]


def keys_of_place(place: Place) -> dict[str, tuple[str, ...]]:
    """Return the folded values by which a document is filtered, for each field."""
    keys: dict[str, tuple[str, ...]] = {"kind": (place.kind,)}
    if place.labels:
        keys["node"] = tuple(dict.fromkeys(filter(None, map(label_form, place.labels))))
    if place.path:
        keys["path"] = (path_form(place.path),)
        if role := role_of(place.path):
            keys["role"] = (role,)
    return keys


def keys_of_article(about: About) -> dict[str, tuple[str, ...]]:
    """Return the folded values by which an article's documents are filtered, for each field."""
    host = host_of(about.url)
    keys = {
        "name": (about.name,),
        "title": (search_form(about.title),),
        "category": (search_form(about.category),),
        "tag": tuple(search_form(tag) for tag in about.tags),
        "source": (host, search_form(about.original)),
        "host": (host,),
        "lang": (about.language,),
        "date": (about.date,),
        "year": (about.date[:4],),
        "length": (f"{about.length:09d}",),
    }
    found = {name: tuple(dict.fromkeys(filter(None, values))) for name, values in keys.items()}
    return {"article": ("",)} | found


def _made_points(
    article: Article, first: Mapping[str | None, int], found: Sequence[Document]
) -> Iterator[Document]:
    """Yield a document for each point of a person's own framework that its passage does not name.

    Its words stand nowhere in the file: a negative `Place.start` says so, and where the point leads.
    """
    if not article.framework.by_person:
        return
    for node in article.framework.walk():
        at = first.get(node.node_id)
        if at is not None and search_form(node.label) in search_form(found[at].text):
            continue
        link = article.links.get(node.node_id)
        passage = link.passage if link is not None else None
        line, start = (passage.line, passage.span.start) if passage is not None else (1, 0)
        labels = () if at is not None else (node.label,)
        kind = UnitKind.FRAMEWORK.value
        place = Place(kind, line, ~start, node.label, node.node_id, node.path, labels)
        yield Document(node.label, place, (node.label,))


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

"""The articles of a list in their order, under headings, with all that is reckoned of them beforehand.

For the background: of a library of many thousands it is too much for one turn of the window.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from reader.articles.source.character_folding import fold
from reader.catalogue.article_list import (
    OF_PERSON,
    Facts,
    ListedArticle,
    folder_of,
    heading_of,
    listed,
    sorted_by,
)
from reader.catalogue.entries import CatalogueEntry

# Widths of letters as sans serif type has them, in widths of a wide character (Han, kana, hangul, full-width
# forms, emoji), told by the first byte of each in UTF-8. So 20,000 titles take 15 ms; letter by letter 45.
_THIN, _BROAD, _OTHER, _WIDE = b"TBOW"
_WIDTH, _THINNER, _BROADER, _WIDER = 0.53, 0.3 - 0.53, 0.62 - 0.53, 1.0 - 0.53  # of others, and against them
_BY_BYTE = bytes(
    _THIN if byte in b" iljtfrI.,:;'!|()[]-"
    else _BROAD if byte in b"ABCDEFGHJKLMNOPQRSTUVWXYZ0123456789mw%&@" or byte == 0xE2  # — and … among them
    else _WIDE if byte in range(0xE3, 0xF8)
    else _OTHER
    for byte in range(256)
)  # fmt: skip
_REST = bytes(range(0x80, 0xC0))  # of a letter of several bytes


class Words(NamedTuple):
    """An entry as a row, and how long its title is, in widths of a Chinese character."""

    entry: CatalogueEntry
    name: str
    ems: float


class Order(NamedTuple):
    """How a list is arranged: `sort` is a key of `reader.catalogue.article_list.SORTS`.

    `spelled` returns by what a title is sorted.
    """

    sort: str = "folder"
    with_headings: bool = True
    spelled: Callable[[str], str] = fold


class Arrangement(NamedTuple):
    """The entries in order. `headings` has one for each entry, or none at all."""

    entries: tuple[CatalogueEntry, ...] = ()
    headings: tuple[str, ...] = ()
    words: Mapping[str, Words] = MappingProxyType({})  # by name
    alike: Mapping[str, str] = MappingProxyType({})  # by name: its folder, or its own name
    copies: Mapping[str, str] = MappingProxyType({})  # by name: the first article of the same text
    order: Order | None = None


def arranged(
    entries: Sequence[CatalogueEntry],
    before: Arrangement | None = None,
    order: Order | None = None,
    facts: Facts | None = None,
) -> Arrangement:
    """Return `entries` in `order`, taking over what was reckoned `before`: all of it where nothing is new."""
    order, facts, before = order or Order(), facts or Facts(), before or Arrangement()
    if before.order == order and order.sort not in OF_PERSON and _is_of(before, entries):
        return before
    told = order.sort in OF_PERSON  # else what the person did need not be put together for each
    rows = (listed(entry, facts) if told else ListedArticle(entry) for entry in entries)
    articles = sorted_by(rows, order.sort, order.spelled)
    headings: tuple[str, ...] = ()
    if order.with_headings:
        headings = tuple(heading_of(one, order.sort, order.spelled) for one in articles)
        if len(set(headings)) < 2:  # one heading over all of them tells nothing
            headings = ()
    return Arrangement(
        tuple(one.entry for one in articles),
        headings,
        _words(entries, before.words),
        _alike(entries),
        _copies(entries),
        order,
    )


def _is_of(arrangement: Arrangement, entries: Sequence[CatalogueEntry]) -> bool:
    """Whether an arrangement is of `entries`, and of no others."""
    words = arrangement.words
    return len(words) == len(entries) and all(
        (one := words.get(entry.name)) is not None and one.entry is entry for entry in entries
    )


def _words(entries: Sequence[CatalogueEntry], known: Mapping[str, Words]) -> dict[str, Words]:
    found = {}
    for entry in entries:
        old = known.get(entry.name)
        if old is None or old.entry is not entry:
            old = Words(entry, entry.name, _ems(entry.title))
        found[entry.name] = old
    return found


def _ems(title: str) -> float:
    letters = title.encode("utf-8", "surrogatepass").translate(_BY_BYTE, _REST)
    count = letters.count
    more = _THINNER * count(_THIN) + _BROADER * count(_BROAD) + _WIDER * count(_WIDE)
    return _WIDTH * len(letters) + more or _WIDTH + _THINNER  # an empty one is no heading


def _alike(entries: Sequence[CatalogueEntry]) -> dict[str, str]:
    """Return what tells articles of the same title apart: their folders, or else their names."""
    titles = Counter(entry.title for entry in entries)
    same = [entry for entry in entries if titles[entry.title] > 1]
    places = Counter((entry.title, folder_of(entry)) for entry in same)
    told = {}
    for entry in same:
        folder = folder_of(entry)
        told[entry.name] = folder if folder and places[entry.title, folder] == 1 else entry.name
    return told


def _copies(entries: Sequence[CatalogueEntry]) -> dict[str, str]:
    first: dict[str, str] = {}
    copies = {}
    for entry in entries:
        if entry.digest and (other := first.setdefault(entry.digest, entry.name)) != entry.name:
            copies[entry.name] = other
    return copies

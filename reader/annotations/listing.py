"""Choosing and grouping annotations for a list: by framework path, date, colour, tag or article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from reader.annotations.model import COLOURS, Placed, State
from reader.articles.source.character_folding import fold


class GroupBy(StrEnum):
    """What the groups of a list are."""

    PATH = "path"
    ARTICLE = "article"
    DATE = "date"
    COLOUR = "colour"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is to be seen. Empty: everything. `since` is a date such as "2026-01-31"."""

    words: str = ""
    colour: str = ""
    tag: str = ""
    state: State | None = None
    since: str = ""

    def among(self, placed: Iterable[Placed]) -> list[Placed]:
        """Return those annotations that are to be seen, in their order."""
        words = fold(self.words).split()
        return [each for each in placed if self._lets_through(each, words)]

    def _lets_through(self, placed: Placed, words: list[str]) -> bool:
        annotation = placed.annotation
        if self.colour and annotation.colour != self.colour:
            return False
        if self.tag and self.tag not in annotation.tags:
            return False
        if self.state is not None and placed.anchor.state is not self.state:
            return False
        if self.since and annotation.created[: len(self.since)] < self.since:
            return False
        if not words:
            return True
        quote = annotation.target.quote.exact if annotation.target.quote else ""
        all_words = (quote, annotation.note, placed.title, *annotation.tags, *placed.path)
        text = fold("\n".join(all_words))
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Group:
    """Some annotations under one heading. `key` holds the path's labels, the colour or the tag."""

    key: tuple[str, ...]
    placed: tuple[Placed, ...]


def grouped(placed: Iterable[Placed], by: GroupBy) -> tuple[Group, ...]:
    """Return the annotations in groups; within each in the order in which they came."""
    groups: dict[tuple[str, ...], list[Placed]] = defaultdict(list)
    for each in placed:
        for key in _KEYS[by](each):
            groups[key].append(each)
    keys = sorted(groups, key=_ORDERS[by]) if by in _ORDERS else list(groups)
    if by is GroupBy.DATE:
        keys.reverse()
    return tuple(Group(key, tuple(groups[key])) for key in keys)


def tags_of(placed: Iterable[Placed]) -> tuple[str, ...]:
    """Return the tags in use, most used first."""
    counts: dict[str, int] = defaultdict(int)
    for each in placed:
        for tag in each.annotation.tags:
            counts[tag] += 1
    return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag)))


_KEYS: dict[GroupBy, Callable[[Placed], list[tuple[str, ...]]]] = {
    # What has no place is not under the point it once was under.
    GroupBy.PATH: lambda each: [each.path if each.anchor.state is State.ANCHORED else (each.anchor.state,)],
    GroupBy.ARTICLE: lambda each: [(each.title, each.file)],
    GroupBy.DATE: lambda each: [(each.annotation.created[:10],)],
    GroupBy.COLOUR: lambda each: [(each.annotation.colour,)],
    GroupBy.TAG: lambda each: [(tag,) for tag in each.annotation.tags] or [("",)],
}
_ORDERS: dict[GroupBy, Callable[[tuple[str, ...]], tuple[int, str]]] = {
    GroupBy.DATE: lambda key: (0, key[0]),
    GroupBy.COLOUR: lambda key: (COLOURS.index(key[0]) if key[0] in COLOURS else len(COLOURS), key[0]),
    GroupBy.TAG: lambda key: (not key[0], key[0]),
}

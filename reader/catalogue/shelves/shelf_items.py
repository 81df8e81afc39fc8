"""Own tags, favourites, the reading list and shelves as one set of items that devices merge. Values only.

An item is never changed: a change puts a new item *over* the old ones, taking away drops them. What is alive
is every item that was put, but for those that were gone over or dropped. That is a union of two growing sets
(an observed-remove set), so the order of reading plays no part and no clock is asked. Two devices that change
one shelf without having met leave two shelves; a change outlives a deletion that had not seen it. What says
the same twice (a tag given on two devices) is shown once, and taken away with all that say it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from reader.articles.source.character_folding import fold

_LEAST_GAP = 1e-9  # between two ranks: below it, all are numbered anew
_MOST_IDS = 400  # in one line
LONGEST = 400  # code points of a tag, a name or a query


class ItemKind(StrEnum):
    """What an item is. The values are those of the files."""

    TAG = "tag"
    FAVOURITE = "favourite"
    QUEUED = "queued"  # in the reading list
    SHELF = "shelf"


class Item(NamedTuple):
    """One thing that a person arranged.

    `article` is a name in the library, `digest` that of its text (16 hexadecimal digits, or ""), by which it
    is known again under another name. `text` is the tag, or the shelf's name; `query` the shelf's. `rank`
    orders the reading list and the shelves: lower comes first.
    """

    item_id: str
    kind: ItemKind
    article: str = ""
    digest: str = ""
    text: str = ""
    query: str = ""
    rank: float = 0.0

    @property
    def meaning(self) -> tuple[str, ...]:
        """What items of two devices are compared by: kind and content, without id, digest and rank."""
        if self.kind is ItemKind.SHELF:
            return (self.kind, self.text, self.query)
        return (self.kind, self.article, _folded(self.text))


class Change(NamedTuple):
    """An edit: the items `put` are added, and those whose ids are in `over` are removed for good."""

    put: tuple[Item, ...] = ()
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shelved:
    """The items there are now, in one fixed order, with the articles under their present names."""

    items: tuple[Item, ...] = ()

    @cached_property
    def tags(self) -> Mapping[str, tuple[str, ...]]:
        """The person's tags of each article that has any, in alphabetical order."""
        found: dict[str, dict[str, str]] = {}
        for item in self._of(ItemKind.TAG):
            found.setdefault(item.article, {}).setdefault(_folded(item.text), item.text)
        return {name: tuple(tags[key] for key in sorted(tags)) for name, tags in found.items()}

    @cached_property
    def favourites(self) -> frozenset[str]:
        """The names of the favourites."""
        return frozenset(item.article for item in self._of(ItemKind.FAVOURITE))

    @cached_property
    def queue(self) -> tuple[str, ...]:
        """The names of the reading list, in the person's order."""
        return tuple(dict.fromkeys(item.article for item in self._of(ItemKind.QUEUED)))

    @cached_property
    def shelves(self) -> tuple[Item, ...]:
        """The saved filters, in the person's order; two that say the same are one."""
        return tuple({item.meaning: item for item in reversed(self._of(ItemKind.SHELF))}.values())[::-1]

    def find(self, kind: ItemKind, articles: Iterable[str] | None = None, text: str = "") -> tuple[Item, ...]:
        """Return the items of a kind: of these articles (of all with None), with this tag if one is given."""
        wanted, folded = None if articles is None else frozenset(articles), fold(text)
        return tuple(
            item
            for item in self._of(kind)
            if (wanted is None or item.article in wanted) and (not text or _folded(item.text) == folded)
        )

    def alike(self, item: Item) -> tuple[str, ...]:
        """Return the ids of all items that say what `item` says."""
        return self._by_meaning.get(item.meaning, ())

    @cached_property
    def _by_meaning(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for item in self.items:
            found.setdefault(item.meaning, []).append(item.item_id)
        return {meaning: tuple(ids) for meaning, ids in found.items()}

    def _of(self, kind: ItemKind) -> Sequence[Item]:
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[ItemKind, list[Item]]:
        found: dict[ItemKind, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.kind, []).append(item)
        return found


@dataclass
class ShelfSet:
    """All items that were ever added, and the ids removed: a set that only grows.

    The order in which changes arrive does not matter (a 2P-set, Shapiro et al. 2011).
    """

    items: dict[str, Item] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def apply(self, change: Change) -> None:
        """Add the items of `change`, and note the ids that it removes."""
        for item in change.put:
            known = self.items.get(item.item_id)
            # One id with two contents is no device's doing; whichever is read first, one of them counts.
            self.items[item.item_id] = item if known is None else max(item, known, key=_order)
        self.gone.update(change.over)

    def alive(self) -> Shelved:
        """Return the items that were not removed."""
        kept = (item for item in self.items.values() if item.item_id not in self.gone)
        return Shelved(tuple(sorted(kept, key=_order)))


@lru_cache(maxsize=1 << 14)  # a few tags on many articles
def _folded(text: str) -> str:
    return fold(text)


def fresh_id() -> str:
    """Return the id of a new item: 12 hexadecimal digits."""
    return os.urandom(6).hex()


def known_again(shelved: Shelved, digests: Mapping[str, str]) -> Shelved:
    """Return `shelved` with articles under the names that they have now, by the digest of each name.

    An article that is not there under its name, and whose text stands under one other name only, is that one.
    """
    missing = {item.digest for item in shelved.items if item.digest and item.article not in digests}
    if not missing:
        return shelved
    names: dict[str, list[str]] = {}
    for name, digest in digests.items():
        if digest in missing:
            names.setdefault(digest, []).append(name)
    moved = {digest: found[0] for digest, found in names.items() if len(found) == 1}
    return Shelved(
        tuple(
            Item(one.item_id, one.kind, moved[one.digest], one.digest, one.text, one.query, one.rank)
            if one.article not in digests and one.digest in moved
            else one
            for one in shelved.items
        )
    )


def ranks_between(ranks: Sequence[float], place: int, count: int) -> list[float] | None:
    """Return ranks for `count` items that come to stand before `place` of `ranks`; None: there is no room."""
    low = ranks[place - 1] if place else (ranks[0] - count - 1 if ranks else 0.0)
    high = ranks[place] if place < len(ranks) else low + count + 1
    step = (high - low) / (count + 1)
    found = [low + step * (number + 1) for number in range(count)]
    if all(second - first > _LEAST_GAP for first, second in pairwise((low, *found, high))):
        return found
    return None


def as_lines(change: Change) -> Iterator[dict[str, Any]]:
    """Yield a change as values of JSON, each of which is short; what is put comes first."""
    for item in change.put:
        yield {"put": [_as_object(item)]}
    for at in range(0, len(change.over), _MOST_IDS):
        yield {"over": list(change.over[at : at + _MOST_IDS])}


def from_line(value: Any) -> Change | None:
    """Return the change that a value of JSON is; None where it is none. Items not understood are left out."""
    match value:
        case {"put": list(put), "over": list(over)}:
            pass
        case {"put": list(put)}:
            over = []
        case {"over": list(over)}:
            put = []
        case _:
            return None
    items = tuple(item for one in put if (item := _item(one)) is not None)
    return Change(items, tuple(one for one in over if isinstance(one, str)))


def _as_object(item: Item) -> dict[str, Any]:
    fields = {
        "id": item.item_id,
        "kind": str(item.kind),
        "article": item.article,
        "digest": item.digest,
        "text": item.text,
        "query": item.query,
    }
    return {key: value for key, value in fields.items() if value} | (
        {"rank": item.rank} if item.kind in (ItemKind.QUEUED, ItemKind.SHELF) else {}
    )


def _item(value: Any) -> Item | None:
    match value:
        case {"id": str(item_id), "kind": str(kind)} if kind in _KINDS and item_id:
            texts = [value.get(key, "") for key in ("article", "digest", "text", "query")]
            rank = value.get("rank", 0.0)
            if all(isinstance(text, str) for text in texts) and _is_number(rank):
                article, digest, text, query = texts
                return Item(item_id, ItemKind(kind), article, digest, text, query, float(rank))
    return None


_KINDS = frozenset(map(str, ItemKind))


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 1e15  # neither holds of a NaN


def _order(item: Item) -> tuple[Any, ...]:
    return (
        item.kind,
        item.rank,
        item.article,
        _folded(item.text),
        item.text,
        item.query,
        item.item_id,
        item.digest,
    )

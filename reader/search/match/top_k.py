"""The top k of the passages that match, exactly as if each had been scored (BM25), while few are.

A passage in which a term occurs once scores the higher the shorter it is. So the top k are among (a) the
passages in which one of the terms occurs more than once, which the index lists (`term_counts`), and (b) the
k shortest of each of the groups that are left: those with the one term, with the other, with both. Only these
are scored, and no passage is read, unless the list of (a) was too long to be kept whole: then up to `ALL`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from heapq import nlargest
from itertools import chain, combinations, islice, repeat
from math import inf
from typing import NamedTuple

from reader.search.match.retrieval import Found
from reader.search.match.scoring import Sought, weights
from reader.search.storage.bm25 import GAIN, length_weight, rarity
from reader.search.storage.postings import MASKS, Dense, Documents, Sparse, among, intersect
from reader.search.storage.segments import Segment

ALL = 600  # hits up to which each is read, where the index does not know how often it holds the texts
_SEEKING = 10  # times as long as taking the next of a list takes looking for one by bisection
_SORTING = 3
_READ = 5  # times as many as are asked for are read, where it is only known about how often they hold a text
_PAIRED = 6  # texts of which it is asked who holds two


class Scored(NamedTuple):
    """A hit: its weight, and which document it is; `age` is 0 in the newest segment, then -1, -2 ..."""

    weight: float
    age: int
    document: int


def best(found: Sequence[Found], forms: Sequence[str], limit: int, total: int) -> list[Scored]:
    """Return the `limit` weightiest hits, in order; `forms` are the texts that were sought."""
    if limit < 1:
        return []
    hits = sum(len(one.documents) for one in found)
    parts = parts_of(found, forms, limit, total)
    rough = [part for part in parts if hits > ALL and not part.is_exact]
    sure = [part for part in parts if part not in rough]
    top = nlargest(limit, (one for part in sure for one in part.weighed(_listed(part, limit, hits))))
    top = nlargest(limit, chain(top, _read(rough, limit, hits)))
    for part in sure:
        least = top[-1][0] if len(top) == limit else 0.0
        if fresh := list(part.weighed(_shortest(part, limit, least))):
            top = nlargest(limit, chain(top, fresh))
    return [Scored(*one) for one in top]


def _read(parts: Sequence[_Part], limit: int, hits: int) -> Iterator[tuple[float, int, int]]:
    """Yield what those weigh that seem the best of all segments: reading takes longest of all."""
    about: list[tuple[float, int, int]] = []
    for number, part in enumerate(parts):
        chosen = [*dict.fromkeys(chain(_listed(part, limit, hits), _shortest(part, limit, 0.0)))]
        about += zip(weights(part.found.segment, chosen, part.sought, about=True), repeat(number), chosen)
    chosen_of: dict[int, list[int]] = {}
    for _, number, document in nlargest(_READ * limit, about):
        chosen_of.setdefault(number, []).append(document)
    for number, documents in chosen_of.items():
        yield from parts[number].weighed(documents)


def parts_of(found: Sequence[Found], forms: Sequence[str], limit: int, total: int) -> list[_Part]:
    """Return the segments with hits, each with what is known of the texts there."""
    rarities = [1.0] * len(forms)
    if len(forms) > 1:
        rarities = [
            rarity(sum(len(one.matcher.candidates(form)[0]) for one in found), total) for form in forms
        ]
    return [
        _Part(one, -age, _sought(one, forms, rarities, limit))
        for age, one in enumerate(found)
        if one.documents
    ]


def _sought(found: Found, forms: Sequence[str], rarities: Sequence[float], limit: int) -> list[Sought]:
    # Of a single text only the weightiest are needed, where nothing was taken out of what holds it.
    is_whole = len(forms) == 1 and found.matcher.holders(forms[0]) is found.documents
    first = limit if is_whole else 0
    return [
        Sought(form, rare * GAIN, found.matcher.counts(form, first), form in found.every)
        for form, rare in zip(forms, rarities, strict=True)
    ]


@dataclass(slots=True, eq=False)
class _Part:
    """The hits of one segment, of which `seen` have been weighed."""

    found: Found
    age: int
    sought: list[Sought]
    seen: set[int] = field(default_factory=set)
    is_settled: bool = False  # whether these are the best

    @property
    def is_certain(self) -> bool:
        """Whether it is known of each hit how often it holds each text."""
        return all(one.is_certain for one in self.sought)

    @property
    def is_exact(self) -> bool:
        """Whether no text stands more often in a hit than is known."""
        return all(one.counts.exact for one in self.sought)

    @property
    def is_free(self) -> bool:
        """Whether nothing was taken out of what holds either of two texts."""
        return self.found.matcher.united is self.found.documents

    def weighed(self, documents: Iterable[int]) -> Iterator[tuple[float, int, int]]:
        """Return what `documents` weigh, as far as it is not known yet."""
        fresh = [one for one in dict.fromkeys(documents) if one not in self.seen]
        self.seen.update(fresh)
        return zip(weights(self.found.segment, fresh, self.sought), repeat(self.age), fresh, strict=False)


def _listed(part: _Part, limit: int, hits: int) -> Iterable[int]:
    """Return the hits that are said to hold a text more than once; all hits, if they are few."""
    documents, sought = part.found.documents, part.sought
    if not sought:
        return documents.last(limit)
    if len(documents) <= limit or (hits <= ALL and not part.is_certain):
        return documents
    if len(sought) == 1:
        return _heaviest(part, limit) or _weightiest(part, limit)
    chosen: set[int] = set()
    for one in sought:
        often = one.counts.often
        # Those after the first are outweighed by these, but where they hold the other text as well.
        sure = part.is_free and limit <= one.counts.ranked
        chosen.update(islice(often, limit) if sure else among(often, documents))
    for shared, _, _ in _shared(part) if part.is_free else ():
        for one in sought:
            chosen.update(among(one.counts.often, shared))
    if part.is_exact or len(chosen) <= _READ * limit:
        return chosen
    about = weights(part.found.segment, list(chosen), sought, about=True)
    return [one for _, one in nlargest(_READ * limit, zip(about, chosen, strict=True))]


def _heaviest(part: _Part, limit: int) -> list[int]:
    """Return the best hits for one text, if the index has so many in their order; else none."""
    documents, counts = part.found.documents, part.sought[0].counts
    heaviest: Iterable[int] = islice(counts.often, counts.ranked) if part.sought[0].demanded else ()
    if documents is not counts.holding:
        heaviest = (one for one in heaviest if one in documents)
    found = list(islice(heaviest, limit))
    part.is_settled = len(found) == limit
    return found if part.is_settled else []


def _weightiest(part: _Part, limit: int) -> list[int]:
    """Return the weightiest of the hits that hold the one text more than once."""
    documents, counts = part.found.documents, part.sought[0].counts
    if not counts.exact:
        limit *= _READ
    chosen = counts.often if documents is counts.holding else among(counts.often, documents)
    if len(chosen) <= limit:
        return list(chosen)
    starts, often = part.found.segment.file.blobs["form"].starts, counts.often
    floor, slope = length_weight(0), length_weight(1) - length_weight(0)
    weighed = [
        (often[one] / (often[one] + floor + slope * (starts[one + 1] - starts[one])), one) for one in chosen
    ]
    found = nlargest(limit, weighed)
    if counts.whole is not None:
        whole = frozenset(among(chosen, counts.whole))
        found += nlargest(limit, (one for one in weighed if one[1] in whole))
    return [one for _, one in found]


def _shared(part: _Part) -> Iterator[tuple[Documents, Sought, Sought]]:
    """Yield the hits that hold two of the texts that may be missing."""
    optional = [one for one in part.sought if not one.demanded]
    for one, other in combinations(optional[:_PAIRED], 2):
        shared = part.found.matcher.sharing(one.form, other.form)
        yield shared if part.is_free else intersect(shared, part.found.documents), one, other


def _shortest(part: _Part, limit: int, least: float) -> Iterable[int]:
    """Return the shortest hits of each kind: those that hold the one text, the other, or both.

    They hold each text once; those so long that they weigh less than `least` are left out.
    """
    documents = part.found.documents
    if part.is_settled or len(part.seen) == len(documents) or not part.sought:
        return ()
    every = sum(one.gain for one in part.sought)
    sure = sum(one.gain for one in part.sought if one.demanded)
    kinds: list[tuple[Documents, float]] = []
    optional = [one for one in part.sought if not one.demanded]
    if len(part.sought) == 1 and documents is part.sought[0].counts.holding:
        optional, sure = part.sought, 0.0
    elif len(optional) < len(part.sought) or not all(one.counts.everywhere for one in part.sought):
        kinds.append((documents, every))
    several = len(optional) > 2  # then who holds one may hold two others
    for one in optional:
        held = one.counts.holding
        free = part.is_free or held is documents
        if not free or limit > one.counts.ranked:
            kinds.append(
                (held if free else intersect(held, documents), every if several else sure + one.gain)
            )
    kinds += [(shared, every) for shared, _, _ in _shared(part)]
    if several:
        kinds.append((reduce(intersect, (one.counts.holding for one in optional), documents), every))
    wholes = [one.counts.whole for one in part.sought if one.counts.whole is not None]
    for kind, gain in kinds[:] if wholes else ():
        # Those with a word as a word of its own weigh more than those with a part of one.
        kinds += [(intersect(whole, kind), gain) for whole in wholes]
        kinds += [(intersect(intersect(*wholes[:2]), kind), gain)] if len(wholes) > 1 else []
    if not part.is_certain:
        least = 0.0
    segment = part.found.segment
    return chain.from_iterable(
        islice(_shortest_first(segment, kind, limit, _longest(gain, least)), limit)
        for kind, gain in kinds
        if kind
    )


def _longest(gain: float, least: float) -> float:
    """Return the length from which a passage weighs less than `least`, if `gain` counts once for it."""
    if not least:
        return inf
    return (gain / least - 1 - length_weight(0)) / (length_weight(1) - length_weight(0)) + 1


def _shortest_first(segment: Segment, documents: Documents, limit: int, longest: float) -> Iterable[int]:
    """Return a set up to the length `longest`, the shortest first, of equals the later; `limit` are asked."""
    order = segment.file.shortest
    if longest < inf:
        order = order[: bisect_right(order, longest, key=segment.file.blobs["form"].length)]
    # In passages to be looked at, in each of the ways.
    every, some = len(documents), len(order)
    going = min(some, limit * segment.file.count // every)  # to find as many on the way from the shortest
    if isinstance(documents, Dense) and going < every * _SORTING:
        bits, masks = documents.bits, MASKS
        return (one for one in order if bits[one >> 3] & masks[one & 7])
    if isinstance(documents, Sparse):
        if some * _SEEKING < min(every + going, every * _SORTING):
            return (one for one in order if one in documents)
        if going < every * (_SORTING - 1):
            return filter(documents.as_set().__contains__, order)
    near = sorted(filter(some.__gt__, map(segment.file.ranks.__getitem__, documents)))
    return map(order.__getitem__, near)

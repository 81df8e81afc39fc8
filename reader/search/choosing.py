"""The best passages of all that were found, without weighing each of them.

Up to `ALL` hits, each is weighed. Beyond that, the index has kept for every
common term the passages that it weighs most in (its champions). The best of
the whole are among these, or among the passages that hold two of the terms and
weigh much in one; where all weigh about the same it does not matter, and the
newest are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import NamedTuple

from reader.search.analysis import is_chinese, is_token, is_word, runs
from reader.search.matching import Matcher
from reader.search.postings import NOTHING, Dense, Documents, intersect
from reader.search.ranking import CHAMPIONS, GAIN, length_weight, rarity
from reader.search.segments import Segment
from reader.search.tables import Table

ALL = 600  # hits up to which each is weighed
_SHARED = 800  # passages with two of the terms up to which, in all segments, each is weighed
_NEWEST = 40
Ranked = Sequence[int]  # documents, the weightiest first
INSIDE = 0.4  # what a word weighs where it is only a part of another: AI in "container"
_VARIANTS = 8  # words with the term in them, whose champions are asked


@dataclass(frozen=True, slots=True)
class Found:
    """What a question finds in one segment; only living documents."""

    segment: Segment
    matcher: Matcher
    documents: Documents


class Scored(NamedTuple):
    """A hit: its weight, and which document it is; `age` is 0 in the newest segment, then -1, -2 ..."""

    weight: float
    age: int
    document: int


def best(found: Sequence[Found], forms: Sequence[str], limit: int, total: int) -> list[Scored]:
    """Return the `limit` weightiest hits, in order; `forms` are the texts that were sought."""
    hits = sum(len(one.documents) for one in found)
    if not hits:
        return []
    rarities = [1.0] * len(forms)
    if len(forms) > 1:
        rarities = [
            rarity(sum(len(one.matcher.candidates(form)[0]) for one in found), total) for form in forms
        ]
    scored: list[tuple[float, int, int]] = []
    for age, one in enumerate(found):
        # The champions of a single token are in the order of its weight already.
        single = len(forms) == 1 and limit <= CHAMPIONS < len(one.documents) and is_token(forms[0])
        chosen = _promising(one, forms, len(found)) if hits > ALL or single else one.documents
        scored += _weighed(one.segment, chosen, forms, rarities, -age)
    return [Scored(*one) for one in nlargest(limit, scored)]


def _weighed(
    segment: Segment,
    documents: Documents | set[int],
    forms: Sequence[str],
    rarities: Sequence[float],
    age: int,
) -> list[tuple[float, int, int]]:
    blobs = segment.file.blobs["form"]
    data, base, starts = blobs.map, blobs.base, blobs.starts
    floor, slope = length_weight(0), length_weight(1) - length_weight(0)
    terms = [
        (form.encode("utf-8", "surrogatepass"), rare * GAIN, _whole(segment, form))
        for form, rare in zip(forms, rarities, strict=True)
    ]
    found = []
    for one in documents:
        # Plain numbers and no calls: this loop is most of the time of a common word.
        text = data[base + starts[one] : base + starts[one + 1]]
        spread = floor + slope * len(text)
        total = 0.0
        for sought, gain, whole in terms:
            if count := text.count(sought):
                share = gain * count / (count + spread)
                total += share if whole is None or one in whole else share * INSIDE
        found.append((total, age, one))
    return found


def _whole(segment: Segment, form: str) -> frozenset[int] | Dense | None:
    """Return the passages that have a word as a word of its own; None where that makes no difference."""
    table = segment.table("words")
    if table is None or not is_word(form) or runs(form) != [form]:
        return None
    index = table.index(form.encode("utf-8", "surrogatepass"))
    found = table.documents(index) if index >= 0 else NOTHING
    return found if isinstance(found, Dense) else found.as_set()


def _promising(found: Found, forms: Sequence[str], segments: int) -> set[int]:
    """Return the hits of one segment that may be among the best."""
    documents = found.documents
    champions = [_champions(found.segment, form) for form in forms]
    chosen = {one for ranked in champions for few in ranked for one in few[:CHAMPIONS] if one in documents}
    if len(forms) > 1:
        sets = [found.matcher.candidates(form)[0] for form in forms]
        for few in sets:  # a rare term has no champions, and weighs most
            chosen.update(one for one in (few if len(few) <= CHAMPIONS else ()) if one in documents)
        for index, one in enumerate(sets):
            for at, other in enumerate(sets[:index]):
                chosen.update(
                    _sharing(documents, (one, other), (champions[index], champions[at]), _SHARED // segments)
                )
    if len(chosen) < _NEWEST:
        chosen.update(documents.last(max(_NEWEST, 200 // segments)))
    return chosen


def _sharing(
    documents: Documents,
    sets: tuple[Documents, Documents],
    champions: tuple[list[Ranked], list[Ranked]],
    room: int,
) -> Iterator[int]:
    """Yield the hits that hold two of the terms; where these are many, those that weigh much in one."""
    shared = intersect(intersect(*sets), documents)
    if len(shared) <= room:
        yield from shared
        return
    for ranked in champions:
        for few in ranked:
            yield from (one for one in few if one in shared)


def _champions(segment: Segment, form: str) -> list[Ranked]:
    """Return the champions of each token of `form`, the weightiest first."""
    found: list[Ranked] = []
    for piece in runs(form):
        if is_word(piece):
            ranked, table = segment.table("words champions"), segment.table("words")
            if ranked is None or table is None:
                continue
            encoded = piece.encode("utf-8", "surrogatepass")
            if (index := table.index(encoded)) >= 0:
                found.append(_champions_or_all(table, ranked, index))
            variants = ranked.containing(encoded)
            common = [(table.length(table.index(ranked.term(index))), index) for index in variants]
            found += [ranked.champions(index) for _, index in nlargest(_VARIANTS, common)]
        elif (ranked := segment.table("grams champions")) is not None:
            pairs = [piece[at : at + 2] for at in range(len(piece) - 1)] if is_chinese(piece) else []
            for pair in pairs or [piece]:
                index = ranked.index(pair.encode("utf-8", "surrogatepass"))
                if index >= 0:
                    found.append(ranked.champions(index))
    return found


def _champions_or_all(table: Table, ranked: Table, index: int) -> Ranked:
    """Return the champions of a term, or, where it is too rare to have some, all its documents."""
    champions = ranked.index(table.term(index))
    return ranked.champions(champions) if champions >= 0 else list(table.documents(index))

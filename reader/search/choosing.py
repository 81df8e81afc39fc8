"""The best passages of all that were found, without weighing each of them.

Up to `ALL` hits, each is weighed. Beyond that, the index has kept for every
common term the passages that it weighs most in (its champions); the best of
the whole are among these, among the passages that hold more than one of the
terms, or, where all weigh about the same, it does not matter and the newest
are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from reader.search.analysis import is_chinese, is_word, runs
from reader.search.matching import Matcher
from reader.search.postings import Documents, intersect
from reader.search.ranking import rarity, weight
from reader.search.segments import Segment

ALL = 600  # hits up to which each is weighed
_SHARED = 1200  # passages with more than one of the terms that are weighed, in each segment
_NEWEST = 40
_VARIANTS = 8  # words with the term in them, whose champions are asked


@dataclass(frozen=True, slots=True)
class Found:
    """What a question finds in one segment; only living documents."""

    segment: Segment
    matcher: Matcher
    documents: Documents


@dataclass(frozen=True, slots=True, order=True)
class Scored:
    """A hit: its weight, and which document it is; `age` is the segment's place, the newest having 0."""

    weight: float
    age: int
    document: int


def best(found: Sequence[Found], forms: Sequence[str], limit: int, total: int) -> list[Scored]:
    """Return the `limit` weightiest hits, in order; `forms` are the texts that were sought."""
    every = sum(len(one.documents) for one in found) <= ALL
    rarities = [1.0] * len(forms)
    if len(forms) > 1:
        rarities = [
            rarity(sum(len(one.matcher.candidates(form)[0]) for one in found), total) for form in forms
        ]
    scored: list[Scored] = []
    for age, one in enumerate(found):
        chosen = one.documents if every else _promising(one, forms, len(found))
        scored += _weighed(one.segment, chosen, forms, rarities, -age)
    return nlargest(limit, scored)


def _weighed(
    segment: Segment,
    documents: Documents | set[int],
    forms: Sequence[str],
    rarities: Sequence[float],
    age: int,
) -> list[Scored]:
    blobs = segment.file.blobs["form"]
    count, base, starts = blobs.map, blobs.base, blobs.starts
    encoded = [form.encode("utf-8", "surrogatepass") for form in forms]
    found = []
    for one in documents:
        text = count[base + starts[one] : base + starts[one + 1]]
        length = len(text)
        total = 0.0
        for sought, rare in zip(encoded, rarities, strict=True):
            total += rare * weight(text.count(sought), length)
        found.append(Scored(total, age, one))
    return found


def _promising(found: Found, forms: Sequence[str], segments: int) -> set[int]:
    """Return the hits of one segment that may be among the best."""
    documents = found.documents
    chosen: set[int] = set()
    for form in forms:
        chosen.update(one for one in _champions(found.segment, form) if one in documents)
    if len(forms) > 1:
        sets = [found.matcher.candidates(form)[0] for form in forms]
        for index, one in enumerate(sets):
            for other in sets[index + 1 :]:
                shared = intersect(intersect(one, other), documents)
                chosen.update(shared if len(shared) <= _SHARED else shared.last(_SHARED))
    if len(chosen) < _NEWEST:
        chosen.update(documents.last(max(_NEWEST, 200 // segments)))
    return chosen


def _champions(segment: Segment, form: str) -> list[int]:
    found: list[int] = []
    for piece in runs(form):
        if is_word(piece):
            ranked, table = segment.table("words champions"), segment.table("words")
            if ranked is None or table is None:
                continue
            variants = ranked.containing(piece.encode("utf-8", "surrogatepass"))
            common = [(table.length(table.index(ranked.term(index))), index) for index in variants]
            for _, index in nlargest(_VARIANTS, common):
                found += ranked.champions(index)
        elif (ranked := segment.table("grams champions")) is not None:
            pairs = [piece[at : at + 2] for at in range(len(piece) - 1)] if is_chinese(piece) else []
            for pair in pairs or [piece]:
                index = ranked.index(pair.encode("utf-8", "surrogatepass"))
                if index >= 0:
                    found += ranked.champions(index)
    return found

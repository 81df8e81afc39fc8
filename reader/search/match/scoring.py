"""What passages weigh, by how often they hold what was sought: as the index says, hardly ever by reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

from reader.search.match.term_counts import Counts, read
from reader.search.storage.bm25 import length_weight
from reader.search.storage.postings import among
from reader.search.storage.segments import Segment

INSIDE = 0.4  # what a word weighs where it is only a part of another: AI in "container"


@dataclass(frozen=True, slots=True)
class Sought:
    """One text of a query in one segment: what an occurrence weighs (`gain`), and how often it stands where.

    `demanded`: every hit of the query holds it.
    """

    form: str
    gain: float
    counts: Counts
    demanded: bool

    @property
    def is_certain(self) -> bool:
        """Whether the frequency in each hit is known from the index, without reading a passage."""
        return self.counts.complete and (self.demanded or self.counts.everywhere)

    def times(self, segment: Segment, documents: Sequence[int], *, about: bool) -> list[int]:
        """Return how often each of `documents`, which are hits, holds the text.

        With `about`, no passage is read: what the index does not know is taken as 1.
        """
        if not self.counts.exact and not about:
            return [read(segment, one, self.form) for one in documents]
        often = self.counts.often
        held = None if self.demanded else frozenset(among(documents, self.counts.holding))
        otherwise = 0 if self.counts.everywhere else -1
        once = 1 if self.counts.complete else -1
        times = [often.get(one, once if held is None or one in held else otherwise) for one in documents]
        if -1 in times:
            if about:
                return [abs(count) for count in times]
            for at, one in enumerate(documents):
                if times[at] < 0:
                    times[at] = read(segment, one, self.form)
        return times


def weights(
    segment: Segment, documents: Sequence[int], sought: Sequence[Sought], *, about: bool = False
) -> list[float]:
    """Return the BM25 weight of each of `documents`; with `about` a guess where passages must be read."""
    starts = segment.file.blobs["form"].starts
    floor, slope = length_weight(0), length_weight(1) - length_weight(0)
    spreads = [floor + slope * (starts[one + 1] - starts[one]) for one in documents]
    totals = [0.0] * len(spreads)
    for text in sought:
        gain, whole = text.gain, text.counts.whole
        shares = [
            gain * count / (count + spread)
            for count, spread in zip(text.times(segment, documents, about=about), spreads, strict=True)
        ]
        if whole is not None:
            inside = frozenset(among(documents, whole))
            shares = [
                share if one in inside else share * INSIDE
                for one, share in zip(documents, shares, strict=True)
            ]
        totals = list(map(add, totals, shares))
    return totals

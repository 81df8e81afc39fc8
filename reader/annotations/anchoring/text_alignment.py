"""Which code point of the new text each code point of the old one has become.

Made as genomes are aligned, since a diff has no idea of moved sections: runs
of 8 characters that occur once in either text are seeds, seeds on a diagonal
make runs, and what lies between two runs that are neighbours in both texts is
filled in by Levenshtein's alignment. A passage that was deleted has no seeds
even where a near twin stands elsewhere, since the twin's words occur twice in
the old text, and its own run is taken by the twin itself.

White space and punctuation are left out before aligning: a reissue in another
template changes these and no words. Width, case and Traditional characters are
folded for the same reason.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from reader.annotations.anchoring.ambiguous_alignment import settle_gaps
from reader.annotations.anchoring.edit_distance import Opcode, opcodes
from reader.annotations.anchoring.normalise import Squeezed
from reader.articles.source.canonical_text import Span

SEED = 8  # code points; 6 finds chance matches in Chinese, 12 misses text with a typo in every line
STRAY = 16  # a run out of order must be this long, or it is a phrase that both texts happen to use
LARGE = 100_000  # from here on the unchanged start and end of a text are not searched for seeds
BORDER = 4_000  # of them, though, this much beside what has changed: a twin may stand there
STRAYING = 4  # so many times more characters stand in another line: these have strayed
WIDEST = 30_000  # longest side of a gap that is filled in: beyond it the cost is quadratic


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters of the squeezed old text from `old` that stand in the new one from `new`."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        """Where the run ends in the old text."""
        return self.old + self.length

    @property
    def new_end(self) -> int:
        """Where the run ends in the new text."""
        return self.new + self.length


@dataclass(frozen=True, slots=True)
class Image:
    """Where a span of the old text is in the new one.

    `span`: in the new text, in code points. `kept`: the share (0 to 1) of the old characters found there.
    `moved`: whether they have changed their order with what surrounds them. `doubtful`: whether an equal
    passage beside it fits as well (see `ambiguous_alignment`).
    """

    span: Span
    kept: float
    moved: bool
    doubtful: bool


class Alignment:
    """The alignment of two texts. Making it costs about a second for a million characters."""

    def __init__(self, old: str, new: str) -> None:
        self.old_text, self.new_text = old, new
        self.old, self.new = Squeezed(old), Squeezed(new)
        self._to = [-1] * len(self.old.text)  # where a character stands now
        self._instead = [-1] * len(self.old.text)  # what stands in its stead
        self._from = [-1] * len(self.new.text)
        runs = self._take(_found_runs(self.old.text, self.new.text))
        main = _longest_chain(runs)
        kept = [run for run in runs if run in main or run.length >= STRAY]
        for run in runs:
            if run not in main and run.length < STRAY:
                self._forget(run)
        self._moved = [Span(run.old, run.old_end) for run in kept if run not in main]
        self._fill(kept)
        self._doubtful = settle_gaps(self._to, self._from, self.old, self.new)

    def image(self, span: Span) -> Image | None:
        """Return what `span` of the old text has become; None where nothing of it is left."""
        first, last = self.old.range_of(span)
        hits = [(i, self._to[i]) for i in range(first, last) if self._to[i] >= 0]
        if not hits:
            return None
        group = max(_groups(hits), key=len)
        start, end = group[0][1], group[-1][1] + 1
        start, end = self._with_replaced_edges(first, last, group, start, end)
        places = self.new.places
        start, end = self._within_lines(span, group, start, end)
        found = Span(places[start], places[end - 1] + 1)
        moved = any(piece.start < last and first < piece.end for piece in self._moved)
        return Image(
            self._with_marks(span, found), len(group) / (last - first), moved, self.is_doubtful(span)
        )

    def is_doubtful(self, span: Span) -> bool:
        """Whether for a third or more of `span` of the old text a repetition beside it fits as well."""
        first, last = self.old.range_of(span)
        shared = sum(max(0, min(last, piece.end) - max(first, piece.start)) for piece in self._doubtful)
        return bool(shared) and shared * 3 >= last - first

    def is_claimed(self, span: Span) -> bool:
        """Whether more than half of `span` of the new text is aligned with some part of the old text."""
        first, last = self.new.range_of(span)
        taken = sum(1 for j in range(first, last) if self._from[j] >= 0)
        return taken * 2 > last - first

    # -- making -------------------------------------------------------------

    def _take(self, runs: list[Run]) -> list[Run]:
        """Claim both sides of `runs`, longest first and cut where a longer one was before; let them grow."""
        taken = []
        for run in sorted(runs, key=lambda each: -each.length):
            start, end = 0, run.length
            while start < end and (self._to[run.old + start] >= 0 or self._from[run.new + start] >= 0):
                start += 1
            stop = start
            while stop < end and self._to[run.old + stop] < 0 and self._from[run.new + stop] < 0:
                stop += 1
            if stop > start:
                taken.append(self._grow(Run(run.old + start, run.new + start, stop - start)))
        return sorted(taken, key=lambda each: each.old)

    def _grow(self, run: Run) -> Run:
        old, new = self.old.text, self.new.text
        i, j = run.old, run.new
        while i and j and old[i - 1] == new[j - 1] and self._to[i - 1] < 0 and self._from[j - 1] < 0:
            i, j = i - 1, j - 1
        k, m = run.old_end, run.new_end
        while k < len(old) and m < len(new) and old[k] == new[m] and self._to[k] < 0 and self._from[m] < 0:
            k, m = k + 1, m + 1
        self._to[i:k] = range(j, m)
        self._from[j:m] = range(i, k)
        return Run(i, j, k - i)

    def _forget(self, run: Run) -> None:
        self._to[run.old : run.old_end] = [-1] * run.length
        self._from[run.new : run.new_end] = [-1] * run.length

    def _fill(self, runs: list[Run]) -> None:
        """Align what lies between neighbouring runs, all the way from the start to the end of the texts."""
        ends = [Run(0, 0, 0), *runs, Run(len(self.old.text), len(self.new.text), 0)]
        in_new = sorted(range(len(ends)), key=lambda n: (ends[n].new, ends[n].new_end, n))
        rank = {n: place for place, n in enumerate(in_new)}
        for n, (before, after) in enumerate(pairwise(ends)):
            old = (before.old_end, after.old)
            if rank[n + 1] == rank[n] + 1:
                self._align(old, (before.new_end, after.new), strict=False)
                continue
            # A section was moved or taken away here: the rest may stand after the one or before the other.
            following = ends[in_new[min(rank[n] + 1, len(ends) - 1)]]
            leading = ends[in_new[max(rank[n + 1] - 1, 0)]]
            self._align(old, (before.new_end, following.new), strict=True)
            self._align(old, (leading.new_end, after.new), strict=True)

    def _align(self, old: tuple[int, int], new: tuple[int, int], *, strict: bool) -> None:
        old_part, new_part = self.old.text[slice(*old)], self.new.text[slice(*new)]
        if not old_part or not new_part or max(len(old_part), len(new_part)) > WIDEST:
            return
        for op in opcodes(old_part, new_part):
            if op.tag == "equal" and (not strict or _is_evidence(op, len(old_part), len(new_part))):
                for step in range(op.src_end - op.src_start):
                    i, j = old[0] + op.src_start + step, new[0] + op.dest_start + step
                    if self._to[i] < 0 and self._from[j] < 0:
                        self._to[i], self._from[j] = j, i
            elif op.tag == "replace" and not strict:
                for step in range(op.src_end - op.src_start):
                    self._instead[old[0] + op.src_start + step] = new[0] + op.dest_start + step

    # -- reading ------------------------------------------------------------

    def _with_replaced_edges(
        self, first: int, last: int, group: list[tuple[int, int]], start: int, end: int
    ) -> tuple[int, int]:
        """Widen a range by the characters that now stand in place of the quote's own first and last ones."""
        reach = 2 + (last - first) // 4
        for i in range(group[0][0] - 1, first - 1, -1):
            if 0 <= self._instead[i] < start and start - self._instead[i] <= reach:
                start = self._instead[i]
        for i in range(group[-1][0] + 1, last):
            if self._instead[i] >= end and self._instead[i] - end < reach:
                end = self._instead[i] + 1
        return start, end

    def _with_marks(self, span: Span, found: Span) -> Span:
        """Widen `found` by the punctuation that the old span began and ended with, where it still stands."""
        first, last = self.old.range_of(span)
        places = self.old.places
        before = self.old_text[span.start : places[first]]
        after = self.old_text[places[last - 1] + 1 : span.end]
        start, end = found.start, found.end
        for char in reversed(before):
            if start and are_alike(self.new_text[start - 1], char):
                start -= 1
        for char in after:
            if end < len(self.new_text) and are_alike(self.new_text[end], char):
                end += 1
        return Span(start, end)

    def _within_lines(
        self, span: Span, group: list[tuple[int, int]], start: int, end: int
    ) -> tuple[int, int]:
        """Draw in a range that has come to reach over a line's border, to characters with a counterpart.

        What was one line may have been broken in two; a few characters beyond a border are chance.
        """
        if "\n" in self.old_text[span.start : span.end]:
            return start, end
        lines: list[list[int]] = [[]]  # the places with a counterpart, line by line
        for _old, place in group:
            if lines[-1] and "\n" in self.new_text[self.new.places[lines[-1][-1]] : self.new.places[place]]:
                lines.append([])
            lines[-1].append(place)
        most = max(map(len, lines))
        while len(lines[0]) < most and len(lines[0]) * STRAYING < most:
            del lines[0]
            start = lines[0][0]
        while len(lines[-1]) < most and len(lines[-1]) * STRAYING < most:
            del lines[-1]
            end = lines[-1][-1] + 1
        edges = self.new_text[self.new.places[start] : self.new.places[lines[0][0]]]
        if "\n" in edges:  # what stands in place of the first characters stands in another line
            start = lines[0][0]
        if "\n" in self.new_text[self.new.places[lines[-1][-1]] : self.new.places[end - 1]]:
            end = lines[-1][-1] + 1
        return start, end


def are_alike(one: str, other: str) -> bool:
    """Whether two marks stand for one another: the same, wide or narrow, or any quotes and brackets."""
    return one == other or _kind_of(one) == _kind_of(other)


def _kind_of(mark: str) -> str:
    if mark in "\"'":
        return "quote"
    kind = unicodedata.category(mark)
    if kind in ("Pi", "Pf", "Ps", "Pe"):
        return "quote"
    return unicodedata.normalize("NFKC", mark).replace("。", ".").replace("、", ",")


def _is_evidence(op: Opcode, old_length: int, new_length: int) -> bool:
    """Whether equal characters are no chance: four, or two almost beside the run that they continue."""
    length = op.src_end - op.src_start
    at_start = max(op.src_start, op.dest_start) <= 3
    at_end = max(old_length - op.src_end, new_length - op.dest_end) <= 3
    return length >= 4 or (length >= 2 and (at_start or at_end))


def _groups(hits: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Split (old, new) pairs where the new places jump: back, or further than the old ones by 40 or more."""
    groups = [[hits[0]]]
    for before, hit in pairwise(hits):
        if 0 < hit[1] - before[1] <= hit[0] - before[0] + 40:
            groups[-1].append(hit)
        else:
            groups.append([hit])
    return groups


def _once(text: str) -> dict[str, int]:
    """Return where each run of `SEED` characters stands that occurs once in `text`."""
    places: dict[str, int] = {}
    for i in range(len(text) - SEED + 1):
        gram = text[i : i + SEED]
        places[gram] = -1 if gram in places else i
    return {gram: i for gram, i in places.items() if i >= 0}


def _found_runs(old: str, new: str) -> list[Run]:
    """Return the runs that the two texts share; of large texts, their unchanged start and end at once."""
    if min(len(old), len(new)) < LARGE:
        return _seeded_runs(old, new)
    start = max(0, _shared(old, new) - BORDER)
    rest = min(len(old), len(new)) - start
    end = max(0, min(_shared(old[::-1], new[::-1]), rest) - BORDER)
    inner = _seeded_runs(old[start : len(old) - end], new[start : len(new) - end])
    runs = [Run(0, 0, start)] if start else []
    runs += [Run(run.old + start, run.new + start, run.length) for run in inner]
    return runs + ([Run(len(old) - end, len(new) - end, end)] if end else [])


def _shared(one: str, other: str) -> int:
    """Return how many characters both start with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _seeded_runs(old: str, new: str) -> list[Run]:
    there = _once(new)
    runs: list[Run] = []
    for gram, i in _once(old).items():  # in the order of the old text
        j = there.get(gram)
        if j is None:
            continue
        last = runs[-1] if runs else None
        if last and i - last.old == j - last.new and i <= last.old_end:
            runs[-1] = Run(last.old, last.new, i + SEED - last.old)
        else:
            runs.append(Run(i, j, SEED))
    return runs


def _longest_chain(runs: list[Run]) -> set[Run]:
    """Return those of `runs` (sorted by old place) that keep their order in both texts and hold most text."""
    order = sorted({run.new for run in runs})
    best: list[tuple[int, int]] = [(0, -1)] * (len(order) + 1)  # a Fenwick tree of (weight, run)
    came_from: list[int] = []
    weights: list[int] = []
    for n, run in enumerate(runs):
        place = bisect_left(order, run.new)
        weight, previous = 0, -1
        k = place
        while k > 0:
            weight, previous = max((weight, previous), best[k])
            k -= k & -k
        weights.append(weight + run.length)
        came_from.append(previous)
        k = place + 1
        while k <= len(order):
            best[k] = max(best[k], (weights[n], n))
            k += k & -k
    chain: set[Run] = set()
    n = max(range(len(runs)), key=weights.__getitem__, default=-1)
    while n >= 0:
        chain.add(runs[n])
        n = came_from[n]
    return chain

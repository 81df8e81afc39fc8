"""Anchoring where only our reading of the file has changed: line n of the old text is line n of the new one.

A new version of the extractor (`EXTRACTOR_VERSION`) takes marks off otherwise, and moves no word to
another line. So a quotation is sought on its own lines first; what has lost its words there keeps its
line and goes to review, and never goes to another.
"""

from __future__ import annotations

from reader.annotations.model import Anchor, State
from reader.articles.source.canonical_text import CanonicalText, Span

SAME_LINES = 0.5  # of the lines with words: at least as many must have kept their letters
DISTINCT = 4  # letters of a line that is known again elsewhere
SURE = 0.6  # of a quotation's letters that must stand on its lines
SHORT = 4  # letters: fewer stand in many sentences, so that what is beside them must be the same too
BESIDE = 2  # letters, before or behind
LONGEST = 20_000  # letters of the lines that are compared


def is_same_file(old: str, new: str) -> bool:
    """Whether `old` and `new` are readings of one file: as many lines, most of them with the same letters.

    Where words that left a line stand on another one, a person has moved them.
    """
    before, now = old.split("\n"), new.split("\n")
    if len(before) != len(now):
        return False
    pairs = [(_letters(one), _letters(other)) for one, other in zip(before, now, strict=True)]
    pairs = [pair for pair in pairs if any(pair)]
    anywhere = {other for _one, other in pairs}
    if any(one != other and len(one) >= DISTINCT and one in anywhere for one, other in pairs):
        return False
    return sum(one == other for one, other in pairs) >= SAME_LINES * len(pairs)


def anchor_on_lines(old: str, span: Span, text: CanonicalText) -> Anchor:
    """Return where the words of `span` of the `old` text stand on the same lines of `text`."""
    first = old.count("\n", 0, span.start) + 1
    last = first + old.count("\n", span.start, span.end)
    start = old.rfind("\n", 0, span.start) + 1
    end = old.find("\n", span.end)
    before = old[start : end if end >= 0 else len(old)]
    there = text.span_of_lines(first, last)
    now = text.words(there)
    wanted = [at - start for at in range(span.start, span.end) if not old[at].isspace()]
    old_places = [at for at, letter in enumerate(before) if not letter.isspace()]
    new_places = [at for at, letter in enumerate(now) if not letter.isspace()]
    if not wanted or len(old_places) + len(new_places) > LONGEST:
        return Anchor(State.REVIEW, there, certainty=0.0, how="line")
    index = {at: number for number, at in enumerate(old_places)}
    begin, stop = index[wanted[0]], index[wanted[-1]] + 1
    was, is_now = _letters(before), _letters(now)
    hits = _counterparts(was, is_now, begin, stop)
    if not hits:
        return Anchor(State.REVIEW, there, certainty=0.0, how="line")
    found = Span(there.start + new_places[hits[0]], there.start + new_places[hits[-1]] + 1)
    words = sum(letter.isalnum() for letter in was[begin:stop])
    kept = sum(now[new_places[hit]].isalnum() for hit in hits)
    share = kept / words if words else len(hits) / (stop - begin)
    is_sure = share >= SURE and (
        stop - begin >= SHORT or _has_neighbour(was, begin, stop, is_now, hits[0], hits[-1] + 1)
    )
    state = State.ANCHORED if is_sure else State.REVIEW
    return Anchor(state, found, certainty=round(share, 3), how="line")


def _has_neighbour(old: str, begin: int, stop: int, new: str, first: int, end: int) -> bool:
    """Whether on one side of both stretches the same words stand, or none: marks may have gone."""
    before = _words(old[:begin])[-BESIDE:] == _words(new[:first])[-BESIDE:]
    return before or _words(old[stop:])[:BESIDE] == _words(new[end:])[:BESIDE]


def _words(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _letters(line: str) -> str:
    return "".join(line.split())


def _counterparts(old: str, new: str, begin: int, stop: int) -> list[int]:
    """Return the places in `new` of the letters `begin` to `stop` of `old`, in order."""
    exact = old[begin:stop]
    if new.count(exact) == old.count(exact):  # the same one of as many
        at = -1
        for _ in range(old.count(exact, 0, begin + len(exact) - 1) + 1):
            at = new.find(exact, at + 1)
        if at >= 0:
            return list(range(at, at + len(exact)))
    from difflib import SequenceMatcher  # not before a line was rewritten

    hits: list[int] = []
    for i, j, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        hits += [j + n for n in range(size) if begin <= i + n < stop]
    return hits

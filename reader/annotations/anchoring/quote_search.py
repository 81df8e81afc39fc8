"""Anchoring by quote and context alone: for words whose old text is not kept, or whose old place is gone.

Where the old text is known, words that another part of it has become are not
candidates: this is what keeps an annotation of a deleted section from landing
on its near twin. A fuzzy hit is never more than a guess for a person to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from reader.annotations.anchoring.edit_distance import likest_part
from reader.annotations.anchoring.normalise import Squeezed
from reader.annotations.anchoring.text_alignment import Alignment
from reader.annotations.anchoring.text_similarity import AROUND, REACH, are_akin, likeness, squeeze
from reader.annotations.model import Anchor, State, Target
from reader.articles.source.canonical_text import CanonicalText, Span

MOST = 500  # occurrences that are weighed
CONTEXT_FLOOR = 0.8  # mean likeness of what was given of prefix and suffix
FITTING = 0.4  # the same, where the path says which one it is
LEAD = 0.1  # by which the best occurrence must lead the second
UNDER = 0.3  # what standing under the very point is worth in that comparison
ASIDE = 0.35  # what is lost by standing in the head or the drawing, which repeat words of the text
AKIN = 0.2  # or under one that may be the same
FUZZY_FLOOR = 75.0  # rapidfuzz's partial ratio: below it there is not even a guess
DISTINCT = 10  # squeezed code points: a quote that long, standing once, needs no context


class Searched(Protocol):
    """The article that is searched, as it is now."""

    text: CanonicalText

    @property
    def squeezed(self) -> Squeezed:
        """`text` without white space and punctuation."""
        ...

    def path_at(self, position: int) -> tuple[str, ...]:
        """Return the framework path of the unit that holds the code point at `position`."""
        ...

    def is_aside(self, span: Span) -> bool:
        """Whether `span` lies in the framework's drawing or in the head: both repeat words of the text."""
        ...


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    context: float
    akin: bool
    under: bool
    aside: bool

    @property
    def score(self) -> float:
        path = UNDER if self.under else AKIN if self.akin else 0.0
        return self.context + path - (ASIDE if self.aside else 0.0)


def find_quote(ground: Searched, target: Target, alignment: Alignment | None) -> Anchor:
    """Return where the quote of `target` stands by itself. With `alignment`: among unclaimed words only."""
    found = sorted(_occurrences(ground, target, alignment), key=lambda each: -each.score)
    if not found:
        return _guess(ground, target, alignment)
    best = found[0]
    is_only_one = alignment is None and best.under and sum(each.under for each in found) == 1
    given = target.quote is not None and bool(target.quote.prefix or target.quote.suffix)
    if is_only_one and (best.context >= FITTING or not given):
        # The path says which, unless what stands around it is quite another thing.
        return Anchor(State.ANCHORED, best.span, certainty=0.9, how="path")
    lead = best.score - found[1].score if len(found) > 1 else 1.0
    if _is_sure(target, best, lead, is_all_there=alignment is None):
        return Anchor(State.ANCHORED, best.span, certainty=round(min(1.0, best.context), 3), how="quote")
    return Anchor(State.REVIEW, best.span, certainty=round(best.context / 2, 3), how="quote")


def _is_sure(target: Target, best: _Found, lead: float, *, is_all_there: bool) -> bool:
    quote = target.quote
    assert quote is not None
    if lead < LEAD or (target.path and not best.akin):
        return False
    if best.context >= CONTEXT_FLOOR:
        return True
    if not is_all_there:
        return False
    if quote.prefix or quote.suffix:
        # What was given fits badly: only words that nobody else would write, under their own point.
        distinct = len(squeeze(quote.exact)) >= DISTINCT
        return distinct and best.context >= FITTING and (best.under or lead == 1.0)
    return best.akin or lead == 1.0


def _occurrences(ground: Searched, target: Target, alignment: Alignment | None) -> Iterator[_Found]:
    quote = target.quote
    assert quote is not None
    spans = _exact_spans(ground, quote.exact)
    for span in spans:
        if alignment is not None and alignment.is_claimed(span):
            continue
        path = ground.path_at(span.start)
        akin = bool(target.path) and are_akin(target.path, path)
        under = akin and path[: len(target.path)] == target.path
        context = _context(ground.text.text, span, quote.prefix, quote.suffix)
        yield _Found(span, context, akin, under, ground.is_aside(span))


def _exact_spans(ground: Searched, exact: str) -> list[Span]:
    """Return where the words stand: to the letter, or else with other white space and punctuation."""
    if not exact.strip():
        return []
    if spans := [Span(start, start + len(exact)) for start in _starts(ground.text.text, exact)]:
        return spans
    squeezed, wanted = ground.squeezed, squeeze(exact)
    if not wanted:
        return []
    starts = _starts(squeezed.text, wanted)
    return [Span(squeezed.places[i], squeezed.places[i + len(wanted) - 1] + 1) for i in starts]


def _starts(text: str, words: str) -> Iterator[int]:
    """Yield where `words` stand in `text`, also where they overlap; at most `MOST`."""
    at = text.find(words)
    for _ in range(MOST):
        if at < 0:
            return
        yield at
        at = text.find(words, at + 1)


def _context(text: str, span: Span, prefix: str, suffix: str) -> float:
    """Return how like the context is to what was given of it: the mean of its sides; 0 for none given."""
    sides = []
    if before := squeeze(prefix)[-AROUND:]:
        sides.append(likeness(before, squeeze(text[max(0, span.start - REACH) : span.start])[-len(before) :]))
    if after := squeeze(suffix)[:AROUND]:
        sides.append(likeness(after, squeeze(text[span.end : span.end + REACH])[: len(after)]))
    return sum(sides) / len(sides) if sides else 0.0


def _guess(ground: Searched, target: Target, alignment: Alignment | None) -> Anchor:
    """Return a review with the likest words there are, or an orphan where nothing is like them."""
    quote = target.quote
    assert quote is not None
    wanted = squeeze(quote.exact)
    squeezed = ground.squeezed
    if len(wanted) < 4 or len(wanted) > len(squeezed.text):
        return Anchor(State.ORPHAN)
    hit = likest_part(wanted, squeezed.text, FUZZY_FLOOR)
    if hit is None or hit.end <= hit.start:
        return Anchor(State.ORPHAN)
    span = Span(squeezed.places[hit.start], squeezed.places[hit.end - 1] + 1)
    if alignment is not None and alignment.is_claimed(span):
        return Anchor(State.ORPHAN)
    return Anchor(State.REVIEW, span, certainty=round(hit.score / 200, 3), how="quote")

"""Methods of anchoring, ours and others', each as a function (case, span) -> (is sure, where).

Those of others are as small as they can be made: they rank methods, and are
not the programs that they are named for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from reader.annotations.anchoring.anchor import Ground, describe
from reader.annotations.model import CONTEXT, State
from reader.annotations.store.kept_texts import old_text
from reader.articles.source.canonical_text import Span
from tests.annotations.edits import Case

Answer = tuple[bool, Span | None]
Method = Callable[[Case, Span], Answer]


def ours(case: Case, span: Span) -> Answer:
    """Align the old text, judge by words, context, path and section."""
    return _answer(_ground(case, True), case, span)


def ours_without_old_text(case: Case, span: Span) -> Answer:
    """Anchor by quote, context and path alone, as after an import."""
    return _answer(_ground(case, False), case, span)


def first_exact_match(case: Case, span: Span) -> Answer:
    """Take the first place where the words stand."""
    words = case.old.text.words(span)
    at = case.new.text.text.find(words)
    return at >= 0, Span(at, at + len(words)) if at >= 0 else None


def nearest_exact_match(case: Case, span: Span) -> Answer:
    """Take the place of the words that is nearest to the old position."""
    words, text = case.old.text.words(span), case.new.text.text
    places = []
    at = text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    best = min(places, key=lambda place: abs(place - span.start), default=-1)
    return best >= 0, Span(best, best + len(words)) if best >= 0 else None


def partial_ratio(case: Case, span: Span) -> Answer:
    """Take rapidfuzz's best partial alignment, from 70."""
    hit = fuzz.partial_ratio_alignment(case.old.text.words(span), case.new.text.text, score_cutoff=70)
    return hit is not None, Span(hit.dest_start, hit.dest_end) if hit else None


def quote_and_context(case: Case, span: Span) -> Answer:
    """Score quote 50, prefix 20, suffix 20, position 2 as Hypothesis does, from 70 of 92."""
    old, new = case.old.text.text, case.new.text.text
    words = old[span.start : span.end]
    prefix, suffix = old[max(0, span.start - CONTEXT) : span.start], old[span.end : span.end + CONTEXT]
    best, where = 0.0, None
    at = new.find(words)
    while at >= 0:
        end = at + len(words)
        score = 50.0 + 20 * fuzz.ratio(prefix, new[max(0, at - CONTEXT) : at]) / 100
        score += 20 * fuzz.ratio(suffix, new[end : end + CONTEXT]) / 100
        score += 2 * (1 - abs(at - span.start) / max(1, len(new)))
        if score > best:
            best, where = score, Span(at, end)
        at = new.find(words, at + 1)
    return best >= 70, where


def dmp_match(case: Case, span: Span) -> Answer:
    """Find the first 32 characters by diff-match-patch's `match_main`."""
    words = case.old.text.words(span)
    at = _dmp().match_main(case.new.text.text, words[:32], span.start)
    return at >= 0, Span(at, at + len(words)) if at >= 0 else None


def dmp_diff(case: Case, span: Span) -> Answer:
    """Map both ends through diff-match-patch's `diff_main`, from a likeness of 60."""
    diffs = _diff(case)
    start, end = (_dmp().diff_xIndex(diffs, place) for place in (span.start, span.end))
    like = fuzz.ratio(case.old.text.words(span), case.new.text.text[start:end])
    return end > start and like >= 60, Span(start, end) if end > start else None


def methods() -> dict[str, Method]:
    """Return the methods that can be tried here."""
    tried: dict[str, Method] = {
        "ours: alignment, context, path": ours,
        "ours, old text not kept": ours_without_old_text,
        "first exact match": first_exact_match,
        "nearest exact match": nearest_exact_match,
        "rapidfuzz partial_ratio ≥ 70": partial_ratio,
        "quote + context, Hypothesis' weights": quote_and_context,
    }
    try:
        _dmp()
    except ImportError:
        return tried
    return {**tried, "diff-match-patch match_main": dmp_match, "diff-match-patch diff_main": dmp_diff}


def _answer(ground: Ground, case: Case, span: Span) -> Answer:
    anchor = ground.anchor(describe(case.old, span, "digest.md"))
    return anchor.state is State.ANCHORED, anchor.span


@lru_cache(maxsize=4)
def _ground(case: Case, keeps: bool) -> Ground:
    old = old_text(case.old)
    return Ground(case.new, (lambda _digest: old) if keeps else (lambda _digest: None))


@lru_cache(maxsize=1)
def _dmp() -> Any:
    from diff_match_patch import diff_match_patch

    made = diff_match_patch()
    made.Diff_Timeout = 0.5
    return made


@lru_cache(maxsize=1)
def _diff(case: Case) -> Any:
    return _dmp().diff_main(case.old.text.text, case.new.text.text)

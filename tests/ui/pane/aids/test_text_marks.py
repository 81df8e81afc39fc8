"""Marks of any number: what is worked out of a piece is as much as can be seen of it."""

from __future__ import annotations

import pytest

from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.text_marks import MOST_LIT, Hits


@pytest.mark.parametrize(("current", "more"), [(-1, 0), (5, 0), (MOST_LIT + 700, 1), (9_000, 0)])
def test_of_very_many_hits_in_a_piece_the_first_are_lit_and_the_current_one(current, more):
    hits = Hits("found")
    hits.set([Span(at, at + 1) for at in range(10_000)], current)
    lit = list(hits.touching(Span(100, 3_000)))
    outlined = {mark.span.start for mark in lit if mark.colour == "accent"}
    assert len(outlined) == MOST_LIT + more
    assert min(outlined) == 100
    there = [mark.span.start for mark in lit if mark.colour == "hit_current"]
    assert there == ([current] if 100 <= current < 3_000 else [])


def test_hits_that_reach_into_a_piece_are_lit():
    hits = Hits("found")
    hits.set([Span(0, 5), Span(90, 110), Span(150, 160), Span(195, 210), Span(200, 220)])
    assert [mark.span for mark in hits.touching(Span(100, 200))] == [
        Span(90, 110), Span(150, 160), Span(195, 210),
    ]  # fmt: skip

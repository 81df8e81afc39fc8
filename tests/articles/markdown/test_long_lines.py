"""The places of a part of a long line are found without going through all of the line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.articles.markdown import positions
from reader.articles.source import canonical_text
from reader.articles.source.canonical_text import CanonicalText, Span, letters_in


@given(st.text("水 a\n", max_size=60), st.integers(0, 40), st.integers(0, 60), st.integers(1, 9))
def test_letters_are_skipped_by_steps_as_one_by_one(words, letters, start, step):
    before, canonical_text.LETTERS_STEP = canonical_text.LETTERS_STEP, step
    span = Span(min(start, len(words)), len(words))
    letters = min(letters, letters_in(words[span.start :]))
    try:
        at, left = CanonicalText(words).behind_letters(span, letters)
    finally:
        canonical_text.LETTERS_STEP = before
    assert letters_in(words[span.start : at]) + left == letters
    assert left >= 0
    assert len(words) - span.start <= step or left < 2 * step


def test_a_part_in_the_middle_of_a_line_finds_its_letters():
    line = CanonicalText("水位最高" * 50_000)
    ours = [(at, letter) for at, letter in enumerate("高水位最")]
    (found,) = positions._letter_by_letter("高水位最", ours, line, Span(0, 200_000), 150_003)
    assert (found.shown, found.text, found.length) == (0, 150_003, 4)

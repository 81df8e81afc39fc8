"""The places of a part of a long line are found without going through all of the line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.articles.markdown import positions
from reader.articles.source.canonical_text import Span


@given(st.text("水 a\n", max_size=60), st.integers(0, 40), st.integers(1, 9))
def test_letters_are_skipped_by_steps_as_one_by_one(text, letters, step):
    span, before = Span(0, len(text)), positions._STEP
    positions._STEP = step
    try:
        at, left = positions._skip(text, span, letters)
    finally:
        positions._STEP = before
    assert positions.letters_in(text[:at]) + left == letters
    assert left >= 0
    assert len(text) - at <= step or positions.letters_in(text[at : at + step]) > left


def test_a_part_in_the_middle_of_a_line_finds_its_letters():
    line = "水 位 最 高 " * 50_000
    ours = [(at, letter) for at, letter in enumerate("高水位最")]
    (found,) = positions._letter_by_letter("高水位最", ours, line.replace(" ", ""), Span(0, 200_000), 150_003)
    assert (found.shown, found.text, found.length) == (0, 150_003, 4)

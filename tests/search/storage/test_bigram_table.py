"""The terms of Chinese as numbers: the same terms, in the same order, found at the same places."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.search.storage import bigram_table
from reader.search.storage.bigram_table import Packed, widths

LETTERS = st.characters() | st.sampled_from("出口管制的𠀀🙂\ud800\U0010ffff")
TERMS = st.sets(st.text(LETTERS, min_size=1, max_size=2))


def pack(terms: list[str]) -> tuple[array[int], array[int]]:
    """Return the alphabet of ascending terms, and their numbers."""
    alphabet = sorted(set("".join(terms)))
    bits, code = widths(len(alphabet))
    low = {character: place for place, character in enumerate(alphabet, 1)} | {"": 0}
    return array("I", map(ord, alphabet)), array(code, [low[one[0]] << bits | low[one[1:]] for one in terms])


def opened(terms: list[str]) -> Packed:
    alphabet, keys = pack(terms)
    return Packed(memoryview(alphabet.tobytes()), memoryview(keys.tobytes()))


def encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def check(terms: set[str], others: set[str]) -> None:
    ordered = sorted(terms)
    assert [encoded(term) for term in ordered] == sorted(map(encoded, ordered))
    table = opened(ordered)
    assert [table.term(at) for at in range(len(ordered))] == [encoded(term) for term in ordered]
    for term in terms | others:
        assert table.index(encoded(term)) == (ordered.index(term) if term in terms else -1)


@settings(deadline=None)
@given(TERMS, st.sets(st.text(LETTERS, max_size=3)))
@example(set(), {"出", ""})
@example({"出口"}, {"出", "口", "口出", "出出", "出口管"})
def test_terms_are_found_where_they_are(terms, others):
    check(terms, others)


@settings(deadline=None)
@given(TERMS, TERMS)
def test_and_with_more_characters_than_16_bits_can_count(terms, others):
    kept, bigram_table._NARROW = bigram_table._NARROW, 2
    try:
        check(terms, others)
    finally:
        bigram_table._NARROW = kept


@pytest.mark.parametrize("size", [0xFFFF, 0x10000])
def test_the_largest_alphabet_of_the_narrow_kind_and_the_smallest_of_the_wide(size):
    characters = [chr(0x20000 + at) for at in range(size)]
    few = [characters[0], characters[-1], characters[-1] * 2, characters[0] + characters[-1]]
    terms = sorted({*characters, *few})
    table = opened(terms)
    for term in few:
        assert table.index(encoded(term)) == terms.index(term)
        assert table.term(terms.index(term)) == encoded(term)

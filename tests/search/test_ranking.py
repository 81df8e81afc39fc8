"""The order of hits: how often against how long, and words against parts of words."""

from __future__ import annotations

import pytest

OTHER = "".join(chr(0x4E00 + 3 * n) for n in range(900))  # characters that nobody asks for, 3 bytes each


def passage(*words: str, size: int) -> str:
    """Return a section of `size` bytes under its heading, with `words` in it."""
    held = "，".join(words)
    return f"## 甲\n\n{OTHER[: (size - len(held.encode())) // 3]}{held}\n"


@pytest.mark.parametrize(("further", "first"), [(285, "long"), (380, "short")])
def test_twice_in_a_long_passage_against_once_in_a_short_one(shelf, further, first):
    """By BM25 with b = 0.75, twice in 2 x + 333 bytes is as much as once in x.

    With b 0.6 it would be 667, with 0.9 111; for a usual length of 800 bytes 267, of 1,200 bytes 400.
    """
    shelf.write(short=passage("潮汐", size=100), long=passage("潮汐", "潮汐", size=200 + further))
    shelf.index.update()
    hits = [hit.name for hit in shelf.ask("潮汐").hits]
    assert len(hits) == 2
    assert hits[0] == f"{first}.md"


@pytest.mark.parametrize(("times", "first"), [(7, "word"), (20, "part")])
def test_a_part_of_a_word_weighs_two_fifths_of_a_word(shelf, times, first):
    parts = [f"con{letter}cat{letter}nate" for letter in "abcdefghijklmnopqrst"[:times]]
    shelf.write(word=passage("cat", size=2000), part=passage(*parts, size=2000))
    shelf.index.update()
    hits = [hit.name for hit in shelf.ask("cat").hits]
    assert len(hits) == 2
    assert hits[0] == f"{first}.md"


@pytest.mark.parametrize(("rare", "common"), [("x", "y"), ("y", "x")])
def test_a_rare_word_weighs_more_than_a_common_one(shelf, rare, common):
    for number in range(20):
        shelf.write(**{f"a{number}": passage("潮汐", size=300)})
    twice = {rare: ("潮汐", "月亮", "月亮"), common: ("潮汐", "潮汐", "月亮")}
    shelf.write(**{name: passage(*words, size=300) for name, words in twice.items()})
    shelf.index.update()
    assert [hit.name for hit in shelf.ask("潮汐 月亮").hits] == [f"{rare}.md", f"{common}.md"]

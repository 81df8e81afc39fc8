"""How Chinese characters are read, with tones: each alone, or as the longest phrase around it says.

The tables are made from pypinyin's (`tests/pinyin_table.py`): `tones.txt` has a
reading of each character, `tone_phrases.txt` the phrases that are read
otherwise; those that are read as their characters are stand in `phrases.txt`,
which the search reads too. Traditional characters are read as the Simplified
ones that they fold to. Reading the tables takes 30 ms, once.
"""

from __future__ import annotations

from functools import cache

from reader.articles.source.character_folding import fold
from reader.paths import resource

_LONGEST = 4  # characters of a phrase


def readings(text: str) -> list[str]:
    """Return the reading of each code point of `text`, such as "zhōng"; "" for what is no Chinese.

    Phrases are taken from left to right, the longest first.
    """
    alone, phrases = _tables()
    words, found, at = fold(text), [], 0
    while at < len(words):
        length, said = _phrase_at(words, at, phrases)
        if length:
            found += said.split(" ") if said else [alone.get(one, "") for one in words[at : at + length]]
            at += length
        else:
            found.append(alone.get(words[at], ""))
            at += 1
    return found


def load() -> None:
    """Read the tables now, on whatever thread: the first reading then does not wait for them."""
    _tables()


def _phrase_at(words: str, at: int, phrases: dict[str, str]) -> tuple[int, str]:
    """Return how long the phrase at `at` is, 0 for none, and its readings; "" where they are as alone."""
    for length in range(min(_LONGEST, len(words) - at), 1, -1):
        said = phrases.get(words[at : at + length])
        if said is not None:
            return length, said
    return 0, ""


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    alone: dict[str, str] = {}
    for line in _lines("tones"):
        reading, _, characters = line.partition(" ")
        alone.update(dict.fromkeys(characters, reading))
    phrases = dict.fromkeys(_lines("phrases")[1].split(" "), "")
    phrases.update(
        (phrase, said) for phrase, _, said in (one.partition(" ") for one in _lines("tone_phrases"))
    )
    return alone, phrases


def _lines(name: str) -> list[str]:
    """Return the lines of a table, but for the first, which says where it comes from."""
    return resource(f"pinyin/{name}.txt").read_text(encoding="utf-8").split("\n")[1:-1]

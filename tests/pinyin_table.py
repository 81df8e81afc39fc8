"""Make the tables of pinyin from pypinyin's: `python -m tests.pinyin_table`.

pypinyin (MIT) and its data (pinyin-data, phrase-pinyin-data, MIT) are Python
modules of 90,000 entries, which take 0.2 s and 57 MB to import. The program
needs one reading of each character, without tone to search and with it to show,
and of the phrases only those with a character that some phrase reads otherwise
than it is read alone.
Names are folded before they are spelled, so Traditional characters need none.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from reader.articles.source.character_folding import fold
from reader.paths import resource

LONGEST = 4  # characters of a phrase: longer ones are made of these


@cache
def alone() -> dict[str, str]:
    """Return the reading of each character where nothing is known of its neighbours."""
    found = {chr(point): to_normal(readings.split(",")[0]) for point, readings in PINYIN_DICT.items()}
    return {character: reading for character, reading in found.items() if fold(character) == character}


@cache
def phrases() -> dict[str, list[str]]:
    """Return how each phrase is read, one reading for each character; the phrases are folded as names are."""
    found = {phrase: [to_normal(one[0]) for one in readings] for phrase, readings in PHRASES_DICT.items()}
    return {fold(phrase): readings for phrase, readings in found.items()} | {
        phrase: readings for phrase, readings in found.items() if fold(phrase) == phrase
    }


def toned_alone() -> dict[str, str]:
    """Return the reading with its tone of each character that is not rare, alone."""
    found = {chr(point): readings.split(",")[0] for point, readings in PINYIN_DICT.items() if point < 0x10000}
    return {character: reading for character, reading in found.items() if fold(character) == character}


def toned_phrases() -> dict[str, list[str]]:
    """Return how each phrase is read with tones that is not read as its characters are alone."""
    found = {phrase: [one[0] for one in readings] for phrase, readings in PHRASES_DICT.items()}
    folded = {fold(phrase): readings for phrase, readings in found.items()} | {
        phrase: readings for phrase, readings in found.items() if fold(phrase) == phrase
    }
    usual = toned_alone()
    return {
        phrase: readings
        for phrase, readings in folded.items()
        if 2 <= len(phrase) <= LONGEST and readings != [usual.get(character) for character in phrase]
    }


def tones() -> str:
    """Return the file `tones.txt`."""
    lines = defaultdict(list)
    for character, reading in toned_alone().items():
        lines[reading].append(character)
    return HEAD + "".join(f"{reading} {''.join(sorted(lines[reading]))}\n" for reading in sorted(lines))


def tone_phrases() -> str:
    """Return the file `tone_phrases.txt`."""
    found = toned_phrases()
    return HEAD + "".join(f"{phrase} {' '.join(found[phrase])}\n" for phrase in sorted(found))


def characters() -> str:
    """Return the file `characters.txt`."""
    lines = defaultdict(list)
    for character, reading in alone().items():
        lines[reading].append(character)
    return HEAD + "".join(f"{reading} {''.join(sorted(lines[reading]))}\n" for reading in sorted(lines))


def in_phrases() -> str:
    """Return the file `phrases.txt`."""
    usual, found = alone(), phrases()
    varying = {
        character
        for phrase, readings in found.items()
        for character, reading in zip(phrase, readings, strict=True)
        if usual.get(character) != reading
    }
    kept = [one for one in sorted(found) if 2 <= len(one) <= LONGEST and not varying.isdisjoint(one)]
    plain = [one for one in kept if found[one] == [usual.get(character) for character in one]]
    as_alone = set(plain)
    lines = ["".join(sorted(varying)), " ".join(plain)]
    lines += [" ".join([one, *found[one]]) for one in kept if one not in as_alone]
    return HEAD + "\n".join(lines) + "\n"


HEAD = "# Made by tests/pinyin_table.py from pypinyin (MIT, mozillazg and others). Read by reader.search.\n"
FILES = {"characters": characters, "phrases": in_phrases, "tones": tones, "tone_phrases": tone_phrases}


if __name__ == "__main__":
    resource("pinyin").mkdir(exist_ok=True)
    for name, make in FILES.items():
        resource(f"pinyin/{name}.txt").write_text(make(), encoding="utf-8", newline="\n")

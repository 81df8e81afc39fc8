"""Finding names by how they are pronounced: `chukou`, `chu kou`, `ckgz` for 出口管制.

Only names are spelled (titles, headings, leads, nodes, tags): whole texts would
double the index for little. A name is spelled as "'chu'kou'guan'zhi", a mark
before each syllable; a word that is not Chinese counts as a syllable, and has
an equals sign after its mark: a find must be more than such words. Where a
phrase gives a character another reading than it has alone (重庆 chongqing, not
zhongqing) both are kept, since people type both.

pypinyin is imported when the first name is spelled: it takes 0.15 s, and many
runs of the program never need it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from reader.articles.folding import fold
from reader.search.analysis import CJK, WORD

_find_units = re.compile(rf"[{CJK}]|{WORD}+").finditer
_has_chinese = re.compile(f"[{CJK}]").search
_typed = re.compile(r"[a-zü]+(?:[ ']+[a-zü]+)*\Z").match
_has_syllable = re.compile("'[a-z]").search
_LONGEST_PHRASE = 4
_LONGEST_QUERY = 60


@lru_cache(maxsize=1 << 14)
def spell(name: str) -> tuple[str, ...]:
    """Return the ways in which `name` is spelled; none where it has no Chinese character."""
    if not _has_chinese(name):
        return ()
    words = fold(name)
    units = [match.span() for match in _find_units(words)]
    plain = [_unit(words[start:end]) for start, end in units]
    best = list(plain)
    varying, phrases = _varying(), _phrases()
    for index, (start, _end) in enumerate(units):
        if words[start] in varying:
            best[index] = _in_phrase(words, start, phrases) or plain[index]
    spelled = "'" + "'".join(best)
    alone = "'" + "'".join(plain)
    return (spelled,) if spelled == alone else (spelled, alone)


def tokens(spelled: str) -> set[str]:
    """Return what a spelled name is indexed by: triples of letters, and pairs of initials after a mark."""
    syllables = spelled[1:].replace("=", "").split("'")
    flat = "".join(syllables)
    initials = "".join(syllable[0] for syllable in syllables)
    found = {flat[at : at + 3] for at in range(max(1, len(flat) - 2))}
    found.update("'" + initials[at : at + 2] for at in range(len(initials) - 1))
    return found


@dataclass(frozen=True, slots=True)
class Spelling:
    """What was typed, read as pinyin: the tokens that must all be there, and the pattern to be found then."""

    tokens: tuple[str, ...]
    pattern: re.Pattern[str]

    def find(self, spelled: str) -> tuple[int, int] | None:
        """Return where it is in a spelled name, at least one Chinese syllable being part of it."""
        for match in self.pattern.finditer(spelled):
            if _has_syllable(match[0]):
                return match.span()
        return None


def readings(typed: str) -> tuple[Spelling, ...]:
    """Return the ways to read `typed` as pinyin: as syllables (the last may be cut short), as initials."""
    if len(typed) > _LONGEST_QUERY or not _typed(typed) or len(typed) < 2:
        return ()
    parts = re.split(r"[ ']+", typed.replace("ü", "v"))
    flat = "".join(parts)
    triples = tuple(dict.fromkeys(flat[at : at + 3] for at in range(len(flat) - 2))) or (flat,)
    # Between letters a new syllable may begin; where the person put a space, one does.
    syllables = re.compile("'=?" + "'=?".join("(?:'=?)?".join(part) for part in parts))
    found = [Spelling(triples, syllables)]
    if len(parts) == 1 or all(len(part) == 1 for part in parts):
        pairs = tuple(dict.fromkeys("'" + flat[at : at + 2] for at in range(len(flat) - 1)))
        found.append(Spelling(pairs, re.compile("'=?" + "[a-z0-9_]*'=?".join(flat))))
    return tuple(found)


def words_at(name: str, spelled: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of `name`, in code points, that stands at `start` to `end` of `spelled`."""
    units = [match.span() for match in _find_units(fold(name))]
    first = spelled.count("'", 0, start + 1) - 1
    last = spelled.count("'", 0, end) - 1
    return units[first][0], units[min(last, len(units) - 1)][1]


def _in_phrase(words: str, at: int, phrases: dict[str, list[list[str]]]) -> str:
    """Return the reading of the character at `at` in the longest known phrase around it, if any."""
    for length in range(_LONGEST_PHRASE, 1, -1):
        for start in range(max(0, at - length + 1), min(at, len(words) - length) + 1):
            reading = phrases.get(words[start : start + length])
            if reading is not None and len(reading) == length:
                return _plain(reading[at - start][0])
    return ""


@cache
def _phrases() -> dict[str, list[list[str]]]:
    from pypinyin.constants import PHRASES_DICT

    return PHRASES_DICT


@cache
def _varying() -> frozenset[str]:
    """Return the characters that some phrase reads otherwise than they are read alone."""
    return frozenset(
        character
        for phrase, reading in _phrases().items()
        if len(phrase) == len(reading)
        for character, one in zip(phrase, reading, strict=True)
        if _plain(one[0]) != _alone(character)
    )


def _unit(words: str) -> str:
    return _alone(words) if _has_chinese(words) else "=" + words


@cache
def _alone(character: str) -> str:
    from pypinyin.constants import PINYIN_DICT

    readings = PINYIN_DICT.get(ord(character), "")
    return _plain(readings.split(",")[0]) or character


@cache
def _plain(reading: str) -> str:
    """Return a reading without its tone: "chóng" gives "chong", "lǜ" gives "lv"."""
    from pypinyin.contrib.tone_convert import to_normal

    return to_normal(reading)

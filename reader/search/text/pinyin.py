"""Finding names by how they are pronounced: `chukou`, `chu kou`, `ckgz`, `chukougz` for 出口管制.

Only names are spelled (titles, headings, leads, nodes, tags): whole texts would
double the index for little. A name is spelled as "'chu'kou'guan'zhi", a mark
before each syllable; a word that is not Chinese counts as a syllable, and has
an equals sign after its mark: a find must be more than such words. Where a
phrase gives a character another reading than it has alone (重庆 chongqing, not
zhongqing) both are kept, since people type both.

The tables are made from pypinyin's (`tests/pinyin_table.py`) and read when the
first name is spelled, which takes 12 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from reader.articles.source.character_folding import fold
from reader.paths import resource
from reader.search.text.analysis import CJK, WORD, is_chinese

_units = re.compile(rf"[{CJK}]|{WORD}+")
_has_chinese = re.compile(f"[{CJK}]").search
_typed = re.compile(r"[a-zü]+(?:[ ']+[a-zü]+)*\Z").match
_LONGEST_PHRASE = 4
_LONGEST_QUERY = 60
_MARK, _WORD_MARK = "'=?", "'="  # before any syllable; before a word that is not Chinese
_SHORTEST_PART = 3  # letters of the syllables beside initials
_NO_INITIALS = frozenset("iuv")


@lru_cache(maxsize=1 << 14)
def spell(name: str) -> tuple[str, ...]:
    """Return the ways in which `name` is spelled; none where it has no Chinese character."""
    if not _has_chinese(name):
        return ()
    words = fold(name)
    units = _units.findall(words)
    plain = list(map(_characters().__getitem__, units))
    alone = "'" + "'".join(plain)
    varying, phrases = _phrases()
    if varying.isdisjoint(units):
        return (alone,)
    best = [
        (match[0] in varying and _in_phrase(words, match.start(), phrases)) or reading
        for match, reading in zip(_units.finditer(words), plain, strict=True)
    ]
    spelled = "'" + "'".join(best)
    return (spelled,) if spelled == alone else (spelled, alone)


def plain_spelling(spelled: str) -> tuple[str, str]:
    """Return the letters of a spelled name, and the initials of its syllables."""
    syllables = spelled[1:].replace("=", "").split("'")
    return "".join(syllables), "".join(one[:1] for one in syllables)


def sort_key(name: str) -> str:
    """Return by what `name` is sorted: Chinese as it is pronounced, everything else among it.

    Quotation marks and other signs before its first letter or figure do not count.
    """
    spellings = spell(name)
    if spellings:
        return spellings[0].replace("'=", "'").replace("'", " ").strip()
    folded = fold(name)
    start = next((at for at, letter in enumerate(folded) if letter.isalnum()), 0)
    return folded[start:]


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
    """What was typed, read as pinyin: the tokens that must all be there, and the pattern to be found then.

    `line` finds the same as `find`, in the lines of spelled names as the index keeps them: a name may follow
    after a tab.
    """

    tokens: tuple[str, ...]
    pattern: re.Pattern[str]
    line: re.Pattern[bytes]

    def find(self, spelled: str) -> tuple[int, int] | None:
        """Return where it is in a spelled name, at least one Chinese syllable being part of it."""
        match = self.pattern.search(spelled)
        return match.span() if match else None


@lru_cache(maxsize=64)
def readings(typed: str) -> tuple[Spelling, ...]:
    """Return the ways to read `typed` as pinyin: syllables (the last may be cut short), initials, both."""
    if len(typed) > _LONGEST_QUERY or not _typed(typed) or len(typed) < 2:
        return ()
    parts = re.split(r"[ ']+", typed.replace("ü", "v"))
    flat = "".join(parts)
    # Where the person put a space, a new syllable begins.
    found = [_spelling(_triples(flat), "'=?" + "'=?".join(map(_as_syllables, parts)))]
    if len(parts) == 1 or all(len(part) == 1 for part in parts) or _NO_INITIALS.isdisjoint(flat):
        found.append(_spelling(_pairs(flat), "'=?" + _as_initials(flat)))
    if len(parts) == 1:
        found += _mixed(flat)
    return tuple(found)


def _spelling(tokens: tuple[str, ...], pattern: str) -> Spelling:
    # Where it begins says all there is to it: it is of such words alone if each of its marks can be theirs.
    telling = f"(?!{pattern.replace(_MARK, _WORD_MARK)}){pattern}"
    line = re.compile(f"^[^\t\n]*?{telling}".encode(), re.MULTILINE)
    return Spelling(tokens, re.compile(telling), line)


def _as_syllables(letters: str) -> str:
    return "(?:'=?)?".join(letters)  # between any two letters a new syllable may begin


def _as_initials(letters: str) -> str:
    return "[a-z0-9_]*'=?".join(letters)


def _triples(letters: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(letters[at : at + 3] for at in range(len(letters) - 2))) or (letters,)


def _pairs(letters: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys("'" + letters[at : at + 2] for at in range(len(letters) - 1)))


def _mixed(letters: str) -> Iterator[Spelling]:
    """Yield the ways to read `letters` as whole syllables and then initials, or initials and then syllables.

    Only where they are no row of syllables; and only syllables that there are, so there are few such ways.
    """
    whole = _borders(letters)
    if any(letters[at:] in _beginnings() for at in whole):
        return
    for at in range(_SHORTEST_PART, len(letters) - 1):
        if at in whole and _NO_INITIALS.isdisjoint(letters[at:]):
            pattern = f"'=?{_as_syllables(letters[:at])}'=?{_as_initials(letters[at:])}"
            yield _spelling(_triples(letters[:at]) + _pairs(letters[at:]), pattern)
    for at in range(1, len(letters) - _SHORTEST_PART + 1):
        rest = letters[at:]
        if _NO_INITIALS.isdisjoint(letters[:at]) and any(
            rest[end:] in _beginnings() for end in _borders(rest)
        ):
            pattern = f"'=?{_as_initials(letters[:at])}[a-z0-9_]*'=?{_as_syllables(rest)}"
            yield _spelling(_pairs(letters[:at]) + _triples(rest), pattern)


def _borders(letters: str) -> set[int]:
    """Return where a row of whole syllables from the beginning of `letters` may end."""
    found = {0}
    for at in range(len(letters)):
        if at in found:
            found.update(at + size for size in range(1, 7) if letters[at : at + size] in _syllables())
    return {at for at in found if at <= len(letters)}


def words_at(name: str, spelled: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of `name`, in code points, that stands at `start` to `end` of `spelled`."""
    units = [match.span() for match in _units.finditer(fold(name))]
    first = spelled.count("'", 0, start + 1) - 1
    last = spelled.count("'", 0, end) - 1
    return units[first][0], units[min(last, len(units) - 1)][1]


def _in_phrase(words: str, at: int, phrases: dict[str, str]) -> str:
    """Return the reading of the character at `at` in the longest known phrase around it, if any."""
    for length in range(_LONGEST_PHRASE, 1, -1):
        for start in range(max(0, at - length + 1), min(at, len(words) - length) + 1):
            readings = phrases.get(words[start : start + length])
            if readings is not None:
                return readings.split(" ")[at - start] if readings else ""
    return ""


class _Characters(dict[str, str]):
    """How each unit of a name is read where nothing is known of its neighbours."""

    def __missing__(self, unit: str) -> str:
        return unit if is_chinese(unit) else "=" + unit


@cache
def _characters() -> _Characters:
    found = _Characters()
    for line in _lines("characters"):
        reading, _, characters = line.partition(" ")
        found.update(dict.fromkeys(characters, reading))
    return found


@cache
def _syllables() -> frozenset[str]:
    """Return the syllables that there are."""
    return frozenset(line.partition(" ")[0] for line in _lines("characters"))


@cache
def _beginnings() -> frozenset[str]:
    """Return what a syllable may begin with, nothing and all of it included."""
    return frozenset(syllable[:end] for syllable in _syllables() for end in range(len(syllable) + 1))


@cache
def _phrases() -> tuple[frozenset[str], dict[str, str]]:
    """Return the characters that phrases read in several ways, and the phrases with any of them.

    Each phrase has the readings of its characters; none where they are read as they are alone.
    """
    varying, plain, *others = _lines("phrases")
    phrases = dict.fromkeys(plain.split(" "), "")
    phrases.update((phrase, readings) for phrase, _, readings in (other.partition(" ") for other in others))
    return frozenset(varying), phrases


def _lines(name: str) -> list[str]:
    """Return the lines of a table, but for the first, which says where it comes from."""
    return resource(f"pinyin/{name}.txt").read_text(encoding="utf-8").split("\n")[1:-1]

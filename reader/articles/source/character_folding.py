"""One folded form for letters that a reader takes for the same: width, case, quotes, Traditional Chinese.

`fold` turns each code point into exactly one code point, so positions in the
folded text are positions in the text itself. `even_out` does what is left: a
ligature is its letters, and a letter with its mark is one. Both are for
comparing and finding, never for showing. The table of Traditional characters is
OpenCC's t2s character table, that of radicals Unicode's EquivalentUnifiedIdeograph
(`resources/folding/`); where one Traditional character has several Simplified
ones the first is taken, on both sides of a comparison.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache

from reader.paths import resource

# Characters that differ from another only in form: full-width ASCII, half-width kana.
_FORMS = (range(0xFF01, 0xFF5F), range(0xFF61, 0xFFA0))
# Their lower case depends on place, or is two code points; a no-break space is a space.
_SINGLE = {0x0130: "i", 0x03A3: "σ", 0x03C2: "σ", 0x00A0: " ", 0x3000: " ", 0x2044: "/"}
_APOSTROPHES, _QUOTES = "‘’‚‛‹›′‵ʹʼ´", "“”„‟«»″‶〝〞〟"
# Characters that are written for others: roman numerals, parts, ligatures, units, words in a square.
_WRITTEN_FOR_OTHERS = (
    range(0x00BC, 0x00BF), (0x00DF, 0x1E9E), range(0x0132, 0x0134), range(0x01C4, 0x01CD),
    range(0x01F1, 0x01F4), (0x2100, 0x2101, 0x2103, 0x2105, 0x2106, 0x2109, 0x2116),
    range(0x2120, 0x2123), range(0x2150, 0x2180),
    range(0x3220, 0x3248), range(0x32C0, 0x32CC), range(0x32FF, 0x33FF + 1), range(0xFB00, 0xFB07),
)  # fmt: skip

# Insides of sets of an expression. What nobody sees: soft hyphens, joiners, marks of direction, and the
# selectors that choose a shape for the character before them. White space is what `\\s` finds.
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
WHITE = " \t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
UNSEEN = f"\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff{SELECTORS}"
MARKS = "\u0300-\u036f\u1161-\u1175\u11a8-\u11c2\u3099\u309a"  # what may become one with the letter before

_RARE = re.compile("[\U00020000-\U0003ffff]")  # of the later planes of Chinese characters
_COMMON = 0x10000  # code points below this are in a string, each at its own place
_FIRST_RARE = chr(_COMMON)


def fold(text: str) -> str:
    """Return `text` folded for comparing: as many code points as it came with, in the same places."""
    if text.isascii():
        return text.lower()
    common, rare = _tables()
    if _RARE.search(text):
        text = text.translate(rare)  # nothing folds to what folds again
    return text.translate(common).lower()


@cache
def changing() -> re.Pattern[str]:
    """Return what finds each code point below 0x10000 that `fold` changes, or that is white or unseen."""
    common, _ = _tables()
    changed = (chr(at) for at, folded in enumerate(common) if folded.lower() != chr(at))
    return re.compile(f"[{re.escape(''.join(changed))}{WHITE}{UNSEEN}]")


def even_out(folded: str) -> tuple[str, Mapping[int, int]]:
    """Return folded text with letters in place of ligatures, and one letter for a letter and its marks.

    The second value says, for each code point of `folded` that is other than itself there, for how many code
    points it stands: {0: 2} of "ﬁ", {0: 1, 1: 0} of a letter with its mark. What becomes one with its
    marks is what Unicode composes (NFC).
    """
    if folded.isascii() or not _uneven().search(folded):
        return folded, {}
    written = _written_for_others()
    counts: dict[int, int] = {}
    pieces: list[str] = []
    done = 0
    for match in _uneven().finditer(folded):
        start, end = match.span()
        if match[0] in written:
            counts[start] = len(written[match[0]])
            pieces += folded[done:start], written[match[0]]
        else:
            before = folded[done:start] or "".join(pieces[-1:])
            composed = unicodedata.normalize("NFC", before[-1:] + match[0])
            if len(composed) == 1 and before:
                # The letter stands for all of it, and its marks for nothing.
                counts |= {start - 1: counts.get(start - 1, 1)} | dict.fromkeys(range(start, end), 0)
                if done == start:
                    pieces.pop()
                pieces.append(before[:-1] + composed)
            else:
                pieces.append(folded[done:end])
        done = end
    return "".join(pieces) + folded[done:], counts


class Evened:
    """What `even_out` makes of folded text, and the way back from it."""

    def __init__(self, folded: str) -> None:
        self.text, self.counts = even_out(folded)
        # From each of these places of the evened text on, the folded one is so much further on.
        self._places, self._shifts = [0], [0]
        for at, count in self.counts.items():
            place, shift = at - self._shifts[-1], self._shifts[-1]
            ahead = range(1, count) if count else (0,)
            self._places += [place + one for one in ahead]
            self._shifts += [shift - one for one in ahead] if count else [shift + 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return which code points of the folded text are `start` to `end` - 1, with their marks."""
        return self.at(start), max(self.at(end - 1) + 1, self.at(end))

    def at(self, place: int) -> int:
        """Return the code point of the folded text that the one at `place` of the evened belongs to."""
        return place + self._shifts[bisect_right(self._places, place) - 1]


@cache
def _written_for_others() -> dict[str, str]:
    """Return what characters stand for that are written for several others."""
    found = {}
    for points in _WRITTEN_FOR_OTHERS:
        for character in map(chr, points):
            form = fold(unicodedata.normalize("NFKC", character).casefold())
            if len(form) > 1 and not any(map(str.isspace, form)):
                found[fold(character)] = form
    return found


@cache
def _uneven() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_written_for_others())}]|[{MARKS}]+")


@cache
def _tables() -> tuple[str, dict[int, str]]:
    """Return what common code points fold to, in order, and what rare ones do.

    A string and not a dictionary: a quarter of the time, and 0.4 MB less. It is filled in place: with a
    dictionary in between it took half as long again, and twice the memory at its peak.
    """
    common, rare = array("I", range(_COMMON)), dict[int, str]()
    for point, form in _SINGLE.items():
        common[point] = ord(form)
    for quotes, plain in ((_APOSTROPHES, "'"), (_QUOTES, '"')):
        for quote in quotes:
            common[ord(quote)] = ord(plain)
    for line in _lines("traditional"):
        if line[0] < _FIRST_RARE:
            common[ord(line[0])] = ord(line[1])
        else:
            rare[ord(line[0])] = line[1]
    for points in (*_FORMS, *_WRITTEN_FOR_OTHERS):
        for point in points:
            form = unicodedata.normalize("NFKC", chr(point))
            if len(form) == 1:
                common[point] = common[ord(form)]
    for line in _lines("radicals"):  # one may be that of a Traditional character
        common[ord(line[0])] = common[ord(line[1])] if line[1] < _FIRST_RARE else ord(line[1])
    return str(common, "utf-32", "surrogatepass"), rare


def _lines(name: str) -> Iterator[str]:
    """Yield the lines of a table: two characters each, and its end."""
    with resource(f"folding/{name}.txt").open(encoding="utf-8") as lines:
        yield from (line for line in lines if len(line) == 3)  # the first ones say where it is from

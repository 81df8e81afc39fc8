"""Which runs of `*`, `_`, `~~` and `==` are emphasis: CommonMark's rules, made to suit Chinese.

CommonMark asks for white space or punctuation outside of a run whose inner
side is punctuation. Chinese has no spaces: `**出口管制。**后接` would never close.
So a Chinese character or full-width mark outside counts as white space does
(the amendment proposed as "markdown-cjk-friendly").
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(slots=True)
class Delimiter:
    """A run of marks that may open or close emphasis. `piece` is its place among the pieces of the words."""

    mark: str
    length: int
    written: int  # the length that it was written with
    opens: bool
    closes: bool
    piece: int

    @classmethod
    def between(cls, run: str, before: str, after: str, piece: int) -> Delimiter:
        """Return the delimiter for `run`, which stands between the characters `before` and `after`."""
        left = _flanks(outer=before, inner=after)
        right = _flanks(outer=after, inner=before)
        mark = run[0]
        if mark == "_":
            left, right = (
                left and (not right or _is_punctuation(before)),
                right and (not left or _is_punctuation(after)),
            )
        elif mark == "=":  # a==b is a comparison
            left, right = left and not _is_latin(before), right and not _is_latin(after)
        return cls(mark, len(run), len(run), left, right, piece)


@dataclass(slots=True)
class Pairs:
    """The pairs that were found: the tags that close before, and open behind, each piece of the words."""

    closes: dict[int, list[str]]
    opens: dict[int, list[str]]


_TAGS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("del", "del"), "=": ("mark", "mark")}


def remove_pairs(delimiters: list[Delimiter], below: int, out: list[str], found: Pairs) -> None:
    """Blank the marks of each pair among `delimiters[below:]` in `out`, note it, forget those."""
    openers: list[tuple[int, Delimiter]] = []
    floors: dict[tuple[str, bool, int], int] = {}  # how far down an opener was sought in vain
    for order in range(below, len(delimiters)):
        closer = delimiters[order]
        if closer.closes:
            _close(closer, openers, floors, out, found)
        if closer.opens and closer.length:
            openers.append((order, closer))
    del delimiters[below:]


def _close(
    closer: Delimiter,
    openers: list[tuple[int, Delimiter]],
    floors: dict[tuple[str, bool, int], int],
    out: list[str],
    found: Pairs,
) -> None:
    key = (closer.mark, closer.opens, closer.written % 3)
    while closer.length:
        floor = floors.get(key, -1)
        place = len(openers) - 1
        while place >= 0 and openers[place][0] > floor and not _fit(openers[place][1], closer):
            place -= 1
        if place < 0 or openers[place][0] <= floor:
            floors[key] = openers[-1][0] if openers else floor
            return
        opener = openers[place][1]
        del openers[place + 1 :]
        both = 2 if opener.length >= 2 and closer.length >= 2 else 1
        for one in (opener, closer):
            one.length -= both
            out[one.piece] = one.mark * one.length
        tag = _TAGS[closer.mark][both - 1]
        found.opens.setdefault(opener.piece, []).insert(0, tag)
        found.closes.setdefault(closer.piece, []).append(tag)
        if not opener.length:
            openers.pop()


def _fit(opener: Delimiter, closer: Delimiter) -> bool:
    if opener.mark != closer.mark:
        return False
    if closer.mark in "~=":
        return True
    # CommonMark's "rule of three", for runs that can both open and close.
    either = opener.closes or closer.opens
    thirds = opener.written % 3 == 0 and closer.written % 3 == 0
    return not either or thirds or (opener.written + closer.written) % 3 != 0


def _flanks(*, outer: str, inner: str) -> bool:
    if inner.isspace():
        return False
    if not _is_punctuation(inner) or _is_chinese(inner):
        return True
    return outer.isspace() or _is_punctuation(outer) or _is_chinese(outer)


def _is_punctuation(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _is_chinese(letter: str) -> bool:
    point = ord(letter)
    return (
        0x2E80 <= point <= 0xA4CF
        or 0xAC00 <= point <= 0xD7AF
        or 0xF900 <= point <= 0xFAFF
        or 0xFE30 <= point <= 0xFE4F
        or 0xFF01 <= point <= 0xFFEE
        or 0x1B000 <= point <= 0x1B2FF
        or 0x20000 <= point <= 0x3FFFD
    )

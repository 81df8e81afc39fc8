"""The piece of a passage that a hit shows: about two lines, cut where a sentence begins and ends.

Positions are code points, of the passage on the way in, of the excerpt on the
way out. Line breaks and the blanks of code become one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LENGTH = 96  # characters: two lines of a panel, the Chinese ones being wide
_LEAD = 28  # at most, before the first match
ELLIPSIS = "…"
BETWEEN = "  ·  "  # between labels

# Marks of Latin text end something only before a space or Chinese: not in "path?q=1" or "1,234".
_sentence_ends = re.compile(
    r"[。！？；…]+[”’」』\"')）]*|[?!;]+[”’」』\"')）]*(?=[\s\u2e80-\U0003ffff])|\.(?=\s)|\n+"
).finditer
_clause_ends = re.compile(r"[，、：—]|[,:](?=[\s\u2e80-\U0003ffff])|\s").finditer
_uneven = re.compile(r"\s{2}|[^\S ]").search  # white space that is not one space
_lines = re.compile(r"^[\s│├└┬┌─━|+`\\-]*(\S[^\n]*)", re.MULTILINE).finditer
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")

Match = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a passage; `matches` are half-open spans of it in code points, in order, none overlapping.

    `first` is where, in the passage, the first of the matches shown is.
    """

    text: str
    matches: tuple[Match, ...] = ()
    first: int = 0


def excerpt(text: str, matches: Sequence[Match], length: int = LENGTH) -> Excerpt:
    """Return the excerpt of `text` that shows the most of `matches` (in order of their start)."""
    first = _densest(matches, length - _LEAD)
    at = matches[first][0] if matches else 0
    start = _start(text, at)
    # What is longer than an excerpt is shown as far as there is room.
    end_of_match = min(matches[first][1], start + length) if matches else 0
    end = _end(text, max(start + length, end_of_match), end_of_match)
    while start < (at if matches else end) and text[start].isspace():
        start += 1
    while end > end_of_match and text[end - 1].isspace():
        end -= 1
    cut_before = bool(text[:start].strip()) and not _is_border(text, start)
    cut_after = bool(text[end:].strip()) and not _is_border(text, end)
    shift = len(ELLIPSIS) * cut_before - start
    inside = [(low, min(high, end)) for low, high in matches if start <= low and (high <= end or low == at)]
    shown = [(low + shift, high + shift) for low, high in inside]
    words, shown = _in_line(ELLIPSIS * cut_before + text[start:end] + ELLIPSIS * cut_after, shown)
    return Excerpt(words, tuple(_apart(shown)), inside[0][0] if inside else start)


def labels(text: str, matches: Sequence[Match], length: int = LENGTH) -> Excerpt:
    """Return the lines of a drawn framework that hold a match, or its first ones; without their branches."""
    shown = ""
    marked: list[Match] = []
    for line in _lines(text):
        start = line.start(1)
        inside = [(low, high) for low, high in matches if start <= low and high <= line.end()]
        if (inside or not matches) and (not shown or len(shown) + len(BETWEEN) + len(line[1]) <= length):
            shown += BETWEEN if shown else ""
            marked += [(low - start + len(shown), high - start + len(shown)) for low, high in inside]
            shown += line[1]
    if not shown or len(shown) > length or (matches and not marked):
        return excerpt(text, matches, length)
    return Excerpt(shown, tuple(_apart(marked)), matches[0][0] if matches else 0)


def _in_line(text: str, matches: list[Match]) -> tuple[str, list[Match]]:
    """Return `text` with each run of white space as one space, and where `matches` are then."""
    if not _uneven(text):
        return text, matches
    shown = ""
    places = []  # for each character, where it is then
    for character in text:
        is_space = character.isspace()
        places.append(len(shown) - (is_space and shown.endswith(" ")))
        if not is_space:
            shown += character
        elif not shown.endswith(" "):
            shown += " "
    return shown, [(places[start], places[end - 1] + 1) for start, end in matches]


def _densest(matches: Sequence[Match], room: int) -> int:
    """Return the index of the match after which the most different ones follow in `room` characters."""
    best, most = 0, 0
    end = 0
    for index, (start, _) in enumerate(matches[:200]):
        end = max(end, index)
        while end < len(matches) and matches[end][1] <= start + room:
            end += 1
        if end - index > most:
            best, most = index, end - index
    return best


def _start(text: str, at: int) -> int:
    """Return where the excerpt begins: with the sentence, or a clause of it, or within it."""
    low = max(0, at - _LEAD)
    # One character more, for those that end by what follows them.
    borders = [match.end() for match in _sentence_ends(text, max(0, low - 1), at + 1) if match.end() <= at]
    if borders:
        return borders[0] if at - borders[0] <= _LEAD else borders[-1]
    if low == 0:
        return 0
    clauses = [match.end() for match in _clause_ends(text, low, at + 1) if match.end() <= at]
    return _whole(text, clauses[0] if clauses else low)


def _end(text: str, limit: int, least: int) -> int:
    """Return where the excerpt ends: with a sentence if that is not much shorter, or a clause."""
    if limit >= len(text):
        return len(text)
    borders = [match.end() for match in _sentence_ends(text, least, limit + 1) if match.end() <= limit]
    if borders and borders[-1] >= limit - LENGTH // 2:
        return borders[-1]
    clauses = [match.start() for match in _clause_ends(text, max(least, limit - LENGTH // 4), limit)]
    return _whole(text, clauses[-1] if clauses else limit)


def _whole(text: str, at: int) -> int:
    """Return `at`, or the next place that does not part a character from its marks."""
    while 0 < at < len(text) and (
        unicodedata.combining(text[at]) or text[at] in _JOINERS or text[at - 1] == "\u200d"
    ):
        at += 1
    return at


def _is_border(text: str, at: int) -> bool:
    """Whether a sentence ends just before `at` (spaces aside)."""
    before = text[max(0, at - 64) : at].rstrip(" \t\u3000")[-1:]
    after = text[at : at + 1]
    if before in ("?", "!", ";", ".") and after.isascii() and after.isalnum() and text[at - 1] == before:
        return False  # within an address or a number
    return not before or before in "。！？!?；;…\n.”」』" or after == "\n"


def _apart(matches: list[Match]) -> list[Match]:
    """Return `matches` with those that touch made one."""
    found: list[Match] = []
    for start, end in matches:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found

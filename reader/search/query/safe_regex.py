"""Regular expressions as people write them, kept from running away.

Python cannot stop a match that has begun, and nothing else of the program runs
meanwhile. So a repeat without end is given one, and it is reckoned in how many
ways an expression can go on from one place: too many, as where a repeat holds
a repeat, and it is refused; else one search is made as short as it has to be
(`trying`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.search.text.analysis import CJK

FURTHEST = (2000, 300, 80)  # characters that a repeat without end may take: alone, of two, of three
MOST_WORK = 600_000  # ways to go on from one place: some 5 ms
_LONGEST_REPEAT = 1000
_MOST_WAYS = 20  # times that something is repeated which can go on in several ways itself
_REFERENCE = 80  # characters that a reference to a group may take
_tokens = re.compile(
    r"(?P<reference>\\[1-9]|\(\?P=\w+\))|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|(?P<nothing>\(\?(?:[aiLmsu]+\)|#[^)]*\)))"
    r"|(?P<open>\((?:\?(?:P<\w+>|<?[=!]|[:>]|[aiLmsu-]+:|(?=\(\w+\))))?)"
    r"|(?P<close>\))|(?P<branch>\|)|(?P<repeat>[*+?]|\{(?:\d+|\d*,\d*)\})(?P<manner>[?+]?)|.",
    re.DOTALL,
).finditer
_is_endless = re.compile(r"[*+]|\{\d*,\}").match
_literal = re.compile(rf"[{CJK}A-Za-z0-9]").match


@dataclass(frozen=True, slots=True)
class Tame:
    """An expression that is safe to try. `pieces` are texts that whatever matches holds, as written.

    `work` is in how many ways it can go on from one place, `reach` how many characters it can hold.
    """

    source: str
    work: int
    reach: int
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Something that can be repeated: what was reached, and in how many ways, before it."""

    reach: int = 0
    work: int = 1


@dataclass(slots=True)
class _Reader:
    """An expression while it is read, token by token."""

    furthest: int  # what a repeat without end may take
    work: int = 1
    reach: int = 0
    groups: list[_Part] = field(default_factory=list)  # those that are open
    last: _Part = _Part()
    pieces: list[str] = field(default_factory=lambda: [""])
    is_divided: bool = False  # so that no piece is in every match

    def read(self, token: re.Match[str]) -> str | None:
        """Take the next token; return how it is written, or None where it could run away."""
        text = token[0]
        is_outermost = not self.groups
        if token["repeat"]:
            return self.repeat(token["repeat"], token["manner"])
        if token["open"]:
            self.groups.append(_Part(self.reach, self.work))
        elif token["close"]:
            if is_outermost:
                return None
            self.last = self.groups.pop()
        elif token["branch"]:
            self.is_divided |= is_outermost
            self.work *= 2
        elif not token["nothing"]:
            self.last = _Part(self.reach, self.work)
            self.reach += _REFERENCE if token["reference"] else 1
        if is_outermost and len(text) == 1 and _literal(text):
            self.pieces[-1] += text
        else:
            self.pieces.append("")
        return text

    def repeat(self, repeat: str, manner: str) -> str | None:
        """Take a repeat of what was last."""
        low, high = _bounds(repeat, self.furthest)
        ways = self.work // self.last.work
        if not low <= high <= max(_LONGEST_REPEAT, self.furthest) or (ways > 1 and high > _MOST_WAYS):
            return None
        self.work *= ways ** max(0, high - 1) * (high - low + 1)
        self.reach += (self.reach - self.last.reach) * max(0, high - 1)
        if not low:
            self.pieces[-1] = self.pieces[-1][:-1]
        self.pieces.append("")
        return f"{{{low},{high}}}{manner}"


def tamed(source: str) -> Tame | None:
    """Return what `source` may be tried as, or None where it could run away."""
    tokens = list(_tokens(source))
    endless = sum(_is_endless(token["repeat"] or "") is not None for token in tokens)
    if endless > len(FURTHEST):
        return None
    reader = _Reader(FURTHEST[max(0, endless - 1)])
    written = []
    for token in tokens:
        text = reader.read(token)
        if text is None or reader.work > MOST_WORK:
            return None
        written.append(text)
    pieces = () if reader.is_divided else tuple(filter(None, reader.pieces))
    return Tame("".join(written), reader.work, reader.reach, pieces)


def _bounds(repeat: str, furthest: int) -> tuple[int, int]:
    """Return how often at least and at most a repeat repeats."""
    if repeat in "*+?":
        return int(repeat == "+"), 1 if repeat == "?" else furthest
    low, comma, high = repeat[1:-1].partition(",")
    least = int(low or 0)
    if not comma:
        return least, least
    return least, int(high) if high else least + furthest

"""Whether words that now stand under another point were carried there, or only resemble lost ones.

A section may be renamed in its place, or moved under another name: its
annotations go with it. But where a section was deleted and one much like it
was written elsewhere, its words are gone. What tells them apart is the section
as a whole, its first line (its name) left out, and its neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.annotations.anchoring.edit_distance import share_alike
from reader.annotations.anchoring.text_similarity import squeeze
from reader.articles.source.canonical_text import Span

_BESIDE = 40  # squeezed code points of the neighbours that are compared
_LONGEST = 6_000  # code points of a section that are compared


@dataclass(frozen=True, slots=True)
class Carried:
    """How a section changed: its similarity (`share`, 0 to 1), and whether a neighbour stayed beside it."""

    share: float
    in_place: bool


def carried(
    old: str, old_units: Sequence[Span], at: Span, new: str, new_units: Sequence[Span], to: Span
) -> Carried:
    """Compare the section around `at` of `old` with that around `to` of `new`; units: `Article.units`."""
    before, after = _unit(old, old_units, at), _unit(new, new_units, to)
    mine, theirs = _words(old, before), _words(new, after)
    share = share_alike(mine, theirs)
    sides = (
        (squeeze(_before(old, before))[-_BESIDE:], squeeze(_before(new, after))[-_BESIDE:]),
        (squeeze(_after(old, before))[:_BESIDE], squeeze(_after(new, after))[:_BESIDE]),
    )
    in_place = any(a and b and share_alike(a, b) >= 0.7 for a, b in sides)
    return Carried(share, in_place)


def _unit(text: str, units: Sequence[Span], at: Span) -> Span:
    index = bisect_right(units, at.start, key=lambda unit: unit.start) - 1
    return units[index] if index >= 0 else Span(0, len(text))


def _words(text: str, unit: Span) -> str:
    """Return the squeezed text of a section without its first line, if it has more than one."""
    whole = text[unit.start : unit.end].strip("\n")[:_LONGEST]
    _name, _, rest = whole.partition("\n")
    return squeeze(rest) or squeeze(whole)


def _before(text: str, unit: Span) -> str:
    return text[max(0, unit.start - 4 * _BESIDE) : unit.start]


def _after(text: str, unit: Span) -> str:
    return text[unit.end : unit.end + 4 * _BESIDE]

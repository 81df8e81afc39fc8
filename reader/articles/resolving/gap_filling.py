"""Fills the gaps between resolved siblings: a renamed section is known by where it stands.

A node whose neighbours both lead to sections of one kind and level may take an
unclaimed section of that kind and level between theirs. The same number in
front (二、 and 2.), or there being as many sections as nodes, makes up for some
likeness of wording; no position makes up for having none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from reader.articles.digest.labels import key, ordinal
from reader.articles.model import Node, Section
from reader.articles.resolving.candidates import NAMED, Places, Scope
from reader.articles.resolving.label_similarity import likeness

_SAME_NUMBER = 0.3
_IN_ORDER = 0.45  # as many nodes as sections between two that are sure
_OTHERWISE = 0.7
_MOST_BETWEEN = 200


def fill_gaps(
    nodes: Sequence[Node],
    chosen: Mapping[int, int],
    scope: Scope,
    places: Places,
    taken: set[int],
    keys: set[str],
) -> dict[int, int]:
    """Return, by the index of a sibling that has none yet, the place of the section it surely means.

    `chosen` are the places of the others, `taken` those of nodes elsewhere, `keys` the labels of all nodes.
    """
    found: dict[int, int] = {}
    missing = [index for index in range(len(nodes)) if index not in chosen]
    start = 0
    while start < len(missing):
        end = start + 1
        while end < len(missing) and missing[end] == missing[end - 1] + 1:
            end += 1
        run, start = missing[start:end], end
        free = _free_between(chosen.get(run[0] - 1), chosen.get(run[-1] + 1), scope, places)
        free = [
            place for place in free if place not in taken and key(places.sections[place].label) not in keys
        ]
        has_ends = (run[0] == 0 or run[0] - 1 in chosen) and (
            run[-1] == len(nodes) - 1 or run[-1] + 1 in chosen
        )
        for order, index in enumerate(run):
            left = [place for place in free if place > max(found.values(), default=-1)]
            only = free[order] if has_ends and len(free) == len(run) else None
            place = _likeliest(nodes[index], left, only, places)
            if place is not None:
                found[index] = place
    return found


def _free_between(before: int | None, after: int | None, scope: Scope, places: Places) -> list[int]:
    """Return the places between two siblings' sections that hold sections of their kind and level."""
    sides = [places.sections[place] for place in (before, after) if place is not None]
    if not sides or sides[0].kind not in NAMED or not _alike(sides[0], sides[-1]):
        return []
    first = before + 1 if before is not None else bisect_left(places.starts, scope.first)
    last = after if after is not None else bisect_right(places.starts, scope.own)
    if last - first > _MOST_BETWEEN:
        return []
    return [place for place in range(first, last) if _alike(places.sections[place], sides[0])]


def _alike(one: Section, other: Section) -> bool:
    return (one.kind, one.level, one.depth) == (other.kind, other.level, other.depth)


def _likeliest(node: Node, free: list[int], only: int | None, places: Places) -> int | None:
    """Return the one of `free` that is like the node; `only` is where it stands if all are in their order."""
    number = ordinal(node.label)
    fits = []
    for place in free:
        label, other = places.sections[place].label, places.number_of(place)
        least = _OTHERWISE
        if number and other == number:
            least = _SAME_NUMBER
        elif place == only and not (number and other):
            least = _IN_ORDER
        if likeness(node.label, label) >= least:
            fits.append(place)
    return fits[0] if len(fits) == 1 else None

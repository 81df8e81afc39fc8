"""Fills the gaps between resolved siblings: a renamed section is known by where it stands.

A node whose neighbours both lead to sections of one kind and level may take an
unclaimed section of that kind and level between theirs. The same number in
front (二、 and 2.), or being the only one left for the only node, makes up for
likeness of wording; no position makes up for having none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from reader.articles.labels import key, ordinal
from reader.articles.model import Node, Section
from reader.articles.nearness import likeness
from reader.articles.places import NAMED, Places, Scope

_SAME_NUMBER = 0.3
_ONLY_ONE = 0.6
_WITHIN = 0.5  # the only one left, and one label holds the other
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
    if len(chosen) == len(nodes):
        return found
    used = set(chosen.values())
    for index, node in enumerate(nodes):
        if index in chosen:
            continue
        before, after = chosen.get(index - 1), chosen.get(index + 1)
        sides = [places.sections[place] for place in (before, after) if place is not None]
        if not sides or sides[0].kind not in NAMED or not _alike(sides[0], sides[-1]):
            continue
        first = before + 1 if before is not None else bisect_left(places.starts, scope.first)
        last = after if after is not None else bisect_right(places.starts, scope.own)
        if last - first > _MOST_BETWEEN:
            continue
        free = [
            place
            for place in range(first, last)
            if place not in used and place not in taken and _alike(places.sections[place], sides[0])
        ]
        free = [place for place in free if key(places.sections[place].label) not in keys]
        alone = (before is not None or index == 0) and (after is not None or index == len(nodes) - 1)
        named = [(one, places.sections[one].label, places.number_of(one)) for one in free]
        place = _likeliest(node, named, alone=alone)
        if place is not None:
            found[index] = place
            used.add(place)
    return found


def _alike(one: Section, other: Section) -> bool:
    return (one.kind, one.level, one.depth) == (other.kind, other.level, other.depth)


def _likeliest(node: Node, free: list[tuple[int, str, int]], *, alone: bool) -> int | None:
    number = ordinal(node.label)
    fits = []
    for place, label, other in free:
        least = _OTHERWISE
        if number and other == number:
            least = _SAME_NUMBER
        elif alone and len(free) == 1 and not (number and other):
            one, two = sorted((key(node.label), key(label)), key=len)
            least = _WITHIN if one in two else _ONLY_ONE
        if likeness(node.label, label) >= least:
            fits.append(place)
    return fits[0] if len(fits) == 1 else None

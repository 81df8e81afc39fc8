"""Merging what several devices wrote, so that the order of reading does not matter.

Each version of an annotation carries a clock: how often each device had
changed it. A version is dropped only where another has seen it (its clock is
at least as far on every device, and further on one). Those that have not seen
each other all stay, for the person to settle. This is a union followed by
taking the maxima of a partial order, hence commutative, associative and
idempotent. Time of day plays no part: clocks of machines are wrong.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from reader.annotations.model import Annotation, Clock
from reader.annotations.store.web_annotation import to_json

Versions = dict[str, tuple[Annotation, ...]]  # by id, each in one fixed order


def has_seen(one: Clock, other: Clock) -> bool:
    """Whether vector clock `one` is later than `other`: no count of a device is lower, and they differ."""
    mine = dict(one)
    return one != other and all(mine.get(device, 0) >= count for device, count in other)


def join(clocks: Iterable[Clock]) -> Clock:
    """Return the least clock that has seen all of `clocks`: for each device, its highest count."""
    furthest: dict[str, int] = {}
    for clock in clocks:
        for device, count in clock:
            furthest[device] = max(count, furthest.get(device, 0))
    return tuple(sorted(furthest.items()))


def step(clock: Clock, device: str) -> Clock:
    """Return `clock` after one more change on `device`."""
    counts = dict(clock)
    counts[device] = counts.get(device, 0) + 1
    return tuple(sorted(counts.items()))


def merge(*groups: Iterable[Annotation]) -> Versions:
    """Return, for each annotation, its latest versions: those that no other has seen.

    More than one where devices changed it without knowing of one another: a conflict.
    """
    by_id: dict[str, list[Annotation]] = defaultdict(list)
    for group in groups:
        for version in group:
            by_id[version.annotation_id].append(version)
    return {name: _latest(versions) for name, versions in sorted(by_id.items())}


def settled(versions: tuple[Annotation, ...]) -> tuple[Annotation, tuple[Annotation, ...]]:
    """Return which of conflicting versions to show, and the others that have a note different from its.

    A deletion never wins over a change that it had not seen.
    """
    ranked = sorted(versions, key=_rank, reverse=True)
    shown = ranked[0]
    others: list[Annotation] = []
    for version in ranked[1:]:
        told = {shown.note, *(other.note for other in others)}
        if not version.deleted and version.note and version.note not in told:
            others.append(version)
    return shown, tuple(others)


def is_deleted_elsewhere(versions: tuple[Annotation, ...]) -> bool:
    """Whether some versions are deleted and others are not: a conflict that the person has to settle."""
    deleted = [version.deleted for version in versions]
    return any(deleted) and not all(deleted)


def _latest(versions: list[Annotation]) -> tuple[Annotation, ...]:
    kept = [each for each in versions if not any(has_seen(other.clock, each.clock) for other in versions)]
    if len(kept) < 2:
        return tuple(kept)
    return tuple(sorted({_identity(each): each for each in kept}.values(), key=_rank))


def _rank(version: Annotation) -> tuple[bool, int, str, str]:
    changes = sum(count for _, count in version.clock)
    return not version.deleted, changes, version.device, _identity(version)


def _identity(version: Annotation) -> str:
    """Return all that the version says, as one line: two versions with one clock may still differ."""
    return json.dumps(to_json(version), sort_keys=True)

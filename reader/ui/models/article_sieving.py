"""The rows of a list of articles: those that were chosen, under their headings. For the background.

An arrangement (`article_arrangement`) is of all articles; what is chosen of it changes at every letter that
is typed, so that it is kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from reader.catalogue.article_list import Facts
from reader.ui.models.article_arrangement import Arrangement, Words


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is a heading over `count` articles."""

    text: str
    count: int
    name: str = ""  # as `Words` has them
    ems: float = 0.0


class Rows(NamedTuple):
    """What stands in each row. `names` are the articles', "" of a heading; `ems` how long their titles are.

    `notes` are sentences about what was not understood of what was typed.
    """

    rows: Sequence[Words | Heading] = ()
    names: Sequence[str] = ()
    ems: Sequence[float] = ()  # in widths of a Chinese character; 0 of a heading
    shown: int = 0
    notes: tuple[str, ...] = ()


def rows_of(
    arrangement: Arrangement,
    places: Sequence[int] | None = None,
    notes: tuple[str, ...] = (),
    *,
    has_own_order: bool = False,
) -> Rows:
    """Return the rows of the entries at `places` of an arrangement, in that order; of all with None.

    Where they have an order of their own no headings stand between them.
    """
    words, headings = arrangement.words, arrangement.headings
    if places is None:
        kept = [words[entry.name] for entry in arrangement.entries]
    else:
        kept = [words[arrangement.entries[at].name] for at in places]
        headings = tuple(headings[at] for at in places) if headings and not has_own_order else ()
    rows = _under_headings(kept, headings) if headings else kept
    return Rows(rows, [row.name for row in rows], [row.ems for row in rows], len(kept), notes)


def ordered(places: Sequence[int], arrangement: Arrangement, sort: str, facts: Facts) -> Sequence[int]:
    """Return `places` as the reading list has them ("queue"), the last read first ("read"), or as is."""
    names = [entry.name for entry in arrangement.entries] if sort else []
    match sort:
        case "queue":
            return sorted(places, key=lambda at: facts.queue.get(names[at], len(names)))
        case "read":
            return sorted(places, key=lambda at: -facts.last_read.get(names[at], 0))
    return places


def _under_headings(words: Sequence[Words], headings: Sequence[str]) -> list[Words | Heading]:
    rows: list[Words | Heading] = []
    at = 0
    for text, group in groupby(headings):
        count = len(list(group))
        rows.append(Heading(text, count))
        rows += words[at : at + count]
        at += count
    return rows

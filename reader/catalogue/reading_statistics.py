"""What a person's reading adds up to: by day, by article, by node. All reckoned from the reading log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import LOOK, Progress, ReadState, speed_of
from reader.catalogue.text_length import Speed

WHOLE = 0.95  # of an article's text: the last lines of a footer need nobody's eyes


class Day(NamedTuple):
    """One day of reading, in the person's own time zone."""

    day: date
    minutes: float
    articles: int


class Statistics(NamedTuple):
    """What was read in a library: its days in order, the speed, and counts.

    `read`, `begun` and `unread` count articles (read: `WHOLE` of the text); `nodes` counts nodes by state.
    """

    days: tuple[Day, ...]
    speed: Speed
    read: int
    begun: int
    unread: int
    nodes: Mapping[ReadState, int]


def days_of(events: Iterable[Event], zone: tzinfo | None = None) -> tuple[Day, ...]:
    """Return the days on which something was read, in order. `zone` is the machine's own by default."""
    seconds: dict[date, float] = {}
    articles: dict[date, set[str]] = {}
    for event in events:
        if event.seconds >= LOOK:
            day = datetime.fromtimestamp(event.start, zone).date()
            seconds[day] = seconds.get(day, 0.0) + event.seconds
            articles.setdefault(day, set()).add(event.article)
    return tuple(Day(day, seconds[day] / 60, len(articles[day])) for day in sorted(seconds))


def statistics_of(
    events: Sequence[Event], progress: Mapping[str, Progress], articles: int, zone: tzinfo | None = None
) -> Statistics:
    """Return the statistics of a library of `articles` articles; `progress` is of those that have events."""
    nodes: Counter[ReadState] = Counter(dict.fromkeys(ReadState, 0))
    for one in progress.values():
        nodes.update(one.states.values())
    read = sum(1 for one in progress.values() if one.share >= WHOLE)
    begun = sum(1 for one in progress.values() if one.is_begun and one.share < WHOLE)
    return Statistics(
        days_of(events, zone), speed_of(events), read, begun, max(0, articles - read - begun), nodes
    )

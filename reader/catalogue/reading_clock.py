"""Counts what is before a person's eyes: looks go in, second by second; events come out, one a node.

The seconds of a look are shared out among the nodes in view by how long their text in view takes to read.
What was in view of a node since it was last taken is kept as one set of stretches, so that looking longer
at the same lines makes no more of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import own_texts
from reader.catalogue.text_length import NOTHING, Length, Speed, length_of


@dataclass(slots=True)
class _Look:
    """What was seen of one node: since when, how long, which stretches of the text (apart, in order)."""

    start: int
    seconds: float = 0.0
    seen: list[Span] = field(default_factory=list)


class ReadingClock:
    """Counts for one article, called `name` in its library. Knows no clock: times are handed in."""

    def __init__(self, name: str, article: Article) -> None:
        self._name = name
        self._text = article.text.text
        own = own_texts(article)
        self._digests = {each.node: each.digest for each in own}
        # The text of no two nodes overlaps: what is in view is found by its place, at each look.
        self._stretches = sorted((span.start, span.end, each.node) for each in own for span in each.spans)
        self._starts = [start for start, _end, _node in self._stretches]
        self._looks: dict[str, _Look] = {}

    def look(self, view: Span, seconds: float, now: int) -> None:
        """Count `seconds` for which `view`, a span of the canonical text, was in sight, until `now`."""
        parts: dict[str, list[Span]] = {}
        for node, span in self._in_view(view):
            parts.setdefault(node, []).append(span)
        needed = [sum(map(self._length, spans), NOTHING).seconds() for spans in parts.values()]
        whole = sum(needed)
        for (node, spans), own_needed in zip(parts.items(), needed, strict=True):
            look = self._looks.setdefault(node, _Look(now))
            look.seconds += seconds * own_needed / whole if whole else seconds / len(parts)
            look.seen = _joined([*look.seen, *spans])

    def needed(self, view: Span, speed: Speed) -> float:
        """Return how many seconds it takes to read what is in `view`."""
        return sum((self._length(part) for _node, part in self._in_view(view)), NOTHING).seconds(speed)

    def take(self) -> tuple[Event, ...]:
        """Return what was counted since the last time, an event a node, and begin anew."""
        events = tuple(
            Event(
                self._name,
                node,
                self._digests[node],
                look.start,
                look.seconds,
                sum((self._length(span) for span in look.seen), NOTHING),
            )
            for node, look in self._looks.items()
        )
        self._looks = {}
        return events

    def _in_view(self, view: Span) -> Iterator[tuple[str, Span]]:
        """Yield each stretch of a node's own text in `view`, and whose it is."""
        first = max(0, bisect_right(self._starts, view.start) - 1)
        for start, end, node in self._stretches[first : bisect_left(self._starts, view.end)]:
            if end > view.start:
                yield node, Span(max(start, view.start), min(end, view.end))

    def _length(self, span: Span) -> Length:
        return length_of(self._text[span.start : span.end])


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined

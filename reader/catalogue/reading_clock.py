"""Counts what is before a person's eyes: looks go in, second by second; events come out, one a node.

The seconds of a look are shared out among the nodes in view by how long their text in view takes to read.
What was in view of a node since it was last taken is kept as one set of stretches, so that looking longer
at the same lines makes no more of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import OwnText, own_texts
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
        self._own = own_texts(article)
        self._looks: dict[str, _Look] = {}

    def look(self, view: Span, seconds: float, now: int) -> None:
        """Count `seconds` for which `view`, a span of the canonical text, was in sight, until `now`."""
        parts = [(own, part) for own in self._own if (part := _in_view(own, view))]
        needed = [sum((self._length(one) for one in part), NOTHING).seconds() for _own, part in parts]
        whole = sum(needed)
        for (own, part), own_needed in zip(parts, needed, strict=True):
            look = self._looks.setdefault(own.node, _Look(now))
            look.seconds += seconds * own_needed / whole if whole else seconds / len(parts)
            look.seen = _joined([*look.seen, *part])

    def needed(self, view: Span, speed: Speed) -> float:
        """Return how many seconds it takes to read what is in `view`."""
        parts = (part for own in self._own for part in _in_view(own, view))
        return sum((self._length(one) for one in parts), NOTHING).seconds(speed)

    def take(self) -> tuple[Event, ...]:
        """Return what was counted since the last time, an event a node, and begin anew."""
        digests = {own.node: own.digest for own in self._own}
        events = tuple(
            Event(
                self._name,
                node,
                digests[node],
                look.start,
                look.seconds,
                sum((self._length(span) for span in look.seen), NOTHING),
            )
            for node, look in self._looks.items()
        )
        self._looks = {}
        return events

    def _length(self, span: Span) -> Length:
        return length_of(self._text[span.start : span.end])


def _in_view(own: OwnText, view: Span) -> list[Span]:
    cut = (Span(max(span.start, view.start), min(span.end, view.end)) for span in own.spans)
    return [span for span in cut if span.start < span.end]


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined

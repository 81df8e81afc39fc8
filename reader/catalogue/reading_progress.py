"""How far an article has been read, node by node, reckoned from the events of its reading log.

A node's own text is that of its units, without those of the nodes below it. It is *read* when it was in view
for at least a quarter of the time that it takes to read, and most of it was in view; *skimmed* when it was in
view for a shorter time. One look counts three times the reading time of what was in view at the most: who
leaves the room does not read. When its words change, what was known of them becomes *changed*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from reader.articles.model import Article, Node, UnitKind
from reader.articles.source.canonical_text import Span
from reader.catalogue.reading_log import Event
from reader.catalogue.text_length import USUAL, Length, Speed, length_of
from reader.text_hash import digest_of

FLOOR = 0.25  # of the reading time: below it a text was skimmed (as KOReader's lowest seconds a page)
CAP = 3.0  # times the reading time of what was in view: more of one look does not count
COVERED = 0.6  # of the text must have been in view; the edges of a screen cut lines
LOOK = 1.0  # seconds; a shorter look is scrolling past
_OUTSIDE = ""  # the id of text outside of all nodes

_LEAST_SAMPLES = 5
_LEAST_TEXT = 60.0  # seconds at the usual speed: shorter texts say little of how fast somebody reads
_HAN_RANGE, _WORDS_RANGE = (100.0, 1_500.0), (60.0, 900.0)  # a minute; what lies outside was not reading
_PURE = 0.9


class ReadState(StrEnum):
    """How far a node has been read. The values are the command line's."""

    UNTOUCHED = "untouched"
    SKIMMED = "skimmed"
    READ = "read"
    CHANGED = "changed"  # it was read or skimmed, and its words are others since


class OwnText(NamedTuple):
    """The text that belongs to one node alone; `node` "" is text outside of all nodes.

    `spans` are its stretches of the canonical text, apart and in order.
    """

    node: str
    digest: str
    length: Length
    spans: tuple[Span, ...] = ()


class Progress(NamedTuple):
    """How far an article has been read.

    `states` has every node of the framework, `unread` the length of the own text of those not read yet.
    `share` (0 to 1) and `left` are of the article's text, text outside the framework included; head, tags
    and drawing are no text to read.
    """

    states: Mapping[str, ReadState]
    share: float
    left: Length
    unread: Mapping[str, Length] = MappingProxyType({})

    @property
    def is_begun(self) -> bool:
        """Whether anything was looked at."""
        return self.share > 0 or any(state is not ReadState.UNTOUCHED for state in self.states.values())


def own_texts(article: Article) -> tuple[OwnText, ...]:
    """Return the own text of each node that has one, in the order of the text."""
    spans: dict[str, list[Span]] = {}
    for unit in article.units:
        if unit.kind is UnitKind.PASSAGE:
            text = article.text.text[unit.span.start : unit.span.end].strip()
            if text != unit.label:  # a heading with nothing below it
                spans.setdefault(unit.node_id or _OUTSIDE, []).append(unit.span)
    found = []
    for node, own in spans.items():
        words = "\n".join(article.text.text[span.start : span.end] for span in own)
        whole = " ".join(words.split())  # white space that changed is no change
        if whole:
            found.append(OwnText(node, digest_of(whole)[:16], length_of(whole), tuple(own)))
    return tuple(found)


def progress_of(article: Article, events: Iterable[Event], speed: Speed = USUAL) -> Progress:
    """Return how far `article` has been read, by `events` of this article in order of time."""
    by_node: dict[str, list[Event]] = {}
    for event in events:
        by_node.setdefault(event.node, []).append(event)
    states: dict[str, ReadState] = {}
    read, all_, left = 0.0, 0.0, Length()
    unread: dict[str, Length] = {}
    for own in own_texts(article):
        state = states[own.node] = _state(own, by_node.get(own.node, ()), speed)
        seconds = own.length.seconds()
        all_ += seconds
        if state is ReadState.READ:
            read += seconds
        else:
            left += own.length
            unread[own.node] = own.length
    for node in article.framework.nodes:
        _complete(node, states)
    states.pop(_OUTSIDE, None)
    return Progress(states, read / all_ if all_ else 0.0, left, unread)


def _state(own: OwnText, events: Sequence[Event], speed: Speed) -> ReadState:
    seconds, covered, was_known = 0.0, 0.0, False
    needed, length = own.length.seconds(speed), own.length.seconds()
    state = ReadState.UNTOUCHED
    for event in events:
        if event.digest != own.digest:
            was_known = (
                was_known or event.seconds >= LOOK or event.mark == "read"
            ) and event.mark != "untouched"
        elif event.mark == "read":
            state = ReadState.READ
        elif event.mark:
            state, seconds, covered, was_known = ReadState.UNTOUCHED, 0.0, 0.0, False
        elif event.seconds >= LOOK and state is not ReadState.READ:
            in_view = event.in_view.seconds(speed)
            seconds += min(event.seconds, max(LOOK, CAP * in_view))
            covered += event.in_view.seconds()
            is_read = seconds >= FLOOR * needed and covered >= COVERED * length
            state = ReadState.READ if is_read else ReadState.SKIMMED
    if state is ReadState.UNTOUCHED and was_known:
        return ReadState.CHANGED
    return state


def _complete(node: Node, states: dict[str, ReadState]) -> ReadState:
    """Give nodes without text of their own the state of what stands below them; return the node's own."""
    below = [_complete(child, states) for child in node.children]
    if node.node_id not in states:
        kinds = set(below)
        if len(kinds) == 1:
            states[node.node_id] = below[0]
        elif not kinds:
            states[node.node_id] = ReadState.UNTOUCHED
        elif kinds <= {ReadState.READ, ReadState.CHANGED}:
            states[node.node_id] = ReadState.CHANGED
        else:
            states[node.node_id] = ReadState.SKIMMED
    return states[node.node_id]


def speed_of(events: Iterable[Event]) -> Speed:
    """Return how fast the person reads, learnt from what was in view long enough to be read once.

    The median of the stretches that are nearly all Chinese, and of those that are nearly all of other words;
    the usual figure where there are fewer than five.
    """
    together: dict[tuple[str, str, str], tuple[float, Length]] = {}
    for event in events:
        if event.seconds >= LOOK and not event.mark:
            key = (event.article, event.node, event.digest)
            seconds, length = together.get(key, (0.0, Length()))
            together[key] = (seconds + event.seconds, length + event.in_view)
    han, words = [], []
    for seconds, length in together.values():
        whole = length.seconds()
        if whole < _LEAST_TEXT:
            continue
        if Length(length.han).seconds() >= _PURE * whole:
            han.append(60 * length.han / seconds)
        elif Length(0, length.words).seconds() >= _PURE * whole:
            words.append(60 * length.words / seconds)
    return Speed(_median(han, _HAN_RANGE, USUAL.han), _median(words, _WORDS_RANGE, USUAL.words))


def _median(rates: list[float], sane: tuple[float, float], usual: float) -> float:
    kept = [rate for rate in rates if sane[0] <= rate <= sane[1]]
    if len(kept) < _LEAST_SAMPLES:
        return usual
    from statistics import median  # brings decimal and fractions, 5 ms: not where there is nothing to reckon

    return median(kept)

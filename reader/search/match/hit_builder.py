"""From a passage that was found to a hit: all its matches, its excerpt, where it stands, why it was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from reader.articles.source.canonical_text import Span
from reader.articles.source.character_folding import fold
from reader.search.model import Hit
from reader.search.query.patterns import matches
from reader.search.query.query_tree import Pattern, Query, Words, marked, wanted
from reader.search.storage.segments import Segment
from reader.search.text.analysis import Restored, search_form
from reader.search.text.excerpts import Excerpt, excerpt, labels
from reader.search.text.pinyin import readings, words_at

_LONGEST = 0.05  # seconds of work for which a pattern is tried in one text, once it is found
MOST_MATCHES = 2_000  # of one text in one passage; a passage may be a whole book


def spans_in(restored: Restored, query: Query) -> list[tuple[int, int]]:
    """Return where the words of `query` are in a text: code points of it, in order; some may overlap."""
    spans: set[tuple[int, int]] = set()
    form = restored.form
    for part in marked(query.tree):
        found = _pattern_in(part, form) if isinstance(part, Pattern) else _words_in(part.form, form)
        spans.update(islice(found, MOST_MATCHES))
    return restored.spans(sorted(spans))


def _pattern_in(part: Pattern, form: str) -> Iterator[tuple[int, int]]:
    with suppress(TimeoutError):  # what has been found till then is marked
        yield from matches(part, form, _LONGEST)


def _words_in(sought: str, form: str) -> Iterator[tuple[int, int]]:
    at = form.find(sought)
    while at >= 0:
        yield at, at + len(sought)
        at = form.find(sought, at + len(sought))


def hit(segment: Segment, document: int, query: Query, weight: float) -> Hit:
    """Return the hit of a passage that holds what was sought."""
    restored = segment.restored(document)
    spans = spans_in(restored, query)
    labels = [search_form(label) for label in segment.place(document).labels]
    forms = [part.form for part in wanted(query.tree) if isinstance(part, Words)]
    is_node = any(form in label for form in forms for label in labels)
    return _made(segment, document, restored.text, spans, weight, is_node=is_node)


def hit_of_forms(segment: Segment, document: int, forms: Sequence[str], weight: float) -> Hit:
    """Return a passage as a hit whose matches are the texts with these search forms."""
    restored = segment.restored(document)
    found = (span for form in forms for span in islice(_words_in(form, restored.form), MOST_MATCHES))
    return _made(segment, document, restored.text, restored.spans(sorted(set(found))), weight)


def _made(
    segment: Segment,
    document: int,
    text: str,
    spans: list[tuple[int, int]],
    weight: float = 0.0,
    *,
    is_node: bool = False,
    why: str = "",
) -> Hit:
    place, about = segment.place(document), segment.about(document)
    shown = (labels if place.kind == "framework" else excerpt)(text, spans)
    line, span = place.line + text.count("\n", 0, shown.first), Span(place.start, place.start + len(text))
    marked = tuple(Span(place.start + start, place.start + end) for start, end in spans)
    if place.start < 0:  # the words stand in no file
        line, span, marked = place.line, Span(~place.start, ~place.start), ()
    return Hit(
        name=about.name,
        title=about.title,
        kind=place.kind,
        label=place.label,
        path=place.path,
        node_id=place.node_id,
        line=line,
        span=span,
        spans=marked,
        excerpt=shown,
        weight=weight,
        is_node=is_node,
        why=why,
    )


def spoken_hit(segment: Segment, document: int, query: Query) -> Hit:
    """Return the hit of a passage that was found by pinyin.

    Its `why` names the matched part of the name and its syllables ("限制 xian zhi"); its matches are the
    places of those characters in the text.
    """
    restored = segment.restored(document)
    text = restored.text
    typed = fold(query.plain)
    for name, spelled in segment.names(document):
        for reading in readings(typed):
            if match := reading.find(spelled):
                start, end = words_at(name, spelled, *match)
                why = f"{name[start:end]} {_syllables(spelled, *match)}"
                at = text.find(name)
                if at < 0:
                    continue
                same = _words_in(search_form(name[start:end]), restored.form)
                spans = restored.spans(list(islice(same, MOST_MATCHES))) or [(at + start, at + end)]
                is_node = name in segment.place(document).labels
                return _made(segment, document, text, spans, is_node=is_node, why=why)
    return replace(_made(segment, document, text, []), excerpt=Excerpt(text[:80]), why=typed)


def _syllables(spelled: str, start: int, end: int) -> str:
    """Return the whole syllables around a match, with spaces between them."""
    stop = spelled.find("'", end)
    return spelled[start : stop if stop >= 0 else len(spelled)].strip("'").replace("'", " ").replace("=", "")

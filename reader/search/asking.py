"""Asking a snapshot of the index: from what a person types to hits with excerpts.

Nothing here waits, writes or keeps anything but filters: any number of threads
may ask at once. `cancelled` is looked at on the way, so a question to which
the next letter has already been typed ends early, with `CancelledError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from time import thread_time

from reader.articles.folding import fold
from reader.articles.text import Span
from reader.i18n import gettext as _
from reader.search.analysis import Restored, search_form
from reader.search.answers import Answer, Hit, Question
from reader.search.choosing import Found, best
from reader.search.excerpts import Excerpt, excerpt, labels
from reader.search.language import loosened, understand
from reader.search.marginalia import NONE, Marginalia
from reader.search.matching import CancelledError, Matcher
from reader.search.pinyin import readings, words_at
from reader.search.postings import subtract, unite
from reader.search.query import (
    All,
    Either,
    Keyed,
    Node,
    Not,
    Pattern,
    Query,
    Spelled,
    State,
    Words,
    demanded,
    is_of_articles,
    marked,
    wanted,
)
from reader.search.segments import Segment, Snapshot
from reader.search.trying import matches as tried

_SURELY_PINYIN = 4  # letters from which a word is also read as pinyin though it stands somewhere as typed
_STATES = frozenset({"unread", "read", "noted"})
_MOST_NOTES = 50
_LONGEST = 0.05  # seconds of work for which a pattern is tried in one text, once it is found
MOST_MATCHES = 2_000  # of one text in one passage; a passage may be a whole book

Cancelled = Callable[[], bool]

__all__ = ["CancelledError", "ask", "matched", "matched_or_spoken", "spans_in", "suggest"]


def ask(
    snapshot: Snapshot,
    question: Question,
    marginalia: Marginalia = NONE,
    cancelled: Cancelled = lambda: False,
) -> Answer:
    """Return the best passages for `question`, and how many there are.

    Where half a question ("出口 管, with its quotation still open) finds
    nothing as it stands, its words are asked instead, and are the answer's
    question.
    """
    answer = _asked(snapshot, question, marginalia, cancelled)
    if answer.total or not (bare := loosened(question.text)):
        return answer
    looser = _asked(snapshot, replace(question, text=bare), marginalia, cancelled)
    notes = answer.notes or (_("Part of the question is still open: its words were sought."),)
    return replace(looser, notes=(*notes, *looser.notes)) if looser.total else answer


def _asked(snapshot: Snapshot, question: Question, marginalia: Marginalia, cancelled: Cancelled) -> Answer:
    query = understand(question.text)
    if query.tree is None:
        return Answer(question)
    found = matched(snapshot, question, query, marginalia, cancelled)
    exact = sum(len(one.documents) for one in found)
    forms = [part.form for part in wanted(query.tree) if isinstance(part, Words)]
    hits = [
        _hit(found[-scored.age].segment, scored.document, query, scored.weight)
        for scored in best(found, forms, question.limit, snapshot.documents)
    ]
    spoken = _spoken(snapshot, question, query, found, marginalia, cancelled)
    for one in spoken:
        for document in list(one.documents)[: max(0, question.limit - len(hits))]:
            hits.append(_spoken_hit(one.segment, document, query))
    total = exact + sum(len(one.documents) for one in spoken)
    notes = query.notes
    if any(one.matcher.bounded for one in found):
        notes = (
            *notes,
            _("The pattern was tried on part of the library only. Add a word to narrow it down."),
        )
    return Answer(
        question,
        total,
        exact,
        tuple(hits),
        notes,
        tuple(marginalia.holding(search_form(query.plain))[:_MOST_NOTES]) if query.plain else (),
    )


def suggest(snapshot: Snapshot, answer: Answer) -> Answer:
    """Return `answer` with near spellings where nothing was found. Apart, as it reads all words there are."""
    from reader.search.spelling import near

    plain = understand(answer.question.text).plain
    if answer.total or not plain:
        return answer
    return replace(answer, suggestions=near(snapshot, plain))


def matched(
    snapshot: Snapshot,
    question: Question,
    query: Query,
    marginalia: Marginalia = NONE,
    cancelled: Cancelled = lambda: False,
) -> list[Found]:
    """Return all that `question` finds, segment by segment, the newest first."""
    if query.tree is None:
        return []
    tree = query.tree
    if question.framework_only:
        tree = _by_label(tree)
    elif is_of_articles(tree):
        tree = All((tree, Keyed("article", "", whole=True)))
    return _matched(snapshot, All((tree, *_filters(question))), marginalia, cancelled)


def matched_or_spoken(
    snapshot: Snapshot, question: Question, marginalia: Marginalia, cancelled: Cancelled
) -> list[Found]:
    """Return all that `question` finds, as typed or by its pronunciation."""
    query = understand(question.text)
    found = matched(snapshot, question, query, marginalia, cancelled)
    spoken = _spoken(snapshot, question, query, found, marginalia, cancelled)
    if not spoken:
        return found
    return [
        replace(one, documents=unite([one.documents, other.documents], one.segment.file.width))
        for one, other in zip(found, spoken, strict=True)
    ]


def _matched(snapshot: Snapshot, tree: Node, marginalia: Marginalia, cancelled: Cancelled) -> list[Found]:
    found = []
    every = demanded(tree)
    for segment in snapshot.segments:
        matcher = Matcher(segment, marginalia, cancelled)
        documents = segment.alive(matcher.match(tree))
        found.append(Found(segment, matcher, documents, every))
    return found


def _filters(question: Question) -> Iterator[Node]:
    if question.article:
        yield Keyed("name", question.article, whole=True)
    for facet, value in question.narrowed:
        yield State(value) if value in _STATES and facet == "state" else Keyed(facet, value, whole=True)


def _by_label(node: Node) -> Node:
    """Return the query with each text sought in the labels of nodes only."""
    match node:
        case Words(form):
            return Keyed("node", form)
        case All(parts):
            return All(tuple(_by_label(part) for part in parts))
        case Either(parts):
            return Either(tuple(_by_label(part) for part in parts))
        case Not(part):
            return Not(_by_label(part))
    return node


def _spoken(
    snapshot: Snapshot,
    question: Question,
    query: Query,
    found: list[Found],
    marginalia: Marginalia,
    cancelled: Cancelled,
) -> list[Found]:
    """Return what is found by its pronunciation and has not been found as typed."""
    typed = fold(query.plain)
    is_exact = any(one.documents for one in found)
    if not readings(typed) or (is_exact and len(typed.replace(" ", "")) < _SURELY_PINYIN):
        return []
    tree = All((Spelled(typed, question.framework_only), *_filters(question)))
    spoken = _matched(snapshot, tree, marginalia, cancelled)
    return [
        replace(one, documents=subtract(one.documents, exactly.documents))
        for one, exactly in zip(spoken, found, strict=True)
    ]


def spans_in(restored: Restored, query: Query) -> list[tuple[int, int]]:
    """Return where the words of `query` are in a text: code points of it, in order; some may overlap."""
    matches: set[tuple[int, int]] = set()
    form = restored.form
    for part in marked(query.tree):
        found = _pattern_in(part, form) if isinstance(part, Pattern) else _words_in(part.form, form)
        matches.update(islice(found, MOST_MATCHES))
    return restored.spans(sorted(matches))


def _pattern_in(part: Pattern, form: str) -> Iterator[tuple[int, int]]:
    until = thread_time() + _LONGEST
    return tried(part, form, lambda: thread_time() > until)


def _words_in(sought: str, form: str) -> Iterator[tuple[int, int]]:
    at = form.find(sought)
    while at >= 0:
        yield at, at + len(sought)
        at = form.find(sought, at + len(sought))


def _hit(segment: Segment, document: int, query: Query, weight: float) -> Hit:
    restored = segment.restored(document)
    spans = spans_in(restored, query)
    labels = [search_form(label) for label in segment.place(document).labels]
    forms = [part.form for part in wanted(query.tree) if isinstance(part, Words)]
    is_node = any(form in label for form in forms for label in labels)
    return _made(segment, document, restored.text, spans, weight, is_node=is_node)


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
    return Hit(
        name=about.name,
        title=about.title,
        kind=place.kind,
        label=place.label,
        path=place.path,
        node_id=place.node_id,
        line=place.line + text.count("\n", 0, shown.first),
        span=Span(place.start, place.start + len(text)),
        spans=tuple(Span(place.start + start, place.start + end) for start, end in spans),
        excerpt=shown,
        weight=weight,
        is_node=is_node,
        why=why,
    )


def _spoken_hit(segment: Segment, document: int, query: Query) -> Hit:
    """Return a hit that says which name was read how."""
    text = segment.restored(document).text
    typed = fold(query.plain)
    for name, spelled in segment.names(document):
        for reading in readings(typed):
            if match := reading.find(spelled):
                start, end = words_at(name, spelled, *match)
                why = f"{name[start:end]} {_syllables(spelled, *match)}"
                at = text.find(name)
                if at < 0:
                    continue
                hit = _made(segment, document, text, [(at + start, at + end)], why=why)
                return replace(hit, is_node=name in segment.place(document).labels)
    return replace(_made(segment, document, text, []), excerpt=Excerpt(text[:80]), why=typed)


def _syllables(spelled: str, start: int, end: int) -> str:
    """Return the whole syllables around a match, with spaces between them."""
    stop = spelled.find("'", end)
    return spelled[start : stop if stop >= 0 else len(spelled)].strip("'").replace("'", " ").replace("=", "")

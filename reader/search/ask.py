"""Asking a snapshot of the index: from what a person types to hits with excerpts.

Nothing here waits, writes or keeps anything but filters: any number of threads
may ask at once. `cancelled` is looked at on the way, so a question to which
the next letter has already been typed ends early, with `CancelledError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.search.match.estimate import Glance
from reader.search.match.hit_builder import hit, spoken_hit
from reader.search.match.top_k import Found, best
from reader.search.match.verification import CancelledError, Matcher
from reader.search.model import Answer, Hit, Question
from reader.search.query.query_language import loosened, understand
from reader.search.query.query_tree import (
    All,
    Either,
    Keyed,
    Node,
    Not,
    Query,
    Spelled,
    State,
    Words,
    demanded,
    is_of_articles,
    wanted,
)
from reader.search.storage.postings import subtract, unite
from reader.search.storage.segments import Snapshot
from reader.search.text.analysis import search_form
from reader.search.text.pinyin import readings
from reader.search.user_data import NONE, Marginalia

_SURELY_PINYIN = 4  # letters from which a word is also read as pinyin though it stands somewhere as typed
_STATES = frozenset({"unread", "read", "noted"})
_MOST_NOTES = 50

Cancelled = Callable[[], bool]

__all__ = ["CancelledError", "ask", "count", "matched", "matched_or_spoken", "suggest"]


def ask(
    snapshot: Snapshot,
    question: Question,
    marginalia: Marginalia = NONE,
    cancelled: Cancelled = lambda: False,
    *,
    hasty: bool = False,
) -> Answer:
    """Return the best passages for `question`, and how many there are.

    Where half a question ("出口 管, with its quotation still open) finds
    nothing as it stands, its words are asked instead, and are the answer's
    question. If `hasty`, an answer whose passages would take long to count
    comes without their number; `count` gives it later.
    """
    answer = _asked(snapshot, question, marginalia, cancelled, hasty=hasty)
    if answer.total or not (bare := loosened(question.text)):
        return answer
    looser = _asked(snapshot, replace(question, text=bare), marginalia, cancelled, hasty=hasty)
    notes = answer.notes or (_("Part of the question is still open: its words were sought."),)
    return replace(looser, notes=(*notes, *looser.notes)) if looser.total else answer


def count(
    snapshot: Snapshot,
    answer: Answer,
    marginalia: Marginalia = NONE,
    cancelled: Cancelled = lambda: False,
) -> Answer:
    """Return a hasty answer with its numbers."""
    question, query = answer.question, understand(answer.question.text)
    found = matched(snapshot, question, query, marginalia, cancelled)
    exact = sum(len(one.documents) for one in found)
    spoken = _spoken(snapshot, question, query, found, marginalia, cancelled)
    total = exact + sum(len(one.documents) for one in spoken)
    return replace(answer, total=total, exact=exact, is_counted=True)


def _asked(
    snapshot: Snapshot, question: Question, marginalia: Marginalia, cancelled: Cancelled, *, hasty: bool
) -> Answer:
    query = understand(question.text)
    if query.tree is None:
        return Answer(question)
    found = matched(snapshot, question, query, marginalia, cancelled, hasty=hasty)
    forms = [part.form for part in wanted(query.tree) if isinstance(part, Words)]
    chosen = best(found, forms, question.limit, snapshot.documents)
    is_counted = not any(one.unread for one in found)
    if not is_counted and len(chosen) < question.limit:
        # Few of those that might be found are.
        return _asked(snapshot, question, marginalia, cancelled, hasty=False)
    hits = [hit(found[-one.age].segment, one.document, query, one.weight) for one in chosen]
    total = exact = sum(len(one.documents) for one in found) if is_counted else len(hits)
    if is_counted:
        spoken = _spoken(snapshot, question, query, found, marginalia, cancelled, hasty=hasty)
        more, by_sound, is_counted = _first_spoken(spoken, query, question.limit - len(hits))
        hits += more
        total += by_sound
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
        is_counted=is_counted,
    )


def _first_spoken(spoken: list[Found], query: Query, room: int) -> tuple[list[Hit], int, bool]:
    """Return as many hits as there is room for, how many are known of, and whether that is all there are."""
    hits = [
        spoken_hit(one.segment, document, query)
        for one, document in islice(((one, each) for one in spoken for each in one.read(one.documents)), room)
    ]
    if any(one.unread for one in spoken):
        return hits, len(hits), len(hits) < room
    return hits, sum(len(one.documents) for one in spoken), True


def suggest(snapshot: Snapshot, answer: Answer) -> Answer:
    """Return `answer` with near spellings where nothing was found. Apart, as it reads all words there are."""
    from reader.search.query.did_you_mean import near

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
    *,
    hasty: bool = False,
) -> list[Found]:
    """Return all that `question` finds, segment by segment, the newest first; `hasty` as a `Glance` is."""
    if query.tree is None:
        return []
    tree = query.tree
    if question.framework_only:
        tree = _by_label(tree)
    elif is_of_articles(tree):
        tree = All((tree, Keyed("article", "", whole=True)))
    return _matched(snapshot, All((tree, *_filters(question))), marginalia, cancelled, hasty=hasty)


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


def _matched(
    snapshot: Snapshot, tree: All, marginalia: Marginalia, cancelled: Cancelled, *, hasty: bool
) -> list[Found]:
    found = []
    every = demanded(tree)
    for segment in snapshot.segments:
        matcher = (Glance if hasty else Matcher)(segment, marginalia, cancelled)
        documents = matcher.look(tree) if isinstance(matcher, Glance) else matcher.match(tree)
        found.append(Found(segment, matcher, segment.alive(documents), every))
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
    *,
    hasty: bool = False,
) -> list[Found]:
    """Return what is found by its pronunciation and has not been found as typed."""
    typed = fold(query.plain)
    is_exact = any(one.documents for one in found)
    if not readings(typed) or (is_exact and len(typed.replace(" ", "")) < _SURELY_PINYIN):
        return []
    tree = All((Spelled(typed, question.framework_only), *_filters(question)))
    spoken = _matched(snapshot, tree, marginalia, cancelled, hasty=hasty)
    return [
        replace(one, documents=subtract(one.documents, exactly.documents))
        for one, exactly in zip(spoken, found, strict=True)
    ]

"""Which passages a question finds, segment by segment: as it was typed, and by how it is pronounced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reader.articles.source.character_folding import fold
from reader.search.match.verification import Matcher
from reader.search.model import Question
from reader.search.query.query_language import understand
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
)
from reader.search.storage.postings import Documents, subtract, unite
from reader.search.storage.segments import Segment, Snapshot
from reader.search.text.pinyin import readings
from reader.search.user_data import NONE, STATES, UserData

_SURELY_PINYIN = 4  # letters from which a word is also read as pinyin though it stands somewhere as typed
_STATES = frozenset(STATES)

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of one segment that match a question, without deleted ones.

    `every`: texts, in search form, that each of them holds.
    """

    segment: Segment
    matcher: Matcher
    documents: Documents
    every: frozenset[str] = frozenset()


def matched(
    snapshot: Snapshot,
    question: Question,
    query: Query,
    user_data: UserData = NONE,
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
    return _matched(snapshot, All((tree, *_filters(question))), user_data, cancelled)


def matched_or_spoken(
    snapshot: Snapshot, question: Question, user_data: UserData, cancelled: Cancelled
) -> list[Found]:
    """Return the matches of `question`, segment by segment: as typed, and read as pinyin."""
    query = understand(question.text)
    found = matched(snapshot, question, query, user_data, cancelled)
    spoken = matched_by_sound(snapshot, question, query, found, user_data, cancelled)
    if not spoken:
        return found
    return [
        replace(one, documents=unite([one.documents, other.documents], one.segment.file.width))
        for one, other in zip(found, spoken, strict=True)
    ]


def _matched(snapshot: Snapshot, tree: All, user_data: UserData, cancelled: Cancelled) -> list[Found]:
    found = []
    every = demanded(tree)
    for segment in snapshot.segments:
        matcher = Matcher(segment, user_data, cancelled)
        documents = matcher.match(tree)
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


def matched_by_sound(
    snapshot: Snapshot,
    question: Question,
    query: Query,
    found: list[Found],
    user_data: UserData,
    cancelled: Cancelled,
) -> list[Found]:
    """Return what matches only when the question is read as pinyin, without what is in `found`."""
    typed = fold(query.plain)
    is_exact = any(one.documents for one in found)
    if not readings(typed) or (is_exact and len(typed.replace(" ", "")) < _SURELY_PINYIN):
        return []
    tree = All((Spelled(typed, question.framework_only), *_filters(question)))
    spoken = _matched(snapshot, tree, user_data, cancelled)
    return [
        replace(one, documents=subtract(one.documents, exactly.documents))
        for one, exactly in zip(spoken, found, strict=True)
    ]

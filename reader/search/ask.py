"""One question: from what a person types to hits with excerpts.

Nothing here waits, writes or keeps anything but filters: any number of threads
may ask at once. `cancelled` is looked at on the way, so a question to which
the next letter has already been typed ends early, with `CancelledError`.

The index is a cache on a disk that may fail: nonsense read out of it is expected, and answered by making it
anew (`ask_index`), never by an error in front of the person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from reader.i18n import gettext as _
from reader.search.build.library_index import LibraryIndex
from reader.search.match.facet_counts import facets
from reader.search.match.hit_builder import hit, spoken_hit
from reader.search.match.retrieval import Cancelled, Found, matched, matched_by_sound
from reader.search.match.top_k import best
from reader.search.match.verification import CancelledError
from reader.search.model import Answer, Question, Value
from reader.search.query.query_language import loosened, understand
from reader.search.query.query_tree import Words, wanted
from reader.search.storage.segments import Snapshot
from reader.search.text.analysis import search_form
from reader.search.user_data import NONE, UserData

_MOST_NOTES = 50

__all__ = ["CancelledError", "ask", "ask_index", "follow_up", "suggest"]


def _never() -> bool:
    return False


def ask_index(
    index: LibraryIndex,
    question: Question,
    user_data: UserData = NONE,
    cancelled: Cancelled = _never,
    repair: Callable[[LibraryIndex], object] = lambda _: None,
) -> Answer:
    """Return the answer of `index` now. A damaged one is thrown away, `repair` called, and asked again.

    Raises `CancelledError`.
    """
    try:
        return ask(index.snapshot(), question, user_data, cancelled)
    except (ValueError, LookupError, TypeError, OverflowError):
        # Damage shows as bytes that are no UTF-8, offsets beyond the end, JSON that is none. If the
        # fault is ours and not the disk's, the same question to a fresh index raises it again.
        index.distrust()
        repair(index)
        return ask(index.snapshot(), question, user_data, cancelled)


def follow_up(
    index: LibraryIndex, answer: Answer, user_data: UserData, cancelled: Cancelled
) -> tuple[Answer, Mapping[str, tuple[Value, ...]]]:
    """Return what one can do without for a moment: near spellings, and how the hits divide.

    Raises `CancelledError`.
    """
    snapshot = index.snapshot()
    values = facets(snapshot, answer.question, user_data, cancelled)
    return suggest(snapshot, answer), values


def ask(
    snapshot: Snapshot,
    question: Question,
    user_data: UserData = NONE,
    cancelled: Cancelled = _never,
) -> Answer:
    """Return the best passages for `question`, and how many there are. Raises `CancelledError`.

    Where half a question ("出口 管, with its quotation still open) finds
    nothing as it stands, its words are asked instead, and are the answer's
    question.
    """
    answer = _asked(snapshot, question, user_data, cancelled)
    if answer.total or not (bare := loosened(question.text)):
        return answer
    looser = _asked(snapshot, replace(question, text=bare), user_data, cancelled)
    notes = answer.notes or (_("Part of the query is unfinished: its words were searched."),)
    return replace(looser, notes=(*notes, *looser.notes)) if looser.total else answer


def _asked(snapshot: Snapshot, question: Question, user_data: UserData, cancelled: Cancelled) -> Answer:
    if cancelled():
        raise CancelledError
    query = understand(question.text)
    if query.tree is None:
        return Answer(question)
    found = matched(snapshot, question, query, user_data, cancelled)
    forms = [part.form for part in wanted(query.tree) if isinstance(part, Words)]
    hits = [
        hit(found[-one.age].segment, one.document, query, one.weight)
        for one in best(found, forms, question.limit, snapshot.documents)
    ]
    spoken = matched_by_sound(snapshot, question, query, found, user_data, cancelled)
    more = ((one.segment, document) for one in spoken for document in one.documents)
    room = max(0, question.limit - len(hits))
    hits += [spoken_hit(segment, document, query) for segment, document in islice(more, room)]
    exact = sum(len(one.documents) for one in found)
    notes = query.notes
    if any(one.matcher.bounded for one in found):
        notes = (
            *notes,
            _("The pattern took too long for some passages, which were left out. Add a word."),
        )
    return Answer(
        question,
        exact + sum(len(one.documents) for one in spoken),
        exact,
        tuple(hits),
        notes,
        tuple(user_data.holding(search_form(query.plain))[:_MOST_NOTES]) if query.plain else (),
        articles=_articles(found, spoken),
    )


def _articles(found: Sequence[Found], spoken: Sequence[Found]) -> int:
    """Return how many articles hold what was found, as typed or by its pronunciation."""
    pairs = zip(found, spoken or found, strict=True)
    return sum(one.segment.articles_among((one.documents, other.documents)) for one, other in pairs)


def suggest(snapshot: Snapshot, answer: Answer) -> Answer:
    """Return `answer` with near spellings where nothing was found. Apart, as it reads all words there are."""
    from reader.search.match.did_you_mean import near

    plain = understand(answer.question.text).plain
    if answer.total or not plain:
        return answer
    return replace(answer, suggestions=near(snapshot, plain))

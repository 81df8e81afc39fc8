"""How what was found divides: by category, tag, source, year, role of the node, and what the person did.

Counts are of passages. Each value's passages are kept as a set for each
segment, so counting is one operation on two sets; a facet with very many
values (tags) shows its commonest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest

from reader.search.match.retrieval import Found, matched_or_spoken
from reader.search.match.verification import CancelledError, Matcher
from reader.search.model import FACETS, Question, Value
from reader.search.query.query_tree import Keyed, State
from reader.search.storage.segments import Snapshot, both
from reader.search.text.analysis import search_form
from reader.search.user_data import NONE, STATES, UserData

_TRIED = 60  # values of a facet that are counted, the commonest of the library
_SHOWN = 12


def facets(
    snapshot: Snapshot,
    question: Question,
    user_data: UserData = NONE,
    cancelled: Callable[[], bool] = lambda: False,
) -> Mapping[str, tuple[Value, ...]]:
    """Return the values of each facet among what `question` finds, the commonest first."""
    found = matched_or_spoken(snapshot, question, user_data, cancelled)
    answer = {}
    for facet in FACETS:
        counts: Counter[str] = Counter()
        for one in found:
            if not one.documents:
                continue
            keys = STATES if facet == "state" else _values(one, facet, user_data)
            for key in keys:
                if cancelled():
                    raise CancelledError
                counts[key] += _count(one, facet, key)
        shown = [(key, count) for key, count in counts.most_common(_SHOWN) if count]
        answer[facet] = tuple(
            Value(key, _written(found, facet, key, user_data), count) for key, count in shown
        )
    return answer


def _values(found: Found, facet: str, user_data: UserData) -> Sequence[str]:
    table, own = found.segment.table(facet), user_data.own_tags if facet == "tag" else {}
    if table is None:
        return tuple(own)
    indexes = nlargest(_TRIED, range(table.count), key=table.length)
    values = (table.term(index).decode("utf-8", "surrogatepass") for index in indexes)
    return tuple(dict.fromkeys((*values, *own)))


def _count(found: Found, facet: str, key: str) -> int:
    matcher: Matcher = found.matcher
    node = State(key) if facet == "state" else Keyed(facet, key, whole=True)
    return both(found.documents, matcher.match(node), found.segment.file.width)


def _written(found: Sequence[Found], facet: str, key: str, user_data: UserData) -> str:
    """Return a value as the articles, or the person, write it; the index only knows its search form."""
    if facet not in ("category", "tag"):
        return key
    if facet == "tag" and key in user_data.own_tags:
        return user_data.own_tags[key]
    for one in found:
        documents = one.matcher.match(Keyed(facet, key, whole=True))
        if documents:
            about = one.segment.about(next(iter(documents)))
            for value in (about.category,) if facet == "category" else about.tags:
                if search_form(value) == key:
                    return value
    return key

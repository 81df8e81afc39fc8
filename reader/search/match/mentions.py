"""*Mentioned in*: passages of other articles that say an article's name without linking to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from reader.articles.source.canonical_text import Span
from reader.search.match.hit_builder import hit_of_forms
from reader.search.match.verification import CancelledError, Matcher
from reader.search.model import Hit
from reader.search.query.query_tree import Either, Words
from reader.search.storage.segments import Snapshot
from reader.search.text.analysis import is_chinese, search_form
from reader.search.user_data import NONE

_FEWEST_CHINESE, _FEWEST_OTHERS = 2, 4  # characters of a name that is worth looking for
_GENERIC = frozenset({"readme", "index", "untitled", "notes", "todo", "note"})


def mentions(
    snapshot: Snapshot,
    names: Iterable[str],
    but: frozenset[str],
    limit: int = 20,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Hit, ...]:
    """Return passages that say any of `names`, in other articles than `but`; one an article, in their order.

    A name is sought as one searches: case, width, and Traditional or Simplified do not count. Names that say
    too little to be one (`_is_telling`) are left out. Raises `CancelledError`.
    """
    forms = [form for name in dict.fromkeys(names) if _is_telling(form := search_form(name))]
    if not forms:
        return ()
    found: dict[str, Hit] = {}
    for segment in snapshot.segments:
        matcher = Matcher(segment, NONE, cancelled)
        for document in segment.alive(matcher.match(Either(tuple(Words(form) for form in forms)))):
            if cancelled():
                raise CancelledError
            name = segment.about(document).name
            if name in but or name in found:
                continue
            hit = hit_of_forms(segment, document, forms, 0.0)
            if spans := _by_themselves(hit, segment.restored(document).text):
                found[name] = replace(hit, spans=spans)
            if len(found) == limit:
                return tuple(found.values())
    return tuple(found.values())


def _by_themselves(hit: Hit, text: str) -> tuple[Span, ...]:
    """Return the matches of `hit` that are no part of a longer Latin word: Rust is not said in "trust"."""
    at = hit.span.start

    def goes_on(one: str, other: str) -> bool:
        return one.isalnum() and other.isalnum() and not is_chinese(one) and not is_chinese(other)

    def is_inside(place: int) -> bool:
        return place > 0 and goes_on(text[place - 1 : place], text[place : place + 1])

    return tuple(
        span for span in hit.spans if not is_inside(span.start - at) and not is_inside(span.end - at)
    )


def _is_telling(form: str) -> bool:
    if form in _GENERIC or re.fullmatch(r"[\d\W_]*", form):
        return False
    return len(form) >= (_FEWEST_CHINESE if any(map(is_chinese, form)) else _FEWEST_OTHERS)

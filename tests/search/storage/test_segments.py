"""Sets of documents, and widening from articles to passages, against plain Python sets."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.storage.postings import (
    Dense,
    Sparse,
    bitmap,
    everything,
    intersect,
    subtract,
    unite,
    width_for,
)
from reader.search.storage.segments import Segment, both

COUNT = 300
WIDTH = width_for(COUNT)
SETS = st.tuples(st.sets(st.integers(0, COUNT - 1)), st.booleans())


def made(documents: set[int], dense: bool):
    return Dense(bytes(bitmap(documents, WIDTH))) if dense else Sparse(sorted(documents))


@settings(deadline=None)
@given(SETS, SETS)
def test_sets_are_sets(one, other):
    a, b = made(*one), made(*other)
    assert list(a) == sorted(one[0])
    assert len(a) == len(one[0])
    assert list(intersect(a, b)) == sorted(one[0] & other[0])
    assert list(unite([a, b], WIDTH)) == sorted(one[0] | other[0])
    assert list(subtract(a, b)) == sorted(one[0] - other[0])
    assert both(a, b, WIDTH) == len(one[0] & other[0])
    assert set(a.last(5)) == set(sorted(one[0])[-5:])
    assert all((number in a) == (number in one[0]) for number in range(COUNT))


def test_everything_is_every_document():
    for count in (0, 1, 7, 8, 63, 64, 65, 300):
        assert list(everything(count)) == list(range(count))


@settings(deadline=None)
@given(st.sets(st.integers(1, 1199)), st.data(), st.booleans())
def test_widening_takes_in_all_passages_of_an_article(starts, data, dense):
    heads = sorted({0, *starts})
    count = 1200
    chosen = data.draw(st.sets(st.sampled_from(heads)))
    file = SimpleNamespace(count=count, width=width_for(count))
    segment = Segment("s", file, Sparse(()))
    segment.heads = heads
    ends = dict(zip(heads, [*heads[1:], count], strict=True))
    expected = [document for head in sorted(chosen) for document in range(head, ends[head])]
    given_heads = Dense(bytes(bitmap(chosen, file.width))) if dense else Sparse(sorted(chosen))
    assert list(segment.whole_articles(given_heads)) == expected


@settings(deadline=None)
@given(st.lists(SETS, max_size=3), st.sets(st.integers(1, COUNT - 1)))
def test_articles_are_counted_once_however_they_were_found(sets, cuts):
    heads = [0, *sorted(cuts)]
    segment = Segment("s", SimpleNamespace(count=COUNT, width=WIDTH), Sparse([]))
    segment.__dict__["heads"] = heads
    held = set().union(*(one[0] for one in sets))
    expected = {max(head for head in heads if head <= document) for document in held}
    assert segment.articles_among([made(*one) for one in sets]) == len(expected)

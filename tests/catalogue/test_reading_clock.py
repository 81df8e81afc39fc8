"""What is before a person's eyes, counted: seconds shared out, the same lines not counted twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.reading import read_article
from reader.articles.source.canonical_text import Span
from reader.catalogue import reading_clock
from reader.catalogue.reading_clock import ReadingClock
from reader.catalogue.reading_progress import ReadState, own_texts, progress_of
from reader.catalogue.text_length import Length, Speed

DIGEST = "# 题\n\n## 甲\n\n" + "水" * 100 + "\n\n## 乙\n\n" + "火" * 300 + "\n"


@pytest.fixture(scope="module")
def article(tmp_path_factory):
    path = tmp_path_factory.mktemp("clock") / "a.md"
    path.write_text(DIGEST, encoding="utf-8")
    return read_article(path)


def span_of(article, node):
    own = next(own for own in own_texts(article) if own.node == node)
    return Span(own.spans[0].start, own.spans[-1].end)


def test_a_look_at_one_node_is_an_event_of_it(article):
    clock = ReadingClock("a.md", article)
    clock.look(span_of(article, "甲"), 2.0, 1_000)
    (event,) = clock.take()
    assert (event.article, event.node, event.start, event.seconds) == ("a.md", "甲", 1_000, 2.0)
    assert event.in_view == Length(101)  # the heading's one
    assert clock.take() == ()


def test_a_look_cuts_what_is_in_view_and_not_every_node_s_text(tmp_path, monkeypatch):
    path = tmp_path / "many.md"
    path.write_text("".join(f"## 节{n}\n\n话{n}。\n\n" for n in range(300)), encoding="utf-8")
    article = read_article(path)
    clock = ReadingClock("many.md", article)
    cut = []
    monkeypatch.setattr(reading_clock, "Span", lambda start, end: cut.append(start) or Span(start, end))
    view = span_of(article, "节150")
    clock.look(view, 1.0, 1_000)
    assert clock.needed(view, Speed()) > 0
    assert [event.node for event in clock.take()] == ["节150"]
    assert len(cut) == 2


def test_seconds_are_shared_out_by_the_text_in_view(article):
    clock = ReadingClock("a.md", article)
    clock.look(Span(0, len(article.text.text)), 4.0, 1_000)
    seconds = {event.node: event.seconds for event in clock.take()}
    assert seconds["甲"] == pytest.approx(4 * 101 / 402, abs=0.05)
    assert sum(seconds.values()) == pytest.approx(4.0)


def test_looking_longer_at_the_same_lines_makes_no_more_of_them(article):
    clock = ReadingClock("a.md", article)
    whole = span_of(article, "乙")
    half = Span(whole.start, whole.start + 150)
    for second in range(30):
        clock.look(half, 1.0, 1_000 + second)
    (event,) = clock.take()
    assert event.seconds == 30
    assert 140 <= event.in_view.han <= 150
    assert progress_of(article, [event]).states["乙"] is ReadState.SKIMMED


def test_scrolling_through_adds_up_to_all_of_it(article):
    clock = ReadingClock("a.md", article)
    whole = span_of(article, "乙")
    for start in range(whole.start, whole.end, 50):
        clock.look(Span(start, start + 100), 7.0, start)
    event = next(event for event in clock.take() if event.node == "乙")
    assert event.in_view == Length(301)
    assert progress_of(article, [event]).states["乙"] is ReadState.READ


def test_what_is_in_view_takes_its_time(article):
    clock = ReadingClock("a.md", article)
    assert clock.needed(span_of(article, "甲"), Speed(han=100)) == pytest.approx(60.6)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.floats(0.1, 5)), min_size=1, max_size=12)
)
def test_no_second_is_lost_or_counted_twice(article, looks):
    clock, looked = ReadingClock("a.md", article), 0.0
    length = len(article.text.text)
    for first, other, seconds in looks:
        view = Span(min(first, other, length), min(max(first, other), length))
        before = sum(look.seconds for look in clock._looks.values())
        clock.look(view, seconds, 1)
        if sum(look.seconds for look in clock._looks.values()) > before:
            looked += seconds
    events = clock.take()
    assert sum(event.seconds for event in events) == pytest.approx(looked)
    for event in events:
        own = next(own for own in own_texts(article) if own.node == event.node)
        assert event.in_view.han <= own.length.han

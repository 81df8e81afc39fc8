"""How far an article has been read, reckoned from events."""

from __future__ import annotations

from datetime import UTC

import pytest

from reader.articles.reading import read_article
from reader.catalogue import reading_progress
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import ReadState, own_texts, progress_of, speed_of
from reader.catalogue.reading_statistics import days_of
from reader.catalogue.text_length import USUAL, Length, Speed, length_of

DIGEST = """题目

### 文章框架

```
├── 起因
│   ├── 水位
│   └── 潮汐
└── 结论
```

## 起因

### 水位

{water}

### 潮汐

{tide}

## 结论

{end}
"""
WATER, TIDE, END = "水" * 200, "潮" * 200, "终" * 400


@pytest.fixture
def article(tmp_path):
    def write(water=WATER, tide=TIDE, end=END):
        path = tmp_path / "a.md"
        path.write_text(DIGEST.format(water=water, tide=tide, end=end), encoding="utf-8")
        return read_article(path)

    return write


def seen(article, node, seconds, *, start=1_000, part=1.0):
    own = next(own for own in own_texts(article) if own.node == node)
    in_view = Length(int(own.length.han * part), int(own.length.words * part))
    return Event("a.md", node, own.digest, start, seconds, in_view)


def states(article, *events):
    return {node: str(state) for node, state in progress_of(article, events).states.items()}


def test_nothing_is_read_before_it_is_seen(article):
    progress = progress_of(article(), ())
    assert set(progress.states.values()) == {ReadState.UNTOUCHED}
    assert (progress.share, progress.is_begun) == (0, False)
    assert progress.left.han >= 800


def test_a_node_in_view_for_its_time_is_read_and_its_parent_half(article):
    one = article()
    found = states(one, seen(one, "起因/水位", 30))
    assert found["起因/水位"] == "read"
    assert found["起因/潮汐"] == "untouched"
    assert found["起因"] == "skimmed"
    both = states(one, seen(one, "起因/水位", 30), seen(one, "起因/潮汐", 30))
    assert (both["起因"], both["结论"]) == ("read", "untouched")


def test_the_share_is_of_the_text_and_not_of_the_nodes(article):
    one = article()
    assert progress_of(one, [seen(one, "结论", 60)]).share == pytest.approx(0.5, abs=0.02)


# 202 characters (the heading's two among them) at 400 a minute take 30.3 s: a quarter is 7.6 s.
@pytest.mark.parametrize(
    ("seconds", "state"), [(0.9, "untouched"), (1.1, "skimmed"), (7.3, "skimmed"), (7.9, "read")]
)
def test_the_floor_and_the_shortest_look(article, seconds, state):
    one = article()
    assert states(one, seen(one, "起因/水位", seconds))["起因/水位"] == state


def test_thresholds_are_what_the_guide_says():
    assert (reading_progress.FLOOR, reading_progress.CAP, reading_progress.COVERED) == (0.25, 3.0, 0.6)


@pytest.mark.parametrize(("part", "state"), [(0.5, "skimmed"), (0.7, "read")])
def test_most_of_it_must_have_been_in_view(article, part, state):
    one = article()
    assert states(one, seen(one, "起因/水位", 20, part=part))["起因/水位"] == state


def test_who_leaves_the_room_does_not_read(article):
    # A twentieth in view, an hour long, counts three twentieths; twice is no whole either.
    one = article()
    away = [seen(one, "起因/水位", 3_600, part=0.05, start=start) for start in (1, 2)]
    assert states(one, *away)["起因/水位"] == "skimmed"


def test_short_looks_add_up(article):
    one = article()
    looks = [seen(one, "起因/水位", 3, start=start, part=0.5) for start in (1, 2, 3)]
    assert states(one, *looks)["起因/水位"] == "read"


def test_an_edit_elsewhere_changes_nothing_and_an_edit_here_says_changed(article):
    before = article()
    events = [seen(before, "起因/水位", 30), seen(before, "起因/潮汐", 2)]
    found = states(article(end="完" * 300), *events)
    assert (found["起因/水位"], found["起因/潮汐"], found["结论"]) == ("read", "skimmed", "untouched")
    found = states(article(water="河" * 200), *events)
    assert (found["起因/水位"], found["起因/潮汐"]) == ("changed", "skimmed")
    assert states(article(water=WATER[:100] + "\n" + WATER[100:]), *events)["起因/水位"] == "changed"


def test_a_person_has_the_last_word(article):
    one = article()
    read = seen(one, "起因/水位", 30)
    away = Event("a.md", "起因/水位", read.digest, 2_000, mark="untouched")
    assert states(one, read, away)["起因/水位"] == "untouched"
    by_hand = Event("a.md", "起因/水位", read.digest, 3_000, mark="read")
    assert states(one, read, away, by_hand)["起因/水位"] == "read"
    again = seen(one, "起因/水位", 2, start=4_000)
    assert states(one, read, away, by_hand, again)["起因/水位"] == "read"


def test_speed_is_learnt_from_enough_and_sane_stretches():
    def stretch(number, rate):
        return Event("a.md", str(number), "d", number, 60.0, Length(han=rate))

    rates = [500, 520, 540, 560, 580]
    assert speed_of([stretch(*one) for one in enumerate(rates)]) == Speed(han=540)
    assert speed_of([stretch(*one) for one in enumerate(rates[:4])]) == Speed()
    odd = [*rates, 9_000, 9_000, 9_000]
    assert speed_of([stretch(*one) for one in enumerate(odd)]) == Speed(han=540)


@pytest.mark.parametrize(("seconds", "is_learnt"), [(52, False), (57, False), (63, True), (69, True)])
def test_speed_is_learnt_from_texts_of_a_minute_at_the_usual_speed(seconds, is_learnt):
    length = round(USUAL.han * seconds / 60)
    read = [Event("a.md", str(number), "d", number, seconds / 2, Length(han=length)) for number in range(5)]
    assert (speed_of(read).han > USUAL.han) is is_learnt


@pytest.mark.parametrize(("share", "is_learnt"), [(0.8, False), (0.87, False), (0.93, True), (1.0, True)])
@pytest.mark.parametrize("of", ["han", "words"])
def test_speed_is_learnt_from_texts_of_which_nine_tenths_are_of_one_script(of, share, is_learnt):
    """By the time that they take. A text in two says nothing of the speed in either."""
    han, words = (share, 1 - share) if of == "han" else (1 - share, share)
    length = Length(round(5 * USUAL.han * han), round(5 * USUAL.words * words))
    read = [Event("a.md", str(number), "d", number, 200.0, length) for number in range(5)]
    assert (getattr(speed_of(read), of) != getattr(USUAL, of)) is is_learnt


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length()),
        ("出口管制，芯片。", Length(6, 0)),
        ("The reader's well-known 3 words", Length(0, 5)),
        ("用 PySide6 写 GUI", Length(2, 2)),
        ("かな カナ 한글 𠮷", Length(7, 0)),
        ("snake_case", Length(0, 2)),
        ("——！？", Length()),
    ],
)
def test_characters_and_words_are_counted_apart(text, length):
    assert length_of(text) == length


@pytest.mark.parametrize(("seconds", "days"), [(0.9, 0), (1.1, 1)])
def test_a_day_of_reading_has_a_look_of_a_second(seconds, days):
    found = days_of([Event("a.md", "1", "d", 1_000_000, seconds, Length(han=10))], UTC)
    assert len(found) == days

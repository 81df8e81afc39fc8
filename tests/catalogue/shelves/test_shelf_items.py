"""What a person arranges by, as values: devices that meet in any order agree, and lose nothing."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.catalogue.shelves.shelf_items import (
    Change,
    Item,
    ItemKind,
    ShelfSet,
    Shelved,
    as_lines,
    from_line,
    known_again,
    ranks_between,
)


def merged(*logs):
    found = ShelfSet()
    for log in logs:
        for change in log:
            found.apply(change)
    return found.alive()


def tag(item_id, article, text, digest=""):
    return Item(item_id, ItemKind.TAG, article, digest, text)


def test_tags_favourites_and_the_reading_list_are_told_by_article():
    shelved = merged(
        [
            Change((tag("1", "a.md", "重要"), tag("2", "a.md", "AI"), tag("3", "b.md", "ai"))),
            Change((Item("4", ItemKind.FAVOURITE, "b.md"),)),
            Change((Item("5", ItemKind.QUEUED, "b.md", rank=2), Item("6", ItemKind.QUEUED, "a.md", rank=1))),
            Change((Item("7", ItemKind.SHELF, text="新的", query="is:unread", rank=1),)),
        ]
    )
    assert shelved.tags == {"a.md": ("AI", "重要"), "b.md": ("ai",)}
    assert shelved.favourites == {"b.md"}
    assert shelved.queue == ("a.md", "b.md")
    assert [(one.text, one.query) for one in shelved.shelves] == [("新的", "is:unread")]
    assert shelved.find(ItemKind.TAG, ("b.md",), "AI") == (tag("3", "b.md", "ai"),)
    assert len(shelved.find(ItemKind.TAG, text="ＡＩ")) == 2


def test_two_devices_that_change_one_shelf_leave_both():
    start = [Change((Item("1", ItemKind.SHELF, text="甲", query="x"),))]
    one = [Change((Item("2", ItemKind.SHELF, text="甲", query="x y"),), ("1",))]
    other = [Change((Item("3", ItemKind.SHELF, text="乙", query="x"),), ("1",))]
    assert {(each.text, each.query) for each in merged(start, one, other).shelves} == {
        ("甲", "x y"),
        ("乙", "x"),
    }


def test_a_change_outlives_a_deletion_that_had_not_seen_it():
    start = [Change((Item("1", ItemKind.SHELF, text="甲", query="x"),))]
    changed = [Change((Item("2", ItemKind.SHELF, text="甲", query="y"),), ("1",))]
    deleted = [Change(over=("1",))]
    assert [each.query for each in merged(start, deleted, changed).shelves] == ["y"]
    assert not merged(start, deleted).shelves


def test_a_tag_given_twice_is_one_and_goes_with_both():
    shelved = merged([Change((tag("1", "a.md", "重要"),))], [Change((tag("2", "a.md", "重要"),))])
    assert shelved.tags == {"a.md": ("重要",)}
    assert set(shelved.alike(shelved.items[0])) == {"1", "2"}


KINDS = st.sampled_from(list(ItemKind))
IDS = st.sampled_from("abcdef")
ITEMS = st.builds(
    lambda *values: Item(*values),
    IDS,
    KINDS,
    st.sampled_from(["x", "y"]),
    st.just(""),
    st.text(max_size=3),
    st.text(max_size=2),
)
CHANGES = st.builds(Change, st.lists(ITEMS, max_size=2).map(tuple), st.lists(IDS, max_size=2).map(tuple))
LOGS = st.lists(st.lists(CHANGES, max_size=4), min_size=2, max_size=3)


@given(LOGS)
def test_devices_agree_in_whatever_order_they_are_read(logs):
    wanted = merged(*logs)
    for order in permutations(logs):
        assert merged(*order) == wanted
        assert merged(*order, *order) == wanted


@given(CHANGES)
def test_what_is_written_is_read_again(change):
    lines = [from_line(json.loads(json.dumps(line))) for line in as_lines(change)]
    assert merged([one for one in lines if one]) == merged([change])


def test_a_line_is_short_however_much_changes():
    long = "长" * 400
    change = Change(
        tuple(tag(f"{at}", long, long) for at in range(900)), tuple("0123456789ab" for _ in range(3000))
    )
    lines = list(as_lines(change))
    assert max(len(json.dumps(line, ensure_ascii=False).encode()) for line in lines) < 8_192
    assert sum(len(line.get("put", ())) for line in lines) == 900
    assert sum(len(line.get("over", ())) for line in lines) == 3_000


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"put": 1},
        {"put": [{"id": 5, "kind": "tag"}]},
        {"put": [{"id": "1", "kind": "rack"}]},
        {"put": [{"id": "1", "kind": "tag", "text": 7}]},
        {"put": [{"id": "1", "kind": "shelf", "rank": True}]},
        {"put": [{"id": "1", "kind": "shelf", "rank": float("nan")}]},
    ],
)
def test_what_is_not_understood_is_passed_over(value):
    change = from_line(value)
    assert change is None or not change.put


def test_an_article_is_known_again_by_its_text():
    shelved = Shelved(
        (tag("1", "old.md", "重要", "d1"), tag("2", "b.md", "AI", "d2"), tag("3", "gone.md", "x", "d9"))
    )
    assert known_again(shelved, {"new.md": "d1", "b.md": "d7"}).tags == {
        "new.md": ("重要",),
        "b.md": ("AI",),  # still there under its name, though its words are others
        "gone.md": ("x",),  # nowhere: kept as it was
    }
    assert known_again(shelved, {"one.md": "d1", "two.md": "d1"}).tags["old.md"] == (
        "重要",
    )  # which of the two?


@given(st.lists(st.integers(-5, 5), unique=True, max_size=6), st.data())
def test_ranks_between_keep_the_order(whole, data):
    ranks = sorted(map(float, whole))
    place = data.draw(st.integers(0, len(ranks)))
    count = data.draw(st.integers(1, 4))
    found = ranks_between(ranks, place, count)
    assert found is not None
    assert len(found) == count
    assert [*ranks[:place], *found, *ranks[place:]] == sorted({*ranks, *found})


def test_where_there_is_no_room_between_two_ranks_it_is_said():
    assert ranks_between([0.0, 1.8e-9], 1, 1) is None
    assert ranks_between([0.0, 2.2e-9], 1, 1) is not None

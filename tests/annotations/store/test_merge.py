"""Merging gives the same whatever the order of reading, and drops only what was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.model import Annotation, Kind, Target
from reader.annotations.store import merge as merging
from reader.annotations.store.merge import has_seen, is_deleted_elsewhere, join, merge, settled, step

MARK = Annotation("a", Kind.HIGHLIGHT, Target("a.md"), note="first", clock=(("here", 1),), device="here")

clocks = st.dictionaries(st.sampled_from("xyz"), st.integers(1, 4), max_size=3).map(
    lambda counts: tuple(sorted(counts.items()))
)
versions = st.builds(
    lambda name, note, clock, deleted: replace(
        MARK, annotation_id=name, note=note, clock=clock, deleted=deleted
    ),
    st.sampled_from("ab"),
    st.sampled_from(("", "one", "two", "three")),
    clocks,
    st.booleans(),
)
sheets = st.lists(versions, max_size=6)


def flat(merged):
    return [version for each in merged.values() for version in each]


@settings(deadline=None)
@given(sheets, sheets, sheets)
def test_merging_is_commutative_associative_and_idempotent(a, b, c):
    assert merge(a, b) == merge(b, a)
    assert merge(flat(merge(a, b)), c) == merge(a, flat(merge(b, c))) == merge(a, b, c)
    assert merge(flat(merge(a)), a) == merge(a)


@settings(deadline=None)
@given(sheets)
def test_nothing_is_dropped_that_no_other_version_has_seen(sheet):
    left = merge(sheet)
    for version in sheet:
        if version not in left[version.annotation_id]:
            assert any(has_seen(other.clock, version.clock) for other in sheet)


@given(clocks, clocks)
def test_a_joined_clock_has_seen_both(a, b):
    assert join([a, b]) in (a, b) or (has_seen(join([a, b]), a) and has_seen(join([a, b]), b))
    assert has_seen(step(join([a, b]), "x"), a)


def test_time_of_day_does_not_order_changes():
    later = replace(MARK, note="second", clock=step(MARK.clock, "there"), modified="1999-01-01T00:00:00Z")
    assert merge([later], [replace(MARK, modified="2099-01-01T00:00:00Z")])["a"] == (later,)


def test_two_texts_that_have_not_seen_each_other_are_both_kept():
    here = replace(MARK, note="mine", clock=step(MARK.clock, "here"))
    there = replace(MARK, note="theirs", clock=step(MARK.clock, "there"))
    shown, others = settled(merge([here], [there], [MARK])["a"])
    assert {shown.note, *(other.note for other in others)} == {"mine", "theirs"}
    answer = replace(MARK, note="ours", clock=step(join([here.clock, there.clock]), "here"))
    assert settled(merge([here], [there], [answer])["a"]) == (answer, ())


def test_a_deletion_does_not_win_over_a_change_it_has_not_seen():
    gone = replace(MARK, deleted=True, clock=step(MARK.clock, "zz"))
    changed = replace(MARK, note="more", clock=step(MARK.clock, "aa"))
    versions = merge([gone], [changed])["a"]
    assert settled(versions)[0] == changed
    assert is_deleted_elsewhere(versions)


def test_a_deletion_that_was_seen_or_had_seen_all_leaves_nothing_to_settle():
    gone = replace(MARK, deleted=True, clock=step(MARK.clock, "there"))
    assert not is_deleted_elsewhere(merge([MARK], [gone])["a"])
    back = replace(MARK, clock=step(gone.clock, "here"))
    assert not is_deleted_elsewhere(merge([gone], [back])["a"])
    twice = replace(gone, note="other", clock=step(MARK.clock, "here"))
    assert not is_deleted_elsewhere(merge([gone], [twice])["a"])


@settings(deadline=None)
@given(sheets)
def test_a_deletion_is_told_of_just_where_no_version_shown_has_seen_it(sheet):
    for versions in merge(sheet).values():
        shown, _others = settled(versions)
        unseen = [each for each in versions if each.deleted and not has_seen(shown.clock, each.clock)]
        assert is_deleted_elsewhere(versions) == (bool(unseen) and not shown.deleted)


def test_versions_of_which_one_has_seen_the_others_are_told_apart_by_their_clocks_alone(monkeypatch):
    monkeypatch.setattr(merging, "_identity", lambda version: pytest.fail(f"{version} is written down"))
    later = replace(MARK, note="second", clock=step(MARK.clock, "there"))
    assert merge([MARK], [later]) == merge([later], [MARK]) == {"a": (later,)}

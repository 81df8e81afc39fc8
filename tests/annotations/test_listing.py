"""Which annotations a list shows, and in which groups."""

from __future__ import annotations

import pytest

from reader.annotations.listing import Filter, GroupBy, grouped, tags_of
from reader.annotations.model import Anchor, Annotation, Kind, Placed, State, Target, TextQuote


def placed(
    name,
    *,
    note="",
    colour="yellow",
    tags=(),
    created="2026-01-31T09",
    state=State.ANCHORED,
    path=("甲",),
    title="题",
):
    target = Target("a.md", TextQuote("國際合作"))
    made = Annotation(name, Kind.HIGHLIGHT, target, note, colour, tags=tags, created=created)
    return Placed(made, Anchor(state), path, file=f"{title}.md", title=title)


ALL = (
    placed("a", note="Note on ＡＩ", tags=("x", "y"), path=("甲", "乙")),
    placed("b", colour="green", tags=("y",), created="2026-02-01T10", title="另一篇"),
    placed("c", colour="odd", state=State.REVIEW, created="2025-12-31T10"),
    placed("d", colour="blue", state=State.ORPHAN),
)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Filter(), "abcd"),
        (Filter(words="   "), "abcd"),
        (Filter(words="国际合作"), "abcd"),  # as it is searched: Traditional, width and case are one
        (Filter(words="ai note"), "a"),
        (Filter(words="ai 另一篇"), ""),
        (Filter(words="另一篇"), "b"),
        (Filter(words="乙"), "a"),
        (Filter(words="y"), "ab"),
        (Filter(colour="green"), "b"),
        (Filter(tag="y"), "ab"),
        (Filter(tag="Y"), ""),
        (Filter(state=State.REVIEW), "c"),
        (Filter(state=State.ANCHORED), "ab"),
        (Filter(since="2026-01-31"), "abd"),
        (Filter(since="2026-02"), "b"),
        (Filter(since="2026-01-31", tag="x"), "a"),
    ],
)
def test_only_what_fits_is_seen(wanted, names):
    assert "".join(each.annotation.annotation_id for each in wanted.among(ALL)) == names


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (GroupBy.PATH, [(("甲", "乙"), "a"), (("甲",), "b"), ((State.REVIEW,), "c"), ((State.ORPHAN,), "d")]),
        (GroupBy.ARTICLE, [(("题", "题.md"), "acd"), (("另一篇", "另一篇.md"), "b")]),
        (GroupBy.DATE, [(("2026-02-01",), "b"), (("2026-01-31",), "ad"), (("2025-12-31",), "c")]),
        (GroupBy.COLOUR, [(("yellow",), "a"), (("green",), "b"), (("blue",), "d"), (("odd",), "c")]),
        (GroupBy.TAG, [(("x",), "a"), (("y",), "ab"), (("",), "cd")]),
    ],
)
def test_groups_stand_in_their_order(by, groups):
    found = [
        (group.key, "".join(p.annotation.annotation_id for p in group.placed)) for group in grouped(ALL, by)
    ]
    assert found == groups


def test_tags_stand_by_how_often_they_are_used_and_then_by_name():
    assert tags_of(ALL) == ("y", "x")
    assert tags_of((placed("a", tags=("b", "a")),)) == ("a", "b")

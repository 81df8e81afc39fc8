"""A framework that a person makes: proposed, edited, kept, resolved, written as a digest."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations import made_framework as made
from reader.annotations.model import Kind
from reader.articles import given_framework
from reader.articles.model import Match
from reader.articles.reading import parse_article

PLAIN = """# 潮汐

原文标题：Tides

## 成因

月球的引力拉起海水。

**离心力**：地球另一侧也鼓起来。

## 用处

潮汐能发电。
"""
LETTERS = "一段没有标题的文字，说了很多很多的话，长得足够做成一个节点，" * 3 + "完。"


def article(source=PLAIN):
    return parse_article(source, Path("one.md"))


def test_headings_and_leads_are_proposed():
    assert made.propose(article()) == ((1, "成因"), (2, "离心力"), (1, "用处"))


def test_of_a_text_without_headings_what_its_paragraphs_begin_with():
    source = f"{LETTERS}\n\n短的一段。\n\n另一件事{LETTERS}\n\n```\n{LETTERS}\n```\n"
    labels = [label for _depth, label in made.propose(article(source))]
    assert labels == ["一段没有标题的文字", "另一件事一段没有标题的文字"]


def test_a_long_clause_is_cut_and_a_long_framework_loses_its_deepest_points():
    word = "字" * (made.LONGEST_PROPOSED + 5)
    assert made.propose(article(word * 5 + "。"))[0][1] == "字" * made.LONGEST_PROPOSED + "…"
    many = "\n\n".join(f"## 节{n}\n\n### 小节{n}\n\n文字。" for n in range(made.MOST_PROPOSED))
    points = made.propose(article(many))
    assert len(points) == made.MOST_PROPOSED
    assert {depth for depth, _label in points} == {1}


def test_there_is_always_something_to_begin_with():
    assert made.propose(article("# 只有标题\n")) == ((1, "只有标题"),)


def test_what_is_made_is_the_article_s_framework_and_leads_to_its_passages():
    plain = article()
    kept = made.made_for(plain, ((1, "成因"), (2, "离心力"), (1, "潮汐能的用处"), (1, "没有的事")), "one.md")
    with_own = made.apply_framework(plain, kept)
    assert [node.label for node in with_own.framework.walk()] == [
        "成因",
        "离心力",
        "潮汐能的用处",
        "没有的事",
    ]
    assert with_own.framework.by_person
    assert not with_own.framework.derived
    assert with_own.links["成因"].match is Match.HEADING
    assert with_own.links["成因/离心力"].passage.line == 9
    assert with_own.links["没有的事"].match is Match.NONE
    assert {unit.node_id for unit in with_own.units} >= {"成因", "成因/离心力"}


def test_an_author_s_own_framework_stays():
    drawn = article("# 题\n\n### 文章框架\n```\n├── 甲\n└── 乙\n```\n\n## 甲\n\n文。\n\n## 乙\n\n文。\n")
    assert made.apply_framework(drawn, made.made_for(drawn, ((1, "丙"),), "one.md")) is drawn
    assert made.apply_framework(drawn, None) is drawn


def test_an_empty_one_changes_nothing():
    plain = article()
    assert made.apply_framework(plain, replace(made.made_for(plain, (), "one.md"), note="words")) is plain


def test_of_several_the_one_changed_last_counts():
    first = replace(made.made_for(article(), ((1, "甲"),), "one.md"), modified="2026-01-01")
    second = replace(made.made_for(article(), ((1, "乙"),), "one.md"), modified="2026-01-02")
    assert made.chosen([second, first]) is second
    assert made.chosen([first, replace(second, deleted=True)]) is first
    assert made.chosen([replace(first, kind=Kind.NODE)]) is None


def test_written_as_a_digest_it_is_read_with_the_same_framework_and_text():
    plain = article()
    points = ((1, "成因"), (2, "离心力"), (1, "用处"))
    digest = parse_article(
        made.as_digest(made.apply_framework(plain, made.made_for(plain, points, "one.md"))), Path("two.md")
    )
    assert [(node.depth, node.label) for node in digest.framework.walk()] == list(points)
    assert not digest.framework.derived
    assert digest.title == "潮汐"
    assert digest.metadata.original.title == "Tides"
    assert all(link.match in (Match.HEADING, Match.LEAD) for link in digest.links.values())
    for line in PLAIN.splitlines()[4:]:
        assert line in digest.source


def test_an_article_without_a_head_gets_its_title():
    bare = replace(article("文字。\n"), framework=made.apply_framework(article(), None).framework)
    assert made.as_digest(bare).startswith("# one\n")


# ---- editing

TREE = ((1, "a"), (2, "b"), (3, "c"), (2, "d"), (1, "e"))


@pytest.mark.parametrize(("edit", "after", "place"), [
    (lambda: made.added(TREE, 1, "x"), "a1 b2 c3 x2 d2 e1", 3),
    (lambda: made.added(TREE, 1, "x", inside=True), "a1 b2 c3 x3 d2 e1", 3),
    (lambda: made.added((), 0, "x"), "x1", 0),
    (lambda: made.renamed(TREE, 2, " x  y "), "a1 b2 x y3 d2 e1", 2),
    (lambda: made.renamed(TREE, 2, " "), "a1 b2 c3 d2 e1", 2),
    (lambda: made.removed(TREE, 1), "a1 d2 e1", 0),
    (lambda: made.removed(TREE, 0), "e1", 0),
    (lambda: made.moved(TREE, 3, -1), "a1 d2 b2 c3 e1", 1),
    (lambda: made.moved(TREE, 1, 1), "a1 d2 b2 c3 e1", 2),
    (lambda: made.moved(TREE, 1, -1), "a1 b2 c3 d2 e1", 1),
    (lambda: made.moved(TREE, 3, 1), "a1 b2 c3 d2 e1", 3),
    (lambda: made.moved(TREE, 0, 1), "e1 a1 b2 c3 d2", 1),
    (lambda: made.indented(TREE, 3), "a1 b2 c3 d3 e1", 3),
    (lambda: made.indented(TREE, 1), "a1 b2 c3 d2 e1", 1),
    (lambda: made.indented(TREE, 0), "a1 b2 c3 d2 e1", 0),
    (lambda: made.outdented(TREE, 1), "a1 d2 b1 c2 e1", 2),
    (lambda: made.outdented(TREE, 4), "a1 b2 c3 d2 e1", 4),
])  # fmt: skip
def test_each_edit(edit, after, place):
    points, where = edit()
    assert " ".join(f"{label}{depth}" for depth, label in points) == after
    assert where == place


LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=6)
STEPS = st.lists(st.tuples(st.sampled_from("+>rx^v<="), st.integers(0, 30), LABELS), max_size=30)


@given(STEPS)
def test_whatever_is_done_it_stays_a_tree_that_is_kept_as_it_is(steps):
    points = ((1, "a"),)
    for act, where, label in steps:
        index = where % len(points)
        before = sorted(one for _depth, one in points)
        match act:
            case "+" | ">":
                points, index = made.added(points, index, label, inside=act == ">")
            case "r":
                points, index = made.renamed(points, index, label)
            case "x":
                points, index = made.removed(points, index)
                if not points:
                    points, index = ((1, "a"),), 0
            case "^" | "v":
                points, index = made.moved(points, index, -1 if act == "^" else 1)
            case "<":
                points, index = made.outdented(points, index)
            case "=":
                points, index = made.indented(points, index)
        if act in "^v<=":
            assert sorted(one for _depth, one in points) == before
        assert 0 <= index < len(points)
        assert points[0][0] == 1
        assert all(1 <= here[0] <= above[0] + 1 for above, here in pairwise(points))
        assert given_framework.read(given_framework.written(points)) == points


def test_the_drawing_of_a_digest_stands_below_its_head_though_tags_stand_at_the_end():
    tagged = article(f"{PLAIN}\n### 文章标签\n#海洋 #能源\n")
    written = made.as_digest(
        made.apply_framework(tagged, made.made_for(tagged, ((1, "成因"), (1, "用处")), "one.md"))
    )
    assert written.index("原文标题") < written.index("### 文章框架") < written.index("## 成因")
    again = article(written)
    assert [node.label for node in again.framework.walk()] == ["成因", "用处"]
    assert again.metadata.tags == ("海洋", "能源")
    assert again.metadata.original.title == "Tides"

"""The tree beside the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.digest.contents import Contents, Entry, _Level, framework_contents, outline_contents
from reader.articles.model import Framework, Link, Match, Node
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from tests.ui.conftest import make_article


@pytest.fixture
def article():
    return make_article(Path("one.md"))


def drawn(entries, depth=0):
    for entry in entries:
        yield "  " * depth + entry.label
        yield from drawn(entry.children, depth + 1)


def test_headings_outside_the_framework_stand_in_their_place(article):
    assert list(drawn(framework_contents(article).entries)) == [
        "甲", "  甲一", "  甲二", "  甲三", "附录", "乙", "  乙一",
    ]  # fmt: skip


def test_a_section_that_the_pane_leaves_out_is_left_out(article):
    labels = list(drawn(framework_contents(article, frozenset({7})).entries))
    assert "附录" not in labels


def test_the_outline_is_the_text_s_own_headings(article):
    assert list(drawn(outline_contents(article).entries)) == ["甲", "  甲一", "附录", "乙"]


def test_a_position_belongs_to_the_deepest_passage_that_holds_it(article):
    contents = framework_contents(article)
    for line, expected in {1: "", 3: "甲", 5: "甲/甲一", 6: "甲/甲二", 8: "outline:7:附录", 10: "乙"}.items():
        assert contents.at(article.text.span_of_lines(line, line).end) == expected


def test_a_node_that_falls_back_to_its_parent_never_takes_its_place(article):
    contents = framework_contents(article)
    assert contents.at(article.text.span_of_lines(2, 2).start) == "甲"


@pytest.mark.parametrize("source", [
    "# 题\n\n头\n\n## 甲\n\n话\n\n### 乙\n\n- **点**：话\n- **滴**：水\n\n## 丙\n\n末\n",
    "```\n根\n├── 甲\n│   └── 乙\n└── 丙\n```\n\n头\n\n## 甲\n\n话\n\n### 乙\n\n话\n\n## 丙\n\n末\n",
])  # fmt: skip
def test_a_position_has_the_innermost_node_whose_passage_holds_it(source):
    article = parse_article(source, Path("a.md"))
    points = framework_contents(article).points
    found = [(node, article.links[node.node_id].passage) for node in article.framework.walk()]
    for position in range(len(article.text.text) + 1):
        around = [
            (passage.span.end - passage.span.start, node)
            for node, passage in found
            if passage is not None and passage.span.start <= position <= passage.span.end
        ]
        assert points.at(position) == (min(around, key=lambda each: each[0])[1] if around else None)
    assert points.by_id == {node.node_id: node for node, _passage in found}


def test_a_tree_of_any_depth_is_walked(article):
    node = Node("0", "0", 5_000, (), 0)
    for depth in range(4_999, 0, -1):
        node = Node(str(depth), str(depth), depth, (), 0, children=(node, Node("x", "x", depth + 1, (), 0)))
    depths = [each.depth for each in Framework((node,)).walk() if each.label != "x"]
    assert depths == list(range(1, 5_001))


def test_the_way_up_and_the_neighbours(article):
    contents = framework_contents(article)
    assert [entry.label for entry in contents.ancestors("甲/甲二")] == ["甲", "甲二"]
    assert [entry.label for entry in contents.siblings("甲/甲二")] == ["甲一", "甲二", "甲三"]
    assert [entry.label for entry in contents.siblings("乙")] == ["甲", "附录", "乙"]
    assert contents.ancestors("nowhere") == ()


def test_after_a_passage_one_is_in_the_one_above_it():
    child = Entry("a/b", "b", 2, Span(10, 20))
    contents = Contents((Entry("a", "a", 1, Span(0, 100), children=(child,)),))
    assert [contents.at(position) for position in (0, 10, 20, 21, 100, 101)] == [
        "a", "a/b", "a/b", "a", "a", "",
    ]  # fmt: skip


def put_slowly(entries, new):
    """Put `new` where it belongs, by the plain rule."""
    for place, entry in enumerate(entries):
        if entry.span and entry.is_own and entry.span.start < new.span.start < entry.span.end:
            grown = entry._replace(children=put_slowly(entry.children, new))
            return (*entries[:place], grown, *entries[place + 1 :])
    later = (n for n, entry in enumerate(entries) if entry.span and entry.span.start >= new.span.start)
    place = next(later, len(entries))
    return (*entries[:place], new, *entries[place:])


class Owned(Entry):
    """An entry that says whether its passage is its own."""

    @property
    def is_own(self):
        return self.link is None or self.link.match is not Match.PARENT


@st.composite
def trees(draw, depth=3):
    def entries(depth):
        for _number in range(draw(st.integers(0, 4 if depth else 0))):
            start = draw(st.integers(0, 60))
            span = draw(st.sampled_from([Span(start, start + draw(st.integers(0, 30))), None]))
            match = draw(st.sampled_from([Match.HEADING, Match.HEADING, Match.PARENT]))
            link = Link("x", match)
            yield Owned("x", "x", 1, span, link, children=tuple(entries(depth - 1)))

    return tuple(entries(depth))


@given(trees(), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=12))
def test_headings_are_put_where_the_plain_rule_puts_them(entries, headings):
    level, plain = _Level(entries), entries
    for number, (start, length) in enumerate(sorted(headings)):
        new = Owned(str(number), str(number), 1, Span(start, start + length))
        level.put(new)
        plain = put_slowly(plain, new)
    assert level.entries() == plain


def test_bold_leads_stand_in_the_outline_when_they_are_asked_for():
    sentence = "**这一句是整句的粗体，不是引子。** 话。"
    source = f"# 题\n\n## 一\n\n**甲。** 话说完了。\n\n**乙**：话。\n\n{sentence}\n\n## 二\n话。\n"
    article = parse_article(source, Path("a.md"))
    assert list(drawn(framework_contents(article).entries)) == ["一", "二"]
    assert list(drawn(framework_contents(article, leads=True).entries)) == ["一", "  甲", "  乙", "二"]

"""The tree beside the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.articles.contents import Contents, Entry, framework_contents, outline_contents
from reader.articles.text import Span
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

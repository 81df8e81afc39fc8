"""The one owner of what is open: no Qt, no file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from reader.articles.source.canonical_text import Span
from reader.settings import Settings
from reader.ui.session.navigation_history import Stop
from reader.ui.session.open_article import OpenArticle
from reader.ui.session.tree_building import TreeBuilder
from tests.ui.conftest import make_article

PATH = Path("a.md")


@pytest.fixture
def opened(tmp_path):
    return OpenArticle(TreeBuilder(Settings(tmp_path / "s.json")))


def test_what_is_opened_starts_at_its_beginning(opened):
    article = make_article(PATH)
    opened.open(article, None)
    opened.move_to(article.text.text.index("乙的文字"))
    opened.selection = Span(1, 2)
    opened.open(make_article(Path("b.md")), Stop(Path("b.md"), 7))
    assert (opened.place, opened.node, opened.selection) == (0, "", Span(0, 0))
    assert opened.destination == Stop(Path("b.md"), 7)
    assert opened.awaited is None


def test_while_another_is_awaited_no_place_is_taken(opened):
    article = make_article(PATH)
    opened.open(article, Span(3, 4))
    opened.expect(Path("b.md"))
    assert opened.destination is None
    assert opened.move_to(20) == (False, False)
    assert (opened.article, opened.place) == (article, 0)


def test_moving_tells_whether_the_place_and_the_node_are_other_ones(opened):
    article = make_article(PATH)
    opened.open(article, None)
    start = article.text.text.index("甲的文字")
    assert opened.move_to(start) == (True, True)
    assert opened.move_to(start) == (False, False)
    assert opened.move_to(start + 1) == (True, False)
    assert opened.node == "甲"


def test_repaired_links_leave_the_article_as_it_was_read(opened):
    article = make_article(PATH)
    opened.open(article, None)
    opened.move_to(9)
    repaired = replace(article, links=MappingProxyType({}))
    opened.repair(repaired)
    assert (opened.article, opened.as_read, opened.place) == (repaired, article, 9)
    edited = make_article(PATH)
    opened.change(edited)
    assert (opened.article, opened.as_read, opened.place) == (edited, edited, 9)


def test_closing_forgets_all_of_it(opened):
    opened.open(make_article(PATH), None)
    opened.expect(Path("b.md"))
    opened.sketch = make_article(Path("b.md"))
    opened.close()
    assert (opened.article, opened.as_read, opened.awaited, opened.sketch) == (None, None, None, None)
    assert opened.contents.entries == ()

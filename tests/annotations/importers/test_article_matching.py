"""Which article an annotation from another program is of."""

from __future__ import annotations

import pytest

from reader.annotations.creation import Wanted
from reader.annotations.importers.article_matching import Found, Matcher
from reader.annotations.model import State
from reader.catalogue.library import Library


@pytest.fixture
def matcher(tmp_path) -> Matcher:
    (tmp_path / "tides.md").write_text(
        "潮汐\n- 原文标题：Tides\n- 链接：https://www.example.org/tides/\n\n海边的人靠潮汐出海。\n",
        encoding="utf-8",
    )
    (tmp_path / "wind.md").write_text(
        "风\n- 链接：https://[待补]/\n\n海边的人听风，风从东来。\n", encoding="utf-8"
    )
    return Matcher(Library(tmp_path))


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (Found(Wanted("潮汐出海")), "tides.md"),  # the only one that holds the words
        (Found(Wanted("海边的人")), None),  # two do
        (Found(Wanted("没有的话")), None),
        (Found(Wanted("没有的话"), file="tides.md"), "tides.md"),
        (Found(Wanted("没有的话"), title="潮汐"), "tides.md"),
        (Found(Wanted("没有的话"), title="TIDES"), "tides.md"),
        (Found(Wanted("没有的话"), title="wind"), "wind.md"),  # the name of the file
        (Found(Wanted("没有的话"), url="http://example.org/tides"), "tides.md"),
        (Found(Wanted("没有的话"), url="https://example.org/tide"), None),
        (Found(Wanted("没有的话"), url="https://elsewhere.example/tides"), None),
        (Found(Wanted("没有的话"), url="https://[待补]/"), None),  # no address, on either side
    ],
)
def test_an_annotation_is_of_the_article_that_is_named_or_alone_holds_its_words(matcher, found, name):
    made, state, article = matcher.place(found)
    assert (article.path.name if article else None) == name
    assert (state is State.ANCHORED) is (found.wanted.quote == "潮汐出海")
    assert made.annotation_id == found.annotation_id
    assert made.target.quote.exact == found.wanted.quote


def test_what_says_the_same_has_the_same_id_and_nothing_else_has():
    found = Found(Wanted("词", note="记"), "题", "https://a", "a.md")
    others = (
        Found(Wanted("词", note="记"), "题", "https://a", "b.md"),
        Found(Wanted("词", note="别"), "题", "https://a", "a.md"),
        Found(Wanted("别", note="记"), "题", "https://a", "a.md"),
        Found(Wanted("词", note="记"), "别", "https://a", "a.md"),
        Found(Wanted("词", note="记"), "题", "https://b", "a.md"),
    )
    assert found.annotation_id == Found(Wanted("词", note="记"), "题", "https://a", "a.md").annotation_id
    assert len({found.annotation_id, *(other.annotation_id for other in others)}) == 6

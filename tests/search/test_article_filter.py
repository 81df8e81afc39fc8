"""Filtering a list of articles by the language of the search, with no index."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.catalogue.article_list import Choice, Facts, Stage
from reader.catalogue.entries import CatalogueEntry
from reader.search import article_filter
from reader.search.article_filter import ArticleFilter
from reader.search.user_data import NoteWords, UserData

_DAY = int(datetime(2024, 6, 1, tzinfo=UTC).timestamp()) * 10**9

ENTRIES = (
    CatalogueEntry(
        "经济/a.md", "出口管制与芯片", "Export Controls", "访谈", ("芯片", "AI 安全"), "https://a.org/2025/01/31/x",
        _DAY, han=3000, words=10,
    ),
    CatalogueEntry("经济/2025/b.md", "重庆的算力", "", "研究", ("算力",), "https://b.org/x", _DAY, han=900),
    CatalogueEntry("c.md", "Machine learning", "", "Essay", ("AI",), "", _DAY, han=0, words=400),
    CatalogueEntry("经济学/d.md", "芯片史", "", "访谈", (), "", _DAY, han=2000),
)  # fmt: skip
FACTS = Facts(
    shares={"经济/a.md": 0.4, "c.md": 1.0},
    last_read={"经济/a.md": 5, "c.md": 9},
    notes={"c.md": 2},
    tags={"经济/2025/b.md": ("重要", "芯片")},
    favourites=frozenset({"c.md"}),
    queue={"经济学/d.md": 0, "c.md": 1},
)


def found(text="", facts=FACTS, **chosen):
    articles = ArticleFilter(ENTRIES)
    articles.spell_on(len(ENTRIES))
    notes = UserData(notes=(NoteWords("1", "c.md", "a quotation", "要再读"),))
    answer = articles.find(Choice(text, **chosen), facts, lambda: notes)
    return "".join(ENTRIES[at].name[-4] for at in answer.places)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", "abcd"),
        ("芯片", "abd"),  # title, the article's tag, one's own
        ("芯片 访谈", "ad"),
        ("EXPORT controls", "a"),
        ('"export controls"', "a"),
        ("d.md", "d"),
        ("machinelearning", ""),
        ("ＡＩ安全", "a"),
        ("tag:芯片", "ab"),
        ("标签：重要", "b"),
        ("title:芯片", "ad"),
        ("category:访谈", "ad"),
        ("类别：访谈 -tag:芯片", "d"),
        ("-芯片 算力", ""),
        ("-category:访谈 is:unread", "b"),
        ("算力 OR learning", "bc"),
        ("(算力 OR learning) tag:AI", "c"),
        ("source:a.org", "a"),
        ("source:export", "a"),
        ("lang:en", "c"),
        ("lang:zh", "abd"),
        ("after:2025", "a"),
        ("before:2025", "bcd"),
        ("before:2025-02", "abcd"),
        ("length:>2000", "a"),
        ("length:900", "abd"),
        ("length:<500", "c"),
        ("folder:经济", "ab"),
        ("folder:经济/2025", "b"),
        ("is:unread", "bd"),
        ("is:reading", "a"),
        ("is:read", "c"),
        ("is:favourite", "c"),
        ("状态：收藏", "c"),
        ("is:queued", "cd"),
        ("has:note", "c"),
        ("note:再读", "c"),
        ("pinyin:ckgz", "a"),
        ("ckgz", "a"),
        ("chongqing", "b"),
        ("zhongqing", "b"),
        ("suanli", "b"),
        ("出口*芯片", "a"),
        ("/芯片.?$/", ""),
        ("/^芯片史/", "d"),
        ('"出口管', "a"),  # half a quotation, as it is while one types
        ("算力 OR", "b"),
        ("unknown:芯片", ""),
        ("C++ (", ""),
    ],
)
def test_a_query_finds_what_it_says(text, left):
    assert found(text) == left


def test_what_is_chosen_beside_the_text_must_fit_too():
    assert found(stage=Stage.UNREAD) == "bd"
    assert found("芯片", stage=Stage.UNREAD) == "bd"
    assert found(tags=("芯片",)) == "ab"
    assert found(tags=("芯片", "重要")) == "b"
    assert found(tags=("安全",)) == ""  # the whole tag, unlike what is typed
    assert found(tags=("ai  安全",)) == "a"
    assert found(folders=("经济",)) == "ab"
    assert found(folders=("经济/2025", "")) == "bc"
    assert found(shelves=("category:访谈", "is:unread")) == "d"


def test_what_only_the_text_could_answer_is_said():
    answer = ArticleFilter(ENTRIES).find(Choice("node:结论"), FACTS)
    assert answer.places == []
    assert "node:" in answer.notes[0]
    assert "2025-13-45" in ArticleFilter(ENTRIES).find(Choice("before:2025-13-45x"), FACTS).notes[0]


def test_titles_are_found_by_their_letters_before_they_are_spelled():
    articles = ArticleFilter(ENTRIES)
    assert articles.find(Choice("suanli"), FACTS).places == []
    assert articles.spell_on(2)
    assert articles.find(Choice("suanli"), FACTS).places == [1]
    assert not articles.spell_on(2)


def test_what_was_worked_out_is_handed_on(monkeypatch):
    articles = ArticleFilter(ENTRIES)
    articles.spell_on(9)
    changed = (*ENTRIES[:3], CatalogueEntry("经济学/d.md", "光刻机"))
    made = []
    plain = article_filter._form
    monkeypatch.setattr(article_filter, "_form", lambda entry: made.append(entry.title) or plain(entry))
    following = ArticleFilter(changed, articles)
    assert made == ["光刻机"]
    assert following.find(Choice("suanli"), FACTS).places == [1]
    assert following.find(Choice("芯片史"), FACTS).places == []


def test_a_title_is_sought_from_its_beginning_first():
    names = [entry.name for entry in ENTRIES]
    assert ArticleFilter(ENTRIES).starting("芯片", names) == "经济学/d.md"
    assert ArticleFilter(ENTRIES).starting("管制", names) == "经济/a.md"
    assert ArticleFilter(ENTRIES).starting("研究", names) == ""  # no title
    assert ArticleFilter(ENTRIES).starting(" ", names) == ""


def test_a_pattern_that_takes_too_long_is_given_up_and_said():
    entry = CatalogueEntry("x.md", "a" * 40_000 + "!")
    answer = ArticleFilter((entry,)).find(Choice("/(a|aa)+$/"), Facts())
    assert answer.places == []
    assert "too long" in " ".join(answer.notes)


@given(st.text(max_size=40), st.text('tag:is -()OR"“”/*芯片 read', max_size=30))
def test_nothing_that_is_typed_raises_and_what_is_found_keeps_its_order(one, other):
    for text in (one, other):
        places = ArticleFilter(ENTRIES).find(Choice(text), FACTS).places
        assert list(places) == sorted(set(places))

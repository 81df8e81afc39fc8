"""How hits divide."""

from __future__ import annotations

import pytest

from reader.search.build.told_facets import role_of
from reader.search.match.facet_counts import facets
from reader.search.match.more_like_this import similar_query
from reader.search.model import Question
from reader.search.user_data import NoteWords, UserData


def values(shelf, text, facet, user_data=None, **wishes):
    found = facets(shelf.index.snapshot(), Question(text, **wishes), user_data or UserData())
    return {value.shown: value.count for value in found[facet]}


def test_counts_are_of_passages(two):
    total = two.ask("learning").exact
    assert values(two, "learning", "category") == {"访谈实录": 1}
    assert sum(values(two, "learning", "year").values()) == total
    assert values(two, "learning", "host") == {"example.org": 1}
    assert values(two, "learning", "role") == {"points": 1}


def test_values_are_written_as_in_the_articles(two):
    assert set(values(two, "出口", "tag")) == {"AI技术", "中美竞争", "C++"}


def test_what_the_person_did_divides_too(two):
    user_data = UserData(frozenset({"plain.md"}), (NoteWords("1", "digest.md", "x"),))
    found = values(two, "learning", "state", user_data)
    total = two.ask("learning").exact
    assert found["unread"] + found["read"] == total
    assert found["noted"] == two.ask("learning", article="digest.md").exact


def test_one_s_own_tags_and_states_are_counted_and_narrowed_by(two):
    mine = UserData(
        begun=frozenset({"plain.md"}),
        favourites=frozenset({"digest.md"}),
        tags={"plain.md": ("重要",), "digest.md": ("AI",)},
    )
    tags = values(two, "learning", "tag", mine)
    assert tags["重要"] == two.ask("learning", article="plain.md").exact
    assert tags["AI"] == two.ask("learning", article="digest.md").exact  # not its tag “AI技术” once more
    states = values(two, "learning", "state", mine)
    assert states["reading"] == tags["重要"]
    assert states["favourite"] == states["unread"] == tags["AI"]
    assert two.ask("learning", mine, narrowed=(("tag", "重要"),)).total == tags["重要"]
    assert two.ask("learning", mine, narrowed=(("state", "favourite"),)).total == tags["AI"]
    assert two.ask("tag:重要", mine).total == 1
    assert two.ask("is:reading", mine).total == 1


def test_narrowing_counts_within(two):
    assert values(two, "learning", "category", narrowed=(("year", "2025"),)) == {"访谈实录": 1}
    assert values(two, "learning", "category", narrowed=(("year", "1999"),)) == {}


def test_the_telling_words_of_a_passage(two):
    text = similar_query(two.index.snapshot(), "DeepSeek 的崛起标志着machine learning的进步，DeepSeek")
    assert "deepseek" in text
    assert " OR " in text
    assert two.ask(text).exact


def test_more_like_this_asks_for_six_words_of_three_letters_or_more(shelf):
    shelf.write(a="ab abc abcd bcde cdef defg efgh fghi")
    shelf.index.update()
    snapshot = shelf.index.snapshot()
    assert len(similar_query(snapshot, "abcd bcde cdef defg efgh fghi ghij").split(" OR ")) == 6
    assert set(similar_query(snapshot, "ab abc abcd").split(" OR ")) == {"abc", "abcd"}


def test_what_is_found_by_pinyin_divides_too(two):
    answer = two.ask("chukouguanzhi")
    assert answer.total > answer.exact == 0
    assert sum(values(two, "chukouguanzhi", "year").values()) == answer.total


def test_pinyin_is_narrowed_by_what_the_person_did(two):
    noted = UserData(frozenset({"digest.md"}), (NoteWords("1", "digest.md", "x"),))
    total = two.ask("chukouguanzhi").total
    assert two.ask("chukouguanzhi", noted, narrowed=(("state", "unread"),)).total == 0
    assert two.ask("chukouguanzhi", noted, narrowed=(("state", "noted"),)).total == total


@pytest.mark.parametrize(
    ("path", "role"),
    [
        (("关键观点", "数据"), "points"),
        (("应用场景",), "use"),
        (("挑战与局限性",), "question"),
        (("优势对比",), "comparison"),
        (("额外工具与资源",), "resources"),
        (("工作原理",), "background"),
        (("未来趋势",), "conclusion"),
        (("[时序数据库]",), ""),
        (("授权 (Authorization)",), ""),
    ],
)
def test_the_role_is_told_by_the_labels(path, role):
    assert role_of(path) == role

"""Questions to a small library, and their answers."""

from __future__ import annotations

import pytest

from reader.search import ask as asking
from reader.search.match import verification
from reader.search.match.term_counts import those_holding
from reader.search.model import Question
from reader.search.storage.postings import Sparse
from reader.search.text.analysis import search_form
from reader.search.user_data import NoteWords, UserData


def names(answer) -> set[str]:
    return {hit.name for hit in answer.hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AI安全", {"digest.md"}),
        ("ＡＩ 安全", {"digest.md"}),
        ("eepsee", {"digest.md"}),
        ("银行业与国际", {"digest.md"}),
        ("learning -DeepSeek", {"plain.md"}),
        ("zebra OR machines", {"plain.md"}),
        ("title:出口 learning", {"digest.md"}),
        ("tag:C++ 出口", {"digest.md"}),
        ("category:访谈 出口", {"digest.md"}),
        ("source:example.org 出口", {"digest.md"}),
        ("lang:en learning", {"plain.md"}),
        ("after:2025 before:2025-02 出口", {"digest.md"}),
        ("before:2025 出口", set()),
        ("length:>100 出口", {"digest.md"}),
        ("length:>9999 出口", set()),
        ("is:read learning", {"plain.md"}),
        ("is:unread learning", {"digest.md"}),
        ("has:note learning", {"digest.md"}),
        ("note:再读 learning", {"digest.md"}),
        ("限制*出口", {"digest.md"}),
        ("/deep ?seek的/", {"digest.md"}),
        ("pinyin:chukou", {"digest.md"}),
    ],
)
def test_the_query_language(two, text, expected):
    user_data = UserData(frozenset({"plain.md"}), (NoteWords("1", "digest.md", "出口", "要再读一遍"),))
    assert names(two.ask(text, user_data)) == expected


@pytest.mark.parametrize(
    ("half", "asked"),
    [
        ('"限制 出口', "限制 出口"),
        ("(银行业 OR", "银行业"),
        ("出口 “限制", "出口 限制"),
        ("银行业 AND", "银行业"),
        ('title:"出口', "title: 出口"),
    ],
)
def test_half_a_question_is_asked_by_its_words(two, half, asked):
    answer = two.ask(half)
    assert answer.hits
    assert answer.question.text == asked
    assert answer.notes


def test_a_quotation_mark_that_stands_there_is_found_as_typed(shelf):
    shelf.write(quoted="他说“好的，再见。\n", other="好的。\n")
    shelf.index.update()
    assert names(shelf.ask("“好的")) == {"quoted.md"}


def test_a_hit_says_where_it_is(two):
    text = (two.folder / "digest.md").read_text(encoding="utf-8").split("\n")
    answer = two.ask("重要手段")
    (hit,) = answer.hits
    assert "重要手段" in text[hit.line - 1]
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.matches] == ["重要手段"]
    assert hit.title == "中美AI竞争与出口管制"


def test_all_words_are_marked(two):
    (hit,) = two.ask("deepseek 进步").hits
    marked = {search_form(hit.excerpt.text[start:end]) for start, end in hit.excerpt.matches}
    assert marked == {"deepseek", "进步"}


def test_only_one_article_is_searched_when_asked(two):
    assert names(two.ask("learning", article="plain.md")) == {"plain.md"}


def test_a_pattern_that_takes_too_long_is_tried_on_a_part(two, monkeypatch):
    assert not two.ask("/.+口.+x/").notes
    monkeypatch.setattr(verification, "_LONGEST", -1.0)
    assert two.ask("/.+口.+x/").notes


def test_facets_narrow(two):
    assert names(two.ask("learning", narrowed=(("tag", "c++"),))) == {"digest.md"}
    assert names(two.ask("learning", narrowed=(("year", "2025"),))) == {"digest.md"}


def test_the_limit_limits_hits_and_not_the_total(two):
    answer = two.ask("e", limit=1)
    assert len(answer.hits) == 1
    assert answer.total > 1


def test_near_spelling_is_offered_where_nothing_is_found(two):
    assert two.ask("machin learnng").suggestions == ("machin learning",)
    assert two.ask("deepsek").suggestions == ("deepseek",)
    assert two.ask("learning").suggestions == ()


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("kat", ()),  # words of three letters are all near one another
        ("bort", ("boat",)),
        ("yailor", ()),  # two slips are one too many for six letters
        ("yailors", ("tailers",)),  # and not for seven
        ("xoat", ("boat", "coat", "goat")),  # of four as near, the three commonest
    ],
)
def test_how_near_a_spelling_must_be(shelf, asked, offered):
    shelf.write(a="cat boat tailer tailers coat goat moat", b="boat coat goat", c="boat coat", d="boat")
    shelf.index.update()
    assert shelf.ask(asked).suggestions == offered


def test_notes_of_the_person_are_found(two):
    user_data = UserData(notes=(NoteWords("1", "digest.md", "出口", "要再讀一遍"),))
    assert [note.note_id for note in two.ask("再读", user_data).marginal] == ["1"]


def test_the_weightiest_article_comes_first(shelf):
    shelf.write(
        once="# One\n\n" + "别的话。" * 40 + "芯片。" + "别的话。" * 40,
        often="# Two\n\n芯片与芯片，还是芯片。\n",
    )
    shelf.index.update()
    assert [group.name for group in shelf.ask("芯片").grouped()] == ["often.md", "once.md"]


def test_many_hits_are_ranked_as_if_all_were_weighed(shelf):
    from reader.search.match import top_k

    words = ["芯片", "出口", "model"]
    shelf.write(
        **{
            f"a{number:04}": "# T\n\n"
            + "".join(words[(number * part) % 3] + "的话。" for part in range(number % 17 + 1))
            for number in range(1500)
        }
    )
    shelf.index.update(workers=2)
    for text in ("芯片", "芯片 OR 出口", "芯片 出口", "model OR 芯片"):
        quick = [hit.weight for hit in shelf.ask(text).hits]
        kept, top_k.ALL = top_k.ALL, 10**9
        try:
            slow = [hit.weight for hit in shelf.ask(text).hits]
        finally:
            top_k.ALL = kept
        assert sum(abs(a - b) < 1e-9 for a, b in zip(quick, slow, strict=True)) >= 0.95 * len(slow), text


def test_framework_only_looks_at_the_labels_of_nodes(two):
    answer = two.ask("DeepSeek", framework_only=True)
    assert [hit.path for hit in answer.hits] == [("关键观点", "DeepSeek的影响力")]
    assert answer.hits[0].is_node
    assert two.ask("手段", framework_only=True).total == 0


def test_a_node_without_text_of_its_own_is_found_in_the_drawing(shelf):
    shelf.write(
        one="# 题\n\n```\n├── 背景\n│   └── 无处可寻\n└── 结论\n```\n\n## 背景\n\n文。\n\n## 结论\n\n文。\n"
    )
    shelf.index.update()
    answer = shelf.ask("无处可寻", framework_only=True)
    assert [hit.kind for hit in answer.hits] == ["framework"]
    assert answer.hits[0].excerpt.text == "无处可寻"
    assert answer.hits[0].line == 5


def test_a_word_of_its_own_weighs_more_than_a_part_of_another(shelf):
    shelf.write(
        part="# Part\n\n" + "container " * 6,
        whole="# Whole\n\n" + "one two three " * 20 + "AI " + "four five " * 20,
    )
    shelf.index.update()
    assert [group.name for group in shelf.ask("AI").grouped()] == ["whole.md", "part.md"]


def test_a_question_for_articles_finds_each_once(two):
    answer = two.ask("tag:C++")
    assert [(hit.name, hit.kind) for hit in answer.hits] == [("digest.md", "head")]
    assert two.ask("title:出口管制").total == 1
    assert two.ask("title:出口管制 手段").total == 1
    assert two.ask("after:2025 title:zebra").total == 0
    (hit,) = two.ask("title:出口管制").hits
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.matches][:1] == ["出口管制"]
    assert two.ask("in:关键观点").total > 1


def test_a_passage_as_long_as_a_book_is_searched_at_once(shelf):
    shelf.write(book="# Book\n\n" + "的话 word。" * 100_000)
    assert shelf.index.update()
    answer = shelf.ask("的话")
    assert answer.exact == 1
    assert 1 < len(answer.hits[0].spans) <= 2_000
    assert shelf.ask("/w.rd/").exact == 1
    assert len(answer.hits[0].excerpt.text) < 200


def test_a_rare_word_is_among_the_best_beside_a_common_one(shelf):
    shelf.write(**{f"a{number:04}": "# T\n\n" + "常见的话。" * (number % 9 + 1) for number in range(900)})
    shelf.write(rare="# T\n\n" + "别的。" * 60 + "罕物。")
    shelf.index.update(workers=2)
    assert shelf.ask("常见 OR 罕物", limit=3).hits[0].name == "rare.md"


def test_a_search_that_fails_throws_the_index_away_before_it_is_made_anew(two, monkeypatch):
    def broken(*_args):
        monkeypatch.undo()
        raise ValueError

    left = []
    monkeypatch.setattr(asking, "ask", broken)
    answer = asking.ask_index(
        two.index,
        Question("learning"),
        repair=lambda index: (left.append(index.snapshot().documents), index.update()),
    )
    assert left == [0]
    assert answer.total


def test_reading_passages_ends_when_nobody_waits(two):
    (segment,) = two.index.snapshot().segments
    everything = segment.alive(Sparse(range(segment.file.count)))
    assert those_holding(segment, everything, "learning", lambda: False)
    assert those_holding(segment, everything, "learning", lambda: True) is None

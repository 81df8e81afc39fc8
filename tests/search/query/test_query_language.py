"""What a person types, and what is made of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.ask import ask
from reader.search.model import Question
from reader.search.query.patterns import matches
from reader.search.query.query_language import understand
from reader.search.query.query_tree import (
    All,
    Between,
    Either,
    Keyed,
    Not,
    Noted,
    Pattern,
    Query,
    Spelled,
    State,
    Words,
)
from reader.search.storage.segments import EMPTY
from tests.long_runs import times

A, B, C = Words("a"), Words("b"), Words("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("   　 ", None),
        ("a", A),
        ("出口 管制", All((Words("出口"), Words("管制")))),
        ("出口　管制", All((Words("出口"), Words("管制")))),
        ('"出口 管制"', Words("出口管制")),
        ("“出口 管制”", Words("出口管制")),
        ("「出口 管制」 a", All((Words("出口管制"), A))),
        ("a -b", All((A, Not(B)))),
        ("a －b", All((A, Not(B)))),
        ('a -"b c"', All((A, Not(Words("b c"))))),
        ("-b", Words("-b")),
        ("a-b", Words("a-b")),
        ("a - b", All((A, Words("-"), B))),
        ("a OR b", Either((A, B))),
        ("a b OR c", Either((All((A, B)), C))),
        ("(a OR b) c", All((Either((A, B)), C))),
        ("（a OR b） c", All((Either((A, B)), C))),
        ("a AND b", All((A, B))),
        ("OR", Words("or")),
        ("a OR", All((A, Words("or")))),
        ("f(x)", Words("f(x)")),
        ("深度学习（DeepSeek）与", Words("深度学习(deepseek)与")),
        ("title:出口", Keyed("title", "出口")),
        ("标题：出口", Keyed("title", "出口")),
        ("標題：出口", Keyed("title", "出口")),
        ("tag:“AI 技术”", All((Keyed("tag", "ai"), Keyed("tag", "技术")))),
        ("in:(关键观点/DeepSeek)", Keyed("path", "关键观点/deepseek")),
        ("位于：关键观点", Keyed("path", "关键观点")),
        ("node:a -in:b", All((Keyed("node", "a"), Not(Keyed("path", "b"))))),
        ("category:a source:b", All((Keyed("category", "a"), Keyed("source", "b")))),
        ("lang:中文", Keyed("lang", "zh", whole=True)),
        ("is:unread", State("unread")),
        ("状态：已读", State("read")),
        ("has:note", State("noted")),
        ("note:a", Noted("a")),
        ("after:2024-5", Between("date", low="2024-05")),
        ("before:2024年5月3日", Between("date", high="2024-05-03")),
        ("length:>2000", Between("length", low="000002001")),
        ("字数：500-800", Between("length", "000000500", "000000801")),
        ("拼音：ckgz", Spelled("ckgz")),
        ("foo:bar", Words("foo:bar")),
        ("https://a.b/c?d=e", Words("https://a.b/c?d=e")),
        ("什么？", Words("什么?")),
        ("why?", Words("why?")),
        ("C++", Words("c++")),
        ("data*", Words("data")),
        ("*", Words("*")),
    ],
)
def test_it_is_understood(text, tree):
    assert understand(text) == Query(tree, (), understand(text).plain)


@pytest.mark.parametrize(
    "text",
    ["title:", '"open', "(a", "（甲乙", "is:purple", "after:soon", "length:tall", "/[a/", "x**" + "*y" * 9],
)
def test_what_is_not_understood_is_said_and_searched_as_words(text):
    query = understand(text)
    assert query.notes
    assert isinstance(query.tree, Words)


@pytest.mark.parametrize(
    "broken", ["a)b", "a**", "[z-a]", "(?P<a>", "a{3,1}", "(?<=a+)b", "*a", "(a", "\\8x"]
)
def test_what_is_no_pattern_is_said(broken):
    query = understand(f"/{broken}/")
    assert query.notes
    assert isinstance(query.tree, Words)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("出口*芯片", "出口的高端芯片"),
        ("te?t", "test"),
        ("/限制.{0,4}出口/", "限制了出口"),
        ("/國[际人]/", "国际"),
    ],
)
def test_patterns(text, found):
    tree = understand(text).tree
    assert isinstance(tree, Pattern)
    assert tree.pattern.search(found)


PATTERNS = [
    "出.{0,4}口", "[出口]+a", "(?:出|口){2}", "a.*口", "(a|出)[^口]{1,3}口?", "(出)\\1+", "a$", "^口",
    "((a|出){2}){2}", "(?<=a)口", "口+(?!a)",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(deadline=None, max_examples=times(30, 20))
@given(text=st.text("出口a的", max_size=600))
def test_a_pattern_finds_what_python_s_finds(pattern, text):
    tree = understand(f"/{pattern}/").tree
    assert isinstance(tree, Pattern)
    assert list(matches(tree, text, 9)) == [match.span() for match in re.finditer(pattern, text) if match[0]]


@pytest.mark.parametrize("wild", ["(a|aa)+$", "(a+a+)+$"])
def test_a_pattern_that_runs_away_is_ended(wild):
    tree = understand(f"/{wild}/").tree
    assert isinstance(tree, Pattern)
    with pytest.raises(TimeoutError):
        list(matches(tree, "a" * 5000 + "b", 0.01))


@pytest.mark.parametrize(
    ("pattern", "pieces"),
    [
        ("限制.{0,4}出口", ("限制", "出口")),
        ("限制?出口", ("限", "出口")),
        ("限制|出口", ()),
        ("(限制)出口", ("出口",)),
        ("國際+x*AI", ("国际", "ai")),
        ("(?x)a # b", ()),
        ("(?i)a(?=b)c[de]f\\d{2}g", ("a", "c", "f", "g")),
    ],
)
def test_what_a_pattern_holds_narrows_it_down(pattern, pieces):
    assert understand(f"/{pattern}/").tree.pieces == pieces


@settings(deadline=None)
@given(st.text('ab出口 　()（）"“”-－*?/:：OR AND title标题:in.[]{}+\\|\n', max_size=40))
def test_nothing_that_is_typed_raises_an_error(text):
    understand(text)
    assert ask(EMPTY, Question(text)).total == 0


@settings(deadline=None)
@given(st.text(max_size=60))
def test_nor_does_anything_else(text):
    understand(text)


def test_a_question_without_end_is_cut_short():
    query = understand("( " * 500 + "word " * 500)
    assert query.notes
    assert understand("a " * 4000).notes


@pytest.mark.parametrize(("apart", "found"), [(75, True), (85, False)])
def test_a_star_stands_for_eighty_characters_at_most(apart, found):
    tree = understand("出口*芯片").tree
    assert isinstance(tree, Pattern)
    assert bool(tree.pattern.search(f"出口{'的' * apart}芯片")) is found


@pytest.mark.parametrize(("typed", "kind"), [("甲*乙*丙*丁", Pattern), ("甲*乙*丙*丁*戊", Words)])
def test_a_word_has_three_stars_at_most(typed, kind):
    query = understand(typed)
    assert isinstance(query.tree, kind)
    assert bool(query.notes) is (kind is Words)


@pytest.mark.parametrize(
    ("text", "is_cut"),
    [
        ("字" * 950, False),
        ("字" * 1050, True),
        ("字" * 1000, False),
        ("字" * 1001, True),
        (" ".join(f"w{number}" for number in range(32)), False),
        (" ".join(f"w{number}" for number in range(33)), True),
        (f"({' '.join(f'w{number}' for number in range(32))})", False),
        (f"({' '.join(f'w{number}' for number in range(31))}) OR (a)", False),
        (f"({' '.join(f'w{number}' for number in range(32))}) OR b", True),
    ],
)
def test_a_question_is_read_up_to_1000_characters_and_32_parts(text, is_cut):
    assert bool(understand(text).notes) is is_cut


def test_a_group_of_as_many_parts_as_are_read_is_a_group():
    words = [f"w{number}" for number in range(32)]
    assert understand(f"({' '.join(words)})").tree == understand(" ".join(words)).tree


@pytest.mark.parametrize(("depth", "is_read"), [(7, True), (9, False)])
def test_brackets_are_read_eight_deep(depth, is_read):
    tree = understand("(" * depth + "a b" + ")" * depth).tree
    assert (tree == All((A, B))) is is_read

"""The passages that a node may mean: which count as named, and of how much text they are read."""

from __future__ import annotations

import pytest

from reader.articles.resolving.candidates import Scope, grams
from tests.articles.resolving.gold import all_passages


def sentences(source, last, wanted="目标"):
    passages = all_passages(source)
    found = passages.sentences(Scope(1, last, last), grams(wanted), frozenset())
    return [(one.line, one.last) for one in found]


@pytest.mark.parametrize(("letters", "is_named"), [(18, True), (19, False)])
def test_an_item_that_begins_with_a_short_lead_is_named(letters, is_named):
    passages = all_passages(f"# 题目\n\n- {'甲' * letters}：说明文字在此。\n- 乙的另一条\n")
    item = passages.of_section(1)
    assert item.line == 3
    assert item.named is is_named


TERM, DEFINED = "目标甲乙", "这里说它是什么。"


@pytest.mark.parametrize(
    ("source", "last"),
    [
        (f"{TERM}\n:   {DEFINED}\n", 2),
        (f"{TERM}\n:   {DEFINED}\n    第二行。\n\n    第二段。\n\n丙丁\n:   另一个。\n", 5),
        (f"{TERM}\n:   {DEFINED}\n:   又一种说法。\n\n末段。\n", 3),
        (f"{TERM}\n：  {DEFINED}\n", 2),  # Markdown knows no such colon
        (f"{TERM}\n{DEFINED}\n", 1),
        (f"> {TERM}\n> :   {DEFINED}\n\n末段。\n", 2),
        (f"{'目标' + '甲' * 38}\n:   {DEFINED}\n", 2),
        (f"{'目标' + '甲' * 39}\n:   {DEFINED}\n", 1),  # too long for a term
    ],
)
def test_a_term_reaches_to_the_end_of_its_definition(source, last):
    lines = source.count("\n")
    assert sentences(source, lines)[0] == (1, last)


@pytest.mark.parametrize(("last", "is_read"), [(401, True), (402, False)])
def test_sentences_are_read_in_scopes_of_up_to_400_lines(last, is_read):
    source = "第一行。\n\n" * 199 + "这里说了目标。\n\n末行。\n"
    assert (sentences(source, last) == [(399, 399)]) is is_read


def test_of_a_long_text_500_lines_are_read_for_sentences():
    passages = all_passages("这里说了目标。\n\n" * 1_000 + "甲" * 150_000 + "\n")
    assert passages.is_long
    wanted = grams("目标")
    read = [
        one.line
        for first in range(1, 2_000, 200)
        for one in passages.sentences(Scope(first, first + 199, first + 199), wanted, frozenset())
    ]
    assert len(read) == 250  # each second line of these is empty

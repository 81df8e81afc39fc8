"""Which choices fit a few letters, and in which order."""

from __future__ import annotations

import pytest

from reader.ui.palette.choices import EVERYTHING, Choice, Kind, asked
from reader.ui.palette.matching import MOST, Matcher, best, marked

TITLES = (
    "出口管制与芯片",
    "论口岸",
    "重庆的桥",
    "A talk on scaling laws",
    "Notes about tall buildings",
    "芯片战争 ChipWar",
    "進口的商品",
)


def matcher(titles=TITLES, *, spelled=True) -> Matcher:
    made = Matcher([Choice(Kind.ARTICLE, f"{title}.md", title, "访谈") for title in titles])
    while spelled and made.spell_on(3):
        pass
    return made


def found(typed, recent=None, **more) -> list[str]:
    return [choice.label for choice in best([matcher(**more)], typed, recent or {})]


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("芯片", ["芯片战争 ChipWar", "出口管制与芯片"]),  # at the start first
        ("ckgz", ["出口管制与芯片"]),  # initials
        ("chukou", ["出口管制与芯片"]),  # syllables
        ("chukougz", ["出口管制与芯片"]),  # syllables, then initials
        ("chongqing", ["重庆的桥"]),  # as the phrase is read
        ("xinpian", ["芯片战争 ChipWar", "出口管制与芯片"]),
        ("TALL", ["Notes about tall buildings", "A talk on scaling laws"]),  # whole before scattered
        ("进口", ["進口的商品"]),  # Simplified for Traditional
        ("chip 芯片", ["芯片战争 ChipWar"]),  # all of the words, in any order
        ("sclng", ["A talk on scaling laws"]),  # letters with others between them
        ("gnilacs", []),
        ("ouguan", []),  # syllables begin at their beginning
    ],
)
def test_what_is_found_by_what(typed, labels):
    assert found(typed) == labels


def test_the_beginning_of_a_word_comes_before_its_middle():
    titles = ("Subtalk", "A talk", "Talk", "Small talkings of old")
    assert found("talk", titles=titles) == ["Talk", "A talk", "Small talkings of old", "Subtalk"]


def test_what_was_used_lately_comes_first():
    assert found("")[0] == TITLES[0]
    recent = {"article:重庆的桥.md": 1, "article:论口岸.md": 0}
    assert found("", recent)[:3] == ["论口岸", "重庆的桥", TITLES[0]]
    assert found("芯片", {"article:出口管制与芯片.md": 0})[0] == "出口管制与芯片"


def test_the_one_used_last_makes_up_for_the_middle_of_a_word_and_the_one_before_it_does_not():
    titles = ("Subtalk", "Talking at length")
    assert found("talk", {"article:Subtalk.md": 0}, titles=titles)[0] == "Subtalk"
    assert found("talk", {"article:Subtalk.md": 1}, titles=titles)[0] == "Talking at length"


def test_scattered_letters_count_only_where_little_else_is_found():
    scattered = "t-a-l-k"
    assert scattered in found("talk", titles=(scattered, *(f"talk {n}" for n in range(7))))
    assert scattered not in found("talk", titles=(scattered, *(f"talk {n}" for n in range(8))))


def test_pinyin_at_the_beginning_comes_before_a_word_s_middle_and_a_word_before_pinyin():
    titles = ("讨论", "sublunar talk", "a lunar talk", "论坛")
    assert found("lun", titles=titles) == ["a lunar talk", "论坛", "sublunar talk", "讨论"]


def test_the_detail_is_searched_too_and_counts_less():
    assert set(found("访谈")) == set(TITLES)
    assert found("访谈", titles=("甲", "访谈录"))[0] == "访谈录"


def test_before_pinyin_is_spelled_letters_are_found_all_the_same():
    assert found("芯片", spelled=False) == ["芯片战争 ChipWar", "出口管制与芯片"]
    assert found("ckgz", spelled=False) == []


def test_no_more_than_can_be_looked_at():
    assert len(found("甲", titles=tuple(f"甲{n}" for n in range(MOST + 9)))) == MOST


def test_a_question_that_nobody_waits_for_is_given_up():
    assert best([matcher()], "芯片", {}, lambda: True) == []


@pytest.mark.parametrize(
    ("label", "typed", "spans"),
    [
        ("出口管制与芯片", "芯片", [(5, 7)]),
        ("出口管制与芯片", "kgz", [(1, 4)]),
        ("A talk on scaling", "scaling talk", [(2, 6), (10, 17)]),
        ("進口", "进", [(0, 1)]),
        ("abc", "", []),
    ],
)
def test_what_was_found_is_marked(label, typed, spans):
    assert marked(label, typed) == spans


def test_a_sign_says_what_is_looked_for():
    assert asked(">zoom") == ((Kind.COMMAND,), "zoom")
    assert asked("#甲") == asked("＃甲") == ((Kind.ENTRY,), "甲")
    assert asked("@") == ((Kind.TAG,), "")
    assert asked("a > b") == (EVERYTHING, "a > b")

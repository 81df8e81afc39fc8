"""Each number by which an anchor is judged sure: what stands at it, and what falls just short of it.

The numbers trade right anchors for no wrong ones (`tests/benchmarks/annotations.py`). Whoever moves one
measures that anew, and then changes it here too.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.annotations.anchoring import anchor as anchoring
from reader.annotations.anchoring import edit_distance, moved_articles, node_anchor, quote_search
from reader.annotations.anchoring.ambiguous_alignment import settle_gaps
from reader.annotations.anchoring.anchor import Ground, OldText, describe
from reader.annotations.anchoring.moved_sections import carried
from reader.annotations.anchoring.normalise import Squeezed
from reader.annotations.anchoring.placement import anchor_of, fingerprint, place
from reader.annotations.anchoring.text_alignment import (
    Alignment,
    Image,
    _found_runs,
    _groups,
    _is_evidence,
    _seeded_runs,
)
from reader.annotations.anchoring.text_similarity import (
    Surroundings,
    are_akin,
    likeness,
    squeeze,
    surroundings,
)
from reader.annotations.model import Anchor, Annotation, Kind, State, Target, TextQuote
from reader.annotations.store.annotation_store import Kept
from reader.annotations.store.sheet import About
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span

LESS = 0.01
LETTERS = "".join(chr(0x4E00 + 7 * n) for n in range(2_500))  # no two alike


def article(text: str):
    return parse_article(text, Path("a.md"))


def anchored(old: str, new: str, words: str, **about):
    """Anchor `words` of the article `old` in `new`; return the anchor and the words there."""
    before, after = article(old), article(new)
    start = before.text.text.index(words)
    target = replace(describe(before, Span(start, start + len(words)), "a.md"), **about)
    paths = tuple((unit.path, unit.span) for unit in before.units)
    kept = OldText(before.text.text, 1, paths, tuple(unit.span for unit in before.units))
    found = Ground(after, {before.text.digest: kept}.get).anchor(target)
    return found, after.text.words(found.span) if found.span else None


# ---- words that an alignment has led to a place: `anchor`


def judged(like, left, right, line, size, *, moved=False, doubtful=False) -> bool:
    around = Surroundings(left, right, line, size)
    return anchoring._is_sure(like, around, Image(Span(0, 1), 1.0, moved, doubtful))


@pytest.mark.parametrize(
    ("like", "left", "right", "line", "size", "moved"),
    [
        # words that stand in another order than before
        (1.0, 0.0, 0.0, 0.97, 20, True),  # a whole line was carried
        (0.6, 0.0, 0.5, 0.75, 20, True),
        # words in their place: long ones are evidence by themselves
        (0.9, 0.0, 0.0, 0.0, 12, False),
        (0.6, 0.5, 0.0, 0.0, 12, False),
        (0.6, 0.0, 0.5, 0.0, 6, False),
        # short words stand everywhere
        (1.0, 0.6, 0.0, 0.6, 5, False),
        (0.75, 0.85, 0.0, 0.75, 5, False),
        (0.5, 0.6, 0.6, 0.0, 5, False),
        (0.5, 0.2, 1.0, 0.0, 5, False),
    ],
)
def test_each_ground_for_being_sure_ends_at_its_number(like, left, right, line, size, moved):
    numbers = {"like": like, "line": line, "best": max(left, right)}
    assert judged(like, left, right, line, size, moved=moved)
    if numbers["like"] < 1 or moved:
        assert not judged(like - LESS, left - LESS, right - LESS, line - LESS, size, moved=moved)
    for name, value in numbers.items():
        changed = {**numbers, name: value - LESS}
        sides = (left - LESS, right - LESS) if name == "best" else (left, right)
        is_asked = _is_asked(name, like, line, size, moved=moved)
        result = judged(changed["like"], *sides, changed["line"], size, moved=moved)
        assert result is not is_asked, name


def _is_asked(name, like, line, size, *, moved) -> bool:
    """Whether the ground at hand asks for `name`."""
    if moved:
        return {"like": True, "line": True, "best": line < 0.9}[name]
    if size >= 6:
        return {"like": True, "line": False, "best": like < 0.9}[name]
    return {"like": like < 1 or line > 0, "line": line > 0, "best": True}[name]


def test_a_quote_is_short_below_6_characters_and_long_from_12():
    assert judged(0.6, 0.5, 0.0, 0.0, 6)
    assert not judged(0.6, 0.5, 0.0, 0.0, 5)
    assert judged(0.9, 0.0, 0.0, 0.0, 12)
    assert not judged(0.9, 0.0, 0.0, 0.0, 11)


def test_what_might_as_well_stand_beside_is_never_sure():
    assert not judged(1.0, 1.0, 1.0, 1.0, 50, doubtful=True)
    assert judged(1.0, 1.0, 1.0, 1.0, 50, moved=True, doubtful=True)  # as a whole line, it was carried


class Aligned:
    """An alignment that says what a test wants of it."""

    def __init__(self, image: Image | None, *, doubtful: bool = False, text: str = "", claimed: bool = False):
        self._image, self._doubtful, self._claimed = image, doubtful, claimed
        self.new = Squeezed(text)

    def image(self, _span):
        return self._image

    def is_doubtful(self, _span):
        return self._doubtful

    def is_claimed(self, _span):
        return self._claimed


def led_to(text: str, quote: str, image: Image | None, *, doubtful: bool = False) -> Anchor:
    """Anchor `quote`, that stood alone in its old text, where an alignment says it has become `image`."""
    old = OldText(quote, 1)
    ground = Ground(article(text))
    ground.alignment = lambda _digest: (old, Aligned(image, doubtful=doubtful))
    return ground.anchor(Target("a.md", TextQuote(quote), Span(0, len(quote)), (), "old"))


def test_of_words_less_than_a_third_of_which_is_left_the_quote_alone_is_sought():
    words = LETTERS[:20]
    image = Image(Span(0, 20), anchoring.KEPT_FLOOR, False, False)
    assert anchoring.KEPT_FLOOR == 0.35
    assert led_to(words, words, image).how == "diff"
    assert led_to(words, words, replace(image, kept=0.34), doubtful=True).how == "quote"
    assert led_to(words, words, replace(image, kept=0.34), doubtful=True).state is State.REVIEW


def test_how_certain_an_anchor_is_depends_on_words_and_surroundings():
    words, image = LETTERS[:20], Image(Span(0, 20), 1.0, False, False)
    assert led_to(words, words, image).certainty == 1.0
    half = led_to("甲" * 40 + words + "乙" * 40, words, replace(image, span=Span(40, 60)))
    assert (half.state, half.certainty) == (State.ANCHORED, 0.5)  # with nothing around it, it counts half


SECTIONS = "### {name}\n{before}{words}{after}\n\n### 尾声\n最后的一段话，写在这里。\n"


def in_section(old_name, new_name, *, before="", changed=0, words=LETTERS[100:130], rest=LETTERS[200:400]):
    """Anchor words of a section that has another name now, and `changed` of its 230 characters rewritten."""
    other = LETTERS[1000 : 1000 + changed] + rest[changed:]
    old = SECTIONS.format(name=old_name, before="", words=words, after=rest)
    new = before + SECTIONS.format(name=new_name, before="", words=words, after=other)
    return anchored(old, new, words, path=(old_name,))


def test_a_section_under_a_new_name_in_its_place_keeps_its_words():
    found, words = in_section("海边的一天", "完全不同")
    assert (found.state, words) == (State.ANCHORED, LETTERS[100:130])


@pytest.mark.parametrize(
    ("share", "in_place", "moved", "sure"),
    [
        (0.985, False, True, True),
        (0.98, False, True, False),
        (0.98, True, True, False),  # a moved one must have been carried as a whole
        (0.5, True, False, True),
        (0.5, False, False, False),
    ],
)
def test_words_under_another_point_were_carried_or_are_asked_about(monkeypatch, share, in_place, moved, sure):
    monkeypatch.setattr(anchoring, "carried", lambda *_: SimpleNamespace(share=share, in_place=in_place))
    monkeypatch.setattr(anchoring, "are_akin", lambda *_: False)
    monkeypatch.setattr(anchoring, "surroundings", lambda *_: Surroundings(0.8, 0.8, 1.0, 30))
    words = LETTERS[:30]
    ground = Ground(article(words))
    old = OldText(words, 1)
    ground.alignment = lambda _digest: (old, Aligned(Image(Span(0, 30), 1.0, moved, False)))
    found = ground.anchor(Target("a.md", TextQuote(words), Span(0, 30), ("甲",), "old"))
    assert (found.state is State.ANCHORED) is sure


@pytest.mark.parametrize("path", [("甲",), ()])
def test_words_under_their_own_point_or_under_none_need_not_have_been_carried(monkeypatch, path):
    monkeypatch.setattr(anchoring, "carried", lambda *_: SimpleNamespace(share=0.0, in_place=False))
    monkeypatch.setattr(anchoring, "are_akin", lambda *_: bool(path))
    monkeypatch.setattr(anchoring, "surroundings", lambda *_: Surroundings(0.8, 0.8, 1.0, 30))
    words = LETTERS[:30]
    ground = Ground(article(words))
    ground.alignment = lambda _digest: (OldText(words, 1), Aligned(Image(Span(0, 30), 1.0, True, False)))
    found = ground.anchor(Target("a.md", TextQuote(words), Span(0, 30), path, "old"))
    assert found.state is State.ANCHORED


@pytest.mark.parametrize(("mean", "sure"), [(0.9, True), (0.88, False)])
def test_words_that_nothing_touched_may_be_under_another_point(monkeypatch, mean, sure):
    monkeypatch.setattr(anchoring, "carried", lambda *_: SimpleNamespace(share=0.5, in_place=False))
    monkeypatch.setattr(anchoring, "are_akin", lambda *_: False)
    monkeypatch.setattr(anchoring, "surroundings", lambda *_: Surroundings(mean, mean, 1.0, 30))
    words = LETTERS[:30]
    ground = Ground(article(words))
    ground.alignment = lambda _digest: (OldText(words, 1), Aligned(Image(Span(0, 30), 1.0, False, False)))
    found = ground.anchor(Target("a.md", TextQuote(words), Span(0, 30), ("甲",), "old"))
    assert (found.state is State.ANCHORED) is sure


# ---- sections that were carried elsewhere: `moved_sections`


def compared(old_before, old_section, old_after, new_before, new_section, new_after):
    old, new = old_before + old_section + old_after, new_before + new_section + new_after
    before = Span(len(old_before), len(old_before + old_section))
    after = Span(len(new_before), len(new_before + new_section))
    return carried(
        old,
        (Span(0, before.start), before, Span(before.end, len(old))),
        Span(before.start + 1, before.start + 2),
        new,
        (Span(0, after.start), after, Span(after.end, len(new))),
        Span(after.start + 1, after.start + 2),
    )


def test_how_much_of_a_section_was_carried_does_not_count_its_name():
    section = "名字甲\n" + LETTERS[:100]
    assert compared("", section, "", LETTERS[500:600], "别的名字\n" + LETTERS[:100], "").share == 1.0
    assert compared("", section, "", "", "别的\n" + LETTERS[:90] + LETTERS[700:710], "").share == 0.9
    assert compared("", "名字\n", "", "", "名字\n", "").share == 1.0  # a name alone is all there is


@pytest.mark.parametrize(("kept", "in_place"), [(28, True), (27, False)])
@pytest.mark.parametrize("side", ["before", "after"])
def test_a_section_is_in_place_beside_seven_tenths_of_a_neighbours_40_characters(kept, in_place, side):
    old, other = LETTERS[:300], LETTERS[1000:1300]
    if side == "before":
        found = compared(old, "甲\n乙", "", other[: 300 - kept] + old[300 - kept :], "甲\n乙", "")
    else:
        found = compared("", "甲\n乙", old, "", "甲\n乙", old[:kept] + other[kept:])
    assert found.in_place is in_place


def test_of_a_section_6000_characters_are_compared():
    long = "甲" * 6_000
    assert compared("", long + "乙" * 500, "", "", long + "丙" * 500, "").share == 1.0
    assert compared("", long[1:] + "乙" * 500, "", "", long[1:] + "丙" * 500, "").share < 1.0


def test_nothing_beside_a_section_is_no_neighbour():
    assert not compared("", "甲\n乙", "", "", "甲\n乙", "").in_place


# ---- likeness


def test_surroundings_are_24_characters_on_either_side_without_marks():
    quote, far = "引文的话", LETTERS[500:560]
    left, right = LETTERS[:24], LETTERS[30:54]
    old = f"{LETTERS[100:140]}{left}{quote}{right}{LETTERS[150:190]}"
    new = f"{far[:40]}，{left[:12]}。{left[12:]}{quote}{right}{far[:40]}"
    start, now = old.index(quote), new.index(quote)
    found = surroundings(old, Span(start, start + 4), new, Span(now, now + 4))
    assert (found.left, found.right, found.size) == (1.0, 1.0, 4)
    assert (found.best, found.mean) == (1.0, 1.0)
    changed = new.replace(left[0], far[50])  # the 24th
    found = surroundings(old, Span(start, start + 4), changed, Span(now, now + 4))
    assert found.left == pytest.approx(23 / 24)
    assert found.mean == pytest.approx((23 / 24 + 1) / 2)
    assert found.best == 1.0


def test_both_at_an_end_of_the_text_are_alike_and_one_alone_is_not():
    found = surroundings("引文", Span(0, 2), "引文甲", Span(0, 2))
    assert (found.left, found.right) == (1.0, 0.0)


def test_the_line_is_compared_without_the_lines_beside_it():
    found = surroundings("甲\n引文乙\n丙", Span(2, 4), "丁\n引文戊\n己", Span(2, 4))
    assert found.line == pytest.approx(2 / 3)


def test_marks_alone_are_compared_as_they_stand():
    assert likeness("——", "——") == 1.0
    assert likeness("——", "……") == 0.0
    assert likeness("甲，乙", "甲乙") == 1.0


@pytest.mark.parametrize(
    ("one", "other", "akin"),
    [
        (("甲乙丙丁戊",), ("甲乙丙丁戊",), True),
        (("引言", "海边"), ("海边", "新的一层"), True),  # a level was put in
        (("海边", "旧的一层"), ("引言", "海边"), True),  # or taken out
        (("引言", "海边"), ("引言", "月亮"), False),
        (("甲乙丙丁戊",), ("甲乙丙己庚",), True),  # three of five
        (("甲乙丙丁戊己庚",), ("甲乙丙丁子丑寅",), False),  # four of seven
        (("甲乙丙",), ("前言与甲乙丙的话以及许多别的",), True),  # three characters within
        (("甲乙",), ("前言与甲乙的话以及许多别的",), False),
        ((), (), True),
        ((), ("甲",), False),
        (("甲",), (), False),
    ],
)
def test_paths_are_akin_where_a_label_was_kept_or_only_reworded(one, other, akin):
    assert are_akin(one, other) is akin


# ---- words sought by themselves: `quote_search`


def weighed(context=0.0, *, akin=False, under=False, aside=False) -> float:
    return quote_search._Found(Span(0, 1), context, akin, under, aside).score


def test_what_a_place_is_worth():
    assert weighed(0.5) == 0.5
    assert weighed(akin=True) == pytest.approx(0.2)
    assert weighed(akin=True, under=True) == pytest.approx(0.3)
    assert weighed(1.0, aside=True) == pytest.approx(0.65)


def is_sure(
    context, *, lead=1.0, exact="甲" * 10, prefix="乙", path=(), akin=False, under=False, all_there=True
):
    target = Target("a.md", TextQuote(exact, prefix), path=path)
    found = quote_search._Found(Span(0, 1), context, akin, under, False)
    return quote_search._is_sure(target, found, lead, is_all_there=all_there)


def test_how_well_the_context_must_fit():
    assert is_sure(0.8, all_there=False)
    assert not is_sure(0.79, all_there=False)
    assert is_sure(0.8, lead=0.1, all_there=False)
    assert not is_sure(0.8, lead=0.09)
    assert not is_sure(0.8, path=("甲",))
    assert is_sure(0.8, path=("甲",), akin=True)


def test_how_little_of_the_context_may_fit_around_words_that_nobody_else_would_write():
    assert is_sure(0.4)
    assert not is_sure(0.39)
    assert not is_sure(0.4, exact="甲" * 9)
    assert not is_sure(0.4, lead=0.9)
    assert is_sure(0.4, lead=0.9, path=("甲",), akin=True, under=True)
    assert not is_sure(0.4, all_there=False)


def test_without_context_the_words_must_stand_once_or_under_their_point():
    assert is_sure(0.0, prefix="")
    assert not is_sure(0.0, prefix="", lead=0.9)
    assert is_sure(0.0, prefix="", lead=0.9, path=("甲",), akin=True)
    assert not is_sure(0.0, prefix="", all_there=False)


@pytest.mark.parametrize(("same", "state"), [(15, State.REVIEW), (14, State.ORPHAN)])
def test_three_quarters_of_the_words_are_a_guess_and_less_is_none(same, state):
    quote = LETTERS[:20]
    text = LETTERS[500:560] + quote[:same] + LETTERS[600:660]
    found = Ground(article(text)).anchor(Target("a.md", TextQuote(quote)))
    assert found.state is state


@pytest.mark.parametrize(
    ("lacking", "middle", "state"),
    [
        (900, 0, State.REVIEW),
        (1_100, 0, State.ORPHAN),
        (1_000, 2_900, State.REVIEW),
        (1_000, 3_100, State.ORPHAN),
    ],
)
def test_a_long_quote_is_guessed_by_its_ends_where_as_much_stands_between(
    lacking, middle, state, monkeypatch
):
    sought = []
    real = edit_distance._likest
    monkeypatch.setattr(edit_distance, "_likest", lambda *given: sought.append(given[0]) or real(*given))
    first, last = LETTERS[:500], LETTERS[500:1_000]
    text = LETTERS[1_000:1_800] + first + "别的" * (middle // 2) + last + LETTERS[1_800:]
    found = Ground(article(text)).anchor(Target("a.md", TextQuote(first + "话说" * (lacking // 2) + last)))
    assert sought == [squeeze(first), squeeze(last)]
    assert found.state is state
    if found.span:
        assert found.span == Span(800, 1_800 + middle)


def test_no_more_than_five_hundred_places_are_weighed():
    ground = Ground(article("潮汐" * 502))
    spans = quote_search._exact_spans(ground, "潮汐潮")
    assert spans == [Span(2 * number, 2 * number + 3) for number in range(500)]
    assert quote_search._exact_spans(ground, "潮，汐，潮") == spans


def test_fewer_than_four_characters_are_no_ground_for_a_guess():
    text = LETTERS[:40]
    assert Ground(article(text)).anchor(Target("a.md", TextQuote(LETTERS[:3] + "x"))).state is State.REVIEW
    assert Ground(article(text)).anchor(Target("a.md", TextQuote(LETTERS[:2] + "x"))).state is State.ORPHAN


@pytest.mark.parametrize(("claimed", "state"), [(False, State.REVIEW), (True, State.ORPHAN)])
def test_words_that_another_part_of_the_old_text_has_become_are_no_guess(claimed, state):
    quote = LETTERS[:20]
    text = LETTERS[500:560] + quote[:15] + LETTERS[600:660]
    old, aligned = OldText(quote, 1), Aligned(None, text=text, claimed=claimed)
    ground = Ground(article(text))
    ground.alignment = lambda _digest: (old, aligned)
    assert ground.anchor(Target("a.md", TextQuote(quote), Span(0, 20), (), "old")).state is state


@pytest.mark.parametrize(("fitting", "how"), [(10, "path"), (9, "quote")])
def test_the_only_such_words_under_their_point_are_the_ones_if_two_fifths_of_the_context_fit(fitting, how):
    before = LETTERS[100:124]  # of the 24 characters on this side `fitting` stand there still
    there = LETTERS[300 : 324 - fitting] + before[24 - fitting :]
    text = f"### 引言\n{there}潮汐出海。\n### 月亮\n{there}潮汐出海。\n"
    target = Target("a.md", TextQuote("潮汐出海", before), path=("月亮",))
    found = Ground(article(text)).anchor(target)
    assert found.span.start == text.replace("### ", "").rindex("潮汐出海")
    assert found.how == how
    assert found.state is (State.ANCHORED if how == "path" else State.REVIEW)


@pytest.mark.parametrize(("number", "is_weighed"), [(500, True), (501, False)])
@pytest.mark.parametrize("mark", ["", "，"], ids=["to the letter", "without marks"])
def test_of_words_that_stand_everywhere_500_places_are_weighed(number, is_weighed, mark):
    before = LETTERS[100:124]
    text = ("甲潮汐乙" * (number - 1) + before + "潮汐丙").replace("潮汐", f"潮{mark}汐")
    found = Ground(article(text)).anchor(Target("a.md", TextQuote("潮汐", before)))
    assert (found.span.start == text.rindex("潮")) is is_weighed


def test_words_in_the_drawing_lose_to_the_same_words_in_the_text():
    drawing = "题目\n\n### 文章框架\n```\n├── 海边的人靠潮汐出海\n└── 月亮\n```\n\n"
    text = f"{drawing}### 月亮\n据说，海边的人靠潮汐出海。\n"
    found = Ground(article(text)).anchor(Target("a.md", TextQuote("海边的人靠潮汐出海")))
    assert found.span.start == article(text).text.text.rindex("海边的人靠潮汐出海")


# ---- points of the framework: `node_anchor`

TREE = """题目

### 文章框架
```
├── 引言
│   ├── {one}
│   └── 月亮远去
└── 结语
```

### 引言
#### {one}
{text}
#### 月亮远去
末段。
### 结语
完。
"""


def node_anchored(old_label, new_label, *, kept=True, old_text=LETTERS[:60], new_text=None, tree=None):
    before = article(TREE.format(one=old_label, text=old_text))
    after = article(tree or TREE.format(one=new_label, text=old_text if new_text is None else new_text))
    node = next(each for each in before.framework.walk() if each.label == old_label)
    nodes = tuple((each.path, _passage(before, each)) for each in before.framework.walk())
    texts = {before.text.digest: OldText(before.text.text, 1, nodes)}
    ground = Ground(after, texts.get if kept else lambda _: None)
    return node_anchor.anchor_node(ground, Target("a.md", path=node.path, digest=before.text.digest))


def _passage(whole, node):
    link = whole.links[node.node_id]
    return link.passage.span if link.passage else None


@pytest.mark.parametrize(
    ("scores", "state"),
    [
        ((0.75,), State.ANCHORED),
        ((0.74,), State.REVIEW),
        ((0.9, 0.75), State.ANCHORED),
        ((0.9, 0.76), State.REVIEW),
        ((0.45,), State.REVIEW),
        ((0.44,), State.ORPHAN),
        ((), State.ORPHAN),
    ],
)
def test_how_much_must_speak_for_a_point_and_by_how_much_it_must_lead(monkeypatch, scores, state):
    nodes = list(article(TREE.format(one="潮汐出海", text="x")).framework.walk())
    monkeypatch.setattr(node_anchor, "_scored", lambda *_: zip(scores, nodes, strict=False))
    ground = Ground(article(TREE.format(one="潮汐出海", text="x")))
    assert node_anchor.anchor_node(ground, Target("a.md", path=("没有",))).state is state


def test_a_point_under_another_label_in_its_place_is_known_by_its_passage_and_its_neighbours():
    found = node_anchored("潮汐出海", "完全不同")
    # nothing of the label, the parent, the whole passage, the neighbours
    assert found.state is State.ANCHORED
    assert found.node_id == "引言/完全不同"
    assert found.certainty == pytest.approx(0.15 + 0.5 + 0.2)


def test_among_other_neighbours_a_point_is_known_by_label_parent_and_passage():
    tree = TREE.format(one="潮汐回港", text=LETTERS[:60]).replace("月亮远去", "群星")
    found = node_anchored("潮汐出海", "", tree=tree)
    assert found.certainty == pytest.approx(0.45 * 0.5 + 0.15 + 0.5)


def test_without_the_old_text_a_label_in_its_place_must_be_much_the_same():
    assert node_anchored("潮汐出海", "潮汐出海记", kept=False).state is State.ANCHORED
    assert node_anchored("潮汐出海", "潮汐出海记", kept=False).certainty == pytest.approx(0.78)
    assert node_anchored("潮汐出海", "潮汐出海记事本", kept=False).certainty == pytest.approx(0.78)
    found = node_anchored("潮汐出海", "潮汐回港", kept=False)
    assert (found.state, found.certainty) == (State.REVIEW, pytest.approx(0.6))
    assert node_anchored("潮汐出海", "完全不同", kept=False).state is State.ORPHAN


def test_the_same_label_under_another_parent_is_a_guess():
    tree = TREE.replace("│   ├── {one}\n", "").replace("└── 结语", "└── 结语\n    └── 潮汐出海")
    tree = tree.replace("#### {one}\n{text}\n", "")
    found = node_anchored("潮汐出海", "", kept=False, tree=tree)
    assert (found.state, found.certainty) == (State.REVIEW, pytest.approx(0.6))


def test_a_point_that_was_there_before_is_not_the_lost_one_under_a_new_name():
    whole = TREE.replace("月亮远去", "潮汐出海记")
    without = whole.replace("│   ├── {one}\n", "").replace("#### {one}\n{text}\n", "")
    before, after = article(whole.format(one="潮汐出海", text=LETTERS[:60])), article(without)
    nodes = tuple((each.path, _passage(before, each)) for each in before.framework.walk())
    ground = Ground(after, {before.text.digest: OldText(before.text.text, 1, nodes)}.get)
    target = Target("a.md", path=("引言", "潮汐出海"), digest=before.text.digest)
    assert node_anchor.anchor_node(ground, target).state is State.ORPHAN
    unkept = node_anchor.anchor_node(Ground(after), target)  # nobody knows that it was there before
    assert unkept.node_id == "引言/潮汐出海记"


# ---- articles that were renamed or moved: `moved_articles`


def located(held: float, *, title: str = "", others: tuple[float, ...] = ()):
    """Locate an article of 100 runs of 8 of which another one has the share `held`, and `others` theirs."""
    text = LETTERS[:107]  # 100 runs of 8
    store = SimpleNamespace(texts=SimpleNamespace(get=lambda _digest: OldText(text, 1)))
    strangers = []
    for number, share in enumerate((held, *others)):
        its = text[: round(share * 100) + 7] if share else LETTERS[1000 + 200 * number : 1100 + 200 * number]
        name = title if number == 0 else f"别的题目{number}"
        strangers.append(
            (
                Path(f"{number}.md"),
                SimpleNamespace(title=name, text=SimpleNamespace(text=its, digest=str(number))),
            )
        )
    about = About("gone.md", "甲乙丙丁戊己庚辛壬癸", "digest")
    return moved_articles._search(store, "key", about, strangers)


def test_three_quarters_of_the_text_are_the_article():
    assert located(0.75).path == Path("0.md")
    assert located(0.74).path is None
    assert located(0.74).guesses == (Path("0.md"),)


def test_two_fifths_of_the_text_are_the_article_under_its_title():
    title = "甲乙丙丁戊己庚辛子丑"  # eight of ten
    assert located(0.4, title=title).path == Path("0.md")
    assert located(0.39, title=title).path is None
    assert located(0.4, title=title[:7] + "子丑寅").path is None


def test_a_fifth_of_the_text_or_the_title_is_a_guess():
    assert located(0.2).guesses == (Path("0.md"),)
    assert located(0.19).guesses == ()
    assert located(0.0, title="甲乙丙丁戊己庚辛壬子").guesses == (Path("0.md"),)  # nine of ten
    assert located(0.0, title="甲乙丙丁戊己庚辛子丑").guesses == ()


def test_the_likest_must_lead_by_a_fifth():
    assert located(0.96, others=(0.75,)).path == Path("0.md")
    assert located(0.93, others=(0.75,)).path is None
    assert located(0.93, others=(0.75,)).guesses == (Path("0.md"), Path("1.md"))
    assert located(0.75, others=(0.93,)).guesses == (Path("1.md"), Path("0.md"))


# ---- alignment


def image_of(old: str, new: str, words: str) -> Image | None:
    start = old.index(words)
    return Alignment(old, new).image(Span(start, start + len(words)))


def test_eight_characters_in_a_row_are_a_seed_and_a_moved_run_has_16():
    head, tail = LETTERS[100:400], LETTERS[500:800]
    for length, is_found in ((16, True), (15, False)):
        words = LETTERS[:length]
        found = image_of(head + words + tail, tail + words + head[::-1], words)
        assert (found is not None and found.moved) is is_found
    for length, is_found in ((8, True), (7, False)):
        words = LETTERS[:length]
        # between foreign words too long to be laid side by side
        runs = [run for run in _runs(words + "甲" * 9, "乙" * 9 + words) if run == (0, 9, length)]
        assert bool(runs) is is_found


@pytest.mark.parametrize(("rest", "start"), [(16, 0), (17, 5)])
def test_of_words_on_two_lines_a_quarter_has_strayed(rest, start):
    """4 characters beside 16 still belong to them; of 17 they are less than a quarter."""
    words = LETTERS[: 4 + rest]
    found = image_of(words, words[:4] + "\n" + words[4:], words)
    assert found is not None
    assert found.span == Span(start, len(words) + 1)


def _runs(old: str, new: str):
    return [(run.old, run.new, run.length) for run in _seeded_runs(old, new)]


@pytest.mark.parametrize(("length", "runs"), [(100_000, [(0, 0, 96_000)]), (99_999, [])])
def test_from_100000_characters_on_an_unchanged_start_is_one_run_but_for_4000(length, runs):
    """No characters of it are sought: there would be no seeds among these, which are all the same."""
    assert [(run.old, run.new, run.length) for run in _found_runs("甲" * length, "甲" * length)] == runs


def test_a_gap_is_slid_by_no_more_than_4000_characters():
    """Of a character that repeats, one is gone: nobody knows which, and no more are looked at than these."""
    to = [*range(5_000), -1, *range(5_000, 10_000)]
    back = [*range(5_000), *range(5_001, 10_001)]
    text = "甲" * len(to)
    assert settle_gaps(to, back, Squeezed(text), Squeezed(text[1:])) == [Span(1_000, 9_001)]


@pytest.mark.parametrize(("length", "is_found"), [(30_000, True), (30_001, False)])
def test_a_gap_is_filled_in_up_to_30_000_characters(length, is_found):
    head, tail, word = LETTERS[:100], LETTERS[200:300], LETTERS[400:406]  # too short for a seed
    old = f"{head}{'甲' * 40}{word}{'甲' * 40}{tail}"
    new = f"{head}{'乙' * 40}{word}{'乙' * (length - 46)}{tail}"
    found = image_of(old, new, word)
    assert (found is not None and new[found.span.start : found.span.end] == word) is is_found


def test_in_a_large_text_a_twin_near_the_change_is_seen_as_in_a_small_one():
    rng = random.Random(5)
    filling = ["".join(rng.choices(LETTERS, k=500)) for _ in range(260)]
    twin = "".join(rng.choices(LETTERS, k=60))
    # The twin stands once before what changes; once it is deleted, and once written further on.
    old = [*filling[:120], twin, *filling[120:124], twin, *filling[124:]]
    new = [*filling[:120], twin, *filling[120:128], twin, *filling[128:]]
    assert sum(map(len, new)) > 100_000
    before = sum(map(len, old[:125]))
    found = Alignment("".join(old), "".join(new)).image(Span(before, before + 60))
    assert found is None or not found.moved


def test_where_a_person_said_it_is_not_is_known_by_16_characters_on_either_side():
    text = LETTERS[:100]
    known = fingerprint(text, Span(40, 50), None)
    assert fingerprint("甲" * 24 + text[24:66] + "乙", Span(40, 50), None) == known
    assert fingerprint("甲" * 25 + text[25:], Span(40, 50), None) != known
    assert fingerprint(text[:65] + "乙" * 9, Span(40, 50), None) != known
    assert fingerprint(text, Span(40, 50), "a/b") == fingerprint("", None, "a/b") != known


def test_a_span_whose_words_were_scattered_is_the_largest_piece_of_it():
    assert len(_groups([(0, 0), (1, 41)])) == 1
    assert len(_groups([(0, 0), (1, 42)])) == 2
    assert len(_groups([(0, 5), (1, 4)])) == 2


@pytest.mark.parametrize(("share", "doubtful"), [(4, True), (3, False)])
def test_a_span_is_doubtful_from_a_third_of_it_on(share, doubtful):
    alignment = Alignment("甲" * 30, "乙" * 30)
    alignment._doubtful = [Span(0, share)]
    assert alignment.is_doubtful(Span(0, 12)) is doubtful


@pytest.mark.parametrize(("taken", "claimed"), [(6, True), (5, False)])
def test_words_are_claimed_where_more_than_half_of_them_is_taken(taken, claimed):
    alignment = Alignment("甲" * 30, LETTERS[:10])
    alignment._from = [0] * taken + [-1] * (10 - taken)
    assert alignment.is_claimed(Span(0, 10)) is claimed


def test_annotations_of_a_kind_that_has_no_words_are_of_the_article():
    ground = Ground(article("甲"))
    found = anchor_of(ground, Annotation("a", Kind.BOOKMARK, Target("a.md")))
    assert (found.state, found.node_id) == (State.ANCHORED, "")


@pytest.mark.parametrize(
    ("length", "at", "is_found"),
    [(4, 20, True), (3, 20, False), (3, 3, True), (3, 4, False), (2, 3, True), (1, 0, False), (2, 35, True)],
)
def test_equal_characters_are_no_chance_if_they_are_four_or_beside_what_they_continue(length, at, is_found):
    step = SimpleNamespace(src_start=at, src_end=at + length, dest_start=at, dest_end=at + length)
    assert _is_evidence(step, 40, 40) is is_found


@pytest.mark.parametrize(("at", "is_seen"), [(3_900, True), (4_100, False)])
def test_of_a_line_4000_characters_are_compared(at, is_seen):
    line = LETTERS * 2
    changed = line[:at] + "甲乙丙丁" + line[at + 4 :]
    found = surroundings(line, Span(0, 4), changed, Span(0, 4))
    assert (found.line < 1.0) is is_seen


def test_how_strong_a_border_is():
    text = Squeezed("甲乙，丙。丁\n戊… 己，\n庚")
    assert text.text == "甲乙丙丁戊己庚"
    assert [text.strength(n) for n in range(8)] == [3, 0, 1, 2, 3, 2, 3, 3]


def test_a_place_that_a_person_refused_is_not_offered_again():
    quote = LETTERS[:20]
    whole = article(LETTERS[500:560] + quote[:15] + LETTERS[600:660])
    made = Annotation("a", Kind.HIGHLIGHT, Target("a.md", TextQuote(quote)))
    [offered] = place(whole, [Kept(made)], lambda _: None, "a.md")
    assert offered.anchor.state is State.REVIEW
    here = fingerprint(whole.text.text, offered.anchor.span, None)
    [refused] = place(whole, [Kept(replace(made, refused=(here,)))], lambda _: None, "a.md")
    assert (refused.anchor.state, refused.anchor.span, refused.line) == (State.ORPHAN, None, None)
    [elsewhere] = place(whole, [Kept(replace(made, refused=("0123456789abcdef",)))], lambda _: None, "a.md")
    assert elsewhere.anchor == offered.anchor

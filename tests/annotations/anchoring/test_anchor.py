"""Annotations find their words again, or say that they are not sure."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.anchoring.anchor import Ground, OldText, describe
from reader.annotations.anchoring.text_alignment import Alignment
from reader.annotations.model import CONTEXT, State, Target, TextQuote
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from tests.annotations.edits import cases
from tests.long_runs import times

TEXT = """出口管制与人工智能

第一段说出口管制的合理性：它并非完全限制技术发展，而是为了在竞争与安全之间找到平衡。🙂

第二段说的是𠮷野家的牛肉饭，与人工智能没有关系，只是为了有一个少见的字。

第三段说国际合作的必要性：尽管存在竞争，双方仍要在治理方面合作，空间有限而潜在的危险不小。
"""


def article(text: str):
    return parse_article(text, Path("a.md"))


def span_of(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def moved(old: str, new: str, words: str, nth: int = 0):
    """Anchor `words` of the article `old` in the article `new`; return the anchor and the words now there."""
    before, after = article(old), article(new)
    target = describe(before, span_of(before.text.text, words, nth), "a.md")
    kept = OldText(before.text.text, before.text.version)
    anchor = Ground(after, {before.text.digest: kept}.get).anchor(target)
    return anchor, after.text.words(anchor.span) if anchor.span else None


def test_positions_count_code_points_and_the_context_has_32():
    target = describe(article(TEXT), span_of(article(TEXT).text.text, "𠮷野家"), "a.md")
    assert target.quote.exact == "𠮷野家"
    assert len(target.quote.prefix) == len(target.quote.suffix) == CONTEXT
    assert article(TEXT).text.words(target.span) == "𠮷野家"


def test_an_unchanged_article_needs_no_search():
    anchor, words = moved(TEXT, TEXT, "国际合作的必要性")
    assert (anchor.state, anchor.how, anchor.certainty, words) == (
        State.ANCHORED,
        "same",
        1.0,
        "国际合作的必要性",
    )


@pytest.mark.parametrize("words", ["𠮷野家", "平衡。🙂", "国际合作的必要性"])
def test_an_insertion_before_moves_the_position(words):
    anchor, now = moved(TEXT, "😀 新的一段，写在最前面。𠮷\n\n" + TEXT, words)
    assert (anchor.state, now) == (State.ANCHORED, words)


def test_a_typo_inside_the_words_keeps_them():
    anchor, now = moved(
        TEXT, TEXT.replace("合理性：它并非", "合理性；它井非"), "出口管制的合理性：它并非完全限制"
    )
    assert (anchor.state, now) == (State.ANCHORED, "出口管制的合理性；它井非完全限制")


def test_traditional_characters_are_the_same_words():
    anchor, now = moved(TEXT, TEXT.replace("国际合作", "國際合作"), "国际合作的必要性")
    assert (anchor.state, now) == (State.ANCHORED, "國際合作的必要性")


def test_deleted_words_are_an_orphan_and_return_to_their_place():
    without = "\n".join(line for line in TEXT.split("\n") if "𠮷" not in line)
    anchor, _ = moved(TEXT, without, "牛肉饭，与人工智能没有关系")
    assert anchor.state is State.ORPHAN
    anchor, _ = moved(TEXT, without + "\n\n附记。\n", "牛肉饭，与人工智能没有关系")
    assert anchor.state is State.ORPHAN
    anchor, now = moved(TEXT, TEXT + "\n\n附记。\n", "牛肉饭，与人工智能没有关系")
    assert (anchor.state, now) == (State.ANCHORED, "牛肉饭，与人工智能没有关系")


def test_a_deleted_passage_does_not_land_on_its_twin():
    first, second = (
        "甲说：限制高性能芯片的出口可以延缓别国的发展，争取缓冲时间。",
        "乙说：限制高性能芯片的出口可以延缓别国的发展，争取缓冲时间。",
    )
    old = f"引言一句。\n\n{first}\n\n中间有一段不相干的话，隔开两处。\n\n{second}\n"
    anchor, _ = moved(old, f"引言一句。\n\n中间有一段不相干的话，隔开两处。\n\n{second}\n", "延缓别国的发展")
    assert anchor.state is not State.ANCHORED


def test_a_deleted_sentence_takes_its_words_with_it_and_not_those_of_its_neighbour():
    old = "写出灵活、可重用且类型安全的代码。可以管理多种类型而无需重复代码。文章还介绍了别的用例与约束。\n"
    new = old.replace("可以管理多种类型而无需重复代码。", "")
    anchor, now = moved(old, new, "代码", 0)
    assert (anchor.state, now, anchor.span.start) == (State.ANCHORED, "代码", old.index("代码"))
    assert moved(old, new, "代码", 1)[0].state is not State.ANCHORED


def test_of_two_equal_paragraphs_side_by_side_nobody_knows_which_was_deleted():
    twice = "同一段话写了两遍，一字不差，谁也分不出前后。\n\n"
    old = f"开头一段，写在最前面的话。\n\n{twice}{twice}结尾一段，写在最后面的话。\n"
    new = old.replace(twice + twice, twice)
    for nth in (0, 1):
        assert moved(old, new, "一字不差，谁也分不出前后", nth)[0].state is State.REVIEW


def test_without_the_old_text_the_words_must_stand_once_or_their_context_decide():
    before = article(TEXT)
    ground = Ground(article("序。\n\n" + TEXT))
    target = describe(before, span_of(before.text.text, "人工智能", 1), "a.md")
    anchor = ground.anchor(target)
    assert anchor.state is State.ANCHORED
    assert ground.text.text[anchor.span.end :].startswith("没有关系")
    doubtful = replace(target, quote=TextQuote("人工智能"), span=None, path=())
    assert ground.anchor(doubtful).state is State.REVIEW
    assert ground.anchor(replace(doubtful, quote=TextQuote("从来没有的话"))).state is State.ORPHAN


def test_nothing_is_silently_wrong_and_nearly_all_is_right(digests):
    """A small run of what `tests/benchmarks/annotations.py` does at length."""
    sources = [path.read_text("utf-8") for path in sorted(digests.glob("*.md")) if path.name != "README.md"]
    there = right = 0
    wrong = []
    for case in cases(sources, seed=71, spans_each=times(12, 4)):
        kept = OldText(case.old.text.text, 1)
        ground = Ground(case.new, {case.old.text.digest: kept}.get)
        for span in case.spans:
            anchor = ground.anchor(describe(case.old, span, "a.md"))
            verdict = case.verdict(span, anchor.span)
            if case.words_left(span) >= 0.7:
                there += 1
                right += anchor.state is State.ANCHORED and verdict == "right"
            if anchor.state is State.ANCHORED and verdict == "wrong" and case.name != "twin appears":
                wrong.append((case.name, case.old.text.words(span), anchor))
    assert there > times(1000, 330)
    assert not wrong
    assert right / there >= 0.97


texts = st.text(alphabet="甲乙丙丁ab，。\n🙂𠮷 ", max_size=80)


@settings(max_examples=times(150, 60), deadline=None)
@given(old=texts, new=texts, data=st.data())
def test_an_alignment_maps_one_to_one_and_stays_inside(old, new, data):
    alignment = Alignment(old, new)
    there = [j for j in alignment._to if j >= 0]
    assert len(there) == len(set(there))
    assert all(alignment._from[j] == i for i, j in enumerate(alignment._to) if j >= 0)
    if old:
        start = data.draw(st.integers(0, len(old) - 1))
        end = data.draw(st.integers(start + 1, len(old)))
        image = alignment.image(Span(start, end))
        if image is not None:
            assert 0 <= image.span.start < image.span.end <= len(new)
            assert 0 < image.kept <= 1


@settings(max_examples=times(100, 40), deadline=None)
@given(old=texts, new=texts, exact=st.text(max_size=12), position=st.integers(-5, 200))
def test_anchoring_never_raises_whatever_the_selectors_say(old, new, exact, position):
    kept = OldText(article(old).text.text, 1)
    target = Target(
        "a.md", TextQuote(exact, "甲", "乙"), Span(position, position + len(exact)), ("甲",), "x", 1
    )
    ground = Ground(article(new), {"x": kept}.get)
    anchor = ground.anchor(target)
    assert anchor.span is None or 0 <= anchor.span.start <= anchor.span.end <= len(ground.text.text)


@settings(max_examples=times(60, 24), deadline=None)
@given(before=st.text(alphabet="丙丁戊己庚", max_size=60), after=st.text(alphabet="丙丁戊己庚", max_size=60))
def test_whatever_is_written_around_it_a_distinct_passage_keeps_its_place(before, after):
    anchor, now = moved(TEXT, f"{before}\n{TEXT}\n{after}", "在竞争与安全之间找到平衡")
    assert (anchor.state, now) == (State.ANCHORED, "在竞争与安全之间找到平衡")


def test_a_large_text_is_aligned_in_a_moment_where_little_has_changed():
    rng = random.Random(7)
    letters = [chr(0x4E00 + n) for n in range(3000)]
    old = "\n".join("".join(rng.choices(letters, k=60)) for _ in range(5000))
    middle = len(old) // 2
    new = old[: middle - 300] + "新的一句。" + old[middle - 300 : middle + 500] + old[middle + 900 :]
    alignment = Alignment(old, new)
    for start in (10, middle - 200, middle + 300, middle + 1200, len(old) - 40):
        image = alignment.image(Span(start, start + 20))
        assert new[image.span.start : image.span.end] == old[start : start + 20].strip("\n")
    assert alignment.image(Span(middle + 600, middle + 620)) is None


QUOTED = "他说：{}然后就出门去了，再没有回来。"
NAMED = "书名是{}，写于去年的冬天里。"


@pytest.mark.parametrize(
    ("sentence", "before", "now"),
    [
        (QUOTED, "“走吧。”", "「走吧。」"),
        (QUOTED, '"走吧。"', "“走吧。”"),
        (NAMED, "《海边的书店》", "“海边的书店”"),
        (NAMED, "(海边的书店)", "【海边的书店】"),
        ("{}第二句在后面，还有第三句。", "第一句说完了。", "第一句说完了."),
    ],
)
def test_a_mark_keeps_its_first_and_last_character_when_quotes_around_it_change(sentence, before, now):
    frame = "开头的一段话，谁也不会去动它。\n\n{}\n\n结尾的一段话，也不会有人改。\n"
    old, new = (frame.format(sentence.format(words)) for words in (before, now))
    anchor, words = moved(old, new, before)
    assert (anchor.state, words) == (State.ANCHORED, now)


def test_a_mark_does_not_slip_over_the_border_of_a_paragraph():
    old = "前面一段说的是别的事情，到这里结束了。\n\n出口管制的合理性在于平衡，而不在于限制。\n"
    new = "前面一段说的是别的事情，到这里结束，出口。\n\n管制的合理性在于平衡，而不在于限制。\n"
    _anchor, words = moved(old, new, "出口管制的合理性在于平衡，而不在于限制。")
    assert words == "管制的合理性在于平衡，而不在于限制。"

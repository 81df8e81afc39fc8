"""A library that an earlier version annotated opens with every mark on its words, on its own line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reader.annotations.anchoring.line_anchor import anchor_on_lines, is_same_file
from reader.annotations.library_report import annotated
from reader.annotations.model import State
from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.source.canonical_text import CanonicalText, Span
from reader.catalogue.library import open_library

KEPT = Path(__file__).parents[2] / "data" / "annotated_v3"  # written by the version whose extractor was 3
# What was wrong in the old text, and what stands there now.
CHANGED = {"外观": "外观", "ue;": "return true;", "区域": "区域", "（省略时）": "（省略时）"}


def test_an_annotated_library_of_version_3_keeps_every_mark_on_its_words(tmp_path):
    shutil.copytree(KEPT, tmp_path / "库")
    library = open_library(tmp_path / "库")
    (found,) = annotated(library, AnnotationStore(library))
    assert found.article is not None
    old = next((KEPT / ".gangmu" / "texts").glob("*.json")).read_text(encoding="utf-8")
    assert '"extractor": 3' in old
    placed = {each.annotation.target.quote.exact: each for each in found.placed}
    assert len(placed) == 29
    without_place = {"return true", "图的说明"}  # the old version did not show them: no place was kept
    for quote, each in placed.items():
        if quote in without_place or each.annotation.target.span is None:
            continue
        assert each.anchor.state is State.ANCHORED, quote
        words = "".join(each.words.split())
        assert words == "".join(quote.split()) or words == CHANGED.get(quote), quote
        before = old_line(old, each.annotation.target.span)
        assert each.line == before, quote


def old_line(kept: str, span: Span) -> int:
    import json

    return json.loads(kept)["text"].count("\n", 0, span.start) + 1


@pytest.mark.parametrize(
    ("old", "new", "quote", "state", "words"),
    [
        ("甲\n乙丙乙丙\n丁", "甲\n乙丙，乙丙\n丁", "乙丙", State.ANCHORED, "乙丙"),  # the first of two
        ("甲\nx ue;\n丁", "甲\nx return true;\n丁", "x ue;", State.ANCHORED, "x return true;"),
        ("甲\n没有了的话\n丁", "甲\n\n没有了的话", "没有了的话", State.REVIEW, ""),  # never on another line
        ("甲\n一二三四五六\n丁", "甲\n一二\n丁", "一二三四五六", State.REVIEW, "一二"),
        ("**甲** 乙", "甲乙", "甲** 乙", State.ANCHORED, "甲乙"),
    ],
)
def test_words_are_sought_on_their_own_lines_alone(old, new, quote, state, words):
    start = old.index(quote)
    text = CanonicalText(new)
    anchor = anchor_on_lines(old, Span(start, start + len(quote)), text)
    assert (anchor.state, text.words(anchor.span)) == (state, words)


@pytest.mark.parametrize(
    ("old", "new", "quote", "state"),
    [
        ("容器技术自问世以来变了。别的话。", "如AI技术既可用于和平。别的话。", "技术", State.REVIEW),
        ("容器技术自问世以来变了。别的话。", "**容器**技术自问世以来变了。别的话。", "技术", State.ANCHORED),
        ("容器技术自问世以来变了。别的话。", "容器技术，既可用于和平。别的话。", "技术", State.ANCHORED),
        ("技术自问世以来变了。别的话。", "如AI技术既可用于和平。别的话。", "技术", State.REVIEW),
        ("新容器技术自问世以来。别的话。", "如果容器技术既可用于。别的话。", "容器技术", State.ANCHORED),
    ],
)
def test_beside_few_letters_the_same_must_stand_on_one_side(old, new, quote, state):
    start = old.index(quote)
    anchor = anchor_on_lines(old, Span(start, start + len(quote)), CanonicalText(new))
    assert (anchor.state, CanonicalText(new).words(anchor.span)) == (state, quote)


def test_an_edited_file_is_not_taken_for_the_same():
    assert is_same_file("甲\n乙\n\n丙", "甲\n乙乙\n\n丙")
    assert not is_same_file("甲\n乙\n丙", "甲\n乙\n丙\n丁")
    assert not is_same_file("甲\n乙\n丙", "丁\n戊\n丙")
    moved = "一\n二\n三\n四\n五\n{}\n{}"
    assert not is_same_file(moved.format("这一句换了地方", "戊"), moved.format("戊", "这一句换了地方"))


@pytest.mark.parametrize(("kept", "same"), [(4, False), (5, True), (6, True)])
def test_half_of_the_lines_must_have_kept_their_letters(kept, same):
    old = [f"第{number}行{chr(0x4E00 + number)}" for number in range(10)]
    new = [line if number < kept else "改" + line for number, line in enumerate(old)]
    assert is_same_file("\n".join(old), "\n".join(new)) is same


@pytest.mark.parametrize(("line", "same"), [("三个字", True), ("四个字呢", False)])
def test_a_line_of_four_letters_that_stands_elsewhere_was_moved(line, same):
    """Shorter ones, such as "end" and "——", stand twice by chance."""
    rest = "一\n二\n三\n四\n五"
    assert is_same_file(f"{rest}\n{line}\n戊", f"{rest}\n戊\n{line}") is same


@pytest.mark.parametrize(("kept", "state"), [(11, State.REVIEW), (12, State.ANCHORED), (14, State.ANCHORED)])
def test_three_fifths_of_a_quotation_must_stand_on_its_lines(kept, state):
    quote = "".join(chr(0x4E00 + 7 * number) for number in range(20))
    anchor = anchor_on_lines(quote, Span(0, 20), CanonicalText(quote[:kept]))
    assert anchor.certainty == kept / 20
    assert anchor.state is state


@pytest.mark.parametrize(("length", "found"), [(9_000, True), (11_000, False)])
def test_lines_of_20_000_letters_in_all_are_compared(length, found):
    text = "字" * (length - 2) + "出口"
    anchor = anchor_on_lines(text, Span(length - 2, length), CanonicalText(text))
    assert (anchor.state is State.ANCHORED) is found

"""Titles: wrapped into lines of one length, spaced as the text is, read out as they are."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QTextDocument, QTextDocumentFragment
from PySide6.QtWidgets import QLabel

from reader.articles.markdown.typography import cost_of_break
from reader.ui.window.bars.spaced_label import SpacedLabel


def title_font():
    chosen = QFont()
    chosen.setPixelSize(20)
    return chosen


TITLES = ["谈AI竞争与出口管制的关系，" * 4 + "完", "Words that wrap, more of them, and more " * 3, "短"]


@pytest.mark.parametrize("words", TITLES)
def test_lines_are_of_about_one_length(qtbot, words):
    label = SpacedLabel(title_font())
    label.say(words)
    qtbot.addWidget(label)
    label.show()
    balanced = 0
    for width in range(220, 700, 40):
        high = label.heightForWidth(width)
        label.resize(width, 300)
        kept = label.contentsRect().width()
        assert QLabel.heightForWidth(label, width) == high  # with the margin that it has now
        assert label.heightForWidth(kept) == high
        if high == label.heightForWidth(10_000):
            assert kept == width
        elif "谈" in words:
            balanced += kept < width
            assert label.heightForWidth(int(kept - 2.5 * label.fontInfo().pixelSize())) > high
    assert balanced > 3 or "谈" not in words


def test_the_height_is_that_of_the_words_and_the_font_now(qtbot):
    label = SpacedLabel(title_font())
    qtbot.addWidget(label)
    label.say(TITLES[2])
    one = label.heightForWidth(300)
    label.say(TITLES[0])
    assert label.heightForWidth(300) > one
    label.say(TITLES[2])
    larger = title_font()
    larger.setPixelSize(60)
    label.setFont(larger)
    assert label.heightForWidth(300) > 2 * one


def test_other_words_are_balanced_anew(qtbot):
    label = SpacedLabel(title_font())
    qtbot.addWidget(label)
    label.resize(700, 200)
    label.say(TITLES[0])
    assert label.contentsRect().width() < 700
    label.say(TITLES[2])
    assert label.contentsRect().width() == 700


@pytest.mark.parametrize("words", ["谈AI<b>&的", "a & b", "甲乙"])
def test_what_is_said_is_what_was_given(qtbot, words):
    label = SpacedLabel(title_font())
    qtbot.addWidget(label)
    label.say(words)
    assert label.accessibleName() == words
    rich = "letter-spacing" in label.text()
    assert rich is ("AI" in words)
    assert (QTextDocumentFragment.fromHtml(label.text()).toPlainText() if rich else label.text()) == words


def lines_of(label) -> list[str]:
    """Return the lines in which the words stand, as Qt sets them in the room that they have."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(label.font())
    document.setHtml(label.text()) if "span" in label.text() else document.setPlainText(label.text())
    document.setTextWidth(label.contentsRect().width())
    document.documentLayout().documentSize()
    layout, text = document.firstBlock().layout(), document.firstBlock().text()
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    return [text[line.textStart() : line.textStart() + line.textLength()].strip() for line in lines]


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("访谈：给初级DevOps 工程师的建议", ["工程师", "DevOps", "建议"]),
        ("如何成为一名优秀的DevOps 工程师", ["工程师", "DevOps"]),
        ("从零开始：用Rust写一个数据库", ["从零开始", "Rust"]),
    ],
)
def test_a_line_does_not_end_within_a_short_word_where_a_better_place_is_near(qtbot, words, whole):
    label = SpacedLabel(title_font())
    qtbot.addWidget(label)
    label.say(words)
    label.show()
    broken = 0
    for width in range(185, 330, 5):
        label.resize(width, 300)
        lines = lines_of(label)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        broken += sum(not any(word in line for line in lines) for word in whole)
    assert not broken


@pytest.mark.parametrize(
    ("text", "at", "cost"),
    [("工程师", 1, 6), ("A 工程师", 2, 0), ("用Rust写", 1, 1), ("好的关系", 2, 1), ("出口管制清单", 3, 3)],
)
def test_what_a_break_costs(text, at, cost):
    assert cost_of_break(text, at) == cost

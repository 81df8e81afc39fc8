"""Blocks as plain text: what is pasted into a letter reads as it read in the article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.articles.exporting import article_text
from reader.articles.exporting.article_text import joined, offset_of_line, plain, plain_lines
from reader.articles.markdown.blocks import Block, BlockKind, Run
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from reader.articles.source.scanner import scan


def text_of(source: str) -> str:
    """Return all of `source` as plain text."""
    return plain([block for piece in cut(scan(source)) for block in render(piece)])


def test_lists_have_their_bullets_numbers_and_depth():
    source = (
        "前\n\n- 甲\n- 乙\n  - 丙\n    1. 丁\n    2. 戊\n\n  乙的第二段\n- [ ] 己\n- [x] 庚\n\n3. 辛\n4. 壬\n"
    )
    assert text_of(source).split("\n") == [
        "前",
        "• 甲",
        "• 乙",
        "  • 丙",
        "    1. 丁",
        "    2. 戊",
        "  乙的第二段",
        "☐ 己",
        "☑ 庚",
        "3. 辛",
        "4. 壬",
    ]


def test_cells_are_apart_by_tabs_and_rows_by_lines():
    assert text_of("|甲|乙|\n|-|-|\n|**丙**|`丁`|") == "甲\t乙\n丙\t丁"


def test_what_was_cut_to_be_set_is_whole_again():
    long = "出口管制与技术，民主与安全。" * 900
    assert text_of(long) == long
    code = "\n".join(f"print({n})" for n in range(120))
    assert text_of(f"前\n\n```python\n{code}\n```") == f"前\n{code}"
    rows = "\n".join(f"|{n}|乙|" for n in range(90))
    assert text_of(f"|甲|乙|\n|-|-|\n{rows}").split("\n") == ["甲\t乙", *(f"{n}\t乙" for n in range(90))]


def test_the_parts_of_what_was_cut_are_each_handed_on_once(monkeypatch):
    handed_on = 0

    def counted(block, **changes):
        nonlocal handed_on
        handed_on += len(changes["inlines"])
        return replace(block, **changes)

    monkeypatch.setattr(article_text, "replace", counted)
    parts = [
        Block(BlockKind.PARAGRAPH, (Run("话"),) * 10, continues=n > 0, continued=n < 99) for n in range(100)
    ]
    assert len(joined([*parts, Block(BlockKind.PARAGRAPH, (Run("末"),))])) == 2
    assert handed_on == 1000


def test_one_block_is_its_words_alone():
    assert text_of("- 甲 **乙** $x^2$") == "甲 乙 x^2"


def test_lines_have_the_markers_of_the_file():
    source = "# 题\n\n前 **重**\n\n- 甲\n- [x] 乙\n    2. 丙\n\n```\n- 码\n```\n"
    article = parse_article(source, Path("a.md"))
    lines = list(plain_lines(article, Span(0, len(article.text.text))))
    assert [line for line in lines if line] == ["题", "前 重", "• 甲", "☑ 乙", "    2. 丙", "- 码"]
    inside = article.text.text.index("重")
    assert list(plain_lines(article, Span(inside, inside + 1))) == ["重"]


@given(st.text(alphabet="ab\n甲𠮷", max_size=60), st.integers(1, 70))
def test_the_offset_of_a_line_is_where_it_begins(source, line):
    lines = source.split("\n")
    expected = (
        len("\n".join(lines[: line - 1])) + (1 if line > 1 else 0) if line <= len(lines) else len(source)
    )
    assert offset_of_line(source, line) == expected

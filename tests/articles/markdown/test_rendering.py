"""From Markdown to blocks: every construct, its frames, its lines; safe with any input."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.articles.markdown.abbreviations import MOST_IN_PIECE
from reader.articles.markdown.blocks import BlockKind, Formula, FrameKind, Mark, Picture, Run
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render, render_markdown
from reader.articles.source.scanner import scan
from tests.long_runs import times


def blocks_of(source):
    definitions = scan(source).definitions
    return [block for piece in cut(scan(source)) for block in render(piece, definitions)]


def shown(source):
    """Return what matters of each block: kind, marker, kinds of frames, text."""
    return [
        (block.kind.value, block.marker, "/".join(frame.kind.value for frame in block.frames), block.text)
        for block in blocks_of(source)
    ]


def test_bold_beside_full_width_punctuation():
    (block,) = blocks_of("**重要**：甲；这是**“引号内”**的；**（括号）**之后；**出口管制。**后接")
    assert [run.text for run in block.inlines if Mark.STRONG in run.marks] == [
        "重要",
        "“引号内”",
        "（括号）",
        "出口管制。",
    ]


@pytest.mark.parametrize(
    "text", ["从$5涨到$10", "$5–$10", "A $20 bill and $30", "区间3~5和6~8", "2 * 3 * 4", "C^2 与 D^3"]
)
def test_what_is_no_formula_and_no_mark_stays_text(text):
    (block,) = blocks_of(text)
    assert block.inlines == (Run(text),)


@pytest.mark.parametrize(
    ("text", "tex", "display"),
    [
        ("公式$E=mc^2$在行内", "E=mc^2", False),
        ("公式\\(a_1^2\\)在行内", "a_1^2", False),
        ("$$\nx\n+ y\n$$", "x\n+ y", True),
        ("\\[\n\\frac{a}{b}\n\\]", "\\frac{a}{b}", True),
        ("- 项\n  $$z$$", "z", True),
    ],
)
def test_formulas(text, tex, display):
    found = [inline for block in blocks_of(text) for inline in block.inlines if isinstance(inline, Formula)]
    assert [(formula.tex, formula.display) for formula in found] == [(tex, display)]


def test_a_callout_of_github_and_one_of_python_markdown():
    assert shown(
        '> [!TIP]\n> 甲\n\n> [!NOTE] 题\n> 乙\n\n> 引\n\n!!! warning "注意"\n    丙\n\n    - 丁'
    ) == [
        ("title", "", "callout", "Tip"),
        ("paragraph", "", "callout", "甲"),
        ("title", "", "callout", "题"),
        ("paragraph", "", "callout", "乙"),
        ("paragraph", "", "quote", "引"),
        ("title", "", "callout", "注意"),
        ("paragraph", "", "callout", "丙"),
        ("paragraph", "•", "callout/item", "丁"),
    ]


def test_footnotes_are_numbered_by_their_use_and_lead_back():
    blocks = blocks_of("用二[^b]，用一[^a]。\n\n# 远处\n\n[^a]: 甲\n[^b]: 乙\n")
    links = [run.href for run in blocks[0].inlines if run.href]
    assert links == ["#fn:b", "#fn:a"]
    notes = [block for block in blocks if block.frames and block.frames[0].kind is FrameKind.FOOTNOTE]
    assert [(note.marker, note.names) for note in notes] == [("2.", ("fn:a",)), ("1.", ("fn:b",))]
    assert [note.inlines[-1].href for note in notes] == ["#fnref:a", "#fnref:b"]


def test_references_and_abbreviations_reach_across_pieces():
    blocks = blocks_of("见[链][x]，用HTML 写。\n\n# 远处\n\n[x]: https://a.b/\n*[HTML]: 超文本标记语言\n")
    assert [(run.text, run.href, run.title) for run in blocks[0].inlines if run.href or run.title] == [
        ("链", "https://a.b/", ""),
        ("HTML", "", "超文本标记语言"),
    ]


def test_abbreviations_are_explained_so_many_times_in_a_piece():
    (paragraph,) = blocks_of("HTML 与 " * (2 * MOST_IN_PIECE) + "\n\n# 远处\n\n*[HTML]: 超文本标记语言\n")[:1]
    assert sum(1 for run in paragraph.inlines if run.title) == MOST_IN_PIECE
    assert paragraph.text.count("HTML") == 2 * MOST_IN_PIECE


def test_details_keep_their_markdown():
    assert shown("<details>\n<summary>问</summary>\n\n- **答**\n\n</details>\n\n后") == [
        ("title", "", "details", "问"),
        ("paragraph", "•", "details/item", "答"),
        ("paragraph", "", "", "后"),
    ]


def test_tasks_pictures_ruby_and_definitions():
    assert [row[1] for row in shown("- [ ] 甲\n- [x] 乙")] == ["☐", "☑"]
    figure, caption = blocks_of('![图](a.png "题")')
    assert (caption.kind, caption.text) == (BlockKind.CAPTION, "题")
    assert (figure.kind, figure.inlines) == (BlockKind.FIGURE, (Picture("a.png", "图", "题"),))
    (ruby,) = blocks_of("<ruby>漢字<rt>かんじ</rt></ruby>")
    assert ruby.inlines == (Run("漢字", ruby="かんじ"),)
    assert [row[:3] for row in shown("词\n:   义")] == [("term", "", ""), ("paragraph", "", "definition")]


def test_scripts_styles_and_frames_are_gone():
    text = "".join(
        row[3]
        for row in shown("甲<script>alert(1)</script>\n\n<style>p{}</style>\n\n<iframe src=x>乙</iframe>")
    )
    assert "alert" not in text
    assert "p{}" not in text
    assert "乙" not in text
    assert "甲" in text


def test_tags_at_the_end_of_a_digest_are_no_heading():
    assert shown("#AI技术， #中美竞争")[0][0] == "paragraph"


def test_blocks_know_their_lines():
    source = "# 甲\n\n段一\n继续\n\n- 项一\n- 项二\n\n```\n码\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert [(block.first_line, block.last_line) for block in blocks_of(source)] == [
        (1, 1), (3, 4), (6, 6), (7, 7), (10, 10), (13, 15)
    ]  # fmt: skip


def test_parts_of_what_was_cut_show_each_line_once_and_know_where_it_is():
    rows = "".join(f"| 第{n}行 | 值 |\n" for n in range(100))
    code = "".join(f"变量{n} = {n}\n" for n in range(150))
    source = f"| 名 | 值 |\n|---|---|\n{rows}\n```py\n{code}```\n"
    tables = [block for block in blocks_of(source) if block.kind is BlockKind.TABLE]
    first_cells = [row[0].inlines[0].text for table in tables for row in table.rows]
    assert first_cells == ["名", *(f"第{n}行" for n in range(100))]
    assert [table.continues for table in tables] == [False, True, True, True]
    lines = source.split("\n")
    for block in blocks_of(source):
        words = block.text.split("\u2028")[0] or block.rows[0][0].inlines[0].text
        assert words in lines[block.first_line - 1]
    parts = [block for block in blocks_of(source) if block.kind is BlockKind.CODE]
    assert "\u2028".join(part.text for part in parts) == code.rstrip("\n").replace("\n", "\u2028")
    assert parts[0].whole == code.rstrip("\n")


MARKS = st.text(st.sampled_from(list("*_`~=^$[]()!<>#-+|:\\\"'{}&\n\t 文a1。，")), max_size=200)


@settings(max_examples=times(300, 120), deadline=None)
@example("- +")
@example("一\n\n1. + a")
@given(MARKS)
def test_nothing_raises_and_lines_stay_inside(source):
    for piece in cut(scan(source)):
        for block in render(piece, scan(source).definitions):
            assert piece.first_line <= block.first_line <= block.last_line <= piece.last_line


@settings(max_examples=times(100, 40), deadline=None)
@given(st.text(st.characters(whitelist_categories=("Lo", "Lu", "Nd")), min_size=1, max_size=80))
def test_plain_words_come_through_unchanged(text):
    (block,) = render_markdown(text)
    assert block.text == unicodedata.normalize("NFC", text)


def test_threads_do_not_disturb_one_another():
    part = "# 题\n\n**粗**[链][x]与[^n]\n\n- 一\n  - 二\n\n```py\nx = 1\n```\n\n$$y$$\n\n"
    source = 3 * (part + "[x]: http://a/\n[^n]: 注\n")
    definitions = scan(source).definitions
    pieces = list(cut(scan(source))) * 12
    alone = [render(piece, definitions) for piece in pieces]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda piece: render(piece, definitions), pieces)) == alone

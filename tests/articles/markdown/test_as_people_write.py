"""Markdown as people write it: for each case what CommonMark's readers show, and what we do.

A case is (Markdown, CommonMark, ours). Ours is "=" where it is the same. Blocks
are written "marker frames: text", each frame as one letter (i item, q quote, c callout).
"""

from __future__ import annotations

import pytest

from reader.articles.markdown.block_builder import DEEPEST
from reader.articles.markdown.blocks import BlockKind, FrameKind, Mark, Run
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render, render_markdown
from reader.articles.source.scanner import scan

LETTERS = {FrameKind.ITEM: "i", FrameKind.QUOTE: "q", FrameKind.CALLOUT: "c", FrameKind.DETAILS: "d"}
KINDS = {
    BlockKind.PARAGRAPH: "",
    BlockKind.CODE: "code ",
    BlockKind.RULE: "rule ",
    BlockKind.TABLE: "table ",
    BlockKind.TITLE: "title ",
}

CASES = [
    # lists
    ("- 甲\n  - 乙\n    - 丙\n- 丁", ["• i: 甲", "• ii: 乙", "• iii: 丙", "• i: 丁"], "="),
    ("- 甲\n    - 乙\n- 丙", ["• i: 甲", "• ii: 乙", "• i: 丙"], "="),
    ("- 甲\n\t- 乙", ["• i: 甲", "• ii: 乙"], "="),
    ("1. 甲\n   - 乙\n2. 丙", ["1. i: 甲", "• ii: 乙", "2. i: 丙"], "="),
    (
        "1. 甲\n  - 乙\n2. 丙",
        ["1. i: 甲", "• i: 乙", "2. i: 丙"],
        ["1. i: 甲", "• ii: 乙", "2. i: 丙"],
    ),  # meant so
    ("3. 甲\n4. 乙", ["3. i: 甲", "4. i: 乙"], "="),
    ("7) 甲\n8) 乙", ["7. i: 甲", "8. i: 乙"], "="),
    ("正文：\n- 甲\n- 乙", ["正文：", "• i: 甲", "• i: 乙"], "="),
    ("正文：\n1. 甲\n2. 乙", ["正文：", "1. i: 甲", "2. i: 乙"], "="),
    (
        "正文：\n3. 甲\n4. 乙",
        ["正文： 3. 甲 4. 乙"],
        ["正文：", "3. i: 甲", "4. i: 乙"],
    ),  # a list all the same
    ("那是\n1986. 那一年", ["那是 1986. 那一年"], "="),
    ("- 甲\n\n  第二段\n- 乙", ["• i: 甲", "i: 第二段", "• i: 乙"], "="),
    ("- 甲\n继续\n- 乙", ["• i: 甲 继续", "• i: 乙"], ["• i: 甲继续", "• i: 乙"]),
    ("- 甲\n\n段落", ["• i: 甲", "段落"], "="),
    ("- 甲\n-\n- 乙", ["• i: 甲", "• i: ", "• i: 乙"], "="),
    ("* 甲\n+ 乙", ["• i: 甲", "• i: 乙"], "="),
    ("1. 甲\n\n   2. 乙", ["1. i: 甲", "2. i: 乙"], ["1. i: 甲", "2. ii: 乙"]),
    ("1. 甲\n\n  2. 乙", ["1. i: 甲", "2. i: 乙"], "="),
    # code in lists and elsewhere
    ("- 甲\n  ```\n  码\n  ```\n- 乙", ["• i: 甲", "code i: 码", "• i: 乙"], "="),
    ("1. 甲\n   ```py\n   x = 1\n   ```\n2. 乙", ["1. i: 甲", "code i: x = 1", "2. i: 乙"], "="),
    ("- ```\n  码\n  ```\n- 乙", ["code • i: 码", "• i: 乙"], "="),
    ("正文\n```\n码\n```\n后文", ["正文", "code : 码", "后文"], "="),
    ("~~~\n```\n~~~", ["code : ```"], "="),
    ("```\n没有结束", ["code : 没有结束"], "="),
    ("> ```\n> 码\n> ```\n> 后", ["code q: 码", "q: 后"], "="),
    ("    四格\n\n正文", ["code : 四格", "正文"], "="),
    # line breaks
    ("甲  \n乙", ["甲⏎乙"], "="),
    ("甲\\\n乙", ["甲⏎乙"], "="),
    ("甲\n乙", ["甲 乙"], ["甲乙"]),  # no space between Chinese characters
    ("a\nb", ["a b"], "="),
    ("甲\na", ["甲 a"], "="),
    # quotations, callouts, tables, rules, headings
    ("正文\n> 引\n继续", ["正文", "q: 引 继续"], ["正文", "q: 引继续"]),
    ("> 一\n\n> 二", ["q: 一", "q: 二"], "="),
    ("- 甲\n  > 引", ["• i: 甲", "iq: 引"], "="),
    ("> - 甲\n>   - 乙", ["• qi: 甲", "• qii: 乙"], "="),
    ("正文\n| a | b |\n|---|---|\n| 1 | 2 |", ["正文", "table : "], "="),  # as GitHub does
    ("正文\n\n---\n\n后文", ["正文", "rule : ", "后文"], "="),
    ("- 甲\n---\n后文", ["• i: 甲", "rule : ", "后文"], "="),
    ("题\n---", ["h2 : 题"], "="),
    ("题\n二行\n===", ["h1 : 题 二行"], ["h1 : 题二行"]),
    ("一句话。\n---\n后文", ["h2 : 一句话。", "后文"], ["一句话。", "rule : ", "后文"]),  # digests glue rules
    ("两行\n的话\n---", ["h2 : 两行 的话"], ["两行的话", "rule : "]),
    ("#标签，不是标题", ["#标签，不是标题"], "="),
    ("# 题 #", ["h1 : 题"], "="),
    ("## C#", ["h2 : C#"], "="),
    ("13800138000. 是电话", ["13800138000. 是电话"], "="),
    ("# \n## #\n正文", ["h1 : ", "h2 : ", "正文"], ["正文"]),  # nothing to show
    ("\tcp\ta b", ["code : cp\ta b"], "="),
    ("```\nall:\n\tmake\n```", ["code : all:⏎\tmake"], "="),
    ("见[甲] [乙]\n\n[甲]: https://a.b\n[乙]: https://c.d", ["见甲 乙"], "="),
    # attributes and containers of other programs, which CommonMark shows as text
    ("## 题 {#a .b}\n后", ["h2 : 题 {#a .b}", "后"], ["h2 : 题", "后"]),
    ("## 题 {: #a}", ["h2 : 题 {: #a}"], ["h2 : 题"]),
    ("## f{x} 与 {y}", ["h2 : f{x} 与 {y}"], "="),
    ("甲\n{: .b #c}\n\n乙", ["甲 {: .b #c}", "乙"], ["甲", "乙"]),
    ("- 甲\n- 乙\n{: .b}\n\n丙", ["• i: 甲", "• i: 乙 {: .b}", "丙"], ["• i: 甲", "• i: 乙", "丙"]),
    (
        "**甲**{: .b}与`乙`{.c #d}与[丙](x){target=_blank}",
        ["甲{: .b}与乙{.c #d}与丙{target=_blank}"],
        ["甲与乙与丙"],
    ),
    ("集合 {1, 2} 与**甲**{乙}", ["集合 {1, 2} 与甲{乙}"], "="),
    ('<div markdown="1">\n**甲**\n\n- 乙\n</div>', ["**甲**", "• i: 乙"], ["甲", "• i: 乙"]),
    (
        "::: tip 题\n**甲**\n\n- 乙\n:::\n后",
        ["::: tip 题 甲", "• i: 乙 ::: 后"],
        ["title c: 题", "c: 甲", "• ci: 乙", "后"],
    ),
    ("::: center\n甲\n:::", ["::: center 甲 :::"], ["甲"]),
    ("::: 没有结束\n甲", ["::: 没有结束 甲"], ["::: 没有结束甲"]),
    # what only looks like HTML
    ("用 Box<T> 与 <think>想</think>", ["用 Box 与 想"], ["用 Box<T> 与 <think>想</think>"]),
    ("<b>粗</b>与<!-- 注 -->后", ["粗与后"], "="),
]


def shown(source):
    lines = []
    found = scan(source)
    for piece in cut(found):
        for block in render(piece, found.definitions):
            kind = f"h{block.level} " if block.kind is BlockKind.HEADING else KINDS[block.kind]
            frames = "".join(LETTERS[frame.kind] for frame in block.frames)
            head = kind + (f"{block.marker} " if block.marker else "") + frames
            text = block.text.replace("\u2028", "⏎")
            lines.append(f"{head}: {text}" if head else text)
    return lines


@pytest.mark.parametrize(("source", "commonmark", "ours"), CASES, ids=[repr(case[0]) for case in CASES])
def test_each_case_is_shown_as_the_table_says(source, commonmark, ours):
    assert shown(source) == (commonmark if ours == "=" else ours)


def test_a_heading_can_be_led_to_by_the_name_it_is_given():
    assert [block.names for block in render_markdown("## 题 {#甲 .b}")] == [("甲",)]


def test_the_first_definition_of_a_name_counts():
    source = "[甲]\n\n[甲]: https://first\n[甲]: https://second"
    (run,) = render_markdown(source)[0].inlines
    assert run.href == "https://first"


def test_the_words_for_an_image_have_no_marks():
    (picture,) = render_markdown("![图 **一** 与 [链](x)](a.png)")[0].inlines
    assert picture.words == "图 一 与 链"


EMPHASIS = [
    ("**重要**：后", ["重要"]),
    ("这是**“引号内”**的", ["“引号内”"]),
    ("**（括号）**之后", ["（括号）"]),
    ("**出口管制。**后接", ["出口管制。"]),
    ("前**“引”**，**《书》**。", ["“引”", "《书》"]),
    ("**Latin**中文**Latin**", ["Latin", "Latin"]),
    ("2 ** 3 ** 4", []),
    ("snake_case_name", []),
]


@pytest.mark.parametrize(("source", "strong"), EMPHASIS)
def test_bold_beside_full_width_punctuation(source, strong):
    (block,) = render_markdown(source)
    assert [run.text for run in block.inlines if Mark.STRONG in run.marks] == strong


LINKS = [
    ("见https://a.b/c，后", "https://a.b/c"),
    ("见（https://a.b/c）。", "https://a.b/c"),
    ("https://a.b/c_(d)。", "https://a.b/c_(d)"),
    ("https://a.b/?q=1&x=2.", "https://a.b/?q=1&x=2"),
    ("“https://a.b”", "https://a.b"),
    ("<https://a.b/>", "https://a.b/"),
    ("[链](https://a.b/c 'T')", "https://a.b/c"),
    ("[链][1]\n\n[1]: https://a.b/d", "https://a.b/d"),
]


@pytest.mark.parametrize(("source", "address"), LINKS)
def test_links_end_where_chinese_begins(source, address):
    block = render_markdown(source)[0]
    assert [run.href for run in block.inlines if isinstance(run, Run) and run.href] == [address]


def test_what_is_quoted_deeper_than_anybody_reads_keeps_its_words():
    block = render_markdown("> " * 1000 + "深")[0]
    assert [run.text for run in block.inlines if isinstance(run, Run)] == ["深"]
    assert len(block.frames) <= DEEPEST

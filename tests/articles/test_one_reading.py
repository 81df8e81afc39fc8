"""Every word of a file is shown, and what the page shows of a line is what the canonical text says of it.

What may be hidden is a written list: `tests.corpus.HIDDEN`, the lines that the title block and the
framework show, tags and link addresses. Checked on generated Markdown, on CommonMark's and GitHub's own
examples, and on small cases of every kind that once lost or mangled words.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from reader.articles.markdown.blocks import BlockKind, FrameKind
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import extract
from reader.articles.source.lines import LineKind
from reader.articles.source.scanner import scan
from tests.corpus import blocks_of, differing, words_of
from tests.long_runs import times

DATA = Path(__file__).parents[1] / "data" / "commonmark"
EXAMPLES = [
    *json.loads((DATA / "examples.json").read_text(encoding="utf-8")),
    *json.loads((DATA / "gfm.json").read_text(encoding="utf-8")),
]

WORDS = st.sampled_from(
    ["甲乙", "丙", "alpha", "b2", "**粗**", "_em_", "`co|de`", "x==1", "[链](u)", "![图](a.png)"]
)
ODD = st.sampled_from(
    [
        "<b>", "</b>", "<br>", "<title>", "<!--", "-->", "&amp;", "\\[1\\]", "$x^2$", "|", "~~", "[[k|v]]",
        "\\", "<ruby>漢<rt>h</rt>",
    ]
)  # fmt: skip
SENTENCE = st.lists(WORDS | ODD, min_size=1, max_size=6).map(" ".join)
START = st.sampled_from(
    [
        "", "", "- ", "1. ", "2) ", "  - ", "> ", "> - ", "    ", "\t", "# ", "##", "| ", "* [ ] ", "[^1]: ",
        ": ", "!!! note\n    ",
    ]
)  # fmt: skip
LINE = st.tuples(START, SENTENCE).map("".join) | st.sampled_from(
    [
        "", "", "---", "===", "```", "~~~", "|---|---|", "<details>", "</details>", "<div>", "</div>", ":::",
        "::: tip", "$$", "> [!NOTE] 题", '=== "页"',
    ]
)  # fmt: skip
MARKDOWN = st.lists(LINE, min_size=1, max_size=14).map("\n".join)
LETTERS = st.text(st.sampled_from(list("ab中文，。 \t\n\n\\`*_~=^[]()!<>&$#-+|.1:\"'{}?/├─")), max_size=120)


def check(source):
    article = parse_article(source, Path("a.md"))
    assert article.text.text.count("\n") == source.count("\n")
    assert not list(differing(article)), source
    for block in blocks_of(article):
        assert block.note == ""
        assert 0 <= block.first_line <= block.last_line <= source.count("\n") + 1


# No shrinking: the lines that differ are told, and shrinking takes minutes.
WITHOUT_SHRINKING = settings(
    max_examples=times(200, 80), deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)


@WITHOUT_SHRINKING
@given(MARKDOWN)
@example("- a\n  ```\n\n      b\n  ```")
def test_the_page_shows_of_each_line_what_the_canonical_text_says(source):
    check(source)


@WITHOUT_SHRINKING
@given(LETTERS)
def test_so_it_is_with_any_letters(source):
    check(source)


@pytest.mark.parametrize("number", range(0, len(EXAMPLES), 25))
def test_so_it_is_with_the_examples_of_commonmark_and_github(number):
    for each in EXAMPLES[number : number + 25]:
        check(each["markdown"])


PLAIN = st.lists(st.sampled_from(["甲乙", "alpha", "丙丁，", "b2"]), min_size=1, max_size=5).map(" ".join)
FRAMES = st.sampled_from(
    [
        "{}", "- {}", "1. {}", "> {}", "# {}", "- [ ] {}", "    {}", "```\n{}\n```", "| {} |\n|---|\n| {} |",
        "**{}**",
        "<div>{}</div>", "<details>\n<summary>{}</summary>\n\n{}\n\n</details>", '!!! tip "{}"\n    {}',
        "> [!NOTE] {}\n> {}", "{}\n===", "甲[^1]\n\n[^1]: {}", "- {}\n\n  {}\n- {}", "<title> {}",
        "x <select> {}",
        "<ruby>漢<rt>h</rt>{}", "![{}](a.png)", "$$\n{}\n$$", "::: tip {}\n{}\n:::", "词\n: {}",
    ]
)  # fmt: skip
ARTICLE = st.lists(st.tuples(FRAMES, PLAIN), min_size=1, max_size=6)


@WITHOUT_SHRINKING
@given(ARTICLE)
def test_no_word_of_the_file_is_lost(parts):
    source = "\n\n".join(frame.replace("{}", words) for frame, words in parts)
    article = parse_article("# 题\n\n前文。\n\n" + source + "\n\n后文。", Path("a.md"))
    shown = words_of("".join(_shown(article)))
    for _frame, words in parts:
        assert words_of(words) in shown, source


def _shown(article):
    yield article.metadata.title
    for line in sorted(article.metadata.lines):
        yield article.source.split("\n")[line - 1]
    for block in blocks_of(article):
        for inline in (
            *block.inlines,
            *(each for row in block.rows for cell in row for each in cell.inlines),
        ):
            yield getattr(inline, "text", "") or getattr(inline, "words", "") or getattr(inline, "source", "")


# ---- cases: Markdown, and what the page shows: "kind marker frames: text" for each block

FRAME = {
    FrameKind.ITEM: "i", FrameKind.QUOTE: "q", FrameKind.CALLOUT: "c", FrameKind.DETAILS: "d",
    FrameKind.FOOTNOTE: "f", FrameKind.DEFINITION: "m",
}  # fmt: skip
KIND = {BlockKind.PARAGRAPH: "p", BlockKind.HEADING: "h", BlockKind.CODE: "code", BlockKind.TITLE: "title"}


def page(source):
    found = scan(source)
    lines = []
    for piece in cut(found):
        for block in render(piece, found.definitions):
            kind = KIND.get(block.kind, block.kind.value) + (str(block.level) if block.level else "")
            frames = "".join(FRAME[frame.kind] for frame in block.frames)
            text = block.text.replace("\u2028", "⏎").replace("\ufffc", "▢")
            if block.rows:
                text = " / ".join(" | ".join(cell.text for cell in row) for row in block.rows)
            lines.append(" ".join(part for part in (kind, block.marker, frames) if part) + f": {text}")
    return lines


CASES = [
    # comments, over headings and lists, hide all of themselves and nothing else
    ("甲\n\n<!--\n## 旧\n\n- 项\n-->\n\n乙", ["p: 甲", "p: 乙"]),
    ("甲\n<!-- 一\n\n# 二 --> 乙", ["p: 甲", "p: 乙"]),
    ("- 甲\n\n<!-- 注 -->\n\n- 乙", ["p • i: 甲", "p • i: 乙"]),
    ("1. 甲\n<!-- 注\n注 -->\n2. 乙", ["p 1. i: 甲", "p 2. i: 乙"]),
    ("<!-- 没有结束\n\n# 题", ["p: <!-- 没有结束", "h1: 题"]),
    # folds with headings, lists, code and tables in them
    ("<details>\n<summary>问</summary>\n\n### 答\n\n- 项\n\n```\n码\n```\n\n</details>\n\n后",
     ["title d: 问", "h3 d: 答", "p • di: 项", "code d: 码", "p: 后"]),
    ("<details><summary>问</summary>\n**答**\n</details>", ["title d: 问", "p d: 答"]),
    ("<details>\n\n没有结束\n\n# 题", ["p d: 没有结束", "h1: 题"]),
    # callouts
    ("> [!NOTE] 读**两遍**`再`答\n> 后", ["title c: 读两遍再答", "p c: 后"]),
    ("> [!tip]- [链](u)（注）\n>\n> - 项", ["title c: 链（注）", "p • ci: 项"]),
    ("> [!WARNING]\n> 话", ["title c: Warning", "p c: 话"]),
    ("> 话\n> [!NOTE] 不是题", ["p q: 话 [!NOTE] 不是题"]),
    # headings
    ("- [ ] 甲\n  ===\n\n乙", ["h1 • i: [ ] 甲", "p: 乙"]),
    ("真的吗？！\n---\n\n乙", ["h2: 真的吗？！", "p: 乙"]),
    ("##甲\n#乙\n####### 丙", ["h2: 甲", "p: #乙 ####### 丙"]),
    ("甲\n乙\n===", ["h1: 甲乙"]),
    # lists
    ("1. 甲\n2. 乙\n\n1. 丙\n2. 丁", ["p 1. i: 甲", "p 2. i: 乙", "p 1. i: 丙", "p 2. i: 丁"]),
    ("1. 甲\n\n1. 乙\n\n1. 丙", ["p 1. i: 甲", "p 2. i: 乙", "p 3. i: 丙"]),
    ("1. 甲\n2. 乙\n\n7. 丙", ["p 1. i: 甲", "p 2. i: 乙", "p 7. i: 丙"]),
    ("1) 甲\n1. 乙", ["p 1. i: 甲", "p 1. i: 乙"]),
    ("1. 甲\n\n   - 乙\n2. 丙\n   - 丁", ["p 1. i: 甲", "p • ii: 乙", "p 2. i: 丙", "p • ii: 丁"]),
    ("- 甲：\n  - 乙\n\n  丙：\n  1. 丁", ["p • i: 甲：", "p • ii: 乙", "p i: 丙：", "p 1. ii: 丁"]),
    ("-\n\n    码\n\n文", ["p • i: ", "code: 码", "p: 文"]),
    ("-\n  甲\n- 乙", ["p • i: 甲", "p • i: 乙"]),
    ("- 甲\n\n\t\tif x:\n\t\t\treturn true\n\n- 乙",
     ["p • i: 甲", "code i:   if x:⏎  \treturn true", "p • i: 乙"]),
    ("1. 甲\n\n\t\treturn true", ["p 1. i: 甲", "code i:  return true"]),
    ("- 甲\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n- 乙",
     ["p • i: 甲", "table i: a | b / 1 | 2", "p • i: 乙"]),
    ("> 1. 甲\n>    - 乙\n> 2. 丙", ["p 1. qi: 甲", "p • qii: 乙", "p 2. qi: 丙"]),
    # tables
    ("甲 | 乙\n--|--\n| 1 | 2\n| 3 | 4 |", ["table: 甲 | 乙 / 1 | 2 / 3 | 4"]),
    ("|a|b|\n|-|-|\n|`x \\| y`|[[p|q]]|\n|[[r\\|s]]|\\||", ["table: a | b / x | y | q / s | |"]),
    ("a | b\n- | -\n1 | 2", ["table: a | b / 1 | 2"]),
    ("话：\n| a |\n|---|\n| 1 | 多 |", ["p: 话：", "table: a |  / 1 | 多"]),
    # raw HTML: what opens nothing known, or never closes, is text
    ("用 <title> 与 <select> 时", ["p: 用 <title> 与 <select> 时"]),
    ("`Map<K>` 与 Observable<Object> 与 <T extends U>", ["p: Map<K> 与 Observable<Object> 与 <T extends U>"]),
    ("<b>粗</b> 与 <i> 标签", ["p: 粗 与 <i> 标签"]),
    ("按<kbd>Ctrl</kbd>，H<sub>2</sub>O，行<br>末", ["p: 按Ctrl，H2O，行⏎末"]),
    ("点<ruby>选<rt>xuan</rt><ruby>钮。\n\n后", ["p: 点选钮。", "p: 后"]),
    ("<ruby>漢<rt>**h**</rt></ruby>后", ["p: 漢后"]),
    ("<div>\n\n<title>\n\n</div>\n\n后", ["p: <title>", "p: 后"]),
    ("<p>用 <textarea> 写</p>\n\n后", ["p: 用 <textarea> 写", "p: 后"]),
    ("<Tip>\n\n甲 :smile:\n\n</Tip>", ["p: <Tip>", "p: 甲 :smile:", "p: </Tip>"]),
    # inlines
    ("涨了\\[1\\]，见\\[注\\]，O\\(n\\)，\\(x_1\\)", ["p: 涨了[1]，见[注]，O(n)，▢"]),
    ("x==1 且 y==2，==重点==", ["p: x==1 且 y==2，重点"]),
    ("![见 [甲](u) 与 **乙**](a.png)", ["figure: ▢", "caption: 见 甲 与 乙"]),
    ("[甲 [乙] 丙](u)", ["p: 甲 [乙] 丙"]),
    ("[甲][r]\n\n[r]: <a b> '题'", ["p: 甲"]),
    ("[[设置]] [[a#b|外观]] ![[图.png]] a[[0]] [[1]](u)", ["p: 设置 外观 ▢ a[[0]] [1]"]),
    ("![[图.PNG|300]]\n\n![[一篇]] 与 ![[b c.png]]", ["figure: ▢", "p: 一篇 与 ▢"]),
    ("价 $5 到 $10，$a+b$", ["p: 价 $5 到 $10，▢"]),
    # code
    ('=== "C++"\n\n    ```cpp\n    x\n    ```\n\n=== "Py"\n\n    y\n\n后',
     ["title c: C++", "code c: x", "title c: Py", "p c: y", "p: 后"]),
    ('=== "A"\n\n    === "B"\n\n        内\n\n    外\n后',
     ["title c: A", "title cc: B", "p cc: 内", "p c: 外", "p: 后"]),
    ('!!! note "甲"\n\n    ```\n    码\n    ```\n后', ["title c: 甲", "code c: 码", "p: 后"]),
    ("```console\n$ ls\na.md\n```", ["code: $ ls⏎a.md"]),
    ("```pycon\n>>> 1\n1\n```", ["code: >>> 1⏎1"]),
    ("=" * 60 + "\n\n**甲**", ["p: " + "=" * 60, "p: 甲"]),
    # notes and definitions
    ("甲[^1]乙[^2]\n\n[^1]: 一\n[^2]: 二\n    三\n\n    四\n\n后",
     ["p: 甲1乙2", "p 1. f: 一\u00a0↑", "p 2. f: 二三", "p f: 四\u00a0↑", "p: 后"]),
    ("词\n: 义\n: 又一义", ["term: 词", "p m: 义", "p m: 又一义"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), CASES, ids=[repr(case[0])[:60] for case in CASES])
def test_each_kind_is_shown_as_the_table_says(source, blocks):
    assert page(source) == blocks
    check(source)


def test_nothing_is_quadratic():
    whole = times(2, 1)  # double the text, and four times the time: a square takes as long of it
    for source in (
        ">" * 2_500 * whole + " 深",
        "> " * 2_500 * whole + "深",
        "[" * 10_000 * whole,
        "- " * 50_000 * whole,
        "**a" * 5_000 * whole,
        "[a](" * 2_500 * whole,
        "<b>" * 10_000 * whole,
        "<ruby>" * 2_500 * whole,
        "[[" * 5_000 * whole,
        "{" * 10_000 * whole,
        "`a" * 5_000 * whole,
        "|" * 10_000 * whole + "\n|-|",
        "<!--" * 2_500 * whole,
        "\\[" * 5_000 * whole,
        "$" * (10_000 * whole + 1),
        "- a\n" * 2_500 * whole,
        "<details>\n\n" * 1_000 * whole,
        ": a\n" * 1_500 * whole,
        "::: tip\n" * 1_500 * whole,
        '!!! note "a"\n' * 1_500 * whole,
    ):
        begun = time.thread_time()
        check(source)
        assert time.thread_time() - begun < 2 * whole**2, source[:20]


def test_what_is_drawn_outside_of_a_fence_keeps_its_lines():
    assert page("根\n├── 甲\n│   └── **乙**\n\n后") == ["p: 根", "code: ├── 甲⏎│   └── **乙**", "p: 后"]


def test_the_kinds_of_lines_that_hide_words_are_the_written_list():
    source = "---\na: 1\n---\n\n[x]: u\n*[H]: h\n\n<!-- c -->\n\n::: tip\nt\n:::\n{: .a}\n"
    kinds = {line.kind for line in scan(source).lines if not line.content}
    hidden = {kind for kind in kinds if kind not in (LineKind.BLANK, LineKind.RULE, LineKind.TEXT)}
    assert hidden == {LineKind.DEFINITION, LineKind.HIDDEN}
    assert re.sub(r"\s", "", extract(source).text) == "a:1t"


def test_what_is_embedded_is_a_picture_of_its_width_or_a_link():
    found = scan("![[图 1.png|300]]\n\n![[图%#.png|400x20]]\n\n![[一篇#节]]")
    blocks = [block for piece in cut(found) for block in render(piece, found.definitions)]
    pictures = [block.inlines[0] for block in blocks if block.kind is BlockKind.FIGURE]
    assert [(one.source, one.width) for one in pictures] == [("图 1.png", 300), ("图%25%23.png", 400)]
    assert blocks[-1].inlines[0].href == "wiki:一篇#节"

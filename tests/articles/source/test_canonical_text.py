"""The canonical text: the words without their marks, line n of it for line n of the file."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.articles.source.canonical_text import extract

INLINE = [
    ("**重要**：先读", "重要：先读"),
    ("先**出口管制。**后接", "先出口管制。后接"),
    ("这是**“引用”**的话", "这是“引用”的话"),
    ("*a* _b_ ***c*** __d__", "a b c d"),
    ("snake_case_name 与 2*3*4", "snake_case_name 与 234"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("中==重点==文，a==b and c==d", "中重点文，a==b and c==d"),
    ("~~删去~~ H~2~O x^2^ 10~20~30 与 2^10和3^5", "删去 H2O x2 10~20~30 与 2^10和3^5"),
    ("[文字](https://a.cn/b_c_(d) '题') 完", "文字 完"),
    ("[**粗**链接](<a b>)后", "粗链接后"),
    ("[https://a.cn/?x=1](https://a.cn/?x=1)。", "https://a.cn/?x=1。"),
    ("![图一](a.png)和[![x](y)](z)", "图一和x"),
    ("<https://a.cn/_b_> 与 https://a.cn/_b_ 裸", "https://a.cn/_b_ 与 https://a.cn/_b_ 裸"),
    ("注[^1]脚", "注[^1]脚"),
    ("`a_b_*c*` 与 ``x ` y``", "a_b_*c* 与 x ` y"),
    (r"\*不斜\* \\ \[1\]", r"*不斜* \ [1]"),
    ("&lt;T&gt; &amp; &#x4E2D; &nbsp;&copy;2024 &bogus;", "<T> & 中 \xa0©2024 &bogus;"),
    ("行一<br>行二 <kbd>Ctrl</kbd> <ruby>漢<rt>hàn</rt></ruby>", "行一 行二 Ctrl 漢hàn"),
    ("Box<T> 与 Map<K, V> 与 <b>粗</b>", "Box<T> 与 Map<K, V> 与 粗"),
    ("前<!-- 注释 -->后", "前后"),
    ("式 $a_1*b_2*c$ 与 \\(x_1\\)", "式 a_1*b_2*c 与 x_1"),
    ("$$E=mc^2$$", "E=mc^2"),
    ("\\[ x_1 + y \\]", "x_1 + y"),
    ("价 $5 到 $10，花了$5和$10", "价 $5 到 $10，花了$5和$10"),
    ("[未定义] [ ] [[x]] [[甲#乙|丙]] a[[0]]", "[未定义] [ ] x 丙 a[[0]]"),
    ("e\u0301 𠮷 👨‍👩‍👧", "é 𠮷 👨‍👩‍👧"),
    ("*未闭合 **也未", "*未闭合 **也未"),
]

BLOCKS = [
    ("# 一 #\n##二\n###### 六 {#id}\n#标签 ，#二", "一\n二\n六\n#标签 ，#二"),
    ("题\n===\n副题\n---\n\n一句话。\n---", "题\n\n副题\n\n\n一句话。\n"),
    ("- **文章类别**：博客\n---\n***\n* * *", "文章类别：博客\n\n\n"),
    ("- [ ] 待办\n- [x] 完成\n1. 一\n  - 二\n    1) 三", "待办\n完成\n一\n二\n三"),
    ("> 引\n> > 更深\n> - 条\n懒行", "引\n更深\n条\n懒行"),
    ("```py\na = *b*\n# c\n```\n*斜*", "\na = *b*\n# c\n\n斜"),
    ("~~~ text\n```\n~~~\n*斜*", "\n```\n\n斜"),
    ("- 项\n  ```js\n  a*b*c\n\n    d\n  ```\n  *后*", "项\n\na*b*c\n\n  d\n\n后"),
    ("> ```\n> a*b*\n> ```\n> *后*", "\na*b*\n\n后"),
    ("    四格代码 *x*\n\n*文*", "四格代码 *x*\n\n文"),
    ("文\n    续行 *斜*", "文\n续行 斜"),
    ("| 甲 | **乙** |\n|---|:-:|\n| a\\|b | `c|d` |\n|x|\n\n后 | 面", "甲\t乙\n\na|b\tc|d\nx\n\n后 | 面"),
    ("a | b\n--|--\n1 | 2", "a\tb\n\n1\t2"),
    ("[甲][1] 和 [乙]\n\n[1]: https://a.cn\n[乙]: <b> '题'\n[^n]: 脚注", "甲 和 乙\n\n\n\n脚注"),
    ("`--flag`: 说明 `-x`\n后", "--flag: 说明 -x\n后"),
    ("注[^甲]与[^2]\n\n[^甲]: 脚注", "注与[^2]\n\n脚注"),
    ("跨行**粗\n体**与`代\n码`", "跨行粗\n体与代\n码"),
    ("[跨\n行](a\n'题')", "跨\n行\n"),
    ("尾空格  \n反斜杠\\\n下", "尾空格\n反斜杠\n下"),
    ("<!-- 多\n\n行 -->\n文", "\n\n\n文"),
    ("<script>\nx*y*\n</script>\n文", "\n\n\n文"),
    ("$$\na_1*b_2\n$$\n*后*", "\na_1*b_2\n\n后"),
    ("---\ntitle: 题\ntags: [a, b]\n---\n文", "\ntitle: 题\ntags: [a, b]\n\n文"),
    ("---\n- 修改后的标题：题\n---", "\n修改后的标题：题\n"),
    ("├── `甲`\n│   └── **乙**\n", "├── `甲`\n│   └── **乙**\n"),
    ("|-- a*b*\n`-- c*d*", "|-- a*b*\n`-- c*d*"),
    ('!!! note "注 *意*"\n    内容 *斜*', "注 意\n内容 斜"),
    ("词\n: 解释 *斜*", "词\n解释 斜"),
    ("```\n没有闭合\n\n## 标题", "\n没有闭合\n\n标题"),
    ("", ""),
    ("\n", "\n"),
]


@pytest.mark.parametrize(("source", "words"), INLINE + BLOCKS)
def test_marks_come_off_and_words_stay(source, words):
    assert extract(source).text == words


MARKDOWN = st.text(
    st.sampled_from("ab中文，。 \t\n\n\\`*_~=^[]()!<>&$#-+|│├└─1.:\"'{}?\u0301\u3000\xa0𠮷👍é\r\x0b\u2028"),
    max_size=120,
)


@given(MARKDOWN | st.text())
@example("[" * 300 + "](" * 300)
@example("- " * 300)
@example("\\[a" * 3 + "\\]")
def test_whatever_the_source_every_line_has_its_line(source):
    text = extract(source)
    assert text.text.count("\n") == source.count("\n")
    assert unicodedata.is_normalized("NFC", text.text)
    assert len(text.line_starts) == source.count("\n") + 1
    for line, start in enumerate(text.line_starts, start=1):
        assert text.line_at(start) == line
        span = text.span_of_lines(line, line)
        assert span.start == start
        assert text.words(span) == text.text.split("\n")[line - 1]


@given(st.lists(st.text(st.sampled_from("ab中文，。：𠮷👍é 12"), max_size=20), max_size=8))
def test_text_without_marks_stays_as_it_is(lines):
    source = "\n".join("文" + line.strip() for line in lines)
    assert extract(source).text == source


@given(MARKDOWN)
def test_the_same_source_gives_the_same_text(source):
    assert extract(source) == extract(source)
    assert extract(source).digest == extract(source).digest


def test_real_digests_keep_their_words(digests):
    for path in digests.glob("*.md"):
        source = path.read_text(encoding="utf-8")
        words = extract(source).text
        assert words.count("\n") == source.count("\n")
        assert "**" not in words
        assert "](" not in words


def test_commonmarks_own_examples_keep_their_lines():
    path = Path(__file__).parents[2] / "data" / "commonmark" / "examples.json"
    for case in json.loads(path.read_text(encoding="utf-8")):
        source = case["markdown"]
        assert extract(source).text.count("\n") == source.count("\n")

"""Blocks with pinyin: their text is the same, their Chinese has a reading for each character."""

from __future__ import annotations

import pytest

from reader.articles.markdown.blocks import Mark, Run, text_of
from reader.articles.markdown.rendering import render_markdown
from reader.articles.script.pinyin_ruby import with_pinyin

SOURCE = """# 重庆的银行

他在**重庆**的银行，说 AI 与*音乐*：`代码` ![图](a.png) $x$ <ruby>漢<rt>kan</rt></ruby>字。

- 列表项 one

| 表 | 格 |
|---|---|
| 甲 | 乙 |

```
代码
```
"""


def runs(blocks):
    cells = [cell for block in blocks for row in block.rows for cell in row]
    return [inline for one in (*blocks, *cells) for inline in one.inlines if isinstance(inline, Run)]


def words(block):
    """Return the text of a table's cells."""
    return [[cell.text for cell in row] for row in block.rows]


def ruby(blocks):
    return [(run.text, run.ruby) for run in runs(blocks) if run.ruby]


@pytest.mark.parametrize("everywhere", [True, False])
def test_the_text_is_the_same(everywhere):
    blocks = render_markdown(SOURCE)
    made = with_pinyin(blocks, ["银行", "音乐"], everywhere=everywhere)
    assert [text_of(block.inlines) for block in made] == [text_of(block.inlines) for block in blocks]
    assert [block.lines for block in made] == [block.lines for block in blocks]
    assert [words(block) for block in made] == [words(block) for block in blocks]


def test_all_chinese_is_read_but_code():
    found = ruby(with_pinyin(render_markdown(SOURCE)))
    assert found == [
        ("重庆的银行", "chóng qìng de yín háng"),
        ("他在", "tā zài"),
        ("重庆", "chóng qìng"),
        ("的银行", "de yín háng"),
        ("说", "shuō"),
        ("与", "yǔ"),
        ("音乐", "yīn yuè"),
        ("漢", "kan"),  # the author's
        ("字", "zì"),
        ("列表项", "liè biǎo xiàng"),
        ("表", "biǎo"),  # a table's, row by row
        ("格", "gé"),
        ("甲", "jiǎ"),
        ("乙", "yǐ"),
    ]


def test_a_phrase_is_read_as_one_across_marks():
    [paragraph] = with_pinyin(render_markdown("银**行**"))
    assert [(run.text, run.ruby) for run in runs([paragraph])] == [("银", "yín"), ("行", "háng")]
    assert runs([paragraph])[1].marks == Mark.STRONG


def test_chosen_words_are_read_wherever_they_stand_and_no_others():
    words = ["银行", "银行行长", "no"]
    found = ruby(with_pinyin(render_markdown("银行的银，银行。"), words, everywhere=False))
    assert found == [("银行", "yín háng"), ("银行", "yín háng")]


def test_of_words_that_begin_alike_the_longest_is_taken():
    found = ruby(with_pinyin(render_markdown("银行长"), ["银", "银行"], everywhere=False))
    assert found == [("银行", "yín háng")]


@pytest.mark.parametrize("words", [[], ["abc"], ["("]])
def test_without_words_all_is_as_it_was(words):
    blocks = render_markdown(SOURCE)
    assert with_pinyin(blocks, words, everywhere=False) == blocks

"""What the page leaves out of an article's head is what the title block says, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.articles.reading import parse_article
from tests.articles.digest.head_words import lost_lines

U = "https://a.cn/p"


def read(source):
    return parse_article(source, Path("a.md")).metadata


# source | title; original title; url; category; tags | numbers of the hidden lines
HEADS = {
    "the line after front matter is no value": (
        "---\ntitle: 题\ndate: 2024-01-01\n---\n\n第一段话。\n\n第二段。",
        ("题", "", "", "", ()),
        {1, 2, 3, 4},
    ),
    "nor is it one of an empty key": (
        "---\ntitle: 题\nlink:\n---\n第一段话\n",
        ("题", "", "", "", ()),
        {1, 2, 3, 4},
    ),
    "front matter, then a title, then metadata": (
        f"---\ncreated: 1\n---\n\n# 题\n\n- 原文标题：Orig\n- 链接：{U}\n- **文章类别**：甲\n\n---\n\n话。",
        ("题", "Orig", U, "甲", ()),
        {1, 2, 3, 5, 7, 8, 9, 11},
    ),
    "a title that says the same as the front matter's": (
        f"---\ntitle: 题：一\n---\n# 题：一\n原文标题：Orig\n链接：{U}\n\n话。",
        ("题：一", "Orig", U, "", ()),
        {1, 2, 3, 4, 5, 6},
    ),
    "a title that says something else is shown": (
        f"---\ntitle: 题\n---\n# 另题\n\n- 链接：{U}\n\n话。",
        ("题", "", U, "", ()),
        {1, 2, 3, 6},
    ),
    "lists, quotation marks and folded text in front matter": (
        '---\ntitle: >-\n  长的\n  题\nsource: "https://a.cn/p"  # yes\n'
        "category:\n  - 甲\ntags: [\"乙\", '丙']\n---\n话。",
        ("长的 题", "", U, "甲", ("乙", "丙")),
        set(range(1, 10)),
    ),
    "brackets in a title of front matter": (
        "---\ntitle: '[译] 题'\n---\n话。",
        ("[译] 题", "", "", "", ()),
        {1, 2, 3},
    ),
    "the original's title in the words of its link": (
        f"> * 原文地址：[Eight rules]({U})\n> * 原文作者：[Jarno](https://b.cn)\n"
        "> * 译者：[某](https://c.cn)\n\n# 题\n\n话。",
        ("题", "Eight rules", U, "", ()),
        {1, 5},
    ),
    "and below a quoted credit": (
        f"> 作者：[Jarno](https://b.cn)\n> 原文地址：[Eight rules]({U})\n\n# 题\n\n话。",
        ("题", "Eight rules", U, "", ()),
        {2, 4},
    ),
    "a link whose words name the field": (
        f"题\n- 原文标题：Orig\n- 链接：[原文链接]({U})\n\n话。",
        ("题", "Orig", U, "", ()),
        {1, 2, 3},
    ),
    "a link whose words are new is shown": (
        f"题\n- 原文标题：Orig\n- 链接：[第三版的镜像]({U})\n\n话。",
        ("题", "Orig", U, "", ()),
        {1, 2},
    ),
    "a remark behind a link is shown": (
        f"# 题\n\nSource: [Orig]({U}) (archived in 2019)\n\n话。",
        ("题", "Orig", U, "", ()),
        {1},
    ),
    "a remark behind a bare address is shown": (
        f"# 题\n\n来源：{U} 有删节\n\n话。",
        ("题", "", U, "", ()),
        {1},
    ),
    "two links in a line are shown": (
        f"# 题\n\n链接：[一]({U})、[二](https://b.cn)\n\n话。",
        ("题", "一", U, "", ()),
        {1},
    ),
    "who wrote it is no title": (
        "author: Alice, Bob\n\n前置知识：[数组](a.md)。\n\n## 引入\n\n话。",
        ("", "", "", "", ()),
        set(),
    ),
    "nor is a bold line above a list": ("**Core update**\n\n- 修复。\n", ("", "", "", "", ()), set()),
    "nor a sentence above a heading": (
        "Released on 2022/05/24.\n\n## New\n\n话。",
        ("", "", "", "", ()),
        set(),
    ),
    "nor the first lines of a paragraph": (
        "这一段有两行\n它们说的是一件事\n\n## 甲\n话。",
        ("", "", "", "", ()),
        set(),
    ),
    "a plain line where digests have theirs": (
        f"题\n\n链接：{U}\n\n## 甲\n话。",
        ("题", "", U, "", ()),
        {1, 3},
    ),
    "and above the words of the template": ("题\n\n**内容整理**：\n\n话。", ("题", "", "", "", ()), {1}),
    "a first heading among others of its level": (
        "## 前言\n\n话。\n\n## 后记\n\n话。",
        ("", "", "", "", ()),
        set(),
    ),
    "a title with a picture is shown": ("# 题 ![标](a.png)\n\n话。", ("题 标", "", "", "", ()), set()),
    "a title that leads to the original": (f"# [题]({U})\n\n话。", ("题", "", U, "", ()), {1}),
    "a title that leads elsewhere": ("# [题](b.md)\n\n话。", ("题", "", "", "", ()), set()),
    "an old title is shown": (
        f"题\n- 修改后的标题：新题\n- 链接：{U}\n\n话。",
        ("新题", "", U, "", ()),
        {2, 3},
    ),
    "a title below the framework": (
        "### **文章框架**\n\n```\n├── 甲\n└── 乙\n```\n\n# 题\n"
        f"\n- 作者：某\n- 原文链接：[Orig]({U})\n\n## 甲\n话。\n## 乙\n话。",
        ("题", "Orig", U, "", ()),
        {8, 11},
    ),
    "a title below an introduction": (
        "## 导读\n\n现在是2025年。\n\n### **文章框架**\n\n```\n├── 甲\n└── 乙\n"
        f"```\n\n# 题\n\n- 作者：某\n- 原文链接：[Orig]({U})\n\n## 甲\n话。",
        ("题", "Orig", U, "", ()),
        {15},
    ),
    "a list under the caption 源信息": (
        f"# 题\n\n## 源信息\n\n- 原文标题：Orig\n- 原文链接：{U}\n"
        "- 作者：某\n- 发布时间：2026-03-01\n\n## 摘要\n\n话。",
        ("题", "Orig", U, "", ()),
        {1, 5, 6},
    ),
    "the caption goes with a list that is hidden": (
        f"# 题\n\n**文章信息**：\n- 原文标题：Orig\n- 原文链接：{U}\n\n## 摘要\n\n话。",
        ("题", "Orig", U, "", ()),
        {1, 3, 4, 5},
    ),
    "a second category is shown": (
        "# 题\n\n- 类别：甲\n- 分类：乙\n\n话。",
        ("题", "", "", "甲", ()),
        {1, 3},
    ),
    "a comment does not end the head": (
        f"# 题\n<!-- 一\n# 二 -->\n- 链接：{U}\n\n话。",
        ("题", "", U, "", ()),
        {1, 4},
    ),
    "a summary does not end it": (
        f"# 题\n\n> 一句话说完。\n\n- 链接：{U}\n\n话。",
        ("题", "", U, "", ()),
        {1, 5},
    ),
    "tags behind a full-width space": (
        "题\n- 类别：甲\n\n话。\n\n### 文章标签　#乙　#丙\n",
        ("题", "", "", "甲", ("乙", "丙")),
        {1, 2, 6},
    ),
    "tags below the framework": (
        "题\n- 类别：甲\n\n### 文章框架\n```\n├── 子\n└── 丑\n```\n\n### 标签\n#乙 #丙\n\n### 子\n话。",
        ("题", "", "", "甲", ("乙", "丙")),
        {1, 2, 10, 11},
    ),
    "tags above a framework at the end": (
        "题\n- 类别：甲\n\n### 子\n话。\n\n#乙 #丙\n\n## 脑图\n```\n├── 子\n└── 丑\n```\n",
        ("题", "", "", "甲", ("乙", "丙")),
        {1, 2, 7},
    ),
    "tags in the middle are text": (
        "# 题\n\n话。\n\n## Tags\n\nCommands for [[Tags]].\n\n#甲 #乙\n\n## 标签\n\n#丙 #丁\n\n## 末\n\n话。",
        ("题", "", "", "", ()),
        {1},
    ),
    "keywords in the middle are text": (
        "# 题\n\n话。\n\n## 关键字\n\n> #### Keywords\n>\n> The language has keywords.\n\n话。",
        ("题", "", "", "", ()),
        {1},
    ),
    "one item among others is no line of tags": (
        "# 转换\n\n- **高亮**：转换为高亮\n"
        "- **标签**：将 `#tag` 和 `#[[tag]]` 转换为 `[[tag]]`\n- **链接**：转换为链接\n",
        ("转换", "", "", "", ()),
        {1},
    ),
    "nor at the end of release notes": (
        "# 1.2\n\n## Fixed\n\n- Graph: Fixed the zoom\n- Tags: Fixed sorting\n",
        ("1.2", "", "", "", ()),
        {1},
    ),
    "numbers of issues at the end": ("# 题\n\n话。\n\n#12 #34\n", ("题", "", "", "", ()), {1}),
    "a tag that says more": (
        "# 题\n\n话。\n\n标签：甲、乙（见 [丙](u) 与别处的话，还有很长很长的说明文字在这里）\n",
        ("题", "", "", "", ()),
        {1},
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_is_read_and_no_more_of_it_is_hidden_than_the_title_block_says(name):
    source, values, hidden = HEADS[name]
    found = read(source)
    assert (found.title, found.original.title, found.original.url, found.category, found.tags) == values
    assert set(found.lines) == hidden
    assert list(lost_lines(source)) == []


PIECES = st.sampled_from(
    """
---|title: 题|tags: [甲, 乙]|link:|# 题|## 次题|题|**粗题**|- 原文标题：Orig|链接：[Orig](https://a.cn/p) 备注
- 链接：[别的](https://a.cn/p)|原文地址：https://a.cn/p|> 来源：[Orig](https://a.cn/p)|- **文章类别**：甲
类别：乙|- 作者：某|## 源信息|**内容整理**：|### 文章框架|```|├── 甲|└── 乙|### 标签　#甲 #乙
#甲 ，#乙|- tags: 一|## Tags
- **标题**|修改后的标题：新题|一段话。|![图](a.png)|<!-- 注 -->||===
""".strip()
    .replace("\n", "|")
    .split("|")
)


@given(st.lists(PIECES, max_size=16).map("\n".join))
@example("## Tags\n![图](a.png)\n---")
def test_no_head_loses_a_word(source):
    assert list(lost_lines(source)) == []


@pytest.mark.parametrize("caption", ["标签", "Tags", "文章框架", "标题"])
def test_a_title_that_is_called_like_a_caption_is_a_title(caption):
    """It once sent two methods to one another without end."""
    article = parse_article(f"# {caption}\n\n一段普通的话，没有标签。\n\n## 乙\n\n话。\n", Path("a.md"))
    assert article.title in (caption, "a")
    assert "一段普通的话" in article.text.text

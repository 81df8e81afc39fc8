"""The head of a digest, in every way that people write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.digest.addresses import address_in
from reader.articles.digest.tags import split_tags
from reader.articles.reading import parse_article

URL = "https://a.cn/p?x=1&utm_source=b_c#frag-1"


def metadata(source):
    return parse_article(source, Path("a.md")).metadata


def head(source):
    read = metadata(source)
    return read.title, read.original.title, read.original.url, read.category


HEADS = (
    f"""
题：目··
- 原文标题：Orig: It's··
- 链接：[Orig]({URL})··

- **文章类别**：博客··

---

正文。
=====
# 题：目
  原文标题：Orig: It's
  链接：{URL}

- **文章类别**： 博客
---
**内容整理**：
正文。
=====
---
- **标题**·
- 修改后的标题：题：目
- 原文标题：Orig: It's
- 链接：[{URL}]({URL} )

- **文章类别**：博客
=====
- **标题**：旧题
- **修改后的标题**：题：目
- **原文标题:** Orig: It's
- **链接**: <{URL}>
- 类别: 博客
=====
---
title: 题：目
original_title: "Orig: It's"
source: {URL}
category: 博客
---

# 另题
正文。
=====
Title: 题：目
Original title: Orig: It's
Link: [x]({URL})
Category: 博客

---
正文。
=====
题：目
- 原文標題：Orig: It's
- 鏈接：[x]({URL})
- **文章類別**：博客
=====
**题：目**

* 原文标题 ： Orig: It's
* 原文链接 ：
  {URL}
* **文章分类** ：博客
=====
## 标题
题：目
## 原文标题
Orig: It's
## 链接
[x]({URL})
## 文章类别
博客

### 正文
文。
=====
题：目
作者：某人
原文标题：Orig: It's
链接：{URL}，
文章类别：**博客**
=====
**标题：题：目**
🔗 **原文标题：** [Orig: It's]({URL})
📌 文章类别：博客
=====
题：目
---
- 原文标题：Orig: It's
- 链接：[Orig]（{URL}）
- 文章类别：博客
=====
《题：目》
Original Title： Orig: It's
Source： {URL}
类别：博客
""".replace("·", " ")
    .replace("《", "")
    .replace("》", "")
)


@pytest.mark.parametrize("source", HEADS.split("=====\n"))
def test_a_head_is_read_however_it_is_written(source):
    assert head(source) == ("题：目", "Orig: It's", URL, "博客")


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("", ""),
        ("---\n\n正文在这里。\n", ""),
        ("这是一段很普通的话，没有标题。\n\n# 后来的标题\n", "后来的标题"),
        ("标签：一种新的组织方式\n\n- 原文标题：x", "标签：一种新的组织方式"),
        ("《书名》与**粗**\n\n正文", "《书名》与粗"),
        ("题\n===\n\n正文", "题"),
        ("\n\n# `code` 与 [链](u)\n", "code 与 链"),
        ("```\n代码\n```\n", ""),
    ],
)
def test_the_title_is_what_stands_first(source, title):
    assert metadata(source).title == title


def test_a_link_keeps_its_address_exactly():
    address = "https://a.cn/x_(y)?ecid=ACs---Z&_hsmi=3%20#!/a_b_"
    assert address_in(f"[a_b_]({address} )") == address
    assert address_in(f"见 {address}。后文") == address
    assert address_in("没有") == ""


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#AI技术， #中美竞争， #AI安全性", ["AI技术", "中美竞争", "AI安全性"]),
        ("#TypeScript ， #C++ ， #C# ， #Python3-13", ["TypeScript", "C++", "C#", "Python3-13"]),
        ("#Git #版本控制 #.NET", ["Git", "版本控制", ".NET"]),
        ("#甲,#乙、#丙；#丁", ["甲", "乙", "丙", "丁"]),
        ("＃甲 ＃乙", ["甲", "乙"]),
        (r"\#甲 \#乙", ["甲", "乙"]),
        ("`#甲` `#乙`", ["甲", "乙"]),
        ("Git、Machine Learning，编程", ["Git", "Machine Learning", "编程"]),
        ("Git 编程", ["Git", "编程"]),
        ("#Machine Learning ， #AI#ML", ["Machine Learning", "AI", "ML"]),
        ("#甲 #甲", ["甲"]),
        ("#话题# #另一个#", ["话题", "另一个"]),
    ],
)
def test_tags_are_told_apart(line, tags):
    assert split_tags(line) == tags


@pytest.mark.parametrize(
    "source",
    [
        "题\n\n正文。\n\n### 文章标签\n#甲， #乙",
        "题\n\n正文。\n\n## 标签：\n\n#甲 #乙\n",
        "题\n\n正文。\n\n**文章标签**：  \n#甲 ， #乙\n\n---\n",
        "题\n\n正文。\n\n**文章標籤：** #甲 #乙",
        "题\n- 标签：甲、乙\n\n正文。",
        "题\n\n### 文章标签：\n#甲 #乙\n\n---\n\n### 正文\n话。\n",
        "题\n\n正文。\n\n#甲 ，#乙\n",
        "题\n#甲 #乙\n\n正文。",
        "题\n\n正文。\n\nTags: 甲, 乙",
        "题\n\n正文。\n\n### Tags\n- 甲\n- 乙\n",
        "---\ntags: [甲, 乙]\n---\n正文。",
        "---\ntitle: 题\ntags:\n  - 甲\n  - 乙\n---\n正文。",
        "题\n\n正文。\n\n### 文章标签\n# 甲， # 乙",
    ],
)
def test_tags_are_found_wherever_they_stand(source):
    read = metadata(source)
    assert read.tags == ("甲", "乙")
    assert {number for number, line in enumerate(source.split("\n"), 1) if "甲" in line} <= read.lines


@pytest.mark.parametrize(
    "source",
    [
        "题\n\n#### 标签\n\n- 标签用于标记里程碑，如发布版本。\n",
        "题\n\n#### 标签（Tags）\n\n文字",
        "题\n\n```c\n#include <a.h>\n```\n",
        "题\n\n第 #1 章与 #2 章\n",
        "题\n\n### 标签\n这里说的是如何给图书编目并且使用标签来组织它们\n",
    ],
)
def test_what_only_looks_like_tags_is_text(source):
    assert metadata(source).tags == ()


@given(st.text(st.sampled_from("题目标签链接原文类别：:#-*_ \n，、[](<>)`ab"), max_size=80) | st.text())
def test_no_head_is_too_odd_to_read(source):
    read = metadata(source)
    assert all(1 <= line <= source.count("\n") + 1 for line in read.lines)
    assert all(tag.strip() for tag in read.tags)


def test_the_heads_of_real_digests_are_read(digests):
    read = {
        path.stem: parse_article(path.read_text(encoding="utf-8"), path).metadata
        for path in digests.glob("[0-9s]*.md")
    }
    assert all(one.title and one.original.title and one.category for one in read.values())
    assert all(one.original.url.startswith("https://") for one in read.values())
    assert read["seed"].tags == ("AI技术", "中美竞争", "出口管制", "AI安全性", "民主与技术")
    assert read["2819819816"].tags == ("Git", "版本控制", "编程", "开发工具")
    assert read["2475437821"].title == "超越Docker：DevOps工程师的容器替代方案指南"
    assert read["2926756101"].original.url.endswith("utm_source=hs_email")


def test_tags_of_the_front_matter_and_of_the_end_are_both_kept():
    read = metadata("---\ntags: [甲, 乙]\n---\n正文。\n\n### 文章标签\n#乙， #丙\n")
    assert read.tags == ("甲", "乙", "丙")

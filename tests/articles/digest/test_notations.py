"""Each notation reads back what it writes, and what people write in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.digest.notations import NOTATIONS, write_framework
from reader.articles.digest.notations.mermaid_mindmap import label_of
from reader.articles.digest.notations.point import Point
from reader.articles.reading import parse_article
from reader.articles.source.inline_marks import plain

BY_NAME = {notation.name: notation for notation in NOTATIONS}
INFO = {"markmap": "markmap"}
LABELS = st.text(
    st.sampled_from("甲乙丙题与AI（）()[]{}、/ :：“”\"'C+#👍𠮷é*_<>&=~1."), min_size=1, max_size=12
).map(lambda label: "题" + " ".join(label.split()) + "目")


@st.composite
def trees(draw):
    """Points of one root, each at most one deeper than the one above it."""
    labels = draw(st.lists(LABELS, min_size=2, max_size=14))
    depth, points = 1, []
    for place, label in enumerate(labels):
        depth = draw(st.integers(2, depth + 1)) if place else 1
        points.append(Point(depth, label, "", place + 1))
    return points


def numbered(text):
    return list(enumerate(text.rstrip("\n").split("\n"), start=1))


@pytest.mark.parametrize("name", sorted(BY_NAME))
@given(points=trees())
def test_what_is_written_is_read_back(name, points):
    if name == "tree":  # a comment behind a label is no part of it
        points = [
            point._replace(label=point.label.translate(dict.fromkeys(map(ord, "#/<─"), "a")))
            for point in points
        ]
    written = BY_NAME[name].write(points)
    read = BY_NAME[name].read(INFO.get(name, ""), numbered(written))
    shown = plain if name == "markmap" else str
    assert [(point.depth, shown(point.label)) for point in read] == [
        (point.depth, point.label) for point in points
    ]
    lines = written.split("\n")
    assert all(point.label[-2:] in lines[point.line - 1] or name in ("mermaid", "markmap") for point in read)


@pytest.mark.parametrize("name", sorted(BY_NAME))
@given(source=st.text(st.sampled_from('mindap*+-#[](){}`"<>:;@ \n\t├─│甲a'), max_size=120))
def test_nothing_is_too_odd_to_read(name, source):
    for info in ("", name, "text"):
        points = BY_NAME[name].read(info, numbered(f"mindmap\n@startmindmap\n{source}"))
        assert all(point.label.strip() and point.depth >= 1 for point in points)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("结构", "结构"),
        ("root((抽象工厂<br/>模式))", "抽象工厂 模式"),
        ("id[方]", "方"),
        ("id(圆)", "圆"),
        ("id{{六角}}", "六角"),
        ("id))爆((", "爆"),
        ("id)云(", "云"),
        ("((无名))", "无名"),
        ('id["引号 (括号)"]', "引号 (括号)"),
        ('id["`**粗** 与 _斜_`"]', "**粗** 与 _斜_"),
        ('"`只有引号`"', "只有引号"),
        ("A[甲]:::urgent large", "甲"),
        ("甲 %% 注", "甲"),
        ("读写 (IO)", "读写 (IO)"),
        ("T[] 与 U[]", "T[] 与 U[]"),
        ("说 #quot;是#quot;", '说 "是"'),
    ],
)
def test_a_node_of_mermaid(text, label):
    assert label_of(text) == label


MAPS = {
    "mermaid": """
```mermaid
%%{init: {'theme': 'base'}}%%
mindmap
  root((题))
    引言
      ::icon(fa fa-book)
    b["`要点
    之一`"]
      :::urgent
      反例
    %% 注
    c(结论)
```
""",
    "mermaid with a configuration": """
```mermaid
---
config: x
---
mindmap
    题
        引言
        要点 之一
            反例
        结论
```
""",
    "mermaid in a fence without a language": """
```
mindmap
\t题
\t\t引言
\t\t要点 之一
\t\t\t反例
\t\t结论
```
""",
    "plantuml": """
```plantuml
@startmindmap
<style>
node { x }
</style>
*[#Orange] 题
** 引言
**:要点
之一;
***_ 反例
left side
** 结论 <<green>>
@endmindmap
```
""",
    "plantuml with signs": """
```puml
@startmindmap
+ 题
++ 引言
++ 要点 之一
+++ 反例
-- 结论
@endmindmap
```
""",
    "plantuml in the text": """
@startmindmap
* 题
** 引言
** 要点 之一
*** 反例
** 结论
@endmindmap
""",
    "plantuml by indentation": """
```plantuml
@startmindmap
* 题
\t* 引言
\t* 要点 之一
\t\t* 反例
\t* 结论
@endmindmap
```
""",
    "markmap": """
```markmap
---
markmap:
  colorFreezeLevel: 2
---
# 题
## 引言
## 要点 之一
- 反例
## 结论
```
""",
    "a list": """
- 引言
- 要点 之一
  - 反例
- 结论
""",
    "a list in a fence": """
```markdown
- 引言
- 要点 之一
  - 反例
- 结论
```
""",
    "indented lines in a fence": """
```
题
  引言
  要点 之一
    反例
  结论
```
""",
    "a drawing with bars and arrows": """
```
题
    │
    ├──→ 引言
    │
    ├──→ 要点 之一
    │       └── 反例
    ▼
    └──→ 结论
```
""",
    "a quoted drawing without a fence": """
> 题
> |-- 引言
> |-- 要点 之一
> |   `-- 反例
> `-- 结论
""",
    "under what a copy button left": """
```
Copy code
├── 引言
├── 要点 之一
│   └── 反例
└── 结论
```
""",
    "under a slip of the finger": """
```
!
├── 引言
├── 要点 之一
│   └── 反例
└── 结论
```
""",
    "under a quoted source": """
> **[来源: Rust Book](https://doc.rust-lang.org/book/)**

```
├── 引言
├── 要点 之一
│   └── 反例
└── 结论
```
""",
}


@pytest.mark.parametrize(
    "caption", ["## 思维导图", "### 二、脑图", "**Mind map:**", "## 大纲", "## 8.2 Outline"]
)
@pytest.mark.parametrize("name", MAPS)
def test_a_framework_is_read_in_every_notation(name, caption):
    source = f"# 题\n\n话。\n\n{caption}\n{MAPS[name]}\n## 引言\n\n话。\n"
    framework = parse_article(source, Path("a.md")).framework
    found = [(node.depth, node.label) for node in framework.walk()]
    assert found == [(1, "引言"), (1, "要点 之一"), (2, "反例"), (1, "结论")]
    assert not framework.derived


def test_a_source_between_caption_and_drawing_stays_on_the_page():
    source = f"# 题\n\n## 思维导图\n{MAPS['under a quoted source']}\n## 引言\n话。\n"
    lines = source.split("\n")
    framework = parse_article(source, Path("a.md")).framework
    assert lines[framework.first_line - 1] == lines[framework.last_line - 1] == "```"


def test_another_diagram_is_no_framework():
    source = "# 题\n\n## 思维导图\n\n```mermaid\ngraph TD\n  A --> B\n  B --> C\n```\n\n## A\n话。\n"
    assert parse_article(source, Path("a.md")).framework.derived


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_framework_goes_out_and_comes_in_again(name):
    drawn = "├── 引言\n├── 要点\n│   └── 反例：一（二）\n└── 结论"
    first = parse_article(f"题\n\n### 文章框架\n```\n{drawn}\n```\n\n### 引言\n话。", Path("a.md"))
    written = write_framework(first.framework, first.title, name)
    again = parse_article(
        f"题\n\n### 文章框架\n```{INFO.get(name, '')}\n{written}```\n\n### 引言\n话。", Path("a.md")
    )
    assert [node.node_id for node in again.framework.walk()] == [
        node.node_id for node in first.framework.walk()
    ]

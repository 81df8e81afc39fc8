"""Drawn trees are read in every style that people draw in; what only looks like one is left as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.digest.notations.tree_drawing import read_drawing
from reader.articles.reading import parse_article
from tests.conftest import SHARED

# The arm of a child, of the last child, and what stands in front of the points below either.
STYLES = {
    "box": ("├── ", "└── ", "│   ", "    "),
    "thin": ("├─ ", "└─ ", "│  ", "   "),
    "glued": ("├──", "└──", "│   ", "    "),
    "wide": ("├─── ", "└─── ", "│    ", "     "),
    "bars of ascii": ("├── ", "└── ", "|   ", "    "),
    "ascii": ("|-- ", "`-- ", "|   ", "    "),
    "one dash": ("|- ", "|- ", "|  ", "   "),
    "plus": ("+-- ", "+-- ", "|   ", "    "),
    "windows": ("+---", "\\---", "|   ", "    "),
    "backslash": ("|-- ", "\\-- ", "|   ", "    "),
    "no-break spaces": ("├── ", "└── ", "│\xa0\xa0 ", "\xa0\xa0\xa0 "),
    "full-width spaces": ("├─ ", "└─ ", "│　", "　　"),
    "tabs": ("├── ", "└── ", "│\t", "\t"),
    "heavy": ("┣━ ", "┗━ ", "┃  ", "   "),
    "double": ("╠══ ", "╚══ ", "║   ", "    "),
    "round": ("├─ ", "╰─ ", "│  ", "   "),
    "no arm": ("├", "└", "│　", "　　"),
    "last as middle": ("├── ", "├── ", "│   ", "│   "),
}
LABELS = st.text(st.sampled_from("甲乙丙丁文章的与AI：（）-/ 泛型C+👍𠮷é"), min_size=1, max_size=12).map(
    lambda label: "题" + label.strip(" -") + "目"
)
TREES = st.recursive(
    st.lists(st.tuples(LABELS, st.just([])), min_size=1, max_size=3),
    lambda below: st.lists(st.tuples(LABELS, below), min_size=1, max_size=4),
    max_leaves=12,
)
SMALL = [("引言", []), ("正文", [("要点", [("其一", []), ("其二", [])]), ("反例", [])]), ("结论", [])]


def draw(tree, style, before=""):
    middle, last, bar, gap = style
    for place, (label, below) in enumerate(tree):
        is_last = place == len(tree) - 1
        yield before + (last if is_last else middle) + label
        yield from draw(below, style, before + (gap if is_last else bar))


def points(tree, depth=1):
    for label, below in tree:
        yield depth, label
        yield from points(below, depth + 1)


def framework(source):
    article = parse_article(source, Path("a.md"))
    return (
        None if article.framework.derived else [(node.depth, node.label) for node in article.framework.walk()]
    )


@given(TREES, st.sampled_from(sorted(STYLES)))
def test_a_drawn_tree_is_read_back_whatever_its_style(tree, style):
    drawn = [*draw(tree, STYLES[style]), *draw([("甲", []), ("乙", [])], STYLES[style])]
    read = read_drawing(enumerate(drawn, start=1))
    assert [(point.depth, point.label) for point in read] == [*points(tree), (1, "甲"), (1, "乙")]
    assert [point.line for point in read] == list(range(1, len(drawn) + 1))


AROUND = {
    "fence": ["```", "%", "```"],
    "fence with a language": ["```markdown", "", "%", "```"],
    "tildes": ["~~~ text", "%", "~~~"],
    "indented": ["", "    %", ""],
    "indented fence": ["", "    ```", "    %", "    ```"],
    "quoted fence": ["> ```", "> %", "> ```"],
    "quoted": ["", "> %", ""],
    "fence in a list": ["- ```", "  %", "  ```"],
    "bare": ["", "%", ""],
    "copy button": ["", "markdown复制", "", "```markdown", "%", "```"],
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("style", ["box", "thin", "ascii", "plus", "no-break spaces", "full-width spaces"])
def test_a_framework_is_found_in_whatever_it_stands(around, style):
    block = [line for line in AROUND[around] if "%" not in line]
    hole = next(place for place, line in enumerate(AROUND[around]) if "%" in line)
    drawn = [AROUND[around][hole].replace("%", line) for line in draw(SMALL, STYLES[style])]
    block[hole:hole] = drawn
    source = "\n".join(["题", "", "### 文章框架", *block, "", "### 引言", "话。"])
    assert framework(source) == list(points(SMALL))
    article = parse_article(source, Path("a.md"))
    assert article.framework.first_line == 3
    assert article.links["引言"].match == "heading"


CAPTIONS = (
    """
### 文章框架|## 文章框架与要点|**文章框架**：|## 脑图|### 框架：|# 思维导图|### 文章框架與要點
### 访谈框架|### 演讲的大纲|**书评框架**：|### 播客脉络|## 本书结构
## Outline|### 一、文章框架|本文的结构如下：|### 内容大纲（Outline）|**Mind map:**|
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("caption", CAPTIONS)
def test_a_caption_of_a_framework_is_known(caption):
    drawn = "\n".join(draw(SMALL, STYLES["box"]))
    source = f"题\n\n{caption}\n\n```\n{drawn}\n```\n\n### 引言\n话。"
    assert framework(source) == list(points(SMALL))
    assert parse_article(source, Path("a.md")).framework.first_line == (3 if caption else 5)


@pytest.mark.parametrize(
    "caption", ["## 目录结构", "项目的文件结构如下：", "### Project layout", "**示例**：", "Example:"]
)
def test_a_caption_of_a_listing_or_an_example_is_known(caption):
    drawn = "\n".join(draw(SMALL, STYLES["box"]))
    assert framework(f"# 题\n\n{caption}\n\n```\n{drawn}\n```\n\n## 正文\n话。") is None


@pytest.mark.parametrize("path", sorted((SHARED / "trees").glob("[0-9]*.txt")), ids=lambda path: path.stem)
def test_real_drawings_are_read_and_are_no_frameworks_of_an_article_about_something_else(path):
    drawn = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    above = "# 说明\n\n这是一篇说明文章，讲程序怎样组织。\n\n## 安装\n\n先装好它。\n\n"
    assert framework(f"{above}```\n{drawn}\n```\n\n## 使用\n\n用法很简单。\n") is None
    if path.stem != "053":  # two trees side by side
        assert len(framework(f"题\n\n### 文章框架\n```\n{drawn}\n```\n")) >= 4


@pytest.mark.parametrize("path", sorted((SHARED / "trees").glob("neg_*.txt")), ids=lambda path: path.stem)
def test_what_is_no_tree_is_none_even_under_a_caption(path):
    drawn = path.read_text(encoding="utf-8")
    assert framework(f"题\n\n### 文章框架\n```\n{drawn}\n```\n\n### 引言\n话。\n") is None


def test_two_trees_are_both_kept_and_the_first_leads():
    drawn = "\n".join(draw(SMALL, STYLES["box"]))
    second = "## 脑图\n```\n├── 甲\n└── 乙\n```\n"
    source = f"题\n\n### 文章框架\n```\n{drawn}\n```\n\n### 引言\n话。\n\n{second}"
    article = parse_article(source, Path("a.md"))
    assert [len(list(one.walk())) for one in article.frameworks] == [7, 2]
    assert article.framework is article.frameworks[0]


def test_ids_stay_when_points_are_added_and_tell_twins_apart():
    drawn = "├── A/B\n│   └── 甲\n├── 乙\n└── 乙"
    one = parse_article(f"题\n\n## 脑图\n```\n{drawn}\n```\n", Path("a.md"))
    assert [node.node_id for node in one.framework.walk()] == ["A//B", "A//B/甲", "乙", "乙#2"]
    other = parse_article(
        "题\n\n## 脑图\n```\n├── 新\n├── A/B\n│   ├── 新\n│   └── 甲\n└── 乙\n```\n", Path("a.md")
    )
    assert {"A//B", "A//B/甲", "乙"} <= {node.node_id for node in other.framework.walk()}


PROSE = "话说得很长，长到足以算作正文，所以再写一些字。" * 10


@pytest.mark.parametrize(
    "source",
    [
        # of several trees alike the last is not the article's
        f"# 题\n\n## 一\n\n{PROSE}\n\n```\n历史\n├── 早期\n└── 晚期\n```\n\n## 二\n\n```\n趋势\n"
        "├── 国际标准\n└── 企业标准\n```\n",
        # a heading that holds the word is one of the text
        f"# 题\n\n## 一、概述\n\n{PROSE}\n\n## 二、统一设计决策框架\n\n```\n问题:\n├── 要分解?\n"
        "│   └── 是\n└── 要贪心?\n```\n\n## 三\n话。",
        f"# 题\n\n## 概述\n\n{PROSE}\n\n## The Spring Framework\n\n```\nSpring Core\n"
        "├── Bean Factory\n└── App Context\n```\n\n## 末\n话。",
        f"# 题\n\n## 概述\n\n{PROSE}\n\n### 课程大纲\n\n```\n第一学期\n├── 高等数学\n└── 大学英语\n"
        "```\n\n## 末\n话。",
        # nothing of it is said in the text
        f"# 题\n\n```\n北京 总部\n├── 上海 分部\n└── 广州 分部\n```\n\n## 一\n\n{PROSE}",
        f"# 题\n\n## 框架图\n\n```\n北京 总部\n├── 上海 分部\n└── 广州 分部\n```\n\n## 一\n\n{PROSE}",
        # a call is no head of a heading
        f"# 题\n\n## Poll 枚举\n\n{PROSE}\n\n**流程**：\n\n```\n调用 poll\n├── Poll::Ready 完成\n"
        "└── Poll::Pending 等待\n```\n\n## 末\n话。",
    ],
)
def test_a_tree_of_the_text_stays_in_the_text(source):
    assert framework(source) is None


@pytest.mark.parametrize(
    "source",
    [
        # a caption of modules, but the nodes are the text's own headings and leads
        "# 题\n\n话。\n\n## 🏗️ 模块结构\n\n```\n总\n├── 数据流\n│   └── 图\n├── 控制流\n└── 类型\n"
        "```\n\n## 1. 数据流\n- **图**\n\n## 2. 控制流\n话。\n\n## 3. 类型\n话。",
        # the root is the title, and what it says is in the text
        f"# 生命周期（Lifetimes）\n\n## 动机\n\n{PROSE}引用不能悬空，省略规则有三条。\n\n## 总结\n\n"
        "```\n生命周期\n├──→ 引用不能悬空\n└──→ 省略规则\n```\n\n## 相关\n话。",
        # the chapters are its first level, whatever stands below them
        f"# 题\n\n{PROSE}\n\n```\n├── 一章\n│   ├── 说得别样的甲\n│   └── 说得别样的乙\n├── 二章\n"
        "│   ├── 说得别样的丙\n│   └── 说得别样的丁\n└── 三章\n```\n\n## 一章\n话。\n\n## 二章\n"
        "话。\n\n## 三章\n话。",
    ],
)
def test_a_tree_without_a_sure_caption_that_the_text_bears_out_is_the_framework(source):
    assert framework(source)

"""The units of an article cover its text in order, whatever the article is."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.articles.model import UnitKind
from reader.articles.reading import parse_article, read_article

PIECES = st.sampled_from(
    """
# 题|### 甲|#### 乙|- **丙**：话|  - 丁|正文。||---|**戊**：|1. **己**|#标签 ，#二|- 原文标题：x|```
### 文章框架
├── 甲|│   └── 乙|└── 丙|¦ a ¦ b ¦|¦---¦---¦|> 引|    码|### 文章标签|~~~|<!--|-->
""".strip()
    .replace("\n", "|")
    .split("|")
).map(lambda line: line.replace("¦", "|"))
SOURCES = st.lists(PIECES, max_size=40).map("\n".join)


@given(SOURCES | st.text(st.sampled_from("#-*|├│└─ \n甲乙:：`>1."), max_size=100))
def test_units_leave_no_gap_and_overlap_nowhere(source):
    article = parse_article(source, Path("a.md"))
    units, text = article.units, article.text.text
    assert "".join(article.text.words(unit.span) for unit in units) == text
    assert all(
        one.span.end == other.span.start and one.last_line + 1 == other.line for one, other in pairwise(units)
    )
    if text:
        assert units[0].span.start == 0
        assert units[0].line == 1
        assert units[-1].last_line == source.count("\n") + 1
    assert {unit.node_id for unit in units} <= {None, *article.links}


@given(SOURCES)
def test_every_node_has_a_link_into_the_text(source):
    article = parse_article(source, Path("a.md"))
    lines = source.count("\n") + 1
    ids = [node.node_id for node in article.framework.walk()]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(article.links)
    for link in article.links.values():
        if link.passage:
            assert 1 <= link.passage.line <= link.passage.last_line <= lines
            assert link.passage.span == article.text.span_of_lines(link.passage.line, link.passage.last_line)


@given(SOURCES)
def test_sections_stand_in_order_and_inside_one_another(source):
    article = parse_article(source, Path("a.md"))
    sections = list(article.outline.walk())
    assert all(one.line <= other.line for one, other in pairwise(sections))
    for section in sections:
        assert section.line <= section.last_line
        assert all(
            section.line < child.line and child.last_line <= section.last_line for child in section.children
        )
        assert all(child.depth == section.depth + 1 for child in section.children)


def test_the_units_of_a_digest_are_its_nodes(digests):
    article = read_article(digests / "seed.md")
    kinds = [unit.kind for unit in article.units]
    assert kinds[0] is UnitKind.HEAD
    assert article.units[0].last_line == 8  # 内容整理 is shown, and no part of the head
    assert (article.units[1].label, article.units[2].label) == ("", "访谈主题")
    assert kinds[-1] is UnitKind.TAGS
    assert kinds.count(UnitKind.FRAMEWORK) == 1
    passages = {unit.label: unit for unit in article.units if unit.kind is UnitKind.PASSAGE}
    assert passages["出口管制与AI发展的平衡"].path == ("主要讨论议题", "出口管制与AI发展的平衡")
    assert passages["技术共享与限制"].path == ("主要讨论议题", "出口管制与AI发展的平衡", "技术共享与限制")
    assert passages["技术共享与限制"].node_id == "主要讨论议题/出口管制与AI发展的平衡"
    assert passages["文章内容"].node_id is None

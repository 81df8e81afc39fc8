"""Every real digest against what was labelled by hand: the tree, the links, and no wrong link among them."""

from __future__ import annotations

import csv

import pytest

from reader.articles.model import Match
from reader.articles.reading import read_article

OWN = {Match.HEADING, Match.LEAD, Match.ITEM, Match.ROW, Match.TEXT}


@pytest.fixture
def gold(digests):
    rows = {}
    with (digests / "gold.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["kind"] != "root":
                rows.setdefault(row["file"], []).append(row)
    return [(read_article(digests / f"{name}.md"), of_file) for name, of_file in rows.items()]


def test_the_trees_are_read_node_by_node(gold):
    for article, rows in gold:
        nodes = [(node.depth, node.label) for node in article.framework.walk()]
        assert nodes == [(int(row["depth"]), row["label"]) for row in rows]


def test_the_links_are_right_and_none_is_wrong(gold):
    wrong, missed, total = [], [], 0
    for article, rows in gold:
        for node, row in zip(article.framework.walk(), rows, strict=True):
            link = article.links[node.node_id]
            line = link.passage.line if link.passage and link.match in OWN else None
            meant = int(row["line"]) if row["line"] else None
            total += 1
            if line is None and meant is not None:
                missed.append(node.label)
            elif line != meant:
                wrong.append((node.label, line, meant))
    print(f"{total} nodes, {len(missed)} fall back, {len(wrong)} wrong: {missed}")
    assert wrong == []
    assert total - len(missed) >= 0.97 * total


def test_every_link_says_why(gold):
    for article, _rows in gold:
        for link in article.links.values():
            assert link.reason.endswith(".")
            assert 0 <= link.certainty <= 1
            assert (link.passage is None) == (link.match is Match.NONE)


def test_a_digest_without_a_framework_shows_its_outline(digests):
    article = read_article(digests / "2475437821.md")
    assert article.framework.derived
    labels = [node.label for node in article.framework.nodes]
    assert labels == ["文章信息", "正文内容"]
    nodes = list(article.framework.walk())
    assert {article.links[node.node_id].match for node in nodes} == {Match.HEADING, Match.LEAD}
    assert "#### 结论" in article.source.split("\n")[nodes[-1].line - 1]
    assert not any(node.label.startswith(("创建", "以用户", "这些")) for node in nodes)  # comments in code

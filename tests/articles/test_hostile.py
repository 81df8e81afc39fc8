"""Odd and hostile texts are read like any other: nothing raises, nothing runs away.

The test's own time limit is what catches a cost that grows with the square;
`tests/benchmarks/reading.py` prints the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.articles.reading import parse_article

TEXTS = {
    "brackets": "[" * 100_000,
    "links in links": "[a](" * 20_000,
    "angle addresses": "[a](<b" * 20_000,
    "stars": "**a " * 50_000,
    "stars and lines": "*a_ __b**" * 20_000,
    "ticks": " ".join("`" * (count % 200) for count in range(3000)),
    "tags": "<a " * 50_000,
    "comments": "<!--\n" * 20_000,
    "formulas": "\\[\n" * 20_000 + "$a " * 20_000,
    "fences": "".join("`" * (count % 50 + 3) + "x\n" for count in range(10_000)),
    "deep lists": "\n".join(" " * (2 * depth) + "- a" for depth in range(1500)),
    "deep quotations": (">" * 300 + "\n") * 300,
    "deep tree": "## 脑图\n```\n" + "\n".join("│   " * depth + "├── a" for depth in range(500)) + "\n```",
    "wide tree": "## 脑图\n```\n" + "├── 同名\n" * 20_000 + "```\n" + "## 同名\n" * 20_000,
    "same leads": "## 脑图\n```\n├── 甲\n"
    + "│   ├── 要点\n" * 5000
    + "```\n## 甲\n"
    + "- **要点**：话。\n" * 5000,
    "many headings": "## 脑图\n```\n" + "├── 没有的节点\n" * 2000 + "```\n" + "## 别的标题\n" * 5000,
    "keys": "标题：" * 20_000,
    "tag line": "#甲，" * 20_000,
    "table": "|" * 50_000 + "\n" + "|-" * 20_000,
    "rules": "- " * 50_000,
    "nul and controls": "\0\x01\x02\x7f\ufffe\ud800" * 1000,
    "other newlines": "甲\x0b乙\x0c丙\u2028丁\u2029戊\x85己\r" * 1000,
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.timeout(30)
def test_it_is_read(name):
    article = parse_article(TEXTS[name], Path("a.md"))
    assert article.text.text.count("\n") == TEXTS[name].count("\n")
    assert set(article.links) == {node.node_id for node in article.framework.walk()}
    assert list(article.outline.walk()) is not None

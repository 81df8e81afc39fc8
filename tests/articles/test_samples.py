"""Every sample in `tests/data/digests/` against the targets beside it, which were set by hand.

A sample is a digest in one of the shapes that people write. Add one for each
shape that was misread: the text as `NN-name.md`, what is right as `NN-name.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.articles.reading import read_article

FOLDER = Path(__file__).parents[1] / "data" / "digests"
SAMPLES = sorted(FOLDER.glob("*.md"))


def test_there_are_enough_samples():
    assert len(SAMPLES) >= 40


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_its_author_meant_it(path):
    right = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    article = read_article(path)
    metadata = article.metadata
    assert article.title == right["title"]
    assert metadata.original.title == right["original"]
    assert metadata.original.url == right["url"]
    assert metadata.category == right["category"]
    assert list(metadata.tags) == right["tags"]
    assert article.framework.derived == right["derived"]
    assert [list(node.path) for node in article.framework.walk()] == [node["path"] for node in right["nodes"]]
    assert wrong_or_missed(article, right["nodes"])[0] == []


def wrong_or_missed(article, nodes):
    """Return the nodes that lead elsewhere, and those that fall back though they need not."""
    wrong, missed = [], []
    for node, meant in zip(article.framework.walk(), nodes, strict=True):
        link = article.links[node.node_id]
        found = (link.passage.line if link.passage else None, link.match.value)
        if found != (meant["line"], meant["match"]):
            is_own, has_own = link.match not in ("parent", "none"), meant["match"] not in ("parent", "none")
            if is_own and has_own and found[0] == meant["line"]:
                continue  # a bold question is a lead to its author, a sentence to the outline
            if is_own:
                wrong.append((node.label, found))
            elif has_own:
                missed.append(node.label)
    return wrong, missed


def test_few_nodes_fall_back():
    """A missing link is better than a wrong one; but nearly all are there."""
    missed, count = [], 0
    for path in SAMPLES:
        nodes = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["nodes"]
        missed += wrong_or_missed(read_article(path), nodes)[1]
        count += len(nodes)
    assert len(missed) <= 0.03 * count, missed


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_reading_a_sample_changes_no_byte_of_it(path):
    before = path.read_bytes(), path.stat().st_mtime_ns
    read_article(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before

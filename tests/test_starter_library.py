"""The starter library is what a person sees first: each article opens, and every point leads to its own."""

from __future__ import annotations

import re

import pytest

from reader import paths
from reader.articles.model import Match
from reader.articles.reading import read_article

ARTICLES = sorted(paths.starter_library().glob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_point_has_a_passage_of_its_own(path):
    article = read_article(path)
    assert article.metadata.title
    assert article.metadata.tags
    assert not article.framework.derived
    fallen_back = [
        node.label
        for node in article.framework.walk()
        if article.links[node.node_id].match in (Match.PARENT, Match.NONE, Match.TEXT)
    ]
    assert fallen_back == []
    assert article.encoding == "utf-8"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_link_within_the_library_leads_somewhere(path):
    text = re.sub(r"^(`{3,}).*?^\1`*$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    targets = [target for target in LINK.findall(text) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).is_file()] == []


def test_the_first_real_article_is_there_in_full():
    titles = {read_article(path).title for path in ARTICLES}
    assert "Anthropic的Dario Amodei谈AI竞争与出口管制" in titles
    assert any(title.startswith("从这里开始") for title in titles)
    assert any(title.startswith("Start here") for title in titles)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_no_paragraph_is_there_twice_in_two_versions(path):
    """A merge of two edits leaves both, and each begins as the other does."""
    text = re.sub(r"^(`{3,}).*?^\1`*$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    begins = [line[:24] for line in text.splitlines() if len(line) > 60 and not line.startswith(("|", "- "))]
    assert [begin for begin in set(begins) if begins.count(begin) > 1] == []


@pytest.mark.parametrize("name", ["articles", "progress", "statistics", "import"])
def test_the_guides_show_what_they_tell_of_in_their_own_language(name):
    folder = paths.starter_library()
    for language, guide in (("zh", "从这里开始.md"), ("en", "start-here.md")):
        assert (folder / "images" / f"{name}-{language}.png").is_file()
        assert f"images/{name}-{language}.png" in (folder / guide).read_text(encoding="utf-8")

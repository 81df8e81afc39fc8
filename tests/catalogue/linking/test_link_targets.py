"""Links between articles: what is one, and where it leads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.source.scanner import scan
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.linking.article_links import ArticleLink, links_in
from reader.catalogue.linking.link_targets import LinkTargets


def entry(name, title="", aliases=()):
    return CatalogueEntry(name, title or name.rpartition("/")[2].removesuffix(".md"), aliases=aliases)


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("见[[甲]]。", [ArticleLink(1, "甲", is_wiki=True)]),
        ("# 题\n\n[[夹/甲#二|这里]]", [ArticleLink(3, "夹/甲", "二", is_wiki=True)]),
        ("| a | b |\n|---|---|\n| [[甲\\|乙]] | x |", [ArticleLink(3, "甲", is_wiki=True)]),
        ("[一](b/c%20d.md#e%20f)", [ArticleLink(1, "b/c d.md", "e f")]),
        ('[一](<b c.md> "题")', [ArticleLink(1, "b c.md")]),
        ("[一][x]\n\n[x]: ../b.md#y", [ArticleLink(1, "../b.md", "y")]),
        ("- [一](a.md)\n  - [二](b.md)", [ArticleLink(1, "a.md"), ArticleLink(2, "b.md")]),
        ("[网](https://a.b/c.md) [信](mailto:a@b.c) [此](#here) [邻](//host/a.md)", []),
        ("`[[甲]]` 与 ``[一](b.md)``", []),
        ("```\n[[甲]]\n```\n\n    [一](b.md)", []),
        ("<!-- [[甲]] -->", []),
        ("![图](a.png) \\[[甲]]", []),
        ("[坏](http://[)", []),
        ("[[ ]] [[]] [[#只有节]]", []),
    ],
)
def test_what_is_a_link(source, links):
    assert list(links_in(scan(source))) == links


@pytest.fixture
def targets():
    names = ["a.md", "x/a.md", "x/y/b.md", "x/深 入.md", "z/B.MD", "notes.txt"]
    others = [entry("long-name.md", "一个标题"), entry("读/写.md", "Ａ／Ｂ 测试", ("體系", "AB"))]
    return LinkTargets([*map(entry, names), *others])


@pytest.mark.parametrize(
    ("target", "article", "name"),
    [
        ("a", "c.md", "a.md"),
        ("a", "x/c.md", "x/a.md"),
        ("A.md", "x/y/c.md", "x/a.md"),
        ("x/a", "c.md", "x/a.md"),
        ("深 入", "c.md", "x/深 入.md"),
        ("一个标题", "c.md", "long-name.md"),
        ("notes", "c.md", "notes.txt"),
        ("nothing", "c.md", None),
        ("a/b 测试", "c.md", "读/写.md"),  # a title may hold a stroke; width and case do not count
        ("体系", "c.md", "读/写.md"),
        ("ab", "x/y/c.md", "读/写.md"),
        ("y/b", "c.md", "x/y/b.md"),
        ("z/y/b", "c.md", None),
    ],
)
def test_where_a_wiki_link_leads(targets, target, article, name):
    assert targets.resolve(ArticleLink(1, target, is_wiki=True), article) == name


@pytest.mark.parametrize(
    ("target", "article", "name"),
    [
        ("a.md", "x/c.md", "x/a.md"),
        ("../a.md", "x/c.md", "a.md"),
        ("y/b", "x/c.md", "x/y/b.md"),
        ("/x/a.md", "z/c.md", "x/a.md"),
        ("../../../a.md", "x/c.md", None),
        ("a", "y/c.md", None),
    ],
)
def test_where_a_relative_link_leads(targets, target, article, name):
    assert targets.resolve(ArticleLink(1, target), article) == name


def test_near_names_are_offered(targets):
    assert targets.near(ArticleLink(1, "long-nam", is_wiki=True)) == ("long-name.md",)
    assert targets.near(ArticleLink(1, "完全不同", is_wiki=True)) == ()
    assert targets.near(ArticleLink(1, "个标题", is_wiki=True)) == ("long-name.md",)  # a part of it


@pytest.mark.parametrize(("asked", "is_near"), [("abcdefgh12", True), ("abcdefg123", False)])
def test_how_near_a_name_must_be(asked, is_near):
    """8 of 10 letters are the same: 80 of 100 as an Indel ratio, and 7 of 10: 70."""
    targets = LinkTargets([entry("abcdefghij.md")])
    assert bool(targets.near(ArticleLink(1, asked, is_wiki=True))) is is_near


@given(st.text(alphabet="[]()#|\\`!<>: \n\ta甲.md/", max_size=200))
def test_nothing_raises_and_lines_are_those_of_the_file(source):
    targets = LinkTargets([entry("a.md")])
    for link in links_in(scan(source)):
        assert 1 <= link.line <= source.count("\n") + 1
        assert link.target
        targets.resolve(link, "a.md")
        targets.near(link)

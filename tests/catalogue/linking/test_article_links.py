"""What is a link of an article: what the page shows as one, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.markdown.blocks import Run
from reader.articles.reading import parse_article
from reader.articles.source.scanner import scan
from reader.catalogue.linking.article_links import hrefs_in, link_of, links_in, may_have_links
from tests.corpus import blocks_of


def on_the_page(source):
    """Return the addresses of the links that the page shows, one a link and each once."""
    found = []
    for block in blocks_of(parse_article(source, Path("a.md"))):
        rows = [cell.inlines for row in block.rows for cell in row]
        for inlines in (block.inlines, *rows):
            found += [run.href for run in inlines if isinstance(run, Run) and run.href and not run.added]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    "source",
    [
        "见[[甲]]与[乙](b.md)，`[[码]]`，\\[[文]]。",
        "| a | b |\n|---|---|\n| [[甲\\|乙]] | [x](y.md) |",
        "> - [[甲]]\n>   **[粗](b.md)**",
        '<a href="c.md">丙</a> 与 <b>[[丁]]</b>',
        "<div>\n<a href='d.md'>丁</a>\n</div>",
        "[一][x] [二]\n\n[x]: a.md\n[二]: b.md",
        '## [[节]] 的题目\n\n!!! note "[[框]]"\n    [[里]]',
        "<details><summary>[[问]]</summary>\n\n[[答]]\n\n</details>",
    ],
)
def test_it_is_what_the_page_shows_as_one(source):
    source = "# 题\n\n前。\n\n" + source
    links = [href for _line, href, words in hrefs_in(scan(source)) if words]
    assert list(dict.fromkeys(links)) == on_the_page(source)


PARTS = st.sampled_from(
    ["[[甲]]", "[乙](b.md)", "**", "`", "甲乙", "\n", "- ", "> ", "|", "[x]", "(", "[", "]", "丙 "]
)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_so_it_is_with_any_parts(source):
    source = "前。\n\n" + source
    links = [href for _line, href, words in hrefs_in(scan(source)) if words and href]
    assert set(links) == set(on_the_page(source))
    if list(links_in(scan(source))):
        assert may_have_links(source)


def test_the_words_and_the_line_are_those_of_the_file():
    source = "一\n二[[甲|长\n三 [[乙]]\n四"
    assert [(one.line, one.words) for one in links_in(scan(source))] == [(3, "乙")]
    (one,) = links_in(scan("见[很\n长](b.md)"))
    assert (one.line, one.words) == (1, "很 长")


@pytest.mark.parametrize(
    "href", ["#a", "https://a.b/c.md", "mailto:a@b.c", "//host/a.md", "wiki:", "wiki:#x", ""]
)
def test_what_leads_to_no_file(href):
    assert link_of(href) is None

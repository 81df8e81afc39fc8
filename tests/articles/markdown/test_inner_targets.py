"""Where links within an article lead, each as if it were the only one, and many at the cost of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.articles.exporting.article_html import export_html
from reader.articles.markdown import inner_links
from reader.articles.markdown.inner_links import InnerTargets, target_of
from reader.articles.reading import parse_article
from reader.paths import resource
from reader.theme import load_theme

SOURCE = """# 题

## 潮汐

话。

## 潮汐

又一段。 ^block

**风**：粗体引导的文字。

<a id="here"></a>名字在此。

另一个名字 {.x #there}

## 注[^1]

[^1]: 注的话。
"""


@pytest.fixture(scope="module")
def article():
    return parse_article(SOURCE, Path("a.md"))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("#潮汐", "潮汐"),
        ("#潮汐-1", "潮汐"),
        ("#一章#潮汐", "潮汐"),
        ("#风", "风：粗体引导的文字。"),
        ("#^block", "又一段。"),
        ("#here", "名字在此。"),
        ("#there", "另一个名字"),
        ("#nowhere", None),
        ("#", None),
        ("潮汐", None),
    ],
)
def test_each_kind_of_name_leads_to_its_line(article, address, words):
    span = target_of(article, address)
    assert (span is None) == (words is None)
    if words is not None:
        assert words in article.text.words(span)


def test_the_second_heading_of_a_name_is_below_the_first(article):
    assert target_of(article, "#潮汐").start < target_of(article, "#潮汐-1").start


def test_many_links_cost_as_much_as_there_are(monkeypatch):
    """2,500 of them, each to another heading, took 5.6 s, and four times as long for twice as many."""
    count = 300
    source = "".join(f"## 标题{n}\n\n[去](#标题{count - n - 1})与[无](#没有{n})\n\n" for n in range(count))
    article = parse_article(source, Path("a.md"))
    folded = []
    plain = inner_links.fold
    monkeypatch.setattr(inner_links, "fold", lambda text: folded.append(text) or plain(text))
    targets = InnerTargets(article)
    assert sum(targets.target_of(f"#标题{n}") is not None for n in range(count)) == count
    assert sum(targets.target_of(f"#没有{n}") is not None for n in range(count)) == 0
    assert len(folded) < 8 * count
    folded.clear()
    export_html(article, load_theme(resource("themes") / "paper.toml"))
    assert len(folded) < 8 * count


@pytest.mark.parametrize("piece", ["{", "id=", "^a ", "{#", "#a", "name='"])
def test_names_are_looked_for_in_one_go(piece):
    article = parse_article("# x\n\n" + piece * 20_000, Path("a.md"))
    assert target_of(article, "#nowhere") is None


# ---- the passage that a card shows

PASSAGES = """# 题

- 类别：技术

### 文章框架
```
├── 背景
└── 结论
```

## 背景

背景的话。

### 细节

细节的话。

## 结论

- **要点**：要点的话。
- 别的。
"""


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "背景\n背景的话。"),  # what the title block shows is no beginning
        ("#背景", "背景的话。\n细节\n细节的话。"),
        ("#细节", "细节的话。"),
        ("#背景#细节", "细节的话。"),
        ("#结论", "要点：要点的话。\n别的。"),
        ("#没有", None),
    ],
)
def test_the_passage_of_an_address_without_its_heading(address, words):
    article = parse_article(PASSAGES, Path("a.md"))
    found = inner_links.passage_words(article, address)
    assert found == words or (words and found is not None and found.startswith(words))


def test_a_passage_is_cut_where_it_is_long():
    article = parse_article("# 题\n\n## 长\n\n" + "很长的话。" * 2000, Path("a.md"))
    found = inner_links.passage_words(article, "#长", 100)
    assert found is not None
    assert len(found) <= 100


def test_a_page_that_stands_by_itself_shows_links_to_articles_by_their_names():
    source = "# 题\n\n见[[甲#节|这里]]、[乙](夹/乙.md#x)、[网](https://example.org)。`[[码]]`\n"
    page = export_html(parse_article(source, Path("a.md")), load_theme(resource("themes/paper.toml")))
    assert '<span class="to-article" title="甲#节">这里</span>' in page
    assert '<span class="to-article" title="夹/乙.md#x">乙</span>' in page
    assert '<a href="https://example.org">' in page
    assert "wiki:" not in page
    assert "[[码]]" in page

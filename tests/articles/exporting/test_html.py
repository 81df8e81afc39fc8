"""One HTML file: everything inside it, nothing that runs or is fetched, highlights in their place."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reader.articles.exporting.html import export_html
from reader.articles.exporting.marking import Highlight
from reader.articles.reading import parse_article, read_article
from reader.articles.text import Span
from reader.theme import themes

SAMPLER = Path(__file__).resolve().parents[2] / "data" / "sampler" / "sampler.md"
VOID = {"meta", "img", "br", "hr", "input", "path", "rect", "use"}


class Checker(HTMLParser):
    """Notes every tag, and that each is closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.wrong, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


def checked(page):
    checker = Checker()
    checker.feed(page)
    checker.close()
    return checker


@pytest.fixture(scope="module")
def theme():
    return themes()[0]


def test_the_sampler_is_well_formed_and_whole(theme):
    page = checked(export_html(read_article(SAMPLER), theme))
    assert page.wrong == []
    assert page.open == []
    text = "".join(page.text)
    for words in ("悬挂缩进", "asyncio", "DeepSeek", "点开看答案", "第一条脚注", "模型蒸馏"):
        assert words in text
    names = [tag for tag, _attributes in page.tags]
    for tag in (
        "ul",
        "ol",
        "pre",
        "table",
        "blockquote",
        "aside",
        "details",
        "ruby",
        "svg",
        "img",
        "kbd",
        "sub",
        "sup",
    ):
        assert tag in names


def test_nothing_runs_and_nothing_is_fetched(theme, tmp_path):
    source = (
        "# 题\n\n<script>x()</script>\n\n[甲](javascript:x)[乙](data:text/html,x)\n\n"
        "![图](http://example.com/a.png)\n\n<img src=x onerror=y()>\n"
    )
    page = checked(export_html(parse_article(source, tmp_path / "a.md"), theme))
    for tag, attributes in page.tags:
        assert tag not in ("script", "iframe", "link", "object")
        assert not any(name.startswith("on") for name in attributes)
        assert not (attributes.get("href") or "").startswith(("javascript", "data"))
        assert tag != "img" or attributes["src"].startswith("data:image/")


def test_the_framework_leads_to_the_text(theme):
    source = "# 题\n\n```\n├── 甲\n│   └── 甲一\n└── 乙\n```\n\n## 甲\n\n**甲一**：正文\n\n## 乙\n\n后文\n"
    page = export_html(parse_article(source, Path("a.md")), theme)
    targets = set(re.findall(r'href="#(L\d+)"', page))
    assert targets
    assert all(f'id="{target}"' in page for target in targets)


def test_highlights_stand_on_their_words(theme):
    article = parse_article("# 题\n\n出口管制与出口管制，**重要**的词。\n", Path("a.md"))
    start = article.text.text.index("出口管制", article.text.text.index("出口管制") + 1)
    span = Span(start, start + len("出口管制，重要"))
    page = export_html(article, theme, [Highlight(span, 3, "记 <b>")])
    assert '出口管制与<mark class="highlight-3" title="记 &lt;b&gt;">出口管制，</mark>' in page
    assert '<mark class="highlight-3" title="记 &lt;b&gt;"><strong>重要</strong></mark>' in page
    assert "记 &lt;b&gt;" in page


def test_images_are_inside_the_file(theme):
    page = export_html(read_article(SAMPLER), theme)
    assert "data:image/svg+xml;base64," in page
    assert "data:image/png;base64," in page
    assert 'class="missing"' in page


GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def test_the_page_is_as_it_was_looked_at(monkeypatch):
    """When this fails on purpose, look at the page in a browser and keep it: GANGMU_KEEP_GOLDEN=1."""
    monkeypatch.setenv("LANGUAGE", "en")
    paper = next(theme for theme in themes() if theme.key == "paper")
    article = read_article(GOLDEN / "article.md")
    start = article.text.text.index("嵌套 H")
    page = export_html(article, paper, [Highlight(Span(start, start + 2), 2, "记一笔")])
    body = page[page.index("<body>") :]  # the style has its own file
    kept = GOLDEN / "article.html"
    if os.environ.get("GANGMU_KEEP_GOLDEN"):
        kept.write_text(body, encoding="utf-8")
    assert body == kept.read_text(encoding="utf-8")

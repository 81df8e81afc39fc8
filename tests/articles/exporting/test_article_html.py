"""One HTML file: everything inside it, nothing that runs or is fetched, highlights in their place."""

from __future__ import annotations

import html
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reader.articles.exporting.article_html import export_html
from reader.articles.exporting.highlight_runs import Highlight
from reader.articles.exporting.note_blocks import NodeNote
from reader.articles.pictures.image_paths import ImageError, read_image
from reader.articles.reading import parse_article, read_article
from reader.articles.source.canonical_text import Span
from reader.theme import themes

SAMPLER = Path(__file__).resolve().parents[2] / "data" / "sampler" / "sampler.md"
VOID = {"meta", "img", "br", "hr", "input", "path", "rect", "use", "wbr"}


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
    page = export_html(article, theme, [Highlight(span, 3, "记 <script>x</script>&")])
    assert '出口管制与<mark class="highlight-3">出口管制，</mark>' in page
    mark = '<mark class="highlight-3"><strong>重要</strong></mark>'
    assert f'{mark}<sup><a class="note" id="mark-1" href="#note-1">1</a></sup>的词' in page
    assert '<div class="note" id="note-1">' in page
    assert '<a href="#mark-1">1</a> 出口管制，重要' in page
    assert "记 &amp;" in page
    assert "<script" not in page


def test_a_highlight_over_several_blocks_has_its_number_once(theme):
    article = parse_article("# 题\n\n甲乙丙\n\n丁戊己\n", Path("a.md"))
    span = Span(article.text.text.index("乙"), article.text.text.index("己"))
    page = export_html(article, theme, [Highlight(span, 1, "记"), Highlight(Span(0, 1), 2)])
    assert page.count('href="#note-1"') == 1
    assert '丁戊</mark><sup><a class="note"' in page
    assert "note-2" not in page


NOTED = "# 题\n\n```\n├── 甲\n└── 乙\n```\n\n## 甲\n\n正文\n\n- **乙**：一条\n- 又一条\n"


def test_notes_on_points_stand_below_what_they_lead_to(theme):
    article = parse_article(NOTED, Path("a.md"))
    notes = [
        NodeNote("甲", "记**甲**\n\n- 一\n- 二", 8),
        NodeNote("乙", "> 引", 12),
        NodeNote("丙", "没有地方"),
        NodeNote("先", "在最前面", 1),
    ]
    page = export_html(article, theme, (), notes)
    assert checked(page).wrong == []
    heading, own, body = page.index("甲</h2>"), page.index("<strong>甲</strong>"), page.index("正文</p>")
    assert heading < page.index('<aside class="callout quiet_text">', heading) < own < body
    item = page[page.index("<strong>乙</strong>") :]
    assert item.index("<blockquote>") < item.index("</li>")  # in the item
    assert page.index("没有地方") > page.index("<section")
    assert 'href="#L0"' not in page
    assert page.index("<main>") < page.index("在最前面") < heading
    assert export_html(article, theme, ()).count("quiet_text") == page.count("quiet_text") - 3


def test_the_page_is_light_or_dark_as_the_screen_is(theme):
    for each in themes():
        page = export_html(parse_article("# 题\n", Path("a.md")), each)
        light, dark = page.split("@media screen and (prefers-color-scheme: dark)")
        assert "color-scheme: light" in light
        assert dark.index("color-scheme: dark") < dark.index("html {")
        assert f"--text: {each.roles['text']};" in (light if each.mode == "light" else dark)


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("出口管制是重要手段，AI", "zh-Hans"),
        ("出口管制與人工智慧發展的關係", "zh-Hant"),
        ("これは日本語の文です", "ja"),
        ("An English article on 纲目, at length and in plain words for all who read.", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_that_of_the_article(theme, source, language):
    page = export_html(parse_article(f"# {source}\n\n{source}\n", Path("a.md")), theme)
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "他说“好”，it’s “fine”。",
            '他说“好”，it<span class="narrow">’</span>s <span class="narrow">“</span>fine',
        ),
        ("*强调AI*后", '<em class="dots">强调</em><em>AI</em>后'),
        ("*" + "长" * 30 + "*", f'<em class="kai">{"长" * 30}</em>'),
        (
            "https://example.org/a/b?q=1&r=2",
            "https://<wbr>example.org/<wbr>a/<wbr>b?<wbr>q=<wbr>1&amp;<wbr>r=<wbr>2</a>",
        ),
        ("`“x”`", "<code>“x”</code>"),
    ],
)
def test_browsers_are_told_what_they_do_not_know_of_chinese(theme, source, html):
    assert html in export_html(parse_article(f"# 题\n\n{source}\n", Path("a.md")), theme)


def test_a_table_has_a_head_and_short_cells_stay_whole(theme):
    page = export_html(
        parse_article(f"# 题\n\n| 名 | 数 |\n|---|---|\n| 甲乙 | {'长' * 20} |\n", Path("a.md")), theme
    )
    assert '<thead>\n<tr><th class="short">名</th>' in page
    assert f'<tbody>\n<tr><td class="short">甲乙</td><td>{"长" * 20}</td></tr>\n</tbody>' in page


def test_images_are_inside_the_file(theme):
    page = export_html(read_article(SAMPLER), theme)
    assert "data:image/svg+xml;base64," in page
    assert "data:image/png;base64," in page
    assert 'class="missing"' in page


def test_latin_paragraphs_are_ragged(theme):
    source = "# 题\n\nA paragraph in English, 中文 in it.\n\n中文的段落，with some English。\n"
    page = checked(export_html(parse_article(source, Path("a.md")), theme))
    kinds = [attributes.get("class", "") for tag, attributes in page.tags if tag == "p"]
    assert [kind for kind in kinds if kind.startswith("paragraph")] == ["paragraph ragged", "paragraph"]


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


def test_an_image_that_would_fill_the_memory_is_left_out(tmp_path):
    size = (30_000).to_bytes(4, "big") * 2
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + b"\x01\0\0\0\0")
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08\x75\x30\x75\x30\x03")
    for name in ("a.png", "a.jpg"):
        with pytest.raises(ImageError):
            read_image(tmp_path, name)


def test_links_to_headings_lead_there(theme):
    links = "看[第二节](#第二节)、[编码](#%E7%AC%AC%E4%BA%8C%E8%8A%82)、[二](#同名-1)、[无](#没有)。"
    source = links + "\n\n# 同名\n\n甲\n\n# 第二节\n\n乙\n\n# 同名\n\n丙"
    page = export_html(parse_article(source, Path("a.md")), theme)
    assert page.count('id="第二节"') == 1
    assert '<a id="第二节"></a>第二节</h1>' in page
    assert page.index('id="同名-1"') > page.index('id="第二节"')
    assert 'id="没有"' not in page


MARKED = """# 题

| 甲头 | 乙头 |
|---|---|
| 丙格 | 丁 `码` 格 |

前<br>后 &amp; 再<!-- 注 -->来，a&lt;b 与 [链](u)。

<table><tr><td>左格</td><td>右&nbsp;格</td></tr></table>

- [ ] 任务**粗**字[^1]
- 式 $x^2$ 之后

> [!NOTE] 题目
> 引文

    缩进的码

```py
第一行 = 1
第二行 = 2
```

词
: 义

末段，同样，同样。

[^1]: 脚注的话
"""


@pytest.mark.parametrize(
    ("words", "nth", "marked"),
    [
        ("丙格", 0, "丙格"),
        ("丁 码 格", 0, "丁 码 格"),
        ("后 & 再来", 0, "后 & 再来"),
        ("a<b 与 链", 0, "a<b 与 链"),
        ("前 后", 0, "前后"),
        ("左格", 0, "左格"),
        ("右\xa0格", 0, "右\xa0格"),
        ("任务粗字", 0, "任务粗字"),
        ("之后", 0, "之后"),
        ("题目", 0, "题目"),
        ("缩进的码", 0, "缩进的码"),
        ("第二行 = 2", 0, "第二行 = 2"),
        ("义", 0, "义"),
        ("同样", 1, "同样"),
        ("脚注的话", 0, "脚注的话"),
        ("乙头\n\n丙格", 0, "乙头丙格"),
    ],
)
def test_what_is_highlighted_is_marked_wherever_it_stands(theme, words, nth, marked):
    article = parse_article(MARKED, Path("a.md"))
    start = -1
    for _ in range(nth + 1):
        start = article.text.text.index(words, start + 1)
    page = export_html(article, theme, [Highlight(Span(start, start + len(words)), 1, "记")])
    body = page[page.index("<main") if "<main" in page else page.index("<body") :]
    found = re.findall(r"<mark[^>]*>(.*?)</mark>", body, re.DOTALL)
    text = "".join(re.sub(r"<[^>]+>", "", part) for part in found)
    assert html.unescape(text).replace("\n", "") == marked
    assert body.count('id="mark-1"') == 1  # what the note at the end leads to

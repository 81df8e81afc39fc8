"""Nothing that a note, a tag or an article brings runs, fetches or draws over a page of ours."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from reader.annotations.creation import Wanted
from reader.annotations.exported_marks import highlights_of, node_notes_of
from reader.annotations.exporters.anki_tsv import HEADER
from reader.annotations.library_report import annotated
from reader.articles.exporting.article_html import export_html
from reader.articles.exporting.run_html import run_html
from reader.articles.exporting.safe_html import CONTENT_POLICY, cleaned, note_html
from reader.articles.markdown.blocks import Run
from reader.commands.article_export import export_article
from reader.paths import resource
from reader.theme import load_theme
from reader.ui.annotating.notes.note_html import note_html as window_html
from tests.annotations.exporting import annotate, bookmark, exported, library_with
from tests.conftest import SHARED

HOSTILE = (
    "![x](http://127.0.0.1:1/a) [c](javascript:fetch(1)) [d](\tjava\nscript:1) [e](data:text/html,x)",
    "<script>fetch(1)</script>\npara\n{: onclick=alert(1) style=position:fixed;background:url(http://x/) }",
    "*hi*{: onfocus=fetch(1) autofocus tabindex=0 style=background:url(http://x/) }",
    "![x](q){: onerror=fetch(1) }",
    "<img src=x onerror=alert(1)><svg/onload=alert(1)><iframe srcdoc=x></iframe><style>*{color:red}</style>",
    "<a href='javascript:1'>x</a> <javascript:alert(1)> [r]\n\n[r]: javascript:alert(1)",
    r"$\color{url(http://x/)}{a}$ $$\textcolor{url(http://x/)}{\frac{a}{b}}$$ $\href{javascript:1}{x}$",
    "> [!x\" onclick=alert(1)] y\n> z",
    "```x\" onclick=alert(1)\ncode\n```",
    "[m](mailto:a@b.c?bcc=d@e.f&attach=/etc/passwd&subject=s)",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<details open ontoggle=alert(1)><summary>s</summary>x</details>{{ 7*7 }}{% for x in y %}',
)  # fmt: skip
HEAD = """标题
  原文标题：[Click me](javascript:document.title='PWNED')
  链接：javascript:document.title='PWNED'

- **文章类别**：访谈<img src=x onerror=alert(1)>

**内容整理**：

### 文章内容

#### 甲
- **甲一**：这里是文字，[坏](javascript:alert(1))，足够长的文字。
"""
_ATTRIBUTES = re.compile(
    r"class|href|id|lang|charset|content|name|rel|http-equiv|style|title|type|checked|disabled|inert|start|open|"
    r"alt|src|width|height|viewbox|d|fill|stroke|stroke-width|x|y|font-size|role|aria-label|data-name|xmlns(:xlink)?\Z"
)


class _Page(HTMLParser):
    """Reads a page and fails at the first thing that could run or fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.words = ""
        self.policy = ""
        self._style = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in (
            "script",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "math",
            "video",
            "audio",
        )
        self._style = tag == "style"
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            assert _ATTRIBUTES.match(name), name
            assert not name.startswith("on")
            if name != "content":
                assert "url(" not in value.lower()
        if tag == "a" and "href" in given:
            self.hrefs.append(given["href"])
            assert given["href"].startswith(("http://", "https://", "mailto:", "#"))
        if tag == "img":
            assert given["src"].startswith("data:image/")
        if tag == "input":
            assert given.get("type") == "checkbox"
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]

    def handle_data(self, data: str) -> None:
        if self._style:
            assert "url(" not in data
            assert "@import" not in data
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        self._style = False


@pytest.fixture
def library(tmp_path):
    return library_with(tmp_path / "library", HEAD)


@pytest.fixture
def store(library):
    hostile_tag = '"><script>fetch(1)</script>'
    wanted = [
        Wanted("这里是文字", note=note, tags=(hostile_tag,), colour='x" onclick="1') for note in HOSTILE
    ]
    store, _made = annotate(library, *wanted, Wanted(path=("甲",), note="\n\n".join(HOSTILE)))
    return store


@pytest.mark.parametrize("note", HOSTILE)
def test_a_note_is_harmless_in_pages_cards_and_the_window(note):
    for markup in (note_html(note), window_html(note, "#000000", "#777777")):
        page = _Page(markup)
        assert not any("bcc" in href or "attach" in href for href in page.hrefs)


def test_the_page_of_the_notes_runs_and_fetches_nothing(library, store):
    page = _Page(exported("page", library, store).decode())
    assert page.policy == CONTENT_POLICY
    assert "default-src 'none'" in page.policy
    assert "script-src" not in page.policy
    assert "javascript:document" in page.words  # the head's link is words


def test_the_cards_run_and_fetch_nothing(library, store):
    lines = exported("anki-tsv", library, store).decode().removeprefix(HEADER)
    for _guid, front, back, _tags in csv.reader(io.StringIO(lines), delimiter="\t"):
        _Page(front + back)


def test_the_article_with_its_notes_runs_and_fetches_nothing(library, store):
    [group] = annotated(library, store)
    assert group.article is not None
    theme = load_theme(resource("themes/paper.toml"))
    marks, notes = highlights_of(group.placed), node_notes_of(group.placed, group.article)
    page = _Page(export_html(group.article, theme, marks, notes))
    assert page.policy == CONTENT_POLICY
    assert "javascript:document" in page.words


def test_what_got_past_our_markdown_would_not_get_past_the_cleaner():
    for note in HOSTILE:
        _Page(cleaned(note))
    assert (
        cleaned('<p style="position:fixed;text-align:center" onclick=1 class="X Y">a\ud800</p>')
        == "<p>a\ufffd</p>"
    )


@pytest.mark.parametrize(
    ("markdown", "part"),
    [
        ("**b** *i* `c`", "<strong>b</strong>"),
        ("- a\n- b", "<ul>"),
        ("3. a\n4. b", '<ol start="3">'),
        ("> q", "<blockquote>"),
        ("- [x] done", "checked"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "text-align:center"),
        (r"$\frac{a}{b}$", "<svg"),
        ("[t](https://example.org/?a=1&b=2)", 'href="https://example.org/?a=1&amp;b=2"'),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_what_markdown_means_is_kept(markdown, part):
    assert part in note_html(markdown)


def test_a_link_shown_as_another_address_shows_where_it_leads():
    for words in (
        "https://bank.example",
        "www.bank.example/login",
        "HTTP://bank.example",
        "www.evil.example/y",
    ):
        shown = run_html(Run(words, href="https://evil.example/x"))
        assert 'href="https://evil.example/x"' in shown
        assert "(https://evil.example/x)" in shown.replace("<wbr>", "")
    for words in ("https://evil.example", "www.evil.example/x", "a bank"):
        assert "(" not in run_html(Run(words, href="https://evil.example/x"))


def test_a_title_that_is_another_address_shows_where_it_leads(tmp_path):
    head = "# 题\n  原文标题：https://bank.example/\n  链接：https://evil.example/x\n\n## 甲\n\n一句话。\n"
    library = library_with(tmp_path / "head", head)
    store, _made = annotate(library, Wanted("一句话"))
    page = exported("page", library, store).decode()
    assert ">https://bank.example/</a> <small>(https://evil.example/x)</small>" in page


def test_page_and_table_agree_on_what_has_a_place(tmp_path, capsys):
    library = library_with(tmp_path / "simple", "# 题\n\n## 甲\n\n一句话，两句话。\n")
    wanted = (
        Wanted("一句话", note="记"),
        Wanted("两句话"),
        Wanted(path=("甲",), note="点"),
        Wanted("没有的话"),
    )
    store, made = annotate(library, *wanted)
    bookmark(store, made[1])
    [group] = annotated(library, store)
    assert group.article is not None
    states = [row["state"] for row in csv.DictReader(io.StringIO(exported("csv", library, store).decode()))]
    assert states.count("anchored") == sum(each.has_place for each in group.placed) == 3
    page = export_article(group, group.article, "html").decode()
    assert "1 annotation has no place" in capsys.readouterr().err
    for words in ("<mark", "记", "Your note", "点", "Bookmark"):
        assert words in page


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared cases are not here")
def test_the_hostile_sheet_that_was_sent_to_us(library, store):
    path = SHARED / "cases/faults/page-xss/gangmu-folder/annotations/a-fecccc9753.laptop-1a2b.json"
    for item in json.loads(path.read_text("utf-8"))["items"]:
        _Page(note_html(item["body"]["value"]))

"""No reader of outside text takes more than its length: double the text may take about double the time.

Each reader is given texts that patterns stumble over, 16 times as long at the
end as at the beginning. A square would take 256 times as long, a line 16: 60 is
allowed, and nothing is said of what takes less than a tenth of a second (of a
quarter of the length, a fortieth).
"""

from __future__ import annotations

import contextlib
import html
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import thread_time

import pytest

from reader.annotations.exporters.cards import _inert
from reader.annotations.exporters.markdown_escaping import escaped, escaped_line
from reader.annotations.importers import IMPORTERS
from reader.annotations.store.json_reading import sides
from reader.articles.converting import converter_for
from reader.articles.exporting import own_styles
from reader.articles.exporting.article_html import _framework
from reader.articles.exporting.safe_html import cleaned
from reader.articles.link_safety import local_name, safe_address, true_target
from reader.articles.markdown.syntax_colouring import coloured
from reader.articles.pictures.svg_safety import UnsafeDrawingError, safe_svg
from reader.articles.reading import parse_article
from reader.catalogue import ignore_rules
from reader.catalogue.shelves import shelf_items
from reader.desktop import program_links
from reader.dictionaries import stardict
from reader.dictionaries.entry_html import part_html
from reader.errors import ReaderError
from reader.search.query.query_language import understand
from reader.settings_transfer import read_settings
from reader.theme import load_theme
from reader.ui.session.window_memory import WindowMemory
from tests.long_runs import times

SHORT, LONG = times(2_000, 500), times(32_000, 8_000)
WORSE = 60
ENOUGH = LONG / 320_000  # seconds
LONGEST_QUERY = 4_000  # nobody types more
LANGUAGES = ("perl", "html", "python", "diff")[: times(4, 2)]  # each takes as long as all other readers

PUMPS = (
    " ", "\t", "\u3000", "-", "=", "#", "*", "_", "`", "[", "]", "(", "<", "<a ", ">", "| ",
    "|", "~", "$", "!", "\\", "/", ".", ":", "：", "&", "{", "{:", "^", "@", "1", "1.", "a",
    "一", "，", "（", "【", "├", "│", "─", "│ ", "- ", "1. ", "> ", "# ", "**", "**a", "__a",
    "[a]", "[a](", "![", "[^1]", "http://", "<!--", "</b>", "==", "$$", "\\(", "第", "#a ",
    "a:", "，#", '"', "'", ",", '",', "\n", "a\n", "***\n", "---\n\n", ">\n", "> a\n\n", "#a\n",
    "<k>", "<def ", "/*", "*/", "[[", "[[a|", "%", "%E4", "gangmu:", "{", "}",
    "url(", "@import ", "a=", "**/",
    "<<<<<<< a\n||||||| b\n", "=======\n", ">>>>>>> a\n", "<<<<<<< a\n=======\n",
)  # fmt: skip


def _svg(text: str) -> None:
    with contextlib.suppress(UnsafeDrawingError):
        safe_svg(f'<svg><rect style="{text}" fill="url(#{text}"/>{text}</svg>'.encode())


def _imports(text: str) -> None:
    for importer in IMPORTERS:
        importer.read(text)
        importer.read(json.dumps({"items": [{"id": text}], "annotations": [{"text": text, "uri": text}]}))
        importer.read(f'Highlight,Title,Note\n"{text}",{text},.{text}\n')
        importer.read(f"# {text}\n\n> {text}\n\n{text}\n")


def _addresses(text: str) -> None:
    for head in ("", "https://a.b/", "mailto:a@b.c?", "mailto:"):
        safe_address(head + text)
        local_name(head + text)
        true_target(head + text, text)


def _read_as(read: Callable[[Path], object], name: str) -> Callable[[str], object]:
    """Return what reads a text as the file that is called `name`."""

    def reader(text: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8", newline="")
            with contextlib.suppress(ReaderError):
                read(path)

    return reader


def _converts(name: str, form: str) -> Callable[[str], object]:
    """Return what imports a text as a file called `name`, set into `form`."""
    converter = converter_for(Path(name))
    assert converter is not None

    def reader(text: str) -> None:
        data = form.replace("{}", html.escape(text) if name.endswith(("opml", "mm")) else text).encode()
        with contextlib.suppress(ReaderError):
            for made in converter.convert(Path(name), data, lambda _name: None):
                made.markdown()

    return reader


def _dictionary(text: str) -> None:
    for kind in "mtyhgxkw":
        part_html(kind, text)
    stardict.fold(text)
    list(stardict._words(text.encode() + bytes(9), 8))
    about = json.dumps({"items": [text]})
    _read_as(stardict._about, "a.ifo")(f"StarDict's dict ifo file\n{text}={text}\nwordcount={about}\n")


def _rules(text: str) -> None:
    rules = ignore_rules._rules([text, f"!{text}", f"/{text}/", f"{text[:60]}*"])
    rules.check_file("a" * 200)
    rules.check_file(text[:200].replace("\0", "x"))


def _links(text: str) -> None:
    for start in ("gangmu://", "gangmu://open?path=", "gangmu://node?path=a&node=", ""):
        with contextlib.suppress(ReaderError):
            program_links.read_link(start + text)


def _styles(text: str) -> None:
    own_styles._problem_in(text)
    own_styles._problem_in(f"a {{ b: {text} }} /* {text} */")


READERS: dict[str, Callable[[str], object]] = {
    "conflict marks": lambda text: sides(f"a\n{text}"),
    "an article": lambda text: parse_article(text, Path("a.md")),
    "a heading": lambda text: parse_article(f"# 题\n\n## a{text}b\n\n文\n", Path("a.md")),
    "a head": lambda text: parse_article(f"标题\n  链接：{text}\n  标签：{text}\n\n文\n", Path("a.md")),
    "a tree": lambda text: parse_article(f"```\n├── a{text}b\n└── c\n```\n\n# a\n", Path("a.md")),
    "a query": lambda text: understand(text[:LONGEST_QUERY]),
    "imports": _imports,
    "addresses": _addresses,
    "a drawing": _svg,
    "words as Markdown": lambda text: (escaped(text), escaped_line(text)),
    "a card": lambda text: _inert(cleaned(text)),
    "a dictionary": _dictionary,
    "rules of what is left out": _rules,
    "links to the program": _links,
    "a theme": _read_as(load_theme, "a.toml"),
    "a theme's values": lambda text: _read_as(load_theme, "a.toml")(f"name = {json.dumps(text)}\n"),
    "style sheets": _styles,
    "settings": lambda text: _read_as(read_settings, "a.json")(json.dumps({"font": text, text: [text]})),
    "what a window remembers": lambda text: _read_as(WindowMemory, "a.json")(json.dumps({text: text})),
    "shelves": lambda text: shelf_items.from_line(
        {"id": text, "kind": "tag", "text": text, "articles": [text]}
    ),
    "a wiki link": lambda text: parse_article(f"# 题\n\n[[{text}]] [[a#{text}|{text}]]\n", Path("a.md")),
    "a web page": _converts("a.html", "<html><title>{}</title><body><p>{}</p>{}</body></html>"),
    "an outline of OPML": _converts("a.opml", '<opml><body><outline text="{}" _note="{}"/></body></opml>'),
    "a mind map": _converts("a.mm", '<map><node TEXT="{}"><node TEXT="{}"/></node></map>'),
    "a saved page": _converts(
        "a.mhtml",
        "MIME-Version: 1.0\nSnapshot-Content-Location: {}\nContent-Type: multipart/related;"
        ' boundary="b"\n\n--b\nContent-Type: text/html\nContent-Location: {}\n\n<p>{}</p>\n--b--\n',
    ),
    "code": lambda text: [coloured(text, name) for name in LANGUAGES],
}


def seconds(read: Callable[[str], object], text: str) -> float:
    started = thread_time()
    read(text)
    return thread_time() - started


def test_the_points_of_an_exported_page_take_their_number():
    """Each leads to the line of a block before its passage: 8,000 took ten times as long as all else."""

    def spent(count: int) -> float:
        article = parse_article("".join(f"## {n}\n\n" for n in range(count)), Path("a.md"))
        lines = list(range(1, 2 * count))
        return seconds(lambda _text: _framework(article, lines), "")

    assert spent(8_000) < WORSE * max(0.001, min(spent(500) for _again in range(3)))


@pytest.mark.parametrize("lines", ["@startmindmap\n* 甲\n", "***\n___\n"])
def test_lines_that_begin_what_never_ends_take_their_number(lines):
    def spent(count: int) -> float:
        return seconds(lambda text: parse_article(text, Path("a.md")), f"题\n\n{lines * count}")

    assert spent(6_000) < WORSE * max(0.001, min(spent(375) for _again in range(3)))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", READERS)
def test_no_reader_of_outside_text_is_worse_than_linear(name):
    read = READERS[name]
    read("a")  # what is made once
    for pump in PUMPS:
        long = seconds(read, pump * (LONG // len(pump)))
        if long < ENOUGH:
            continue
        short = max(0.001, min(seconds(read, pump * (SHORT // len(pump))) for _again in range(3)))
        if long >= WORSE * short:  # beside other work one run may take long for no fault of the reader's
            long = min(seconds(read, pump * (LONG // len(pump))) for _again in range(3))
        assert long < WORSE * short or long < ENOUGH, (
            f"{pump!r}: {short:.4f} s, and {long:.4f} s for 16 times"
        )

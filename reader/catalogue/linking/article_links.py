"""The links of a text that lead to other files of its library: `[[wiki links]]` and relative ones.

They are read in the one pass that page and canonical text are made of (`inline_marks.tokens`), so that what
is a link here is one on the page. Those to the web and within the article are none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from reader.articles.link_safety import local_name
from reader.articles.markdown.leaves import leaves
from reader.articles.markdown.pieces import Leaf, LeafKind
from reader.articles.source.extraction import cells
from reader.articles.source.html_tags import parts
from reader.articles.source.inline_marks import Sign, Token, tokens
from reader.articles.source.lines import WIKI, Scan

_RUNNING = frozenset({LeafKind.PARAGRAPH, LeafKind.HEADING, LeafKind.TITLE, LeafKind.TERM})
_HREF = re.compile(r"""<a\s[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_MAY_HOLD_ONE = re.compile(r"\]\(|\[\[|\]\[|\]:|<a\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """A link as written in an article. `target` has no "#…": that is `section`. `line` counts from 1.

    `words` are what is shown of it, `href` is its address as the page has it.
    """

    line: int
    target: str
    section: str = ""
    is_wiki: bool = False
    words: str = field(default="", compare=False)
    href: str = field(default="", compare=False)


def link_of(href: str, line: int = 0, words: str = "") -> ArticleLink | None:
    """Return the link to a file that the address `href` of a page is; None where it is no such."""
    if href.startswith(WIKI):
        target, _sign, section = href.removeprefix(WIKI).partition("#")
        return (
            ArticleLink(line, target.strip(), section.strip(), True, words, href) if target.strip() else None
        )
    name = None if href[:1] == "#" else local_name(href)
    if not name:
        return None
    return ArticleLink(line, name, unquote(href.partition("#")[2]), False, words, href)


def inner_link_of(href: str, line: int, words: str = "") -> ArticleLink | None:
    """Return the link to a place of the same article that the address `href` is; None where it is no such."""
    if len(href) < 2 or href[0] != "#":
        return None
    return ArticleLink(line, "", unquote(href[1:]).strip(), False, words, href)


def may_have_links(source: str) -> bool:
    """Whether there is anything in `source` that may be a link: most digests have none at all."""
    return _MAY_HOLD_ONE.search(source) is not None


def hrefs_in(found: Scan) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the address and the words of every link of a scanned text, in order."""
    for leaf in leaves(found):
        for line, href, words in _links_of_leaf(leaf, found):
            yield line, href, " ".join(words.split())


def links_in(found: Scan) -> Iterator[ArticleLink]:
    """Yield the links of a scanned text that lead to files, in order."""
    for line, href, words in hrefs_in(found):
        if (link := link_of(href, line, words)) is not None:
            yield link


def _links_of_leaf(leaf: Leaf, found: Scan) -> Iterator[tuple[int, str, str]]:
    texts = leaf.texts
    if leaf.kind is LeafKind.TABLE:
        for number, row in enumerate(texts):
            if "]" in row or "<" in row:
                for cell in cells(row):
                    yield from _linked(_read(cell, found), leaf.first + number)
    elif leaf.kind in _RUNNING:
        text = "\n".join(texts)
        if "]" in text or "<" in text:
            yield from _linked(_read(text, found), leaf.first)
    elif leaf.kind is LeafKind.HTML:
        yield from _linked(_read_html("\n".join(texts)), leaf.first)


def _read(text: str, found: Scan) -> Iterator[str]:
    return tokens(text, found.references, found.definitions.references)


def _read_html(html: str) -> Iterator[str]:
    for part in parts(html):
        if part.name == "a":
            yield Token.of("\n" * part.text.count("\n"), Sign.HTML, part.text)
        else:
            yield part.text if part.is_text else "\n" * part.text.count("\n")


def _linked(stream: Iterable[str], line: int) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the address and the words of each link in `stream`, whose first words are on `line`."""
    opened: list[tuple[int, str, list[str]]] = []
    for token in stream:
        for _line, _href, words in opened:
            words.append(token)
        if isinstance(token, Token):
            if (href := _opens(token)) is not None:
                opened.append((line, href, []))
            elif opened and _closes(token):
                at, href, words = opened.pop()
                yield at, href, "".join(words)
        line += token.count("\n")


def _opens(token: Token) -> str | None:
    if token.sign is Sign.OPEN and token.tag == "a":
        return token.target
    if token.sign is Sign.HTML and (tag := _HREF.match(token.target)):
        return unescape(tag[1] or tag[2] or tag[3] or "")
    return None


def _closes(token: Token) -> bool:
    if token.sign is Sign.CLOSE:
        return token.tag == "a"
    return token.sign is Sign.HTML and token.target[:3].lower() == "</a"

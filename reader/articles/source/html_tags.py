"""The HTML that a person may write in Markdown: its tags, its blocks, and the words that it holds.

A tag that means nothing here (the `<T>` of `Box<T>`), and one that would swallow what follows and never
closes (`<title>` in prose), is text. The canonical text and the page both read raw HTML through `parts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

TAG = re.compile(
    r"</?([A-Za-z][A-Za-z0-9-]*+)"
    r"(?:\s++[A-Za-z_:@][\w.:@-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^'<]{0,4000}+'|\"[^\"<]{0,4000}+\"))?+)*+\s*+/?>"
)
_NAMES = """
a abbr acronym address article aside audio b bdi bdo big blockquote body br button caption center
cite code col colgroup data dd del details dfn dialog div dl dt em figcaption figure font footer
form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link
main map mark menu meta nav noscript object ol optgroup option output p param picture pre progress q
rb rp rt rtc ruby s samp script section select small source span strike strong style sub summary sup
svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
"""
_KNOWN = frozenset(_NAMES.split())
VANISHING = frozenset({"script", "style", "head", "title", "template", "noscript", "math", "rp"})
FRAMED = frozenset(
    {"iframe", "object", "video", "audio", "svg", "canvas", "form", "button", "select", "textarea"}
)
SWALLOWING = VANISHING | FRAMED  # what they hold is not shown
# Those that nobody writes in prose: without attributes, and in a line, the others are text.
SWALLOWED = frozenset(
    {"script", "style", "iframe", "object", "video", "audio", "svg", "canvas", "math", "rp"}
)
BREAKING = frozenset({"br", "hr", "wbr"})  # mean something without a partner or an attribute
HIDDEN = (("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"))
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|li|link|main|menu|nav|noframes|ol|p|section"
    r"|summary|table|tbody|td|tfoot|th|thead|title|tr|ul|base|object|video|audio|canvas|svg)(?:[\s/>]|$)",
    re.IGNORECASE,
)
VERBATIM = re.compile(r"<(script|style|textarea|pre)(?:[\s>]|$)", re.IGNORECASE)
MARKDOWN_INSIDE = re.compile(r"<\w+(?:\s[^<>]*)?\smarkdown(?:=[^\s<>]+)?(?:\s[^<>]*)?> *$")
SUMMARY_ENDS = re.compile(r"</summary\s*>(?:.*>)?\s*$", re.IGNORECASE)


class Part(NamedTuple):
    """A part of raw HTML: a tag (`name` in lower case), text, or a hidden part (neither)."""

    text: str
    name: str = ""
    is_text: bool = False


def tag_at(text: str, start: int) -> tuple[str, int]:
    """Return the lower-case name of the HTML tag at `start` and its end; an empty name where none is."""
    found = TAG.match(text, start)
    name = found[1].lower() if found else ""
    return (name, found.end()) if found and name in _KNOWN else ("", start)


def parts(html: str) -> Iterator[Part]:
    """Yield the parts of raw HTML, in order; joined, their texts are `html`. Linear in its length."""
    lower, at, begun, absent = html.lower(), 0, 0, set[str]()
    while (at := html.find("<", at)) >= 0:
        name, end = "", _end_of_hidden(html, at, absent)
        if not end:
            name, end = tag_at(html, at)
            if not name:
                at += 1
                continue
            if name in SWALLOWING and html[at + 1] != "/" and html[end - 2] != "/":
                close = -1 if name in absent else lower.find(f"</{name}", end)
                if close < 0:  # it never closes: text
                    absent.add(name)
                    at += 1
                    continue
                close = html.find(">", close) + 1
                if begun < at:
                    yield Part(html[begun:at], is_text=True)
                yield Part(html[at : close or len(html)], name if name in FRAMED else "")
                begun = at = close or len(html)
                continue
        if begun < at:
            yield Part(html[begun:at], is_text=True)
        yield Part(html[at:end], name)
        begun = at = end
    if begun < len(html):
        yield Part(html[begun:], is_text=True)


def _end_of_hidden(html: str, at: int, absent: set[str]) -> int:
    """Return where the comment or instruction at `at` ends; 0 for none."""
    for opening, closing in HIDDEN:
        if html.startswith(opening, at) and closing not in absent:
            end = html.find(closing, at + len(opening))
            if end >= 0:
                return end + len(closing)
            absent.add(closing)
    if html.startswith("<!", at) and html[at + 2 : at + 3].isalpha():
        return html.find(">", at) + 1
    return 0


def words_of(html: str) -> str:
    """Return the words of raw HTML: tags off, entities decoded, as many newlines as it came with."""
    from html import unescape

    words = []
    for part in parts(html):
        breaks = "\n" * part.text.count("\n")
        if part.is_text:
            words.append(unescape(part.text) if "&" in part.text else part.text)
        elif part.name == "img" and (alt := alt_of(part.text)):
            words.append(alt + breaks)
        elif part.name in ("br", "td", "th", "li", "p", "div") and not breaks:
            words.append(" ")
        else:
            words.append(breaks)
    return "".join(words)


def alt_of(tag: str) -> str:
    """Return the description that an image's tag gives, in one line."""
    from html import unescape

    found = _ALT.search(tag)
    return " ".join(unescape(found[1] or found[2] or found[3] or "").split()) if found else ""

"""A person's note as HTML that may stand in any page: the one way for pages, Anki's cards and articles.

A note is Markdown and may have been imported, so it is not trusted. It is read
as the articles are, which escapes every character, and what comes of that is
cleaned by nh3 (after Mozilla's bleach, on the parser of a browser): a list of
tags, attributes and schemes, nothing else. The Content-Security-Policy of our
pages is a second wall, not the first.
"""

from __future__ import annotations

import re

from reader.articles.exporting.block_html import Tagger
from reader.articles.exporting.block_nesting import nest
from reader.articles.exporting.note_blocks import note_blocks

CONTENT_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
)
_TAGS = {
    "a", "abbr", "aside", "blockquote", "br", "code", "del", "details", "div", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "input", "kbd", "li", "mark", "ol", "p", "pre", "rp", "rt", "ruby", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul", "wbr",
    "svg", "g", "path", "rect", "line", "text",  # formulas
}  # fmt: skip
_DRAWN = {
    "d", "fill", "stroke", "stroke-width", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height",
}  # fmt: skip
_ATTRIBUTES = {
    **{tag: {"class"} for tag in ("aside", "div", "em", "li", "p", "pre", "span")},
    "a": {"href"},
    "abbr": {"title"},
    "details": {"open"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start"},
    "td": {"class", "style"},
    "th": {"class", "style"},
    "svg": {"class", "viewBox", "width", "height", "style", "role", "aria-label", "version"},
    **dict.fromkeys(("g", "path", "rect", "line"), _DRAWN),
    "text": {*_DRAWN, "font-size", "font-family"},
}
_CLASSES = re.compile(r"[a-z0-9 -]{1,60}\Z")
_NO_CHARACTER = re.compile("[\ud800-\udfff\\0]")
_STYLES = {"width", "height", "vertical-align", "text-align"}


def note_html(note: str) -> str:
    """Return `note`, in Markdown, as HTML. Pictures are named, not shown."""
    blocks = note_blocks(without_surrogates(note))
    return cleaned(Tagger(None, lambda _block: -1).group(nest(blocks)))


def cleaned(html: str) -> str:
    """Return `html` with what is on our lists, and nothing else. Raises nothing, whatever it is."""
    import nh3

    return nh3.clean(
        without_surrogates(html),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        set_tag_attribute_values={"input": {"disabled": ""}},
        attribute_filter=_filtered,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noreferrer",
    )


def without_surrogates(text: str) -> str:
    r"""Return `text` with U+FFFD for what no file can hold: half a surrogate pair (hostile JSON), and NUL."""
    return _NO_CHARACTER.sub("\ufffd", text)


def _filtered(tag: str, name: str, value: str) -> str | None:
    if name == "class":  # ours: what a note says becomes none, but for the tone of a callout
        return value if _CLASSES.match(value) else None
    if (tag, name) == ("input", "type"):
        return value if value == "checkbox" else None
    return None if "url(" in value.lower() or (name == "style" and "\\" in value) else value

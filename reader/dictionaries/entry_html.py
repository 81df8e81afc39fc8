"""Makes safe HTML of what a dictionary says of a word, whatever kind of text it is.

StarDict's kinds: m plain, l plain in the system's encoding, t and y phonetic, n WordNet, w MediaWiki,
g Pango, x XDXF, k PowerWord's XML, h HTML; W, P, X and r are sounds, pictures and files, which are left out.
"""

from __future__ import annotations

import html
import re
import struct

_TAGS = {
    "a", "abbr", "b", "big", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "font", "h1", "h2",
    "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub",
    "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_NAMED_TEXT = frozenset("ltmyn")  # shown as it is written
_MARKUP = frozenset("gxkhw")
# XDXF and PowerWord have elements of their own: those that begin something begin a line here.
_BLOCKS = re.compile(r"</?(?:def|deftext|ex|kref|单词词性|解释项|例句|基本词义|跟随解释)\b[^<>]*>")


def entry_html(data: bytes, types: str = "") -> str:
    """Return one entry as safe HTML, its parts one below the other; "" where nothing can be shown.

    `types` are the kinds of its parts, where all entries have the same; else each part begins with its own.
    """
    shown = (part_html(kind, text) for kind, text in _parts(data, types))
    return "<br>".join(part for part in shown if part)


def part_html(kind: str, text: str) -> str:
    """Return one part as safe HTML."""
    text = text.strip("\0\n ")
    if kind in _NAMED_TEXT:
        shown = html.escape(text, quote=False).replace("\n", "<br>")
        return f"<i>[{shown}]</i>" if kind in "ty" and shown else shown
    if kind not in _MARKUP:
        return ""
    if kind == "x":
        text = _without_keys(text)
    if kind in "xk":
        text = _BLOCKS.sub("<br>", text)
    if kind in "gw" or (kind == "x" and "<br" not in text):
        text = text.replace("\n", "<br>")
    import nh3  # 1.4 MB, which a window at rest needs not

    return nh3.clean(
        text, tags=_TAGS, attributes={"font": {"color"}}, clean_content_tags={"script", "style"}
    ).strip()


def _without_keys(text: str) -> str:
    """Return `text` without what stands from each `<k>` to the next `</k>`: the headword, said above."""
    *closed, last = text.split("</k>")
    return "".join([*(part.partition("<k>")[0] if "<k>" in part else f"{part}</k>" for part in closed), last])


def _parts(data: bytes, types: str) -> list[tuple[str, str]]:
    """Return the parts that are text, each with its kind."""
    parts = []
    place, number = 0, 0
    while place < len(data) and (not types or number < len(types)):
        if types:
            kind, is_last = types[number], number == len(types) - 1
            number += 1
        else:
            kind, is_last = chr(data[place]), False
            place += 1
        if kind.isupper():
            if is_last:
                break
            if place + 4 > len(data):
                break
            place += 4 + struct.unpack_from(">L", data, place)[0]
            continue
        end = len(data) if is_last else data.find(b"\0", place)
        end = len(data) if end < 0 else end
        parts.append((kind, data[place:end].decode("utf-8", "replace")))
        place = end + 1
    return parts

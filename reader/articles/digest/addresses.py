"""The addresses that lines of the head lead to, as they are written, and the words of their links."""

from __future__ import annotations

import re

from reader.articles.source.inline_marks import plain

_LINK_START = re.compile(r"\]\(\s*<?")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\][(（]")
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:[^\s<>]+|www\.[^\s<>]+|//[^\s<>]+")
_AFTER_ADDRESS = "，。；、）】」』》”’！？,;\"'*"


def address_in(text: str) -> str:
    """Return the address in `text`, as written: that of a Markdown link, or a bare one; else ""."""
    if link := _LINK_START.search(text):
        address = text[link.end() :]
        return address.partition(">")[0] if link[0].endswith("<") else _balanced(address)
    bare = _ADDRESS.search(text)
    if not bare:
        return ""
    address = bare[0]
    for place, letter in enumerate(address):
        if letter in "，。；、（）【】「」『』《》“”！？":
            address = address[:place]
            break
    return address.rstrip(_AFTER_ADDRESS)


def words_of_link(text: str) -> str:
    """Return the words of the first link in `text`; "" where it has none."""
    link = _LINK.search(text)
    return plain(link[1]).strip() if link else ""


def whole_link(text: str) -> str:
    """Return the web address of a `text` that is one link and nothing else; else ""."""
    address = address_in(text)
    is_whole = _LINK.match(text) and words_of_link(text) == plain(text).strip() and text.endswith(")")
    return address if is_whole and address.startswith(("http://", "https://")) else ""


def around_link(text: str, address: str) -> str:
    """Return what `text` says beside its link to `address`, or beside the bare address."""
    link = _LINK.search(text)
    start = text.find(address, link.end() if link else 0)
    return text[: link.start() if link else start] + text[start + len(address) :]


def _balanced(text: str) -> str:
    depth = 0
    for place, letter in enumerate(text):
        if letter in " \t>\n" or (letter == ")" and not depth):
            return text[:place]
        depth += (letter == "(") - (letter == ")")
    return text

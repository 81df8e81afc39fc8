"""What YAML front matter says of an article: as much of YAML as people write there, and no more.

Top-level `key: value` lines, quoted or not, lists (`[a, b]` or one a line with
`- `) and folded text (`>`, `|`) with its indented lines. Anything else is skipped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.articles.digest.tags import split_tags
from reader.articles.digest.vocabulary import Key, read_label
from reader.articles.source.lines import Line, LineKind

_COMMENT = re.compile(r"\s+#\s.*$")
_KEY = re.compile(r"([^\s:#-][^:]*?)\s*[:：]\s*(.*)$")
_COMMAS = re.compile(r"[,，、;；]")
_ALIASES = frozenset({"alias", "aliases", "别名", "別名"})
_FOLDED = re.compile(r"[>|][+-]?\d?$")


class FrontMatter(NamedTuple):
    """The values of known keys as written, the tags, and how many lines the front matter takes."""

    values: dict[Key, str]
    tags: tuple[str, ...]
    length: int


def read_front_matter(lines: list[Line]) -> FrontMatter:
    """Return what the front matter of scanned `lines` says; its length is 0 where there is none."""
    length = 1
    while length < len(lines) and lines[length].kind is LineKind.FRONT:
        length += 1
    if length == 1:
        return FrontMatter({}, (), 0)
    found: dict[Key, list[str]] = {}
    key = Key.OTHER
    for line in lines[1:length]:
        text = line.content
        labelled = read_label(text) if text[:1] not in (" ", "\t", "-", "#", "") else None
        if labelled:
            key = labelled.key if labelled.key not in found else Key.OTHER
            value = _scalar(labelled.value)
            found.setdefault(key, [])
            if value and not _FOLDED.match(value):
                found[key] += _items(value) if key in (Key.TAGS, Key.CATEGORY) else [value]
        elif text.strip():
            found.setdefault(key, []).append(_scalar(text.strip().removeprefix("- ")))
    tags = tuple(dict.fromkeys(tag.lstrip("#").strip() for tag in found.pop(Key.TAGS, ()) if tag.strip("# ")))
    found.pop(Key.OTHER, None)
    values = {
        key: parts[0] if key is Key.CATEGORY else " ".join(parts) for key, parts in found.items() if parts
    }
    return FrontMatter(values, tags, length + 1)


def aliases_in(lines: list[Line]) -> tuple[str, ...]:
    """Return the other names that the front matter of scanned `lines` gives the article (`aliases:`)."""
    found: list[str] = []
    is_open = False
    for line in lines[1:]:
        if line.kind is not LineKind.FRONT:
            break
        if key := _KEY.match(line.content):
            if is_open := key[1].lower() in _ALIASES:
                value = key[2]
                found += _items(value) if value.startswith("[") else map(_scalar, _COMMAS.split(value))
        elif is_open:
            found.append(_scalar(line.content.strip().removeprefix("- ")))
    return tuple(dict.fromkeys(filter(None, found)))


def _scalar(value: str) -> str:
    """Return a value without its quotation marks, or without the comment behind it."""
    quote = value[:1]
    if quote in ("'", '"') and value.find(quote, 1) > 0:
        return value[1 : value.rfind(quote)].strip()
    return _COMMENT.sub("", value).strip()


def _items(value: str) -> list[str]:
    """Return the items of a list on one line, in brackets or without."""
    if value.startswith("["):
        return [_scalar(item.strip()) for item in value.strip("[]").split(",") if item.strip()]
    return [item.strip("\"' ") for item in split_tags(value)]

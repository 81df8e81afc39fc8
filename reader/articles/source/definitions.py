"""What a text defines in one place and uses in another: references, footnotes, abbreviations.

The scanner (`reader.articles.source.scanner`) finds them. Pieces are made one by one, so each needs
the definitions of the whole text. Footnotes are numbered in the order of their first use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

# A label, an address in angle brackets or without space, a title; over up to three lines.
# Compiled when the first definition is read: a start reads none.
_REFERENCE = (
    r"\[(?P<label>(?:[^\[\]\\]|\\.){1,999})\]:[ \t]*\n?[ \t]*(?P<url><(?:[^<>\n\\]|\\.)*>|[^\s<][^\s]*)"
)
_TITLE = (
    r"(?:[ \t]+|[ \t]*\n[ \t]*)(?:\"(?P<a>(?:[^\"\\]|\\.)*)\""
    r"|'(?P<b>(?:[^'\\]|\\.)*)'|\((?P<c>(?:[^()\\]|\\.)*)\))[ \t]*(?=\n|$)"
)
_LINE_END = r"[ \t]*(?=\n|$)"
_ESCAPED = r"\\([!-/:-@\[-`{-~])"


class Footnote(NamedTuple):
    """A footnote: its number (from 1), its Markdown, and the lines it is written and first used on."""

    name: str
    number: int
    text: str
    line: int
    used_on: int = 0


@dataclass(frozen=True)
class Definitions:
    """The definitions of one text. `references` maps a label, folded, to (address, title)."""

    references: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    footnotes: Mapping[str, Footnote] = field(default_factory=lambda: MappingProxyType({}))
    abbreviations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels of all links and footnotes, as `label_of` and `note_label` write them."""
        return frozenset((*self.references, *map(note_label, self.footnotes)))

    @cached_property
    def state(self) -> int:
        """A number that is another one when a link or a footnote changes; of this run of the program."""
        return hash((*self.references.items(), *self.footnotes.values()))


NO_DEFINITIONS = Definitions()


def label_of(text: str) -> str:
    """Return the form in which labels of link references are compared."""
    return " ".join(text.split()).casefold()


def note_label(text: str) -> str:
    """Return the form in which labels of footnotes are compared."""
    return "^" + text.casefold()


def unescaped(text: str) -> str:
    """Return an address or a title without its backslashes, its entities decoded."""
    text = re.sub(_ESCAPED, r"\1", text) if "\\" in text else text
    if "&" in text:
        import html  # its table of names is large, and seldom wanted

        text = html.unescape(text)
    return text


def read_reference(text: str) -> tuple[str, str, str, int] | None:
    """Return the label, address and title that `text` begins by defining, and how many lines that takes."""
    found = re.match(_REFERENCE, text)
    if not found or not found["label"].strip() or found["label"].startswith("^"):
        return None
    end, title = found.end(), ""
    if named := re.compile(_TITLE).match(text, end):
        end, title = named.end(), named["a"] or named["b"] or named["c"] or ""
    elif not re.compile(_LINE_END).match(text, end):
        return None
    url = found["url"][1:-1] if found["url"][0] == "<" else found["url"]
    return found["label"], unescaped(url), unescaped(title), text.count("\n", 0, end) + 1

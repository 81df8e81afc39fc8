"""Markdown with quotations: what our exporter writes, and what many programs do.

A level 1 heading names the article, the headings below it the framework path,
a quotation is the quote, the text after it the note, a line of #tags its tags;
🔖 before it says that it is a bookmark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.annotations.creation import Wanted
from reader.annotations.exporters.markdown_escaping import BOOKMARK, unguarded
from reader.annotations.importers.article_matching import Found
from reader.articles.source.canonical_text import extract

name = "markdown"
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\Z")
_TAGS = re.compile(r"(?:#[^\s#]+\s*)+\Z")
_URL = re.compile(r"<(https?://\S+)>\Z")


def label() -> str:
    """Return the name in the menu."""
    return "Markdown"


@dataclass(slots=True)
class _Reader:
    title: str = ""
    url: str = ""
    path: list[tuple[int, str]] = field(default_factory=list)
    is_bookmark: bool = False
    is_over: bool = False  # the quotation: a blank line came after it
    quote: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    found: list[Found] = field(default_factory=list)

    def finish(self) -> None:
        """Keep the quotation that was being read."""
        if self.quote:
            note = "\n".join(self.note).strip("\n").rstrip()
            labels = tuple(label for _, label in self.path)
            quote = _plain("\n".join(self.quote))
            wanted = Wanted(
                quote, path=labels, note=unguarded(note), tags=self.tags, is_bookmark=self.is_bookmark
            )
            self.found.append(Found(wanted, self.title, self.url))
        self.quote, self.note, self.tags, self.is_bookmark, self.is_over = [], [], (), False, False

    def take(self, line: str) -> None:
        """Read one line."""
        if heading := _HEADING.match(line):
            self.finish()
            self._take_heading(len(heading[1]), _plain(heading[2]))
        elif line.strip() == BOOKMARK:
            self.finish()
            self.is_bookmark = True
        elif line.startswith(">"):
            if self.is_over or self.note or self.tags:
                self.finish()
            self.quote.append(line[1:].removeprefix(" "))
        elif not self.quote:
            if url := _URL.match(line.strip()):
                self.url = url[1]
        elif _TAGS.match(line):
            self.tags = tuple(tag.removeprefix("#") for tag in line.split())
        elif line.strip() or self.note:
            self.note.append(line)
        else:
            self.is_over = True

    def _take_heading(self, level: int, label: str) -> None:
        if level == 1:
            self.title, self.url, self.path = label, "", []
            return
        self.path = [each for each in self.path if each[0] < level] + [(level, label)]


def _plain(text: str) -> str:
    """Return the words of Markdown, without its marks and backslashes."""
    return extract(text).text.strip()


def read(text: str) -> Sequence[Found] | None:
    """Return a highlight for each quotation; None where there is none."""
    reader = _Reader()
    for line in text.splitlines():
        reader.take(line)
    reader.finish()
    return reader.found or None

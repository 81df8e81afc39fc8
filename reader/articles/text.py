"""The canonical text of an article: what anchors and search stand on.

It is the article's visible words with the Markdown marks taken off, in NFC,
made by this module alone and from the source alone: a change of theme, font,
Qt or Markdown library moves nothing. **Line n of the canonical text is line n
of the file** (a fence, a rule or a table's delimiter row gives an empty line),
which is the whole map between the two.

`EXTRACTOR_VERSION` is raised whenever the same source would give another text;
annotations keep it, and the old text, to find their words again.
"""

from __future__ import annotations

import hashlib
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from reader.articles.inline import plain
from reader.articles.lines import Line, LineKind, Scan
from reader.articles.scanner import scan
from reader.regex import regex

EXTRACTOR_VERSION = 3

_VERBATIM = frozenset({LineKind.CODE, LineKind.TREE, LineKind.MATH, LineKind.FRONT})
_CELL_PARTS = regex(r"[^|\\`]++|\\\||\\|(`++)(?:[^`|]++|\|)*+\1|`++|\|")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of canonical text in code points, half open."""

    start: int
    end: int


@dataclass(frozen=True)
class CanonicalText:
    """The canonical text, with its map to the lines of the file."""

    text: str
    version: int = EXTRACTOR_VERSION

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the text's UTF-8 form, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def line_starts(self) -> list[int]:
        """The position at which each line starts; the line counted 1 is at index 0."""
        starts = [0]
        for line in self.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts[:-1]

    def line_at(self, position: int) -> int:
        """Return the line, from 1, that holds the code point at `position`."""
        return max(1, bisect_right(self.line_starts, position))

    def span_of_lines(self, first: int, last: int) -> Span:
        """Return the span of lines `first` to `last`, inclusive, without the last line's newline."""
        starts = self.line_starts
        end = starts[last] - 1 if last < len(starts) else len(self.text)
        return Span(starts[first - 1], end)

    def words(self, span: Span) -> str:
        """Return the text of `span`."""
        return self.text[span.start : span.end]


def extract(source: str) -> CanonicalText:
    r"""Return the canonical text of Markdown `source` (newlines are "\n"). Never raises."""
    return extract_lines(scan(source))


def extract_lines(found: Scan) -> CanonicalText:
    """Return the canonical text of a source that has been scanned."""
    words: list[str] = []
    lines, index = found.lines, 0
    while index < len(lines):
        end = _paragraph_end(lines, index)
        words += _words(lines[index:end], found.references)
        index = end
    text = "\n".join(words)
    return CanonicalText(text if text.isascii() else unicodedata.normalize("NFC", text))


def _paragraph_end(lines: list[Line], start: int) -> int:
    end = start + 1
    if lines[start].kind is LineKind.TEXT:
        while end < len(lines) and lines[end].kind is LineKind.TEXT and not lines[end].starts:
            end += 1
    return end


def _words(lines: list[Line], references: frozenset[str]) -> list[str]:
    """Return the words of one paragraph, or of one line of another kind, line by line."""
    kind, content = lines[0].kind, lines[0].content
    if kind is LineKind.TEXT:
        paragraph = plain("\n".join([line.content for line in lines]), references)
        return [words.strip(" \t") for words in paragraph.split("\n")]
    if kind is LineKind.HEADING:
        return [plain(content, references).strip(" \t")]
    if kind is LineKind.ROW:
        return ["\t".join([plain(cell, references).strip(" \t") for cell in cells(content)])]
    return [content if kind in _VERBATIM else ""]


def cells(row: str) -> list[str]:
    r"""Return the cells of a table's row: cut at each `|` that is neither escaped nor in a code span."""
    row = row.strip()
    row = row.removeprefix("|")
    found = [""]
    for part in (found_part[0] for found_part in _CELL_PARTS.finditer(row)):
        if part == "|":
            found.append("")
        else:
            found[-1] += "|" if part == "\\|" else part
    return found[:-1] if len(found) > 1 and not found[-1].strip() and row.endswith("|") else found

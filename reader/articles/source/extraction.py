"""From a scanned source to its canonical text: the marks are taken off."""

from __future__ import annotations

import re
import unicodedata

from reader.articles.source.canonical_text import CanonicalText
from reader.articles.source.html_tags import words_of
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind, Scan

_VERBATIM = (LineKind.CODE, LineKind.TREE, LineKind.MATH, LineKind.FRONT)
_CELL_PARTS = re.compile(r"[^|\\`\[]++|\\\||\\|(`++)(?:[^`|]++|\|)*+\1|`++|\[\[[^\[\]\n]*\]\]|\[|\|")
# Tuples and not sets: an enum's hash is a call of Python's.
_JOINED = (LineKind.TEXT, LineKind.HEADING, LineKind.HTML)  # read together with what goes on


def extract_lines(found: Scan) -> CanonicalText:
    """Return the canonical text of a source that has been scanned."""
    words: list[str] = []
    lines, index = found.lines, 0
    while index < len(lines):
        kind = lines[index].kind
        if kind is LineKind.BLANK:
            words.append("")
            index += 1
            continue
        end = _paragraph_end(lines, index)
        words += _words(lines[index:end], found.references)
        index = end
    text = "\n".join(words)
    return CanonicalText(text if text.isascii() else unicodedata.normalize("NFC", text))


def _paragraph_end(lines: list[Line], start: int) -> int:
    end, kind = start + 1, lines[start].kind
    if kind in _JOINED:
        while end < len(lines) and lines[end].kind is kind and not lines[end].starts:
            end += 1
    return end


def _words(lines: list[Line], references: frozenset[str]) -> list[str]:
    """Return the words of one paragraph, or of one line of another kind, line by line."""
    kind, content = lines[0].kind, lines[0].content
    if kind in _JOINED:
        together = content if len(lines) == 1 else "\n".join([line.content for line in lines])
        together = words_of(together) if kind is LineKind.HTML else plain(together, references)
        return [words.strip(" \t") for words in together.split("\n")]
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
            found[-1] += part.replace("\\|", "|")
    return found[:-1] if len(found) > 1 and not found[-1].strip() and row.endswith("|") else found

"""The leaves of an article: paragraphs, headings, code, tables, as the scanner's lines say, with those lines.

A leaf holds the Markdown of consecutive lines of the file without their block marks, and the
containers that they stand in. Nothing is decided here: lines that belong together are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.articles.markdown.pieces import Leaf, LeafKind
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind, Scan
from reader.articles.source.scanner import ATTRIBUTES

_RESERVED = re.compile("[\x01\x02\x03]")  # our own marks, and python-markdown's


_AT_ONCE = 1_000  # blank lines that are passed over together
_RUNNING = (LeafKind.PARAGRAPH, LeafKind.HEADING, LeafKind.TERM)


def leaves(scan: Scan, hidden: frozenset[int] = frozenset(), start: int = 0) -> Iterator[Leaf]:
    """Yield the leaves of a scanned text, in order, without the lines (from 1) in `hidden`.

    `start` is the index of the first line to look at.
    """
    reading = _Leaves(scan)
    index = start
    while index < len(scan.lines):
        if scan.lines[index].kind is LineKind.BLANK:
            index = _behind_blanks(scan, index)
            continue
        if index + 1 in hidden and reading.is_alone(index):
            index += 1  # of such items in the head there may be 50,000, and none is given
            continue
        leaf, index = reading.leaf(index)
        if leaf is None:
            continue
        if hidden and not hidden.isdisjoint(range(leaf.first, leaf.last + 1)):
            yield from _shown(leaf, hidden, scan.references)
        else:
            yield leaf


def _behind_blanks(scan: Scan, index: int) -> int:
    """Return the index of the next line that is not blank: there may be a million that are."""
    lines, raw, end = scan.lines, scan.raw, len(scan.lines)
    while index < end and lines[index].kind is LineKind.BLANK:
        index += 1
        while index < end and not raw[index] and not any(raw[index : index + _AT_ONCE]):
            index += _AT_ONCE
    return min(index, end)


def _shown(leaf: Leaf, hidden: frozenset[int], references: frozenset[str]) -> Iterator[Leaf]:
    """Yield what is left of `leaf` between its hidden lines; all of it where marks reach over these."""
    ranges, begun = [], 0
    for at in range(len(leaf.texts) + 1):
        if at == len(leaf.texts) or leaf.first + at in hidden:
            if begun < at:
                ranges.append((begun, at))
            begun = at + 1
    if ranges and leaf.kind in _RUNNING:
        words = plain("\n".join(leaf.texts), references).split("\n")
        parts = ["\n".join(leaf.texts[begun:at]) for begun, at in ranges]
        if any(
            plain(part, references).split("\n") != words[begun:at]
            for part, (begun, at) in zip(parts, ranges, strict=True)
        ):
            yield leaf._replace(hidden=hidden & frozenset(range(leaf.first, leaf.last + 1)))
            return
    for begun, at in ranges:
        yield leaf._replace(first=leaf.first + begun, texts=leaf.texts[begun:at])


class _Leaves:
    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.lines = scan.lines

    def leaf(self, index: int) -> tuple[Leaf | None, int]:
        """Return the leaf that begins at `index`, or None, and the index of the first line behind it."""
        line = self.lines[index]
        read = _READERS.get(line.kind)
        return read(self, index, line) if read else (None, index + 1)

    def is_alone(self, index: int) -> bool:
        """Whether a line of running text is a leaf by itself."""
        return self.lines[index].kind is LineKind.TEXT and not self._goes_on(index + 1, LineKind.TEXT)

    def text(self, index: int, line: Line) -> tuple[Leaf | None, int]:
        if index + 1 in self.scan.titles:
            return self._made(LeafKind.TITLE, index, index + 1), index + 1
        if not line.content and not (line.path and line.path[-1].task):
            return (self._made(LeafKind.EMPTY, index, index + 1) if line.marker else None), index + 1
        end = self._end(index, LineKind.TEXT)
        kind = LeafKind.TERM if index + 1 in self.scan.terms else LeafKind.PARAGRAPH
        return self._made(kind, index, end, breaks=True), end

    def heading(self, index: int, line: Line) -> tuple[Leaf, int]:
        end = self._end(index, LineKind.HEADING)
        name = ""
        if "{" in self.scan.raw[index] and (found := ATTRIBUTES.search(self.scan.raw[index])):
            name = next((part[1:] for part in found["what"].split() if part[0] == "#"), "")
        return self._made(LeafKind.HEADING, index, end)._replace(level=line.level, info=name), end

    def fence(self, index: int, line: Line) -> tuple[Leaf, int]:
        end = self._end(index + 1, LineKind.CODE) if self._goes_on(index + 1, LineKind.CODE) else index + 1
        info = line.content.lstrip("`~").strip()
        if end == index + 1:
            leaf = Leaf(LeafKind.CODE, index + 1, ("",), line.path, info=info)
        else:
            leaf = self._made(LeafKind.CODE, index + 1, end)._replace(info=info)
        closes = (
            end < len(self.lines) and self.lines[end].kind is LineKind.FENCE and not self.lines[end].starts
        )
        return leaf, end + closes

    def code(self, index: int, line: Line) -> tuple[Leaf, int]:
        end = self._end(index, LineKind.CODE)
        ahead = end
        while not line.level and ahead < len(self.lines):  # indented code goes on behind blank lines
            if self.lines[ahead].kind is LineKind.CODE and self.lines[ahead].path == line.path:
                end = ahead = ahead + 1
            elif self.lines[ahead].kind is LineKind.BLANK:
                ahead += 1
            else:
                break
        leaf = self._made(LeafKind.CODE, index, end)
        if not line.level and not line.path:
            raw = self.scan.raw[index:end]
            texts = (words or white[4:] for words, white in zip(leaf.texts, raw, strict=True))
            leaf = leaf._replace(texts=tuple(texts))
        return leaf, end

    def tree(self, index: int, line: Line) -> tuple[Leaf, int]:
        end = index + 1
        while end < len(self.lines) and self.lines[end].kind is LineKind.TREE and not self.lines[end].marker:
            end += 1
        return self._made(LeafKind.CODE, index, end), end

    def row(self, index: int, line: Line) -> tuple[Leaf, int]:
        end = index + 1
        while end < len(self.lines) and self.lines[end].kind in (LineKind.ROW, LineKind.DELIMITER):
            if self.lines[end].starts:
                break
            end += 1
        return self._made(LeafKind.TABLE, index, end), end

    def formula(self, index: int, line: Line) -> tuple[Leaf, int]:
        end = self._end(index, LineKind.MATH)
        leaf = self._made(LeafKind.FORMULA, index, end)
        return leaf._replace(info="$$" if "$$" in self.scan.raw[index] else "\\["), end

    def html(self, index: int, line: Line) -> tuple[Leaf, int]:
        end = self._end(index, LineKind.HTML)
        return self._made(LeafKind.HTML, index, end), end

    def rule(self, index: int, line: Line) -> tuple[Leaf, int]:
        return self._made(LeafKind.RULE, index, index + 1), index + 1

    def _goes_on(self, index: int, kind: LineKind) -> bool:
        return index < len(self.lines) and self.lines[index].kind is kind and not self.lines[index].starts

    def _end(self, index: int, kind: LineKind) -> int:
        following = range(index + 1, len(self.lines))
        lines = self.lines  # there may be a million: each takes a tenth of a microsecond
        return next((at for at in following if lines[at].kind is not kind or lines[at].starts), len(lines))

    def _made(self, kind: LeafKind, index: int, end: int, breaks: bool = False) -> Leaf:
        texts = [line.content for line in self.lines[index:end]]
        if breaks:
            ends = enumerate(self.scan.raw[index : end - 1])
            for at in [at for at, raw in ends if raw[-2:] == "  "]:
                texts[at] += "  "
        if _RESERVED.search("".join(texts)):
            texts = [_RESERVED.sub("", text) for text in texts]
        return Leaf(kind, index + 1, tuple(texts), self.lines[index].path)


_READERS = {
    LineKind.TEXT: _Leaves.text,
    LineKind.HEADING: _Leaves.heading,
    LineKind.FENCE: _Leaves.fence,
    LineKind.CODE: _Leaves.code,
    LineKind.TREE: _Leaves.tree,
    LineKind.ROW: _Leaves.row,
    LineKind.MATH: _Leaves.formula,
    LineKind.HTML: _Leaves.html,
    LineKind.RULE: _Leaves.rule,
}

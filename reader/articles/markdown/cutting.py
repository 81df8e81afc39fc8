"""Cutting an article's leaves into pieces that can be converted and laid out one at a time.

A heading starts a piece; a long stretch under one heading is cut between blocks and between top-level
items. What cannot be cut there is cut harder: code after `LONGEST_FENCE` lines, tables after
`LONGEST_TABLE` rows (the pieces repeat the header), paragraphs at a line or a sentence. Nothing is cut
inside of a comment or an open `<details>`. No piece is long, so none is slow to lay out; the time is
linear in the text. Lines are counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from reader.articles.markdown.leaves import Leaf, LeafKind, leaves
from reader.articles.markdown.positions import letters_in
from reader.articles.source.extraction import cells
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Holder, Scan

LONG = 2_500  # code points after which the next good place is taken
TOO_LONG = 6_000  # and after which any place within a quotation is one
MUCH_TOO_LONG = 60_000  # and any within an item
# A line, a "$" and a "`" weigh more than their characters: 150 short items took 24 ms, 500 pieces of code 70.
LINE, FORMULA, CODE = 28, 30, 10
LONGEST_FENCE = 40
LONGEST_TABLE = 30  # rows
MOST_CELLS = 360  # in a part of a table: Qt lays out some 15 a millisecond
LONGEST_LINE = 4_000

_SENTENCE = re.compile(r"[。！？!?；;][”’」』）)]*|[.,，、] ?|\s")
_HOLDS = re.compile(r"<(/?)(details|table|blockquote|ul|ol)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Leaves on the lines `first_line` to `last_line` (inclusive) that are made and laid out together.

    `text` is their Markdown as it is written, `level` that of the heading it starts with, or 0. `continues`
    says that it goes on with the construct of the piece before (code, a table, an item, a paragraph or a
    quotation cut in two), `continued` that the next one goes on with its own. Of a cut table each piece
    knows how wide the `columns` of the whole are (in half characters) and how many `rows_before` there
    were; the first piece of cut code holds the `whole` code.
    """

    first_line: int
    last_line: int
    leaves: tuple[Leaf, ...]
    text: str
    level: int = 0
    continues: bool = False
    continued: bool = False
    columns: tuple[int, ...] = ()
    rows_before: int = 0
    whole: str = ""


def cut(scan: Scan, hidden: frozenset[int] = frozenset(), whole: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a scanned text, in order, without the lines in `hidden`.

    `whole`: code, tables and lines are not cut in two, however long: for exports.
    """
    yield from _Cutter(scan, hidden, whole).pieces()


def piece_of(scan: Scan) -> Piece:
    """Return all of a scanned text as one piece."""
    found = tuple(leaves(scan))
    return Piece(1, len(scan.lines), found, _text_of(scan, found))


class _Cutter:
    """The state of one pass over the leaves."""

    def __init__(self, scan: Scan, hidden: frozenset[int], whole: bool) -> None:
        self.scan = scan
        self.hidden = hidden
        self.whole = whole
        # A sketch may begin with thousands of empty lines.
        self.line = next((n for n, raw in enumerate(scan.raw, start=1) if raw), 1)
        self.held: list[Leaf] = []
        self.size = 0
        self.depth = 0  # of the HTML elements that are open
        self.continues = False  # the piece that is open goes on with a container of the last one
        self.labels = scan.references
        self.closings: dict[str, int] | None = None  # the last line on which each element is closed

    def pieces(self) -> Iterator[Piece]:
        for leaf in leaves(self.scan, self.hidden, self.line - 1):
            weight = sum(map(_weight, leaf.texts))
            if not self.depth:
                if self.held and self._may_cut(leaf):
                    yield from self.close(leaf.first - 1, self._shares(leaf))
                if not self.whole and (parts := self._parts(leaf, weight)):
                    yield from self.close(leaf.first - 1, self._shares(leaf))
                    yield from self._hard(leaf, parts)
                    continue
            self.held.append(leaf)
            self.size += weight
            if leaf.kind is LeafKind.HTML:
                self._note_elements(leaf)
        yield from self.close(len(self.scan.lines), False)

    def close(self, last: int, continued: bool) -> Iterator[Piece]:
        """Yield the piece that is open, up to the line `last`; nothing where it is empty."""
        if not self.held:
            return
        found = tuple(self.held)
        last = max(last, found[-1].last)
        level = found[0].level if found[0].kind is LeafKind.HEADING else 0
        yield Piece(self.line, last, found, _text_of(self.scan, found), level, self.continues, continued)
        self.line, self.held, self.size, self.continues = last + 1, [], 0, continued

    def _shares(self, leaf: Leaf) -> bool:
        """Whether `leaf` stands in a container of the last leaf."""
        before = self.held[-1].path if self.held else ()
        return bool(before and leaf.path and before[0] is leaf.path[0])

    def _may_cut(self, leaf: Leaf) -> bool:
        if not leaf.path:
            return leaf.kind is LeafKind.HEADING or (
                self.size >= LONG and self.held[-1].kind is not LeafKind.TERM
            )
        if self.size < LONG:
            return False
        if not self._shares(leaf):
            return True
        in_bars = leaf.path[0].kind in (Holder.QUOTE, Holder.CALLOUT)
        return self.size > (TOO_LONG if in_bars else MUCH_TOO_LONG)

    def _note_elements(self, leaf: Leaf) -> None:
        """Count the elements that are left open, if they are closed further down."""
        for text in leaf.texts:
            for found in _HOLDS.finditer(text):
                if found[1]:
                    self.depth = max(0, self.depth - 1)
                elif self._closes(found[2].lower(), leaf.first):
                    self.depth += 1

    def _closes(self, name: str, line: int) -> bool:
        if self.closings is None:
            self.closings = {}
            for number, text in enumerate(self.scan.raw, start=1):
                if "</" in text:
                    for found in _HOLDS.finditer(text):
                        if found[1]:
                            self.closings[found[2].lower()] = number
        return self.closings.get(name, 0) >= line

    # ---- leaves that are cut in two

    def _parts(self, leaf: Leaf, weight: int) -> Iterator[Leaf] | None:
        """Return the parts of a long `leaf`, cut as they are asked for; None where it is short enough."""
        if leaf.kind is LeafKind.CODE:
            is_long = len(leaf.texts) > LONGEST_FENCE or any(len(text) > LONGEST_LINE for text in leaf.texts)
            return _parts_of_code(leaf) if is_long else None
        if leaf.kind is LeafKind.TABLE and len(leaf.texts) > 2:
            rows = max(1, min(LONGEST_TABLE, MOST_CELLS // max(1, leaf.texts[1].count("|"))))
            if len(leaf.texts) > rows + 2:
                return (
                    replace(
                        leaf, texts=(*leaf.texts[:2], *leaf.texts[n : n + rows]), first=leaf.first + n - 2
                    )
                    for n in range(2, len(leaf.texts), rows)
                )
        if leaf.kind is LeafKind.PARAGRAPH and weight > LONGEST_LINE:
            parts = _parts_of_paragraph(leaf, self.labels)
            first = tuple(islice(parts, 2))
            return chain(first, parts) if len(first) > 1 else None
        return None

    def _hard(self, leaf: Leaf, parts: Iterator[Leaf]) -> Iterator[Piece]:
        is_table, is_code = leaf.kind is LeafKind.TABLE, leaf.kind is LeafKind.CODE
        columns = _columns(leaf) if is_table else ()
        rows_before, is_first = 0, True
        following: Leaf | None = next(parts)
        while (part := following) is not None:
            following = next(parts, None)
            first = self.line if is_first else part.first + 2 * is_table
            yield Piece(
                min(first, part.last),
                part.last,
                (part,),
                "\n".join(part.texts),
                continues=not is_first or self.continues,
                continued=following is not None,
                columns=columns,
                rows_before=rows_before,
                whole="\n".join(leaf.texts) if is_code and is_first else "",
            )
            rows_before += len(part.texts) - 2
            is_first = False
        self.line = leaf.last + 1
        self.continues = bool(leaf.path)


def _text_of(scan: Scan, found: tuple[Leaf, ...]) -> str:
    return "\n".join(raw for leaf in found for raw in scan.raw[leaf.first - 1 : leaf.last])


def _parts_of_code(leaf: Leaf) -> Iterator[Leaf]:
    """Yield the parts of a leaf of code; long lines are broken."""
    body: list[str] = []
    first, before, size = leaf.first, 0, 0
    for line, text in enumerate(leaf.texts, start=leaf.first):
        step = LONGEST_LINE // 2
        for k in range(0, max(1, len(text)), step):
            words = text[k : k + step]
            if body and (len(body) >= LONGEST_FENCE or size + len(words) > LONGEST_LINE or k):
                yield replace(leaf, first=first, texts=tuple(body), before=before)
                first, body, size, before = line, [], 0, letters_in(text[:k])
            body.append(words)
            size += len(words)
    if body:
        yield replace(leaf, first=first, texts=tuple(body), before=before)


def _parts_of_paragraph(leaf: Leaf, labels: frozenset[str]) -> Iterator[Leaf]:
    """Yield the parts of a long paragraph: cut at a line or a sentence where no mark is open."""
    text = "\n".join(leaf.texts)
    words = plain(text, labels)
    step = max(LONGEST_LINE // 20, LONGEST_LINE * len(text) // (2 * _heft(text)))
    start = said = line_start = 0
    line, before = leaf.first, leaf.before
    while start < len(text):
        end = start + step
        while end < len(text):
            found = _SENTENCE.search(text, end, end + 500)
            end = found.end() if found else end + 500
            part = plain(text[start:end].rstrip("\n"), labels)
            if words.startswith(part, said):
                break
            end += step // 8
        end = min(end, len(text))
        part = text[start:end]
        yield replace(leaf, first=line, texts=tuple(part.rstrip("\n").split("\n")), before=before)
        said += len(plain(part.rstrip("\n"), labels)) + len(part) - len(part.rstrip("\n"))
        breaks = text.count("\n", start, end)
        line += breaks
        if breaks:
            line_start = text.rindex("\n", start, end) + 1
            before = 0
        before += letters_in(plain(text[max(start, line_start) : end].strip("\n"), labels))
        start = end


def _columns(leaf: Leaf) -> tuple[int, ...]:
    """Return how wide each column of a table is, in half characters; marks of Markdown count a little."""
    widths: list[int] = []
    for number, row in enumerate(leaf.texts):
        if number == 1:
            continue
        found = cells(row)
        widths.extend([0] * (len(found) - len(widths)))
        for column, cell in enumerate(found):
            words = cell.strip()
            if len(words) * 2 > widths[column]:
                widths[column] = max(widths[column], sum(2 if letter > "\u2e7f" else 1 for letter in words))
    return tuple(widths)


def _weight(line: str) -> int:
    """Return how much `line` adds to a piece, in characters of plain text."""
    return LINE + _heft(line)


def _heft(line: str) -> int:
    """Return how much is in `line`, in characters of plain text."""
    heft = len(line)
    if "$" in line:
        heft += FORMULA * line.count("$")
    if "`" in line:
        heft += CODE * line.count("`")
    return heft

"""Cutting an article's Markdown into pieces that can be converted and laid out one at a time.

A heading starts a piece; a long stretch under one heading is cut at blank
lines and between top-level items. What cannot be cut there is cut harder: code
after `LONGEST_FENCE` lines (the pieces repeat the fence), tables after
`LONGEST_TABLE` rows (the pieces repeat the header), quotations and paragraphs
at a line or a sentence. No piece is long, so none is slow to lay out; the time
is linear in the text. Lines are counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CHUNK = 65_536  # code points that are split into lines at a time
LONG = 2_500  # code points after which the next good place is taken
TOO_LONG = 6_000  # and after which any line is one
# A line, a "$" and a "`" weigh more than their characters: 150 short items took 24 ms, 500 pieces of code 70.
LINE, FORMULA, CODE = 28, 30, 10
LONGEST_FENCE = 40
LONGEST_TABLE = 30  # rows
MOST_CELLS = 360  # in a part of a table: Qt lays out some 15 a millisecond
LONGEST_LINE = 4_000

_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]|$)")
_FENCE = re.compile(r"^( *)(`{3,}|~{3,})([^`]*)$")
_TOP_ITEM = re.compile(r"^(?:[-*+]|\d{1,9}[.)])[ \t]")
_DELIMITER = re.compile(r"^ {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_QUOTE = re.compile(r"^ {0,3}>")
_SENTENCE = re.compile(r"[。！？!?；;][”’」』）)]*|[.,，、] ?|\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines `first_line` to `last_line` (inclusive) as Markdown that stands on its own.

    `level` is that of the heading it starts with, or 0. `continues` says that it
    goes on with the construct of the piece before (a fence, table, paragraph or
    quotation cut in two), `continued` that the next one goes on with its own.
    `repeated` lines at the start of `text` repeat the beginning of the construct
    and are not in the range. Of a cut table each piece knows how wide the
    `columns` of the whole are (in half characters) and how many `rows_before`
    there were; the first piece of cut code holds the `whole` code.
    """

    first_line: int
    last_line: int
    text: str
    level: int = 0
    continues: bool = False
    continued: bool = False
    repeated: int = 0
    columns: tuple[int, ...] = ()
    rows_before: int = 0
    whole: str = ""


def cut(source: str, hidden: frozenset[int] = frozenset(), whole: bool = False) -> Iterator[Piece]:
    """Yield the pieces of `source`, in order, without the lines in `hidden`; each as soon as it is known.

    `whole`: code, tables and lines are not cut in two, however long: for exports.
    """
    yield from _Cutter(source, hidden, whole).pieces()


class _Cutter:
    """The state of one pass over the lines, which are split off as far as they are needed."""

    def __init__(self, source: str, hidden: frozenset[int], whole: bool) -> None:
        self.whole = whole
        self.source = source
        self.hidden = sorted(hidden, reverse=True)
        # A sketch may begin with thousands of empty lines.
        self.start = len(source) - len(source.lstrip("\n"))
        self.lines = [""] * self.start
        self.position = self.start  # the source is split up to here; -1: all of it
        self.size = 0
        self.level = 0

    def pieces(self) -> Iterator[Piece]:
        at, blank = self.start, True
        while self.has(at):
            line = self.lines[at]
            after = at + 1
            if (heading := _HEADING.match(line)) and len(line) <= LONGEST_LINE:
                yield from self.close(at)
                self.level = len(heading[1])
            elif fence := _FENCE.match(line):
                after = self._end_of_fence(at, fence)
                if not self.whole and self._is_long_fence(at, after):
                    yield from self.close(at)
                    yield from self._long_fence(at, after, fence)
                    self.start = after
            elif _heft(line) > LONGEST_LINE and not self.whole:
                yield from self.close(at)
                yield from self._long_line(at)
                self.start = after
            elif self._is_table(at):
                after = self._end_of_table(at)
                rows = max(1, min(LONGEST_TABLE, MOST_CELLS // max(1, self.lines[at + 1].count("|"))))
                if after - at > rows + 2 and not self.whole:
                    yield from self.close(at)
                    yield from self._long_table(at, after, rows)
                    self.start = after
            elif self._may_cut(line, blank):
                yield from self.close(at)
            self.size += sum(_weight(self.lines[n]) for n in range(max(at, self.start), after))
            blank = not self.lines[after - 1].strip()
            at = after
        yield from self.close(len(self.lines))

    def has(self, index: int) -> bool:
        """Say whether there is a line at `index`; `lines` holds it then."""
        while index >= len(self.lines) and self.position >= 0:
            end = self.source.find("\n", self.position + CHUNK)
            chunk = self.source[self.position : end if end >= 0 else len(self.source)]
            self.lines.extend(chunk.split("\n"))
            self.position = end + 1 if end >= 0 else -1
            while self.hidden and self.hidden[-1] <= len(self.lines):
                if (line := self.hidden.pop()) > 0:
                    self.lines[line - 1] = ""
        return index < len(self.lines)

    def close(self, end: int) -> Iterator[Piece]:
        """Yield the piece that is open, up to the line at index `end`; nothing where it is empty."""
        text = "\n".join(self.lines[self.start : end])
        if text.strip():
            yield Piece(self.start + 1, end, text, self.level)
        self.start, self.size, self.level = end, 0, 0

    def _may_cut(self, line: str, blank: bool) -> bool:
        if self.size < LONG or not line.strip():
            return False
        if line[0] in " \t" or line[0] == ":":
            return self.size > 4 * TOO_LONG
        if blank:
            return True
        return bool(_TOP_ITEM.match(line)) or self.size > TOO_LONG

    def _end_of_fence(self, at: int, fence: re.Match[str]) -> int:
        mark, length = fence[2][0], len(fence[2])
        n = at + 1
        while self.has(n):
            closing = self.lines[n].strip()
            n += 1
            if len(closing) >= length and closing == mark * len(closing):
                return n
        return n

    def _is_long_fence(self, at: int, after: int) -> bool:
        return after - at > LONGEST_FENCE + 2 or any(
            len(self.lines[n]) > LONGEST_LINE for n in range(at, after)
        )

    def _long_fence(self, at: int, after: int, fence: re.Match[str]) -> Iterator[Piece]:
        closed = self.lines[after - 1].strip().startswith(fence[2]) and after - 1 > at
        end = after - 1 if closed else after
        whole = "\n".join(self.lines[at + 1 : end])
        parts = list(_parts_of_code(self.lines, at + 1, end)) or [(at + 1, at + 1, [])]
        for number, (start, stop, body) in enumerate(parts):
            first, last = number == 0, number == len(parts) - 1
            yield Piece(
                start if first else start + 1,
                after if last else stop,
                "\n".join([self.lines[at], *body, fence[1] + fence[2]]),
                continues=not first,
                continued=not last,
                repeated=0 if first else 1,
                whole=whole if first else "",
            )

    def _long_line(self, at: int) -> Iterator[Piece]:
        line, parts, start = self.lines[at], [], 0
        prefix = m[0] + " " if (m := _QUOTE.match(line)) else ""
        step = max(LONGEST_LINE // 20, LONGEST_LINE * len(line) // (2 * _heft(line)))
        while start < len(line):
            end = start + step
            if end < len(line) and (found := _SENTENCE.search(line, end, end + 500)):
                end = found.end()
            parts.append((prefix if start else "") + line[start:end])
            start = end
        for n, part in enumerate(parts):
            yield Piece(at + 1, at + 1, part, 0, n > 0, n < len(parts) - 1)

    def _is_table(self, at: int) -> bool:
        return (
            "|" in self.lines[at]
            and self.has(at + 1)
            and "-" in self.lines[at + 1]
            and "|" in self.lines[at + 1]
            and _DELIMITER.match(self.lines[at + 1]) is not None
        )

    def _end_of_table(self, at: int) -> int:
        after = at + 2
        while self.has(after) and "|" in self.lines[after]:
            after += 1
        return after

    def _long_table(self, at: int, after: int, rows: int) -> Iterator[Piece]:
        columns = _columns([self.lines[at], *self.lines[at + 2 : after]])
        for n in range(at + 2, after, rows):
            stop = min(after, n + rows)
            text = "\n".join([*self.lines[at : at + 2], *self.lines[n:stop]])
            first, last = n == at + 2, stop == after
            yield Piece(
                at + 1 if first else n + 1,
                stop,
                text,
                continues=not first,
                continued=not last,
                repeated=0 if first else 2,
                columns=columns,
                rows_before=n - at - 2,
            )


def _parts_of_code(lines: list[str], start: int, end: int) -> Iterator[tuple[int, int, list[str]]]:
    """Yield (first, after the last, lines) of each part of lines `start` to `end`; long ones are broken."""
    body: list[str] = []
    first, size = start, 0
    for n in range(start, end):
        line = lines[n]
        pieces = [line[k : k + LONGEST_LINE // 2] for k in range(0, len(line), LONGEST_LINE // 2)] or [""]
        for piece in pieces:
            if body and (len(body) >= LONGEST_FENCE or size + len(piece) > LONGEST_LINE):
                yield first, n + (1 if piece is not pieces[0] else 0), body
                first, body, size = n, [], 0
            body.append(piece)
            size += len(piece)
    if body:
        yield first, end, body


def _columns(rows: list[str]) -> tuple[int, ...]:
    """Return how wide each column of a table is, in half characters; marks of Markdown count a little."""
    widths: list[int] = []
    for row in rows:
        cells = row.strip().strip("|").split("|")
        widths.extend([0] * (len(cells) - len(widths)))
        for column, cell in enumerate(cells):
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

"""What a line of Markdown stands in: quotations, list items, footnotes and boxes, as people indent them.

Columns are counted from 0, a tab goes to the next multiple of four. An item holds every later line that
stands two columns behind its marker; CommonMark asks for the column of its content, which people who
nest by two spaces under "1." do not reach. A sibling may stand one column off.
"""

from __future__ import annotations

import re

from reader.articles.source.lines import Container, Holder, Line, LineKind, Path

RULES = ({"-"}, {"*"}, {"_"})
DEEPEST = 60  # containers in one another; what is nested further stays as it is written
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])(?=[ \t]|$)")
_BARS = (Holder.QUOTE, Holder.CALLOUT)


class Containers:
    """The containers that are open while the lines of a source are read, one after the other."""

    def __init__(self, raw: list[str]) -> None:
        self.raw = raw
        self.path: Path = ()  # what is open, outermost first
        self.matched = 0  # how many of them the line that is read stands in
        self.in_paragraph = False
        self.in_table = False
        self.after_blank = False
        self.deep = False  # the line is indented so far that it goes on with the paragraph, whatever it is
        self._hollow: Container | None = None  # an item that the line above began with no word in it
        self._siblings: dict[int, Container] = {}  # the last item at each depth
        self._groups = 0

    def end_paragraph(self) -> None:
        """Let the next line begin something new."""
        self.in_paragraph = self.in_table = False

    def settle(self) -> None:
        """Close the containers that the line does not stand in: it is no lazy line of their paragraph."""
        if self.matched < len(self.path):
            self.path = self.path[: self.matched]

    def enter(self, container: Container) -> None:
        """Let what follows stand in `container`."""
        self.settle()
        depth = len(self.path)
        if container.kind is not Holder.ITEM:
            self.part(depth)
        self.path = (*self.path, container)
        self.matched = depth + 1

    def part(self, depth: int) -> None:
        """Note that something other than an item stands at `depth`: what follows is another list."""
        for key in [key for key in self._siblings if key >= depth]:
            del self._siblings[key]

    def blank(self) -> None:
        """Read a blank line: it ends quotations, and an item that has nothing in it yet."""
        self.end_paragraph()
        self.after_blank = True
        for depth, held in enumerate(self.path):
            if held.kind in _BARS or held is self._hollow:
                self.path = self.path[:depth]
                break
        self._hollow = None

    def stands_in(self, raw: str) -> tuple[int, int, int, int]:
        """Return how many open containers a line stands in; the position, column and base of the rest."""
        position, column = _skip(raw, 0, 0)
        base = matched = 0
        for held in self.path:
            kind = held.kind
            if kind in _BARS:
                if not raw.startswith(">", position) or column - base > 3:
                    break
                base = column + 1
                position, column = _skip(raw, position + 1, column + 1)
                base += column > base
            elif position == len(raw) or kind is Holder.FENCED:
                pass  # blank
            elif kind is Holder.ITEM or kind is Holder.MEANING:
                inside = column - base
                if inside < held.content and (inside < held.column + 2 or held.is_followed_by(raw, position)):
                    break
                base += min(inside, held.content)
            elif column - base < (4 if kind is Holder.BOX else 2):
                break
            else:
                base = min(column, base + 4)
            matched += 1
        return matched, position, column, base

    def contained(self, index: int) -> Line:
        """Take the quote bars and list markers off; the kind is `CODE` for indented code, else `TEXT`."""
        raw = self.raw[index]
        self._hollow, self.deep = None, False
        if self.path:
            self.matched, position, column, base = self.stands_in(raw)
        else:
            self.matched = base = 0
            position, column = _skip(raw, 0, 0) if raw[0] in " \t" else (0, 0)
        if self.matched < len(self.path):
            self._leave()
        marker, marker_column, size = "", 0, len(raw)
        while position < size:
            letter = raw[position]
            found = _MARKER.match(raw, position) if letter in "-*+0123456789" else None
            if column - base >= 4 and not (found and self._holds_item() and not self.in_table):
                if self._goes_on():
                    break
                return self._code(raw, position, column, base, marker, marker_column)
            if len(self.path) >= DEEPEST:
                position += len(raw) - position - len(raw[position:].lstrip("> \t"))
                break
            if letter == ">":
                self.enter(Container(Holder.QUOTE, index + 1, column))
                base = column + 1
                position, column = _skip(raw, position + 1, column + 1)
                base += column > base
                marker = ""
            elif found and self._is_item(index, raw, position, found[1]):
                marker, marker_column, outer = found[1], column, base
                behind = column + len(marker)
                position, column = _skip(raw, found.end(), behind)
                base = column if position < size and column - behind <= 4 else behind + 1
                self._begin_item(index, marker, marker_column - outer, base - outer, base)
                if position == size:
                    self._hollow = self.path[-1]
            else:
                break
            self.end_paragraph()
        quotes = self._quotes(self.path[: self.matched]) if self.path else 0
        return Line(
            LineKind.TEXT,
            raw[position:].rstrip(),
            quotes,
            column,
            marker,
            marker_column,
            path=self.path[: self.matched],
        )

    def _leave(self) -> None:
        """Close what the line does not stand in, unless it may be a lazy line of a paragraph there."""
        if self.path[self.matched].kind is Holder.BOX:  # its lines are indented: none is lazy
            self.end_paragraph()
        if not self.in_paragraph:
            self.settle()

    def _goes_on(self) -> bool:
        """Whether a line that is indented like code goes on with what is open."""
        self.deep = self.in_paragraph
        return self.in_paragraph or self.in_table

    def _code(self, raw: str, position: int, column: int, base: int, marker: str, marker_column: int) -> Line:
        start = position
        while start and raw[start - 1] in " \t":
            start -= 1
        words = without_columns(raw[start:], base + 4, len(raw[:start].expandtabs(4)))
        self.settle()
        quotes = self._quotes(self.path)
        return Line(LineKind.CODE, words, quotes, column, marker, marker_column, path=self.path)

    @staticmethod
    def _quotes(path: Path) -> int:
        return sum(held.kind in _BARS for held in path)

    def _holds_item(self) -> bool:
        return any(held.kind is Holder.ITEM for held in self.path[: self.matched])

    def _is_item(self, index: int, raw: str, position: int, marker: str) -> bool:
        """Whether the line from `position` on, which starts with a marker, is an item."""
        rest = raw[position:].rstrip()
        if marker in "-*" and len(rest) > 2 and set(rest.replace(" ", "").replace("\t", "")) in RULES:
            return False
        if self.in_paragraph and "|" in rest and not rest.strip("-:| \t"):
            return False  # `- | -` below the header of a table
        if not self.in_paragraph or self.in_table or self._holds_item() or self.matched < len(self.path):
            return True
        # Within a paragraph only what cannot be a number that a line happens to start with.
        if rest == marker:
            return False
        if not marker[0].isdigit() or marker[:-1] == "1":
            return True
        following = self.raw[index + 1].lstrip(" \t>") if index + 1 < len(self.raw) else ""
        return following.startswith(f"{int(marker[:-1]) + 1}{marker[-1]} ")

    def _begin_item(self, index: int, marker: str, column: int, content: int, edge: int) -> None:
        item = Container(Holder.ITEM, index + 1, column, content, marker)
        item.edge = edge
        self.settle()
        depth = len(self.path)
        item.written = int(marker[:-1]) if marker[0].isdigit() else 0
        before = self._siblings.get(depth)
        if before is not None and before.marker[-1] == marker[-1] and not self._starts_anew(before, item):
            item.group = before.group
            item.number = before.number + 1 if before.marker[0].isdigit() else 0
            item.run = before.run + 1 if item.written == before.written + 1 else 1
        else:
            self._groups += 1
            item.group, item.number = self._groups, item.written if marker[0].isdigit() else 0
        self.part(depth)
        self._siblings[depth] = item
        self.enter(item)

    def _starts_anew(self, before: Container, item: Container) -> bool:
        """Whether the number begins another list: behind a blank line, where the author has counted."""
        return (
            self.after_blank and before.run > 1 and item.written not in (before.written, before.written + 1)
        )


def without_columns(raw: str, columns: int, column: int = 0) -> str:
    """Return the line, which begins at `column`, without white space up to `columns`.

    A tab reaches to the next multiple of four; what is left of one becomes spaces.
    """
    position = 0
    while column < columns and raw[position : position + 1] in (" ", "\t"):
        column += 1 if raw[position] == " " else 4 - column % 4
        position += 1
    return " " * max(0, column - columns) + raw[position:] if position else raw


def _skip(raw: str, position: int, column: int) -> tuple[int, int]:
    """Return the position and column of the next letter that is no space or tab."""
    size = len(raw)
    while position < size:
        letter = raw[position]
        if letter == " ":
            column += 1
        elif letter == "\t":
            column += 4 - column % 4
        else:
            break
        position += 1
    return position, column

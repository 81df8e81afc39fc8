"""What a line of Markdown stands in: quotations and list items, as people indent them.

Columns are counted from 0, a tab goes to the next multiple of four. An item
holds every later line that is indented deeper than its marker; CommonMark asks
for the column of its content, which people who nest by two spaces do not reach.
"""

from __future__ import annotations

import re

from reader.articles.source.lines import Item, Line, LineKind

RULES = ({"-"}, {"*"}, {"_"})
_DEEPEST = 100
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])(?=[ \t]|$)")


class Containers:
    """The containers that are open while the lines of a source are read, one after the other."""

    def __init__(self) -> None:
        self.items: list[Item] = []  # those open, outermost first
        self.in_paragraph = False
        self.in_table = False

    def end_paragraph(self) -> None:
        """Let the next line begin something new."""
        self.in_paragraph = self.in_table = False

    def contained(self, raw: str) -> Line:
        """Take the quote bars and list markers off; the kind is `CODE` for indented code, else `TEXT`."""
        position, column = _skip(raw, 0, 0)
        quotes, marker, marker_column = 0, "", 0
        in_list = bool(self.items)
        base = self.leave(0, column)
        while position < len(raw):
            letter = raw[position]
            if column - base >= 4 and not self.in_paragraph and not self.nested_marker(raw, position):
                return Line(LineKind.CODE, raw[position - (column - base - 4) :], quotes, column)
            if letter == ">":
                quotes += 1
                position, column = position + 1, column + 1
                if raw[position : position + 1] in (" ", "\t"):
                    position, column = position + 1, column + 1
                base = column
                position, column = _skip(raw, position, column)
                base = max(base, self.leave(quotes, column))
            elif (found := _MARKER.match(raw, position)) and self.is_item(
                raw[position:].rstrip(), found[1], in_list
            ):
                marker, marker_column = found[1], column
                position, column = _skip(raw, found.end(), column + len(marker))
                base = (
                    column if column - marker_column - len(marker) <= 4 else marker_column + len(marker) + 1
                )
                if len(self.items) < _DEEPEST:
                    self.items.append(Item(marker_column, base, quotes))
                self.in_paragraph = self.in_table = False
            else:
                break
        self.leave_quotations(quotes)
        return Line(LineKind.TEXT, raw[position:].rstrip(), quotes, column, marker, marker_column)

    def leave(self, quotes: int, column: int) -> int:
        """Close the items that a line at `column` is not in; return the column content is counted from."""
        items = self.items
        for place, item in enumerate(items):
            if item.quotes == quotes and item.marker_column >= column:
                del items[place:]
                break
        return items[-1].content_column if items and items[-1].quotes == quotes else 0

    def leave_quotations(self, quotes: int) -> None:
        """Close the items that stand in more than `quotes` quotations, unless their paragraph goes on."""
        while self.items and self.items[-1].quotes > quotes and not self.in_paragraph:
            self.items.pop()

    def nested_marker(self, raw: str, position: int) -> bool:
        return bool(self.items) and bool(_MARKER.match(raw, position))

    def is_item(self, rest: str, marker: str, in_list: bool) -> bool:
        """Whether `rest`, which starts with a marker, is an item; `in_list`: the line above is in one."""
        if marker in "-*" and set(rest.replace(" ", "").replace("\t", "")) in RULES and len(rest) > 2:
            return False
        if not self.in_paragraph or in_list or self.in_table:
            return True
        # Within a paragraph only what cannot be a number that a line happens to start with.
        return rest != marker and (not marker[0].isdigit() or marker[:-1] == "1")


def _skip(raw: str, position: int, column: int) -> tuple[int, int]:
    """Return the position and column of the next letter that is no space or tab."""
    while position < len(raw):
        letter = raw[position]
        if letter == " ":
            column += 1
        elif letter == "\t":
            column += 4 - column % 4
        else:
            break
        position += 1
    return position, column

"""A point of a framework as it is written, whatever the notation; and the stack that finds its depth."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """A point of a written tree: its depth from 1, its label, the comment behind it, its line in the file."""

    depth: int
    label: str
    comment: str
    line: int
    is_root: bool = False


class Depths:
    """Depths by column: a point hangs from the last one above it that stands further left."""

    def __init__(self) -> None:
        self._columns: list[int] = []

    def of(self, column: int) -> int:
        """Return the depth, from 1, of the next point, which stands at `column`."""
        while self._columns and self._columns[-1] >= column:
            self._columns.pop()
        self._columns.append(column)
        return len(self._columns)


def columns(text: str) -> int:
    """Return how many columns `text` takes: tabs go to multiples of four, full-width spaces are two."""
    column = 0
    for letter in text:
        column += 4 - column % 4 if letter == "\t" else 2 if letter == "\u3000" else 1
    return column


def one_line(label: str) -> str:
    """Return `label` with its line breaks and runs of spaces made one space each."""
    return " ".join(label.split())

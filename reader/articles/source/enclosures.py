"""Where what is opened on one line of Markdown ends on another: fences, comments, formulas, front matter.

Every search that fails is remembered, so that a text made of openings alone
costs no more than a text of closings.
"""

from __future__ import annotations

import re

_FENCE_LINE = re.compile(r"([ \t]*)(`{3,}|~{3,})[ \t]*$")
_NEXT_HEADING = re.compile(r" {0,3}#{2,6}[ \t]")
_KEY = re.compile(r"\w[\w -]{0,60}:(?:[ \t]|$)")
_FRONT_LINES = 200


class Enclosed:
    """The lines of one source, and what is known not to be found in them."""

    def __init__(self, raw: list[str]) -> None:
        self.raw = raw
        self._absent: dict[tuple[str, bool], tuple[int, int]] = {}
        self._fences: list[tuple[int, str, bool]] | None = None
        self._unclosed: dict[str, int] = {}
        self._colons: dict[str, int] | None = None

    def line_with(self, mark: str, first: int, *, stop_at_blank: bool = False) -> int:
        """Return the index of the first line from `first` on that holds `mark` (in any case), or -1."""
        key = (mark, stop_at_blank)
        start, end = self._absent.get(key, (0, 0))
        if start <= first < end:
            return -1
        for index in range(first, len(self.raw)):
            line = self.raw[index]
            if mark in line or mark in line.lower():
                return index
            if stop_at_blank and not line.strip():
                self._absent[key] = (first, index)
                return -1
        self._absent[key] = (first, len(self.raw))
        return -1

    def is_closed(self, colons: str, first: int) -> bool:
        """Say whether a line from index `first` on is nothing but `colons`."""
        if self._colons is None:
            self._colons = {}
            for index, line in enumerate(self.raw):
                if ":::" in line and set(mark := line.strip(" \t>")) == {":"}:
                    self._colons[mark] = index  # the last of its length
        return self._colons.get(colons, -1) >= first

    def closing_fence(self, mark: str, first: int, anywhere: bool) -> int:
        """Return the index of the line that closes a fence opened by `mark` before `first`, or -1.

        `anywhere`: however far it is indented.
        """
        if self._fences is None:
            found = (
                (index, _FENCE_LINE.match(line))
                for index, line in enumerate(self.raw)
                if "``" in line or "~~" in line
            )
            self._fences = [
                (index, fence[2], len(fence[1].expandtabs(4)) < 4) for index, fence in found if fence
            ][::-1]
        if len(mark) >= self._unclosed.get(mark[0], 1 << 60):
            return -1
        fences = self._fences
        while fences and fences[-1][0] < first:
            fences.pop()
        for place in range(len(fences) - 1, -1, -1):
            index, fence, is_near = fences[place]
            if fence.startswith(mark) and (is_near or anywhere):
                return index
        if anywhere:
            self._unclosed[mark[0]] = len(mark)
        return -1


def fence_end(enclosed: Enclosed, opening: int, mark: str, quotes: int, column: int) -> tuple[int, bool]:
    """Return the index of the last line of the fence that `mark` opens at `column`; whether it closes it."""
    raw = enclosed.raw
    if quotes:
        for index in range(opening + 1, len(raw)):
            line = raw[index]
            if not line.lstrip(" \t-*+").startswith(">"):
                return index - 1, False
            closing = _FENCE_LINE.match(without_bars(line, quotes))
            if closing and closing[2].startswith(mark):
                return index, True
        return len(raw) - 1, False
    closing_line = enclosed.closing_fence(mark, opening + 1, column > 0)
    if closing_line >= 0:
        return closing_line, True
    for index in range(opening + 2, len(raw)):
        if _NEXT_HEADING.match(raw[index]) and not raw[index - 1].strip():
            return index - 1, False
    return len(raw) - 1, False


def without_bars(raw: str, quotes: int) -> str:
    """Return the line without its first `quotes` quote bars, each with the space behind it."""
    for _ in range(quotes):
        before, bar, after = raw.partition(">")
        if not bar or before.strip(" \t-*+0123456789.)"):
            return raw
        raw = after.removeprefix(" ")
    return raw


def front_matter_end(raw: list[str]) -> int:
    """Return the number of lines that are YAML front matter; 0 where there is none.

    A `---` in the first line is front matter only if what follows it really is
    `key: value`, line by line, up to a closing `---` or `...`.
    """
    if not raw or raw[0].rstrip() != "---":
        return 0
    keys = 0
    for index, line in enumerate(raw[1:_FRONT_LINES], start=1):
        if line.rstrip() in ("---", "..."):
            return index + 1 if keys else 0
        if _KEY.match(line):
            keys += 1
        elif not keys or not (line.startswith((" ", "\t", "- ", "#", "]")) or not line.strip()):
            return 0
    return 0

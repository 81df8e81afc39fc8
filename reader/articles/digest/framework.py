"""Finds the author's own tree in an article, by its glyphs.

A drawn tree (`reader.articles.digest.tree_drawing`) may stand in a fence, be indented, be
quoted or stand in the running text. **Framework or listing?** Programming
articles draw their folders with the same glyphs. The rule:

1. A caption that surely names a framework (文章框架, 脑图, Outline) decides: it is one.
2. A caption that names folders or components (目录结构, project layout) decides: it is none.
3. Else it is none where most labels look like files, folders or identifiers.
4. Else a likely caption (it speaks of 框架, 大纲, the article's 结构) makes it one.
5. Without any caption it is one where at least half of its first two levels
   (and two of them) are the article's own headings or bold leads; or where it
   stands before all headings, or after all text, and its labels are words.

All the others are left in the text as they are drawn. Nested plain bullets
under a caption of the first kind are a framework too. Of several, those that
are surely one come first, then in order of the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.articles.digest.captions import caption_above, rank_of_caption
from reader.articles.digest.labels import key
from reader.articles.digest.node_ids import build_nodes
from reader.articles.digest.tree_drawing import Point, is_bars, read_drawing
from reader.articles.model import Framework
from reader.articles.source.enclosures import without_bars
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind, Scan

_PATHLIKE = re.compile(
    r"\.{1,3}|[\w.*@{}()+~$<>-]*/.*|.*/|.*\.[A-Za-z][A-Za-z0-9]{0,7}|[a-z0-9_.@-]+|[A-Za-z_]\w*\(.*\)"
    r"|[A-Za-z]+[a-z0-9]+[A-Z]\w*|[\w-]*[_-][\w-]*",
    re.ASCII,
)
_BOLD = re.compile(r"\*\*(.{1,80}?)\*\*|__(.{1,80}?)__")
_LONGEST_BULLET = 40
_UNFENCED = frozenset({LineKind.TREE, LineKind.CODE})


class Drawn(NamedTuple):
    """A tree found in the text: its points, the rank of its caption, its first and last line (from 1)."""

    points: list[Point]
    rank: int
    first_line: int
    last_line: int


def find_frameworks(found: Scan, source: str, title: str) -> tuple[Framework, ...]:
    """Return the frameworks of a scanned article, the one that leads it first; () where there is none."""
    trees = _Trees(found.lines, source.split("\n")).find()
    accepted = [tree for tree in trees if _is_framework(tree, found.lines)]
    accepted.sort(
        key=lambda tree: 0 if tree.rank == 3 or _names_the_text(tree, found.lines) else 3 - tree.rank
    )
    return tuple(
        Framework(build_nodes(tree.points, title), tree.first_line, tree.last_line) for tree in accepted
    )


class _Trees:
    def __init__(self, lines: list[Line], raw: list[str]) -> None:
        self.lines = lines
        self.raw = raw

    def find(self) -> list[Drawn]:
        trees: list[Drawn] = []
        index = 0
        while index < len(self.lines):
            kind = self.lines[index].kind
            if kind is LineKind.FENCE:
                index = self.fenced(index, trees)
            elif kind in _UNFENCED:
                index = self.unfenced(index, trees)
            elif kind in (LineKind.HEADING, LineKind.TEXT):
                index = self.bullets(index, trees)
            else:
                index += 1
        return trees

    def fenced(self, index: int, trees: list[Drawn]) -> int:
        end = index + 1
        while end < len(self.lines) and self.lines[end].kind is LineKind.CODE:
            end += 1
        numbered = [(number + 1, self.lines[number].content) for number in range(index + 1, end)]
        end += end < len(self.lines) and self.lines[end].kind is LineKind.FENCE
        self.keep(index, end, numbered, trees)
        return end

    def unfenced(self, index: int, trees: list[Drawn]) -> int:
        """Read a tree that stands in the text itself, with the roots above its branches."""
        start, end = index, index + 1
        while (
            start and self.lines[start - 1].kind is LineKind.TEXT and is_bars(self.lines[start - 1].content)
        ):
            start -= 1
        if start and self.is_root(start - 1):
            start -= 1
        ahead = end
        while ahead < len(self.lines) and self.may_go_on(ahead):
            ahead += 1
            if self.lines[ahead - 1].kind in _UNFENCED:
                end = ahead
        numbered = [
            (number + 1, without_bars(self.raw[number], self.lines[number].quotes))
            for number in range(start, end)
        ]
        self.keep(start, end, numbered, trees)
        return end

    def is_root(self, index: int) -> bool:
        line = self.lines[index]
        short = line.kind is LineKind.TEXT and not line.marker and len(line.content) <= 40
        return short and line.content[-1:] not in "：:。" and rank_of_caption(line) <= 0

    def may_go_on(self, index: int) -> bool:
        line = self.lines[index]
        if line.kind is LineKind.TEXT:
            if line.content.startswith(("│", "|", "┃")) or is_bars(line.content):
                return True
            return self.is_root(index) and self.is_drawn(index + 1)
        return line.kind in _UNFENCED or line.kind is LineKind.BLANK

    def is_drawn(self, index: int) -> bool:
        while index < len(self.lines) and self.lines[index].kind is LineKind.TEXT:
            if not is_bars(self.lines[index].content):
                return False
            index += 1
        return index < len(self.lines) and self.lines[index].kind is LineKind.TREE

    def bullets(self, index: int, trees: list[Drawn]) -> int:
        """Read nested bullets under a caption of a framework."""
        if self.lines[index].marker or rank_of_caption(self.lines[index]) < 3:
            return index + 1
        points: list[Point] = []
        markers: list[int] = []
        end = ahead = index + 1
        while ahead < len(self.lines):
            line = self.lines[ahead]
            ahead += 1
            if line.kind is LineKind.BLANK:
                continue
            label = plain(line.content).strip()
            if line.kind is not LineKind.TEXT or not line.marker or not label:
                break
            if (
                len(label) > _LONGEST_BULLET
                or label[-1] in "。；;：:"
                or re.search(r"\*\*[:：]?\S", line.content[3:])
            ):
                return index + 1
            while markers and markers[-1] >= line.marker_column:
                markers.pop()
            markers.append(line.marker_column)
            points.append(Point(len(markers), label, "", ahead))
            end = ahead
        if len(points) > 1:
            trees.append(Drawn(points, 3, index + 1, end))
            return end
        return index + 1

    def keep(self, index: int, end: int, numbered: list[tuple[int, str]], trees: list[Drawn]) -> None:
        if points := read_drawing(numbered):
            rank, first = caption_above(self.lines, index)
            trees.append(Drawn(points, rank, first + 1, end))


def _is_framework(tree: Drawn, lines: list[Line]) -> bool:
    if tree.rank == 3 or tree.rank < 0:
        return tree.rank == 3
    labels = [plain(point.label) for point in tree.points]
    pathlike = sum(bool(_PATHLIKE.fullmatch(label)) for label in labels)
    if 2 * pathlike >= len(labels):
        return False
    return tree.rank == 2 or _names_the_text(tree, lines) or _stands_apart(tree, labels, lines)


def _names_the_text(tree: Drawn, lines: list[Line]) -> bool:
    labels = {key(plain(point.label)) for point in tree.points if point.depth <= 2}
    names = set()
    for line in lines:
        if line.kind is LineKind.HEADING:
            names.add(key(plain(line.content)))
        elif line.kind is LineKind.TEXT and (bold := _BOLD.match(line.content)):
            names.add(key(plain(bold[1] or bold[2])))
    shared = len(labels & names)
    return shared >= 2 and 2 * shared >= len(labels)


def _stands_apart(tree: Drawn, labels: list[str], lines: list[Line]) -> bool:
    if 2 * sum(" " in label or max(label, default="") >= "\u3400" for label in labels) < len(labels):
        return False
    before = lines[: tree.first_line - 1]
    after = lines[tree.last_line :]
    has_title = sum(line.kind is LineKind.HEADING for line in before)
    prose = sum(
        len(line.content) for line in before if line.kind is LineKind.TEXT and line.content[-1:] in "。！？."
    )
    is_first = has_title <= 1 and prose < 200
    is_last = not any(line.content and not line.content.startswith("#") for line in after)
    return is_first or is_last

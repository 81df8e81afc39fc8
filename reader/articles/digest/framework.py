"""Finds the author's own tree in an article, in any of the notations that people write it in.

It may stand in a fence, be indented, be quoted or stand in the running text
(`reader.articles.digest.notations`). **Framework or listing?** Programming
articles draw their folders with the same glyphs, and many a section has a small
tree of its own. The rule:

1. A caption that surely names a framework (文章框架, 脑图, Outline) decides: it is one.
2. Else it is none where most labels look like files, folders or identifiers
   (nobody draws folders as a mind map, so this is asked of drawings alone).
3. A caption of folders or components (目录结构, project layout) makes it none, unless two
   thirds of its first two levels (and three of them) are the article's own headings or bold leads.
4. A likely caption (it is exactly 框架, or speaks of a map of something) makes it one
   if any of its labels is said in the text. A longer heading that holds 框架 says nothing.
5. Without any caption it is one where a third of its labels are said in the text, and
   at least half of its first two levels (and two of them), or three quarters of the
   first (and three), are the article's own headings or bold leads; or its root repeats
   the title, and half of its labels are said in the text; or it is the only such tree,
   its labels are words, and it opens the article, and one of them is said in the text,
   or ends it, and a third of them are.

All the others are left in the text as they are drawn. Of several, those that
are surely one come first, then in order of the text.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from reader.articles.digest.captions import caption_above, rank_of_caption
from reader.articles.digest.labels import key, parts
from reader.articles.digest.node_ids import build_nodes, repeats
from reader.articles.digest.notations import NOTATIONS
from reader.articles.digest.notations.plantuml_mindmap import END, START
from reader.articles.digest.notations.point import Point
from reader.articles.digest.notations.tree_drawing import is_bars
from reader.articles.model import Framework
from reader.articles.source.character_folding import fold
from reader.articles.source.enclosures import without_bars
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind, Scan

_PATHLIKE = re.compile(
    r"\.{1,3}|[\w.*@{}()+~$<>-]*/.*|.*/|.*\.[A-Za-z][A-Za-z0-9]{0,7}|[a-z0-9_.@-]+|[A-Za-z_]\w*\(.*\)"
    r"|[A-Za-z]+[a-z0-9]+[A-Z]\w*|[\w-]*[_-][\w-]*",
    re.ASCII,
)
_LONGEST_PATH = 200  # code points: the pattern takes the square of them
_BOLD = re.compile(r"\*\*(.{1,80}?)\*\*|__(.{1,80}?)__")
_NO_WORD = re.compile(r"[\W_]+")
_LITTLE_PROSE = 200  # code points before a framework that opens the article
_LONGEST_BULLET = 40
_UNFENCED = frozenset({LineKind.TREE, LineKind.CODE})
MOST_SOUGHT = 1_000  # labels of a tree that are sought in the text


class Drawn(NamedTuple):
    """A tree found in the text: its points, the rank of its caption, its first and last line (from 1)."""

    points: list[Point]
    rank: int
    first_line: int
    last_line: int
    is_mind_map: bool = False


def find_frameworks(found: Scan, source: str, title: str) -> tuple[Framework, ...]:
    """Return the frameworks of a scanned article, the one that leads it first; () where there is none."""
    trees = _Trees(found.lines, source.split("\n")).find()
    judge = _Judge(found.lines, trees, title)
    accepted = [tree for tree in trees if judge.is_framework(tree)]
    accepted.sort(key=lambda tree: 0 if tree.rank == 3 or judge.names_the_text(tree) else 3 - tree.rank)
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
            elif self.lines[index].content.lower() == START:
                index = self.between_marks(index, trees)
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
        self.keep(index, end, numbered, trees, self.lines[index].content.strip("`~ \t"))
        return end

    @cached_property
    def last_end(self) -> int:
        """The index of the last line that ends a mind map; -1 for none."""
        following = range(len(self.raw) - 1, -1, -1)
        return next((at for at in following if self.raw[at].strip().lower().startswith(END)), -1)

    def between_marks(self, index: int, trees: list[Drawn]) -> int:
        """Read a PlantUML mind map that stands in the text itself."""
        if index >= self.last_end:
            return index + 1
        end = index + 1
        while not self.raw[end].strip().lower().startswith(END):
            end += 1
        numbered = [
            (number + 1, without_bars(self.raw[number], self.lines[index].quotes))
            for number in range(index, end + 1)
        ]
        self.keep(index, end + 1, numbered, trees)
        return end + 1

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

    def keep(
        self, index: int, end: int, numbered: list[tuple[int, str]], trees: list[Drawn], info: str = ""
    ) -> None:
        """Note the tree on `numbered` lines, which stand from `index` to `end`, if any notation reads it."""
        rank, first = caption_above(self.lines, index)
        for notation in NOTATIONS:
            if notation.needs_caption and (rank < 3 or (not info and end - index != len(numbered) + 2)):
                continue
            if points := notation.read(info, numbered):
                if len(points) > 1:
                    trees.append(Drawn(points, rank, first + 1, end, notation.is_mind_map))
                return


class _Judge:
    """Says which of the trees of an article are its frameworks."""

    def __init__(self, lines: list[Line], trees: list[Drawn], title: str) -> None:
        self.lines = lines
        self.trees = trees
        self.title = title

    def is_framework(self, tree: Drawn) -> bool:
        if tree.rank == 3:
            return True
        labels = [plain(point.label) for point in tree.points]
        if _is_listing(tree):
            return False
        if tree.rank < 0:
            return self.names_the_text(tree, least=3, share=2 / 3)
        said = self.said(labels)
        if tree.rank == 2:
            return said > 0
        is_rooted = tree.points[0].is_root and sum(point.depth == 1 for point in tree.points) == 1
        is_title = repeats(labels[0], self.title) or key(labels[0]) in parts(self.title)
        if is_rooted and is_title and 2 * said >= len(labels):
            return True
        if 3 * said >= len(labels) and (self.names_the_text(tree) or self.names_the_chapters(tree)):
            return True
        return said > 0 and self.stands_apart(tree, labels, said)

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of the headings and bold leads, and of their parts."""
        names: set[str] = set()
        for line in self.lines:
            bold = _BOLD.match(line.content) if line.kind is LineKind.TEXT else None
            if line.kind is LineKind.HEADING or bold:
                name = plain(bold[1] or bold[2]) if bold else plain(line.content)
                names.update((key(name), *parts(name)))
        return frozenset(names)

    @cached_property
    def words(self) -> str:
        """The folded letters of the text, line by line, without the trees."""
        drawn = {number for tree in self.trees for number in range(tree.first_line, tree.last_line + 1)}
        return "\n".join(
            _NO_WORD.sub("", fold(line.content))
            for number, line in enumerate(self.lines, start=1)
            if number not in drawn and line.content
        )

    def said(self, labels: list[str]) -> int:
        """Return how many labels, or their heads before a colon or bracket, the text says somewhere.

        Of very many some are sought: each is sought in all of the text.
        """
        some = labels[:: 1 + len(labels) // MOST_SOUGHT]
        said = sum(any(len(part) > 1 and part in self.words for part in parts(label)[:2]) for label in some)
        return said if len(some) == len(labels) else round(said * len(labels) / len(some))

    def names_the_text(self, tree: Drawn, *, least: int = 2, share: float = 0.5) -> bool:
        """Whether a `share` of the first two levels, `least` of them, are the article's headings or leads."""
        names = {tuple(_heads(point.label)) for point in tree.points if point.depth <= 2}
        shared = sum(not self.names.isdisjoint(name) for name in names)
        return shared >= least and shared >= share * len(names)

    def names_the_chapters(self, tree: Drawn) -> bool:
        """Whether most points of the first level, or below a single root, are headings or leads."""
        is_rooted = sum(point.depth == 1 for point in tree.points) == 1
        names = [_heads(point.label) for point in tree.points if point.depth == 1 + is_rooted]
        shared = sum(not self.names.isdisjoint(name) for name in names)
        return shared >= 3 and shared >= 0.75 * len(names)

    def stands_apart(self, tree: Drawn, labels: list[str], said: int) -> bool:
        """Whether a tree of words, the only one without a caption, opens the article or ends it."""
        if any(other.rank == 0 and other is not tree and not _is_listing(other) for other in self.trees):
            return False
        if 2 * sum(" " in label or max(label, default="") >= "\u3400" for label in labels) < len(labels):
            return False
        before = self.lines[: tree.first_line - 1]
        after = self.lines[tree.last_line :]
        headings = sum(line.kind is LineKind.HEADING for line in before)
        prose = sum(
            len(line.content)
            for line in before
            if line.kind is LineKind.TEXT and line.content[-1:] in "。！？."
        )
        is_last = not any(line.content and not line.content.startswith("#") for line in after)
        return (headings <= 1 and prose < _LITTLE_PROSE) or (is_last and said >= max(2, len(labels) / 3))


def _heads(label: str) -> list[str]:
    """Return the keys of a label and of its head, before a colon or bracket; `Poll::Ready` has no head."""
    words = plain(label)
    return [key(words)] if "::" in words else [key(words), *parts(words)[:2]]


def _is_path_like(words: str) -> bool:
    return len(words) <= _LONGEST_PATH and bool(_PATHLIKE.fullmatch(words))


def _is_listing(tree: Drawn) -> bool:
    """Whether most labels of a drawing look like files, folders or identifiers."""
    paths = sum(_is_path_like(plain(point.label)) for point in tree.points)
    return not tree.is_mind_map and 2 * paths >= len(tree.points)

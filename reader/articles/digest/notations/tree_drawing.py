"""Reads a drawn tree, line by line, into points with their depths.

The depth of a point comes from the column of its branch glyph and a stack of
the columns above it, never from the choice of `├` or `└` (many authors draw
every last child as `├──`). Glyphs of all the kinds that people and programs
draw with are read: `├── ├─ ├─── ├┬ └─ |-- |- +-- `-- +---`, backslashes, with
bars of `│` or `|` and plain, no-break or full-width spaces or tabs between.

No tree, and left as text: boxes, ASCII tables, trees that grow sideways
(`─┬─`), two trees side by side, and drawings whose first branch stands
further in than a later one (the fields of a cron line).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reader.articles.digest.notations.point import Point, columns, one_line

name = "tree"
needs_caption = False
is_mind_map = False

_SPACE = " \t\xa0\u2002-\u200a\u3000"
_BARS = "│|┃║┆┊╎"
_BRANCH = re.compile(
    rf"(?P<bars>[{_SPACE}{_BARS}]*?)"
    r"(?P<branch>(?P<glyph>[├└┣┗╰╠╚┝┕])[─━═╌┄—–-]*[┬┐╮]?[─━═-]*[>▶►→➜➔⇒▸]*"
    r"|[│|┃][─━═—–-]+|[`+\\]-+)"
    rf"[{_SPACE}]*(?P<label>.*)$"
)
_BARE = re.compile(rf"(?P<bars>[{_SPACE}{_BARS}]*)(?P<label>.*)$")
_NO_LABEL = re.compile(r"[-+|=\s`]|$")
_EMPTY = re.compile(rf"[{_SPACE}{_BARS}↓↑⬇⬆⇓▼▾vV^]*$")
_NO_TREE = re.compile(r"[┌┐┘┤┴┼╔╗╝╣╬╩╦]|─┬|┬─")
_BESIDE = re.compile(rf"(?<![{_SPACE}])[{_SPACE}]{{2,}}[├└][─━-]")
_COMMENT = re.compile(
    r"(?<!\s)\s+(?:#\s+|#(?=[^\W\x00-\x7f])|←\s*|⬅\ufe0f?\s*|<-+\s*|//\s+)|(?<!\s)\s{2,}(?:#\s*|//\s*|\|\s+|--\s+)|\s\|\s{2,}"
)
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*\w*\s*$")  # of a fence that is indented as code is
_NO_ROOT = re.compile(r"^[$>]|[。；;]|(?:^|\s)(?:NOTE|note|注)[:：]")
_FILE = re.compile(r"[\w@+-]*(?:\.[\w-]+)+", re.ASCII)
_STRAY = re.compile(
    r"(?:(?i:markdown|md|text|txt|plain ?text|mermaid|code|代码|纯文本)"
    r"|bash|shell|sh|json|yaml|python|java|javascript|js|html|css|sql|rust|go|c)?"
    r"\s*(?:复制|複製|复制代码|複製程式碼|拷贝|(?i:copy|copy code))?"
)
_BULLETS = "•·●○-*▪"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u2060"))
_DIAGRAMS = frozenset({"mermaid", "plantuml", "puml", "dot", "graphviz", "markmap"})
_ARROWS = "→➜➔⇒▸▶►▼▾"
_LONGEST_ROOT = 60
_DEEPEST = 100
_ROOT_COLUMN = -100


def read(info: str, lines: Sequence[tuple[int, str]]) -> list[Point]:
    """Return the points of a drawn tree, whatever its fence is called; diagrams of other kinds are none."""
    return [] if info.split(" ")[0].lower() in _DIAGRAMS else read_drawing(lines)


def write(points: Sequence[Point]) -> str:
    """Return the tree, drawn with `├──` and `└──`; a first point that is a root has no arm."""
    if points and points[0].is_root:
        below = [point._replace(depth=point.depth - 1) for point in points[1:]]
        return f"{one_line(points[0].label)}\n{write(below)}"
    rows: list[str] = []
    goes_on: set[int] = set()  # the depths at which a point further down stands beside what is above it
    for point in reversed(points):
        bars = "".join("│   " if depth in goes_on else "    " for depth in range(1, point.depth))
        arm = "├── " if point.depth in goes_on else "└── "
        goes_on = {depth for depth in goes_on if depth < point.depth} | {point.depth}
        rows.append(f"{bars}{arm}{one_line(point.label)}\n")
    return "".join(reversed(rows))


def read_drawing(lines: Iterable[tuple[int, str]]) -> list[Point]:
    """Return the points of the tree drawn on `lines` (numbered from 1), or [] where there is none."""
    drawing = _Drawing()
    for number, text in lines:
        if not drawing.read(number, text):
            return []
    return drawing.found if drawing.branches > 1 else []


def is_stray_root(label: str) -> bool:
    """Whether a line without an arm is no root: it has no letter or digit, or is a copy button's."""
    return not any(map(str.isalnum, label)) or bool(_STRAY.fullmatch(label.strip()))


def is_bars(text: str) -> bool:
    """Whether a line holds nothing but the bars between branches, if anything."""
    return bool(_EMPTY.match(text))


class _Drawing:
    def __init__(self) -> None:
        self.found: list[Point] = []
        self.stack: list[tuple[int, int]] = []  # column and depth of the points above, outermost first
        self.branches = 0
        self.first_column = -1  # of the first branch below the current root
        self.label_column = 0  # where the label of the last branch began
        self.tolerance = 1  # columns that a crooked drawing may be off

    def read(self, number: int, text: str) -> bool:
        """Read one line; return False where the whole is no tree."""
        text = text.translate(_INVISIBLE) if not text.isascii() else text
        if _EMPTY.match(text) or _FENCE.match(text):
            return True
        if _NO_TREE.search(text):
            return False
        branch = _BRANCH.match(text)
        if branch and not (branch["glyph"] is None and _is_no_label(branch)):
            return self.branch(number, branch)
        self.bare(number, text)
        return True

    def branch(self, number: int, found: re.Match[str]) -> bool:
        label = found["label"]
        if _BESIDE.search(label):
            return False
        column = columns(found["bars"])
        if self.first_column < 0:
            self.first_column = column
        elif column < self.first_column - self.tolerance:
            return False
        self.branches += 1
        if len(found["branch"]) == 1:
            self.tolerance = 0
        self.label_column = columns(found.string[: found.start("label")])
        if label.strip():
            self.add(number, column, label)
        return True

    def bare(self, number: int, text: str) -> None:
        """Read a line without a branch: a root, a file below a folder, or more words on the point above."""
        found = _BARE.match(text)
        if not found or not found["label"].strip():
            return
        label, column = found["label"], columns(found["bars"])
        if not found["bars"].strip(" \t\xa0\u3000"):
            if self.first_column < 0 or column <= max(self.first_column - 1, 0):
                self.root(number, label.strip())
            elif self.found and _FILE.fullmatch(label.strip()):
                self.add(number, max(column - 2, 0), label)
            return
        # Windows' `tree /F` and people who copy it draw files with bars alone.
        goes_on = bool(self.found) and bool(self.found[-1].comment)
        if not goes_on and label[0] not in _BULLETS and column <= max(self.label_column, 1) + 6:
            self.add(number, max(column - 2, 0), label)

    def root(self, number: int, label: str) -> None:
        if self.found and self.found[-1].is_root and self.found[-1].label[-1] in ":：":
            self.found.pop()  # words that lead up to the drawing
        if is_stray_root(label):
            return  # what a copy button or a slip of the finger left above the drawing
        if len(label) <= _LONGEST_ROOT and not _NO_ROOT.search(label):
            self.stack = [(_ROOT_COLUMN, 1)]
            self.first_column = -1
            self.found.append(_point(1, label, number, is_root=True))

    def add(self, number: int, column: int, label: str) -> None:
        while self.stack and self.stack[-1][0] >= column - self.tolerance:
            self.stack.pop()
        depth = min(self.stack[-1][1] + 1 if self.stack else 1, _DEEPEST)
        self.stack.append((column, depth))
        self.found.append(_point(depth, label, number))


def _is_no_label(branch: re.Match[str]) -> bool:
    # `--flag` is code, and no branch.
    return bool(_NO_LABEL.match(branch["label"])) or (branch["branch"][0] == "`" and "`" in branch["label"])


def _point(depth: int, text: str, line: int, *, is_root: bool = False) -> Point:
    text = text.strip().lstrip(_ARROWS).lstrip()
    comment = _COMMENT.search(text)
    if comment and comment.start() > 0:
        return Point(depth, text[: comment.start()].rstrip(), text[comment.end() :].strip(), line, is_root)
    return Point(depth, text, "", line, is_root)

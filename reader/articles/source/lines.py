"""What is known of each line of a Markdown source: the values that `reader.articles.source.scanner` makes."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from reader.articles.source.definitions import Definitions

WIKI = "wiki:"  # opens the address of a link that names an article as `[[…]]` does: "wiki:name#section"


class LineKind(Enum):
    """What a line is, beside the containers that it stands in."""

    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    UNDERLINE = auto()  # of the heading in the line above
    RULE = auto()
    FENCE = auto()  # opens or closes code
    CODE = auto()
    TREE = auto()  # a line of a drawn tree that stands in no fence
    ROW = auto()
    DELIMITER = auto()  # the row of dashes below a table's header
    MATH = auto()
    HTML = auto()  # of a block of raw HTML
    DEFINITION = auto()  # of a link's address or an abbreviation
    HIDDEN = auto()  # comments, scripts, styles, the marks that close a box, attributes
    FRONT = auto()  # YAML front matter


class Holder(Enum):
    """What blocks can stand in."""

    QUOTE = auto()
    CALLOUT = auto()  # a quotation that begins with [!NOTE]
    ITEM = auto()
    NOTE = auto()  # a footnote
    BOX = auto()  # `!!! note`, `??? note`, `=== "tab"`
    FENCED = auto()  # `::: tip` to `:::`
    MEANING = auto()  # `: what a term means`


class Container:
    """One quotation, item, footnote or box. The same object in the path of every line that stands in it.

    `column` and `content`, where an item's marker and its text stand, are counted from the edge of what
    it stands in; `edge` is where its text stands in its line. `marker` is an item's as written, `number`
    what it counts as (0: a bullet), `group` the list it belongs to, `task` its box (" ", "x" or ""),
    `name` a footnote's label or the kind of a box, `run` how many numbers were counted up to here.
    """

    __slots__ = (
        "column",
        "content",
        "edge",
        "first",
        "group",
        "kind",
        "marker",
        "name",
        "number",
        "run",
        "task",
        "written",
    )

    def __init__(
        self, kind: Holder, first: int, column: int = 0, content: int = 0, marker: str = "", name: str = ""
    ) -> None:
        self.kind = kind
        self.first = first  # the line, from 1, that it begins on
        self.column = column
        self.content = content
        self.edge = 0
        self.marker = marker
        self.name = name
        self.number = self.written = self.group = 0
        self.run = 1  # how many numbers have been counted up to here
        self.task = ""

    def is_followed_by(self, raw: str, position: int) -> bool:
        """Say whether the next number of this item's list stands at `position`."""
        return bool(self.written) and raw.startswith(f"{self.written + 1}{self.marker[-1]} ", position)


Path = tuple[Container, ...]


class Line(NamedTuple):
    """One line. `content` is its Markdown without the block marks; columns are counted from 0.

    `column` is where the content stood, `marker` the list marker in front of it
    (at `marker_column`), `starts` whether a block begins here, `level` that of a
    heading, `path` what it stands in, outermost first.
    """

    kind: LineKind
    content: str
    quotes: int = 0
    column: int = 0
    marker: str = ""
    marker_column: int = 0
    starts: bool = True
    level: int = 0
    path: Path = ()


class Scan(NamedTuple):
    """The lines of a source, the line counted 1 at index 0; its definitions; and its raw lines.

    `references` are the labels of its links and footnotes, `titles` and `terms` the lines (from 1)
    that are titles of boxes and terms of definition lists.
    """

    lines: list[Line]
    references: frozenset[str]
    definitions: Definitions
    raw: list[str]
    titles: frozenset[int] = frozenset()
    terms: frozenset[int] = frozenset()

"""What is known of each line of a Markdown source: the values that `reader.articles.source.scanner` makes."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


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
    DEFINITION = auto()  # of a link's address or an abbreviation
    HIDDEN = auto()  # comments, scripts, styles
    FRONT = auto()  # YAML front matter


class Line(NamedTuple):
    """One line. `content` is its Markdown without the block marks; columns are counted from 0.

    `column` is where the content stood, `marker` the list marker in front of it
    (at `marker_column`), `starts` whether a paragraph begins here, `level` that
    of a heading.
    """

    kind: LineKind
    content: str
    quotes: int = 0
    column: int = 0
    marker: str = ""
    marker_column: int = 0
    starts: bool = True
    level: int = 0


class Scan(NamedTuple):
    """The lines of a source, the line counted 1 at index 0, and the labels of its link references."""

    lines: list[Line]
    references: frozenset[str]


class Item(NamedTuple):
    """An open list item: the columns of its marker and of its content, and the quotations around it."""

    marker_column: int
    content_column: int
    quotes: int

"""What a piece of an article is once Markdown has been read: blocks of runs. Frozen values, no Qt, no HTML.

The tree that Markdown makes is flattened: each block knows the `frames`
(quotations, list items, callouts ...) it stands in, outermost first. Blocks in
the same frame share its `key`. An exporter or the typesetter walks the blocks
once, in reading order, and never meets a nested structure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Flag, StrEnum, auto
from typing import NamedTuple
from urllib.parse import unquote

_NO_CAPTION = frozenset(
    {"", "image", "img", "picture", "photo", "alt", "alt text", "图片", "图像", "图", "截图"}
)
_PIXELS = re.compile(r"\d{2,4}(x\d{2,4})?")
BULLET = "•"  # the marker of an item that has no number


class Mark(Flag):
    """How a run is set apart from the text around it."""

    NONE = 0
    STRONG = auto()
    EMPHASIS = auto()
    DELETED = auto()
    MARKED = auto()
    UNDERLINED = auto()
    SUBSCRIPT = auto()
    SUPERSCRIPT = auto()
    CODE = auto()
    KEY = auto()
    SMALL = auto()


class Run(NamedTuple):
    r"""A stretch of text of one kind. A line break inside it is "\u2028".

    `href` is where a click leads, as written. `token` is the theme's role of a
    piece of code ("code_keyword"), `ruby` the reading to set above the text.
    `added` words are ours and not the article's: a footnote's number.
    """

    text: str
    marks: Mark = Mark.NONE
    href: str = ""
    token: str = ""
    ruby: str = ""
    title: str = ""
    added: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in a line: its address as written (never fetched), the words for it, its caption.

    `breaks` are the places in `words` at which the author began a new line, each a space.
    """

    source: str
    words: str = ""
    caption: str = ""
    href: str = ""
    width: int = 0  # as the author asked for, in pixels; 0: its own
    breaks: tuple[int, ...] = field(default=(), compare=False)


class Formula(NamedTuple):
    """A formula in TeX. `display` ones stand on a line of their own. `source` is what the author wrote."""

    tex: str
    display: bool
    source: str


Inline = Run | Picture | Formula

# Where the lines of the file begin in the text of a block or a cell: (the place in code points, the line
# from 1, how many letters of that line stand before). What counts as a letter is no white space.
Lines = tuple[tuple[int, int, int], ...]


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    FORMULA = "formula"
    FIGURE = "figure"
    TERM = "term"  # of a definition list
    TITLE = "title"  # of a callout, an admonition or a <details>
    CAPTION = "caption"


class FrameKind(StrEnum):
    """What blocks can stand in."""

    QUOTE = "quote"
    CALLOUT = "callout"
    ITEM = "item"
    DEFINITION = "definition"
    DETAILS = "details"
    FOOTNOTE = "footnote"


class Frame(NamedTuple):
    """One thing that blocks stand in. `tone`: a callout's role in the theme, an item's marker."""

    kind: FrameKind
    key: int
    tone: str = ""
    opened: bool = True  # a <details> that starts shut is not


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `align` is "left", "center" or "right"."""

    inlines: tuple[Inline, ...]
    header: bool = False
    align: str = "left"
    lines: Lines = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The cell's text, with U+FFFC for each picture and formula."""
        return text_of(self.inlines)


@dataclass(frozen=True, slots=True)
class Block:
    r"""One paragraph, heading, code block, table ... of a piece.

    `marker` is drawn in the margin of an item's first block: "•", "3.", "☐",
    "☑". `names` are what links can lead to here (ids). Lines are those of the
    file, from 1, inclusive; 0 where they are not known. Code holds its lines in
    runs, joined by "\n" turned "\u2028".
    """

    kind: BlockKind
    inlines: tuple[Inline, ...] = ()
    frames: tuple[Frame, ...] = ()
    level: int = 0
    marker: str = ""
    language: str = ""
    rows: tuple[tuple[Cell, ...], ...] = ()
    names: tuple[str, ...] = ()
    align: str = ""
    first_line: int = 0
    last_line: int = 0
    note: str = field(default="", compare=False)  # why this block is set as plain text, if it is
    continues: bool = False  # it goes on with a block that was cut: see `reader.articles.markdown.cutting`
    continued: bool = False  # and is gone on with
    columns: tuple[int, ...] = ()  # how wide the columns of a cut table are, in half characters
    rows_before: int = 0  # of a cut table
    whole: str = ""  # all of the code that was cut
    lines: Lines = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """The block's text, with U+FFFC for each picture and formula, as it stands in the document."""
        return text_of(self.inlines)


def text_of(inlines: tuple[Inline, ...]) -> str:
    """Return the text of `inlines` as it stands in a document: U+FFFC for each picture and formula."""
    return "".join([inline.text if isinstance(inline, Run) else "\ufffc" for inline in inlines])


def caption_of(picture: Picture) -> str:
    """Return the words set below an image that stands alone: its title, or what its description says.

    Its file's name is none, nor are the pixels of `![[name|300]]`.
    """
    words = picture.caption or picture.words
    is_none = words.strip().lower() in _NO_CAPTION or words == unquote(picture.source)
    return "" if is_none or _PIXELS.fullmatch(words) else words

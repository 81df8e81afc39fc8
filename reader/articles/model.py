"""What an article is made of. Frozen values only: nothing here reads a file.

Lines are counted from 1 in the article's file. Positions are code points of
the article's canonical text (`reader.articles.source.canonical_text`), never UTF-16 units, and
spans are half open. Qt counts UTF-16 units: the reading pane converts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol, Self, TypeVar

from reader.articles.markdown.pieces import MarkdownPiece
from reader.articles.shortening import shortened
from reader.articles.source.canonical_text import CanonicalText, Span
from reader.articles.source.lines import Scan

NO_SPAN = Span(0, 0)


class Branching(Protocol):
    """What has others of its kind below it."""

    @property
    def children(self) -> Sequence[Self]:
        """What stands below it, in order."""


Tree = TypeVar("Tree", bound=Branching)


def in_tree_order(tops: Iterable[Tree]) -> Iterator[Tree]:
    """Yield each of `tops` and all below it, in a time linear in their number, however deep they are."""
    coming = [iter(tops)]
    while coming:
        following = next(coming[-1], None)
        if following is None:
            coming.pop()
        else:
            yield following
            if following.children:
                coming.append(iter(following.children))


class Original(NamedTuple):
    """The article that a digest digests: its title, and where it can be found (kept exactly)."""

    title: str = ""
    url: str = ""


class Metadata(NamedTuple):
    """The head of a digest. Empty strings for what it does not say.

    `lines` are the lines of the file that the metadata was read from (head and
    tags): the reading pane shows them as a title block in place of the text.
    `tag_lines` are those of them that hold the tags and their caption.
    """

    title: str = ""
    original: Original = Original()
    category: str = ""
    tags: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()
    tag_lines: frozenset[int] = frozenset()


class Node(NamedTuple):
    """One point of a framework.

    `node_id` is made of the labels on the way down (joined by "/", a "/" in a
    label doubled, a second sibling of the same label marked "#2"), so it stays
    the same when other points are added or moved. `depth` counts from 1.
    """

    node_id: str
    label: str
    depth: int
    path: tuple[str, ...]
    line: int
    comment: str = ""
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in tree order."""
        return in_tree_order((self,))


class Framework(NamedTuple):
    """The author's own tree; or, where there is none, one `derived` from the outline.

    `first_line` to `last_line` are the drawing with its fence and caption, all
    of which the reading pane leaves out; both 0 for a derived framework, and for one `by_person`, which
    somebody has made for an article without one.
    """

    nodes: tuple[Node, ...]
    first_line: int = 0
    last_line: int = 0
    derived: bool = False
    by_person: bool = False

    def walk(self) -> Iterator[Node]:
        """Yield every node in tree order."""
        return in_tree_order(self.nodes)


class SectionKind(StrEnum):
    """What shows in the text that a section starts."""

    HEADING = "heading"
    LEAD = "lead"  # a bold lead
    ITEM = "item"  # a plain bullet
    ROW = "row"  # a table row


class Section(NamedTuple):
    """One entry of the outline: a heading, a bold lead, an item or a row, with all its text.

    `level` is the heading's own (1 to 6), 0 for other kinds; `depth` is the
    place in the outline, from 1. `last_line` is inclusive.
    """

    kind: SectionKind
    label: str
    level: int
    depth: int
    line: int
    last_line: int
    span: Span = NO_SPAN
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it, in reading order."""
        return in_tree_order((self,))


class Outline(NamedTuple):
    """What the text itself shows, as a tree."""

    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Yield every section in reading order."""
        return in_tree_order(self.sections)


class Match(StrEnum):
    """How a node was matched to its passage. The values are the command line's."""

    HEADING = "heading"
    LEAD = "lead"
    ITEM = "item"
    ROW = "row"
    TEXT = "text"  # words inside a paragraph
    PARENT = "parent"  # nothing of its own: the parent's passage
    NONE = "none"


class Passage(NamedTuple):
    """The piece of text that a node stands for. `last_line` is inclusive."""

    line: int
    last_line: int
    span: Span


class Rejected(NamedTuple):
    """The best candidate of a node without a passage of its own, and how sure it would have been (0 to 1)."""

    match: Match
    passage: Passage
    certainty: float


class Link(NamedTuple):
    """Where a node leads, how it was found, and how sure we are (0 to 1).

    `certainty` is calibrated: of ten links with 0.9, nine are right; it is 0
    for the matches `parent` and `none`. `reason` is a finished sentence in the
    language in use that explains the match to a person. `by_person` is set
    where a person repaired the link. `rejected` is there only for a node
    without a passage of its own, where something was near.
    """

    node_id: str
    match: Match
    passage: Passage | None = None
    certainty: float = 0.0
    reason: str = ""
    by_person: bool = False
    rejected: Rejected | None = None


class UnitKind(StrEnum):
    """What part of an article a unit is."""

    HEAD = "head"
    FRAMEWORK = "framework"
    PASSAGE = "passage"
    TAGS = "tags"


class Unit(NamedTuple):
    """A stretch of the article that search, progress and statistics count as one.

    The units of an article cover its canonical text without gap or overlap, in
    order. `path` is the framework path (labels from the first level down);
    headings outside the framework stand in it with their own label. `node_id`
    is the deepest node whose passage the unit is, if any; `label` the node's
    or the section's own name.
    """

    kind: UnitKind
    span: Span
    line: int
    last_line: int
    path: tuple[str, ...] = ()
    node_id: str | None = None
    label: str = ""


class Prepared(NamedTuple):
    """An article's pieces without its `hidden_lines`, with their blocks: `reader.articles.article_cache`."""

    hidden_lines: frozenset[int]
    pieces: tuple[MarkdownPiece, ...]


@dataclass(frozen=True, slots=True)
class Article:
    r"""One article, as read.

    `source` is the file's text, decoded, with newlines made "\n" and without a
    byte order mark. `framework` is `frameworks[0]`, or one derived from the
    outline. `links` maps the id of each of its nodes to its link. `prepared` is there where the article was
    kept from an earlier run of the program.
    """

    path: Path
    source: str
    metadata: Metadata
    text: CanonicalText
    outline: Outline
    framework: Framework
    frameworks: tuple[Framework, ...] = ()
    links: Mapping[str, Link] = field(default_factory=lambda: MappingProxyType({}))
    units: tuple[Unit, ...] = ()
    encoding: str = "utf-8"
    scanned: Scan | None = field(default=None, compare=False, repr=False)
    prepared: Prepared | None = field(default=None, compare=False, repr=False)

    @property
    def scan(self) -> Scan:
        """The lines of `source`, as they were read."""
        if self.scanned is None:
            from reader.articles.source.scanner import scan  # not for an article that was kept

            return scan(self.source)
        return self.scanned

    @property
    def title(self) -> str:
        """The title, shortened where it is very long, or the file's name where the article has none."""
        return shortened(self.metadata.title) or self.path.stem

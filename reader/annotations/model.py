"""What an annotation is, in the words of the W3C Web Annotation model. Frozen values only.

Positions are code points of the canonical text (`reader.articles.source.canonical_text`),
spans are half open, times are UTC in ISO 8601. What orders two changes of one
annotation is its `clock`, never the time: clocks of machines are wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from reader.articles.source.canonical_text import Span

CONTEXT = 32  # code points of prefix and of suffix, as Hypothesis and the W3C's examples have it
COLOURS = ("yellow", "green", "blue", "pink", "purple")  # the theme's highlight_1 to highlight_5

_OTHER_COLOURS = {"red": "pink", "orange": "yellow", "violet": "purple", "cyan": "blue"}

# How often each device had changed the annotation when it looked like this:
# a version vector, sorted by device.
Clock = tuple[tuple[str, int], ...]


class Kind(StrEnum):
    """What is marked, and what for."""

    HIGHLIGHT = "highlight"  # words, with a note or without
    NODE = "node"  # a point of the framework; without a path, the article as a whole
    BOOKMARK = "bookmark"  # a place
    LINK = "link"  # a person's repair: the passage that a point of the framework stands for
    FRAMEWORK = "framework"  # a person's own framework for an article without one; the note is its tree


STRUCTURE = frozenset({Kind.LINK, Kind.FRAMEWORK})  # what changes the tree; the others mark the text


class State(StrEnum):
    """Whether an annotation is at its place. The values are the command line's."""

    ANCHORED = "anchored"
    REVIEW = "review"  # unsure: a person must say
    ORPHAN = "orphan"  # its words are gone; kept until they return


@dataclass(frozen=True, slots=True)
class TextQuote:
    """The marked words, with what stands on either side to tell them apart."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an annotation belongs: in which article, at which words, under which point.

    `source` is the article's name in its library. `digest` and `extractor` say
    in which canonical text `span` counts. A node's target has a path alone; a
    link's has a path and, unless the point "has no text of its own", a quote.
    """

    source: str
    quote: TextQuote | None = None
    span: Span | None = None
    path: tuple[str, ...] = ()
    digest: str = ""
    extractor: int = 0


@dataclass(frozen=True, slots=True)
class Annotation:
    """One mark, as one device last wrote it.

    `colour` is one of `COLOURS` or whatever another program said. `raw` is the
    JSON that it was read from, so that what we do not know is written back.
    """

    annotation_id: str
    kind: Kind
    target: Target
    note: str = ""
    colour: str = ""
    underlined: bool = False
    tags: tuple[str, ...] = ()
    created: str = ""
    modified: str = ""
    clock: Clock = ()
    device: str = ""
    deleted: bool = False
    refused: tuple[str, ...] = ()  # places that the person said it is not at: see `placing.fingerprint`
    raw: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an annotation stands in the article as it is now.

    For a `REVIEW`, `span` or `node_id` is the best guess, if there is one.
    `certainty` is from 0 to 1; `how` names the step that decided: "same",
    "diff", "quote", "path", "person" or "none".
    """

    state: State
    span: Span | None = None
    node_id: str | None = None
    certainty: float = 0.0
    how: str = "none"


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation with its anchor in the article as it is now, and the versions it is in conflict with."""

    annotation: Annotation
    anchor: Anchor
    path: tuple[str, ...] = ()
    line: int | None = None
    words: str | None = None
    file: str = ""
    title: str = ""
    conflicts: tuple[Annotation, ...] = ()
    deleted_elsewhere: bool = False  # by a device that had not seen this version of it

    @property
    def has_place(self) -> bool:
        """Whether it stands at a sure place in the article: what every list and export goes by."""
        return self.anchor.state is State.ANCHORED


def colour_number(name: str) -> int:
    """Return 1 to 5, which of `COLOURS` shows the colour `name`; the first one for a name we do not know."""
    known = _OTHER_COLOURS.get(name.lower(), name.lower())
    return COLOURS.index(known) + 1 if known in COLOURS else 1


def new_id() -> str:
    """Return an id that no other annotation has, on any device."""
    import uuid  # for whoever only reads, half a megabyte

    return str(uuid.uuid4())


def now() -> str:
    """Return the time, UTC, to the millisecond, such as "2026-01-31T09:05:00.123Z"."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""The syntax tree of a query.

`query_language` makes it of what a person typed, `verification` finds the passages.
All text in it is in search form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex


@dataclass(frozen=True, slots=True)
class Words:
    """Matches a passage whose search form holds `form` anywhere."""

    form: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """Matches a passage in whose search form `pattern` is found.

    `pieces` are texts that every such passage must hold: the index narrows down by them.
    """

    pattern: regex.Pattern[str]
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keyed:
    """Matches where a value of the field `table` contains `form`, or, where `whole`, equals it."""

    table: str
    form: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """Matches where a value of the field `table` is in `low` <= value < `high`; "" is no limit."""

    table: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Matches articles in the state `name`, one of `user_data.STATES`."""

    name: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Matches articles with an annotation whose words, quotation or tags hold `form`."""

    form: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """Matches passages of which a name, read as pinyin, fits `typed`; `of_nodes`: names of nodes alone."""

    typed: str
    of_nodes: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """AND: what all parts match. A `Not` among them excludes; with nothing beside it, from all documents."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """OR: what at least one part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """NOT: what the part does not match."""

    part: Node


Node = Words | Pattern | Keyed | Between | State | Noted | Spelled | All | Either | Not


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked. `tree` is None where nothing was asked.

    `notes` are finished sentences about what was not understood. `plain` is
    the text where it is nothing but words: only then are pinyin and near
    spelling tried.
    """

    tree: Node | None
    notes: tuple[str, ...] = ()
    plain: str = ""


def wanted(node: Node | None) -> Iterator[Words | Pattern]:
    """Yield the texts and patterns that are searched for in passages; those below a `Not` are none."""
    if isinstance(node, Words | Pattern):
        yield node
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from wanted(part)


def demanded(node: Node) -> frozenset[str]:
    """Return the texts, in search form, that every match of `node` is sure to hold."""
    if isinstance(node, Words):
        return frozenset((node.form,))
    if isinstance(node, All):
        return frozenset().union(*map(demanded, node.parts))
    return frozenset()


_OF_PASSAGES = frozenset({"node", "path", "kind", "role", "article"})
_NAMES = frozenset({"title", "node", "tag", "category", "source"})


def marked(node: Node | None) -> Iterator[Words | Pattern]:
    """Yield what to highlight in the text of a hit: as `wanted`, and names that a field asks for."""
    if isinstance(node, Keyed) and node.table in _NAMES and not node.whole:
        yield Words(node.form)
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from marked(part)
    else:
        yield from wanted(node)


def is_of_articles(node: Node) -> bool:
    """Whether a query is about articles only (`tag:AI is:unread`): then an article is one hit, its head."""
    match node:
        case Keyed(table):
            return table not in _OF_PASSAGES
        case Between() | State() | Noted():
            return True
        case All(parts) | Either(parts):
            return all(is_of_articles(part) for part in parts)
        case Not(part):
            return is_of_articles(part)
    return False


def asks_for_person(node: Node | None) -> bool:
    """Whether the answer depends on `UserData` (reading states, notes, own tags), not on the index alone."""
    match node:
        case State() | Noted() | Keyed(table="tag"):
            return True
        case All(parts) | Either(parts):
            return any(asks_for_person(part) for part in parts)
        case Not(part):
            return asks_for_person(part)
    return False

"""The small tree that a query is, once it has been understood.

`language` makes it from what a person typed, `matching` finds the passages.
All text in it is in search form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex


@dataclass(frozen=True, slots=True)
class Words:
    """A passage that holds this text, anywhere."""

    form: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """A passage in whose search form `pattern` is found. `pieces` are texts that each such passage holds."""

    pattern: regex.Pattern[str]
    pieces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keyed:
    """A value of the field `table` that holds `form` anywhere, or, where `whole`, is it."""

    table: str
    form: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """A value of the field `table` from `low` up to, not including, `high`; empty for no limit."""

    table: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What the person did with an article: "read", "reading", "unread", "noted", "favourite", "queued"."""

    name: str


@dataclass(frozen=True, slots=True)
class Noted:
    """An article in one of whose notes (words, quotation, tags) this text stands."""

    form: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """A passage one of whose names is pronounced like this; `of_nodes`: of the names of nodes alone."""

    typed: str
    of_nodes: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """What every part finds. Parts that are `Not` are taken away; alone, from everything."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """What any part finds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not find."""

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
    """Yield what is sought in the text itself and is to be marked there: nothing below a `Not`."""
    if isinstance(node, Words | Pattern):
        yield node
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from wanted(part)


def demanded(node: Node) -> frozenset[str]:
    """Return the texts that everything which a query finds holds."""
    if isinstance(node, Words):
        return frozenset((node.form,))
    if isinstance(node, All):
        return frozenset().union(*map(demanded, node.parts))
    return frozenset()


_OF_PASSAGES = frozenset({"node", "path", "kind", "role", "article"})
_NAMES = frozenset({"title", "node", "tag", "category", "source"})


def marked(node: Node | None) -> Iterator[Words | Pattern]:
    """Yield what is to be marked in the text of a hit: what is wanted there, and names asked for."""
    if isinstance(node, Keyed) and node.table in _NAMES and not node.whole:
        yield Words(node.form)
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from marked(part)
    else:
        yield from wanted(node)


def is_of_articles(node: Node) -> bool:
    """Whether a query asks for whole articles only (`tag:AI is:unread`): then each is one hit, its head."""
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
    """Whether the answer depends on what the person read or noted."""
    match node:
        case State() | Noted() | Keyed(table="tag"):
            return True
        case All(parts) | Either(parts):
            return any(asks_for_person(part) for part in parts)
        case Not(part):
            return asks_for_person(part)
    return False

"""Annotations hung on the framework of their article: each node in order, with what is marked there.

All of it is plain values: strings, numbers and tuples of them. A person's
template is given these, and can reach nothing else through them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reader.annotations.library_report import Annotated
from reader.annotations.model import COLOURS, Kind, Placed, State, colour_number
from reader.articles.exporting.safe_html import without_surrogates
from reader.articles.link_safety import safe_address, true_target
from reader.articles.model import Node, in_tree_order


@dataclass(frozen=True, slots=True)
class Head:
    """What the article is called. `url` is the original's, as it is given; `address` if it can be opened.

    `target` is the same where `original_title` is another address, so that it is seen where it leads.
    """

    title: str
    file: str = ""
    original_title: str = ""
    url: str = ""
    address: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One annotation. `kind` is "highlight", "node" or "bookmark"; `state` as the command line says it.

    `quote` are its words, plain; `note` and `conflicts` (of versions that disagree) are Markdown; `colour`
    is one of the five; `path` are the labels it stands under; `line` is the file's, from 1; times are UTC.
    """

    annotation_id: str
    kind: str
    quote: str
    note: str
    conflicts: tuple[str, ...]
    tags: tuple[str, ...]
    colour: str
    state: str
    path: tuple[str, ...]
    line: int | None
    words: str
    created: str
    modified: str

    @property
    def is_bookmark(self) -> bool:
        """Whether it only marks a place."""
        return self.kind == Kind.BOOKMARK

    @property
    def notes(self) -> tuple[str, ...]:
        """The note, and those of the versions that disagree with it; none that is empty."""
        return tuple(filter(None, (self.note, *self.conflicts)))


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with its annotations. `total` counts those below it too. `depth` is from 1."""

    label: str
    depth: int
    placed: tuple[Item, ...]
    children: tuple[Branch, ...]
    total: int

    def walk(self) -> Iterator[Branch]:
        """Yield this branch and all below it."""
        return in_tree_order((self,))


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What every export shows of one article.

    `branches`: its framework with the annotations of each node; `general`: those of no node; `review`: those
    whose place is unsure; `orphans`: those that have none.
    """

    article: Head
    general: tuple[Item, ...]
    branches: tuple[Branch, ...]
    review: tuple[Item, ...]
    orphans: tuple[Item, ...]

    def walk(self, *, empty: bool = True) -> Iterator[Branch]:
        """Yield the branches in order; without `empty`, only those that lead to an annotation."""
        for top in self.branches:
            for branch in top.walk():
                if empty or branch.total:
                    yield branch


def skeleton_of(article: Annotated) -> Skeleton:
    """Return the annotations of `article` sorted under the nodes of its framework, each exactly once."""
    nodes = tuple(article.article.framework.nodes) if article.article else ()
    paths = {node.path for top in nodes for node in top.walk()}
    at: dict[tuple[str, ...], list[Item]] = defaultdict(list)
    by_state: dict[State, list[Item]] = {State.REVIEW: [], State.ORPHAN: []}
    for each in article.placed:
        if each.has_place:
            at[_nearest(each.path, paths)].append(item_of(each))
        else:
            by_state[each.anchor.state].append(item_of(each))
    return Skeleton(
        head_of(article),
        tuple(at[()]),
        tuple(_branch(node, at) for node in nodes),
        tuple(by_state[State.REVIEW]),
        tuple(by_state[State.ORPHAN]),
    )


def head_of(article: Annotated) -> Head:
    """Return the title, file and source of `article`, for the head of its section in an export."""
    title, file = map(without_surrogates, (article.title, article.file))
    if article.article is None:
        return Head(title, file)
    original = article.article.metadata.original
    address = safe_address(original.url)
    target = true_target(original.title, address) if address else ""
    return Head(title, file, original.title, original.url, address, target)


def item_of(placed: Placed) -> Item:
    """Return `placed` as plain values, of which each can stand in a file."""
    made = placed.annotation
    plain = without_surrogates
    return Item(
        plain(made.annotation_id),
        str(made.kind),
        plain(made.target.quote.exact) if made.target.quote else "",
        plain(made.note),
        tuple(plain(other.note) for other in placed.conflicts),
        tuple(map(plain, made.tags)),
        COLOURS[colour_number(made.colour) - 1],
        str(placed.anchor.state),
        tuple(map(plain, placed.path)),
        placed.line,
        plain(placed.words or ""),
        plain(made.created),
        plain(made.modified),
    )


def _branch(node: Node, at: dict[tuple[str, ...], list[Item]]) -> Branch:
    children = tuple(_branch(child, at) for child in node.children)
    # Two siblings of one label have one path: the first takes what is theirs.
    mine = tuple(at.pop(node.path, ()))
    return Branch(node.label, node.depth, mine, children, len(mine) + sum(child.total for child in children))


def _nearest(path: tuple[str, ...], paths: set[tuple[str, ...]]) -> tuple[str, ...]:
    while path and path not in paths:
        path = path[:-1]
    return path

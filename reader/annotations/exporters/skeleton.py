"""Annotations hung on the framework of their article: each node in order, with what is marked there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reader.annotations.library_report import Annotated
from reader.annotations.model import Placed, State
from reader.articles.model import Node


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with its annotations. `total` counts those below it too. `depth` is from 1."""

    label: str
    depth: int
    placed: tuple[Placed, ...]
    children: tuple[Branch, ...]
    total: int

    def walk(self) -> Iterator[Branch]:
        """Yield this branch and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """An article's branches; what is of no node; what is to be reviewed; what has no place."""

    article: Annotated
    general: tuple[Placed, ...]
    branches: tuple[Branch, ...]
    review: tuple[Placed, ...]
    orphans: tuple[Placed, ...]

    def walk(self, *, empty: bool = True) -> Iterator[Branch]:
        """Yield the branches in order; without `empty`, only those that lead to an annotation."""
        for top in self.branches:
            for branch in top.walk():
                if empty or branch.total:
                    yield branch


def hang(article: Annotated) -> Skeleton:
    """Return the annotations of `article` on its framework. Each is in the result exactly once."""
    nodes = tuple(article.article.framework.nodes) if article.article else ()
    paths = {node.path for top in nodes for node in top.walk()}
    at: dict[tuple[str, ...], list[Placed]] = defaultdict(list)
    by_state: dict[State, list[Placed]] = {State.REVIEW: [], State.ORPHAN: []}
    for each in article.placed:
        if each.anchor.state is State.ANCHORED:
            at[_nearest(each.path, paths)].append(each)
        else:
            by_state[each.anchor.state].append(each)
    return Skeleton(
        article,
        tuple(at[()]),
        tuple(_branch(node, at) for node in nodes),
        tuple(by_state[State.REVIEW]),
        tuple(by_state[State.ORPHAN]),
    )


def _branch(node: Node, at: dict[tuple[str, ...], list[Placed]]) -> Branch:
    children = tuple(_branch(child, at) for child in node.children)
    # Two siblings of one label have one path: the first takes what is theirs.
    mine = tuple(at.pop(node.path, ()))
    return Branch(node.label, node.depth, mine, children, len(mine) + sum(child.total for child in children))


def _nearest(path: tuple[str, ...], paths: set[tuple[str, ...]]) -> tuple[str, ...]:
    while path and path not in paths:
        path = path[:-1]
    return path

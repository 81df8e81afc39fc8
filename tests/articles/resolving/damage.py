"""Damaged copies of labelled articles: what a framework and a text that do not fit each other look like.

Passages that are gone, nodes that are gone, nodes of another article, siblings out of order, subjects that
are named twice, and whole frameworks grafted on another text. Each copy takes its labels from its original.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from reader.articles.digest.framework import find_frameworks
from reader.articles.digest.metadata import read_metadata
from reader.articles.model import Framework, Node
from reader.articles.source.scanner import scan
from tests.articles.resolving.gold import Labelled, Meant

NOTHING = Meant(frozenset(), "none")


def damaged(articles: Sequence[Labelled], seed: int = 0) -> Iterator[Labelled]:
    """Yield the copies of `articles`: several of each, always the same ones for the same seed."""
    chance = random.Random(seed)
    for article in articles:
        others = [other for other in articles if other.name != article.name]
        cut = without_passages(article, chance)
        if cut is not None:
            yield cut
            yield without_nodes(cut, chance)
        yield without_nodes(article, chance)
        yield shuffled(article, chance)
        twice = with_decoy(article, chance)
        if twice is not None:
            yield twice
        if others:
            yield with_foreign(article, chance.choice(others), chance)
            yield grafted(article, chance.choice(others))


def passages_of(article: Labelled) -> list[tuple[str, range]]:
    """Return the nodes that alone mean a section, by id, with the lines of that section."""
    passages = article.passages()
    meant = [line for one in article.meant.values() for line in one.lines]
    found = []
    for node_id, one in article.meant.items():
        line = min(one.lines, default=0)
        section = passages.section_at(line) if line and one.kind != "none" else None
        if section and meant.count(line) == 1:
            found.append((node_id, range(section.line, section.last_line + 1)))
    return found


def without_passages(article: Labelled, chance: random.Random) -> Labelled | None:
    """Return `article` without the text of some nodes; None where its framework would be read otherwise."""
    found = passages_of(article)
    chance.shuffle(found)
    return without_lines(article, found[: max(1, min(6, len(found) // 4))])


def without_lines(article: Labelled, gone: Sequence[tuple[str, range]]) -> Labelled | None:
    """Return `article` without the lines of `gone`; None where its framework would be read otherwise."""
    lost = {line for _node, lines in gone for line in lines}
    lines = article.source.split("\n")
    kept = [number for number in range(1, len(lines) + 1) if number not in lost]
    place = {number: at for at, number in enumerate(kept, start=1)}
    source = "\n".join(lines[number - 1] for number in kept)
    found = scan(source)
    frameworks = find_frameworks(found, source, read_metadata(found).title)
    if article.is_read:
        if not frameworks or _ids(frameworks[0]) != _ids(article.framework):
            return None
        framework = frameworks[0]
    else:
        framework = article.framework
    meant = {}
    for node_id, one in article.meant.items():
        left = frozenset(place[line] for line in one.lines if line in place)
        was_deleted = one.kind != "none" and not left
        meant[node_id] = NOTHING if was_deleted else Meant(left, one.kind)
    return replace(article, name=f"{article.name} cut", source=source, framework=framework, meant=meant)


def with_decoy(article: Labelled, chance: random.Random) -> Labelled | None:
    """Return `article` with an empty heading of a node's very name first; its children stand elsewhere.

    A subject that is treated twice; the right passage is still that which holds what is below the node.
    """
    passages = article.passages()
    possible = []
    for node in article.framework.walk():
        line = min(article.meant[node.node_id].lines, default=0) if node.node_id in article.meant else 0
        section = passages.section_at(line) if line else None
        if (
            section
            and section.level
            and len(node.children) > 1
            and article.meant[node.node_id].kind == "heading"
        ):
            possible.append((node, section))
    if not possible or not article.is_read:
        return None
    node, section = chance.choice(possible)
    first = min(passages.sections[place].line for place in range(len(passages.sections)))
    lines = article.source.split("\n")
    added = [f"{'#' * section.level} {node.label}", "", "略。", ""]
    source = "\n".join([*lines[: first - 1], *added, *lines[first - 1 :]])
    found = scan(source)
    frameworks = find_frameworks(found, source, read_metadata(found).title)
    if not frameworks or _ids(frameworks[0]) != _ids(article.framework):
        return None
    meant = {
        node_id: Meant(frozenset(line + len(added) * (line >= first) for line in one.lines), one.kind)
        for node_id, one in article.meant.items()
    }
    name = f"{article.name} twice"
    return replace(article, name=name, source=source, framework=frameworks[0], meant=meant)


def without_nodes(article: Labelled, chance: random.Random, share: float = 0.2) -> Labelled:
    """Return `article` without some leaves of its framework."""
    return _with(
        article, "fewer", lambda nodes: [one for one in nodes if one.children or chance.random() > share]
    )


def shuffled(article: Labelled, chance: random.Random, share: float = 0.4) -> Labelled:
    """Return `article` with one node moved among its siblings, in some of the groups."""

    def move(nodes: list[Node]) -> list[Node]:
        if len(nodes) > 2 and chance.random() < share:
            moved = nodes.pop(chance.randrange(len(nodes)))
            nodes.insert(chance.randrange(len(nodes) + 1), moved)
        return nodes

    return _with(article, "moved", move)


def with_foreign(article: Labelled, other: Labelled, chance: random.Random, share: float = 0.35) -> Labelled:
    """Return `article` with leaves of `other`, which have no text here, among its nodes."""
    leaves = [node for node in other.framework.walk() if not node.children]
    added: list[str] = []

    def put(nodes: list[Node]) -> list[Node]:
        if nodes and leaves and chance.random() < share:
            leaf = chance.choice(leaves)
            name = f"{nodes[0].node_id.rpartition('/')[0]}/@{leaf.label}"
            path = (*nodes[0].path[:-1], leaf.label)
            added.append(name)
            foreign = leaf._replace(node_id=name, path=path, depth=nodes[0].depth)
            nodes.insert(chance.randrange(len(nodes) + 1), foreign)
        return nodes

    made = _with(article, "foreign", put)
    return replace(made, meant={**made.meant, **dict.fromkeys(added, NOTHING)})


def grafted(article: Labelled, other: Labelled) -> Labelled:
    """Return the text of `article` with the framework of `other`."""
    meant = {node.node_id: NOTHING for node in other.framework.walk()}
    return replace(article, name=f"{article.name} grafted", framework=other.framework, meant=meant)


def _with(article: Labelled, word: str, change: Callable[[list[Node]], list[Node]]) -> Labelled:
    def changed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple(change([node._replace(children=changed(node.children)) for node in nodes]))

    framework = article.framework._replace(nodes=changed(article.framework.nodes))
    ids = {node.node_id for node in framework.walk()}
    meant = {node_id: one for node_id, one in article.meant.items() if node_id in ids}
    return replace(article, name=f"{article.name} {word}", framework=framework, meant=meant)


def _ids(framework: Framework) -> list[str]:
    return [node.node_id for node in framework.walk()]

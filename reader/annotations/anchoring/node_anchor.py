"""Keeping a node's annotations on the node: by its path, and through renaming, moving and rewording.

A note on a point of the framework belongs to the point and not to any words.
The path says which one it is. Where that path is gone, the old framework (kept
with the old text) says what else the point is known by: its passage, its
neighbours, its label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reader.annotations.anchoring.anchor import Ground, OldText
from reader.annotations.anchoring.text_alignment import Alignment
from reader.annotations.anchoring.text_similarity import likeness, squeeze
from reader.annotations.model import Anchor, State, Target
from reader.articles.model import Node
from reader.articles.source.canonical_text import Span

SURE = 0.75  # of the evidence below; under it a person is asked
GUESS = 0.45
LEAD = 0.15  # by which the best candidate must lead the second


@dataclass(frozen=True, slots=True)
class _Old:
    path: tuple[str, ...]
    passage: Span | None
    siblings: tuple[str, ...]  # of its level, itself left out
    place: int


def anchor_node(ground: Ground, target: Target) -> Anchor:
    """Return the node that `target` names, in the framework as it is now; the article, for an empty path."""
    if not target.path:
        return Anchor(State.ANCHORED, node_id="", certainty=1.0, how="path")
    nodes = list(ground.article.framework.walk())
    wanted = _squeezed(target.path)
    same = [node for node in nodes if _squeezed(node.path) == wanted]
    if same:
        return Anchor(State.ANCHORED, _passage(ground, same[0]), same[0].node_id, 1.0, "path")
    aligned = ground.alignment(target.digest)
    old_paths = {_squeezed(path) for path, _ in aligned[0].nodes} if aligned else set()
    # A node that was there under its own name before is not this one under a new name.
    candidates = [node for node in nodes if _squeezed(node.path) not in old_paths]
    scored = sorted(_scored(ground, target, candidates, aligned), key=lambda each: -each[0])
    if not scored or scored[0][0] < GUESS:
        return Anchor(State.ORPHAN)
    score, node = scored[0]
    lead = score - scored[1][0] if len(scored) > 1 else 1.0
    state = State.ANCHORED if score >= SURE and lead >= LEAD else State.REVIEW
    return Anchor(state, _passage(ground, node), node.node_id, round(min(1.0, score), 3), "path")


def _scored(
    ground: Ground, target: Target, candidates: list[Node], aligned: tuple[OldText, Alignment] | None
) -> Iterator[tuple[float, Node]]:
    old = _old_node(aligned[0], target.path) if aligned else None
    for node in candidates:
        label = likeness(target.path[-1], node.label)
        mine, theirs = squeeze(target.path[-1]), squeeze(node.label)
        if min(len(mine), len(theirs)) >= 2 and (mine in theirs or theirs in mine):
            label = max(label, 0.8)
        parent = 1.0 if _squeezed(node.path[:-1]) == _squeezed(target.path[:-1]) else 0.0
        passage = _overlap(ground, node, old, aligned[1]) if old and aligned else None
        if passage is None:
            # Nothing but words to go by: the same label under another parent, or much the same one in place.
            yield 0.6 * label + 0.3 * parent, node
        else:
            yield 0.45 * label + 0.15 * parent + 0.5 * passage + _in_place(ground, node, old), node


def _in_place(ground: Ground, node: Node, old: _Old | None) -> float:
    """Return 0.2 where the node has taken the old one's place among the same neighbours."""
    if old is None:
        return 0.0
    family = _siblings(ground, node)
    others = tuple(squeeze(each.label) for each in family if each is not node)
    place = next(n for n, each in enumerate(family) if each is node)
    return 0.2 if others == old.siblings and place == old.place else 0.0


def _siblings(ground: Ground, node: Node) -> tuple[Node, ...]:
    for each in ground.article.framework.walk():
        if any(child is node for child in each.children):
            return each.children
    return ground.article.framework.nodes


def _overlap(ground: Ground, node: Node, old: _Old, alignment: Alignment) -> float | None:
    """Return how much of the old passage has become the node's passage, 0 to 1; None where one has none."""
    now = _passage(ground, node)
    if old.passage is None or now is None or old.passage.end <= old.passage.start:
        return None
    image = alignment.image(old.passage)
    if image is None:
        return 0.0
    shared = min(image.span.end, now.end) - max(image.span.start, now.start)
    longest = max(image.span.end - image.span.start, now.end - now.start)
    return max(0.0, shared / longest) if longest else 0.0


def _old_node(old: OldText, path: tuple[str, ...]) -> _Old | None:
    wanted = _squeezed(path)
    family = [each for each, _ in old.nodes if _squeezed(each[:-1]) == wanted[:-1] and len(each) == len(path)]
    for each, passage in old.nodes:
        if _squeezed(each) == wanted:
            labels = [squeeze(sibling[-1]) for sibling in family]
            place = family.index(each)
            return _Old(each, passage, tuple(labels[:place] + labels[place + 1 :]), place)
    return None


def _passage(ground: Ground, node: Node) -> Span | None:
    link = ground.article.links.get(node.node_id)
    return link.passage.span if link and link.passage else None


def _squeezed(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(squeeze(label) or label for label in path)

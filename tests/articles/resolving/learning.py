"""How the resolver's weights are learned: groups of siblings as arrays, and the likelihood of what is meant.

The model is `reader.articles.resolving.sibling_alignment`'s, here with numpy and all steps of an alignment as
one matrix: groups of about the same size are reckoned together. The loss is the conditional negative
logarithm of the likelihood of the right alignments (any line that is right, any sentence of it), as in
Lafferty, McCallum and Pereira 2001; its gradient is what the model expects less what is meant.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from reader.articles.model import Link, Match, Node, Passage
from reader.articles.resolving.evidence import Comparison
from reader.articles.resolving.resolver import Group, Resolving, scores_of
from reader.articles.resolving.sibling_alignment import posteriors
from reader.articles.resolving.weights import CERTAINTY, NONE, PAIR, STEPS, Weights, weights_of
from tests.articles.resolving.gold import Labelled, Meant

NAMES = (*PAIR, *NONE, *STEPS)
NO_WEIGHTS = weights_of(dict.fromkeys((*NAMES, *CERTAINTY), 0.0))
_P, _N = len(PAIR), len(NONE)
_MOST_IN_BATCH = 400_000  # numbers of a batch's widest array


@dataclass
class Example:
    """A group of siblings with the right candidates of each.

    `values` is siblings × candidates × `PAIR`, `none` siblings × `NONE`; `right` siblings × (candidates + 1),
    the last for no passage.
    """

    values: np.ndarray
    none: np.ndarray
    never: np.ndarray
    passed: np.ndarray
    shared: np.ndarray
    right: np.ndarray
    weight: float = 1.0


def examples(article: Labelled, weight: float = 1.0, weights: Weights | None = None) -> Iterator[Example]:
    """Yield the groups of an article, each in the passage that its parent really has.

    With `weights`, how the children of each node fare in its candidates is known too, by these weights.
    """
    walk = _Walk(article, weights or NO_WEIGHTS)
    waiting = deque([walk.first_group()])
    while waiting:
        group = waiting.popleft()
        for comparison in walk.compare(group):
            if comparison.candidates:
                if weights is not None:
                    walk.look_everywhere(comparison)
                meant = [walk.meant[node.node_id] for node in comparison.nodes]
                yield _example(comparison, meant, weight)
        for node in group.nodes:
            walk.know(node.node_id, group)
        waiting.extend(walk.below(group))


class _Walk(Resolving):
    """Walks down an article with the links that are right."""

    def __init__(self, article: Labelled, weights: Weights) -> None:
        super().__init__(article.framework, article.passages(), weights)
        self.meant = {node.node_id: self._best_of(node, article.meant) for node in article.framework.walk()}

    def _best_of(self, node: Node, meant: Mapping[str, Meant]) -> Meant | None:
        """Return what a node means; of several right lines those that hold most of what is below it."""
        one = meant.get(node.node_id)
        if one is None or len(one.lines) < 2 or not node.children:
            return one
        below = [meant[each.node_id].lines for each in islice(node.walk(), 1, None) if each.node_id in meant]
        held = {}
        for line in one.lines:
            section = self.passages.section_at(line)
            last = section.last_line if section else line
            held[line] = sum(any(line < each <= last for each in lines) for lines in below)
        most = max(held.values())
        return replace(one, lines=frozenset(line for line, count in held.items() if count == most))

    def look_everywhere(self, comparison: Comparison) -> None:
        """Try the children of every node, however sure it is."""
        found = posteriors(*scores_of(comparison, self.weights))
        for index, row in enumerate(found):
            if comparison.nodes[index].children:
                self.look_below(comparison, index, row)

    def know(self, node_id: str, group: Group) -> None:
        """Link a node to what it means, if that is in the passage where it is sought."""
        one = self.meant[node_id]
        line = min(one.lines, default=0) if one and one.kind != "none" else 0
        scope = group.scope
        if not line or not scope.first <= line <= scope.last or scope.is_anothers(line):
            self.links[node_id] = Link(node_id, Match.NONE)
            return
        section = self.passages.section_at(line)
        if section is None:
            self.links[node_id] = Link(
                node_id, Match.TEXT, Passage(line, line, self.passages.text.span_of_lines(line, line))
            )
            return
        self.taken.add(line)
        self.links[node_id] = Link(
            node_id, Match(section.kind.value), Passage(line, section.last_line, section.span)
        )


def _example(comparison, meant: Sequence[Meant | None], weight: float) -> Example:
    count, wide = len(comparison.nodes), len(comparison.candidates)
    values = np.array(comparison.values, dtype=float).reshape(count, wide, _P)
    none = np.array([comparison.none(index) for index in range(count)])
    never = np.zeros((count, wide), dtype=bool)
    for index, place in comparison.never:
        never[index, place] = True
    right = np.zeros((count, wide + 1), dtype=bool)
    for index, one in enumerate(meant):
        if one is None:
            right[index] = True  # nobody knows
            continue
        if one.kind != "none":
            right[index, :wide] = [candidate.line in one.lines for candidate in comparison.candidates]
        if not right[index].any():
            right[index, wide] = True
    passed = np.array(comparison.passed, dtype=float)
    return Example(values, none, never, passed, np.array(comparison.shared), right, weight)


class Batch:
    """Examples of about the same size, padded: padded siblings take nothing, at no price."""

    def __init__(self, some: Sequence[Example]) -> None:
        count = len(some)
        high = max(one.values.shape[0] for one in some)
        wide = max(one.values.shape[1] for one in some)
        self.values = np.zeros((count, high, wide, _P), dtype=np.float32)
        self.none = np.zeros((count, high, _N))
        self.open = np.zeros((count, high, wide), dtype=bool)
        self.right = np.zeros((count, high, wide + 1), dtype=bool)
        self.right[:, :, wide] = True
        self.passings = np.zeros((count, wide + 1, wide))  # from (start, candidates) to candidate
        self.rest = np.zeros((count, wide + 1))
        self.shared = np.zeros((count, wide), dtype=bool)
        self.weight = np.array([one.weight for one in some])
        self.real = np.zeros((count, high), dtype=bool)
        for at, one in enumerate(some):
            k, m = one.values.shape[:2]
            self.values[at, :k, :m] = one.values
            self.none[at, :k] = one.none
            self.open[at, :k, :m] = ~one.never
            self.right[at, :k] = False
            self.right[at, :k, :m] = one.right[:, :m]
            self.right[at, :k, wide] = one.right[:, m]
            self.real[at, :k] = True
            self.shared[at, :m] = one.shared
            before = np.zeros(wide + 1)
            before[1 : m + 1] = np.cumsum(one.passed)
            before[m + 1 :] = before[m]
            after = np.concatenate([[0.0], before[1:]])  # passed up to and with each state
            self.passings[at] = before[None, :-1] - after[:, None]
            self.rest[at] = before[-1] - after
        states, places = np.arange(wide + 1)[:, None], np.arange(wide)[None, :]
        self.ahead = states <= places
        self.same = states == places + 1
        self.behind = states > places + 1

    def loss(self, theta: np.ndarray) -> tuple[float, np.ndarray]:
        """Return the loss of the batch and its gradient."""
        scores = self.values @ theta[:_P].astype(np.float32)
        scores = np.where(self.open, scores.astype(float), -np.inf)
        none = np.where(self.real, self.none @ theta[_P : _P + _N], 0.0)
        passing, sharing, back = theta[_P + _N :]
        steps = np.where(self.ahead, np.exp(passing * np.where(self.ahead, self.passings, 0)), 0.0)
        steps = steps + self.same * self.shared[:, None, :] * np.exp(sharing) + self.behind * np.exp(back)
        ends = np.exp(passing * self.rest)
        free = self._expected(scores, none, steps, ends, None)
        held = self._expected(scores, none, steps, ends, self.right)
        fits = np.isfinite(held[0])
        weight = np.where(fits, self.weight, 0.0)
        loss = float(np.sum(weight * np.where(fits, free[0] - held[0], 0.0)))
        pairs, nothing, pass_, share, back_ = (
            np.where(fits.reshape((-1,) + (1,) * (one.ndim - 1)), one - other, 0.0)
            for one, other in zip(free[1:], held[1:], strict=True)
        )
        gradient = np.zeros_like(theta)
        weighted = (pairs * weight[:, None, None]).astype(np.float32)
        gradient[:_P] = np.einsum("gkm,gkmp->p", weighted, self.values, optimize=True)
        gradient[_P : _P + _N] = np.einsum("gk,gkn->n", nothing * weight[:, None], self.none)
        gradient[_P + _N :] = [np.sum(weight * one) for one in (pass_, share, back_)]
        return loss, gradient

    def _expected(self, scores, none, steps, ends, right):
        """Return log Z, what is expected of pairs, nothing and each step; `right` limits the alignments."""
        greatest = np.maximum(none, scores.max(axis=2, initial=-np.inf))
        taken = np.exp(scores - greatest[:, :, None])
        nothing = np.exp(none - greatest)
        if right is not None:
            taken = taken * right[:, :, :-1]
            nothing = nothing * right[:, :, -1]
        count, high, wide = taken.shape
        state = np.zeros((count, wide + 1))
        state[:, 0] = 1.0
        states, logs = [state], greatest.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            for index in range(high):
                arrived = np.einsum("gp,gpm->gm", state, steps) * taken[:, index]
                state = state * nothing[:, index, None]
                state[:, 1:] += arrived
                scale = state.sum(axis=1)
                state = np.where(scale[:, None] > 0, state / scale[:, None], 0.0)
                logs = logs + np.log(scale)
                states.append(state)
            whole = np.sum(state * ends, axis=1)
            logs = logs + np.log(whole)
            pairs = np.zeros((count, high, wide))
            empty = np.zeros((count, high))
            flow = np.zeros_like(steps)
            value = ends
            for index in range(high - 1, -1, -1):
                before = states[index]
                ahead = taken[:, index] * value[:, 1:]
                new = nothing[:, index, None] * value + np.einsum("gpm,gm->gp", steps, ahead)
                total = np.sum(before * new, axis=1)
                total = np.where(total > 0, total, np.inf)
                pairs[:, index] = np.einsum("gp,gpm->gm", before, steps) * ahead / total[:, None]
                empty[:, index] = np.sum(before * value, axis=1) * nothing[:, index] / total
                flow += (before / total[:, None])[:, :, None] * ahead[:, None, :]
                value = new / np.maximum(new.max(axis=1, keepdims=True), 1e-300)
        flow *= steps
        at_end = np.sum(state * ends * self.rest, axis=1) / np.where(whole > 0, whole, np.inf)
        passed = np.sum(flow * self.ahead * self.passings, axis=(1, 2)) + at_end
        return (
            logs,
            pairs,
            empty * self.real,
            passed,
            np.sum(flow * self.same, axis=(1, 2)),
            np.sum(flow * self.behind, axis=(1, 2)),
        )


def batches(some: Sequence[Example]) -> list[Batch]:
    """Return `some` in batches of like sizes."""
    ordered = sorted(some, key=lambda one: (one.values.shape[1], one.values.shape[0]))
    found, group, high = [], [], 0
    for one in ordered:
        high = max(high, one.values.shape[0])
        wide = one.values.shape[1]
        narrow = group[0].values.shape[1] if group else wide
        if group and ((len(group) + 1) * high * wide * _P > _MOST_IN_BATCH or wide > 1.5 * narrow + 4):
            found.append(Batch(group))
            group, high = [], one.values.shape[0]
        group.append(one)
    return [*found, Batch(group)] if group else found


def fit(some: Sequence[Example], start: np.ndarray, shrink: float, rounds: int) -> tuple[np.ndarray, float]:
    """Return the weights of the least loss, and that loss a node, by L-BFGS (Nocedal 1980)."""
    held = batches(some)
    nodes = sum(one.weight * len(one.none) for one in some)

    def value(theta: np.ndarray) -> tuple[float, np.ndarray]:
        parts = [one.loss(theta) for one in held]
        loss = sum(part[0] for part in parts) / nodes + shrink / 2 * float(theta @ theta)
        return loss, sum(part[1] for part in parts) / nodes + shrink * theta

    return descend(value, start, rounds)


def descend(value, theta: np.ndarray, rounds: int) -> tuple[np.ndarray, float]:
    """Minimise `value`, a function that returns a number and its gradient."""
    loss, gradient = value(theta)
    memory: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=12)
    for _ in range(rounds):
        direction = -gradient
        factors = []
        for step, change in reversed(memory):
            factor = (step @ direction) / (step @ change)
            factors.append(factor)
            direction = direction - factor * change
        if memory:
            step, change = memory[-1]
            direction = direction * ((step @ change) / (change @ change))
        for (step, change), factor in zip(memory, reversed(factors), strict=True):
            direction = direction + (factor - (change @ direction) / (step @ change)) * step
        length, slope = (
            1.0 if memory else 1.0 / max(1.0, float(np.abs(gradient).sum())),
            float(gradient @ direction),
        )
        for _ in range(20):
            new_loss, new_gradient = value(theta + length * direction)
            if new_loss <= loss + 1e-4 * length * slope:
                break
            length /= 2
        else:
            break
        step, change = length * direction, new_gradient - gradient
        if step @ change > 1e-12:
            memory.append((step, change))
        theta, gradient = theta + step, new_gradient
        if loss - new_loss < 1e-7:
            loss = new_loss
            break
        loss = new_loss
    return theta, loss


def start() -> np.ndarray:
    """Return the weights that learning starts from."""
    first: Mapping[str, float] = {
        "passing": -0.5,
        "sharing": -1.0,
        "back": -3.0,
        "nothing": -1.0,
        "same": 1.0,
        "none": 1.0,
    }
    return np.array([first.get(name, 0.0) for name in NAMES])

"""Aligns siblings with the candidates of their parent's passage, and says how probable each pair is.

The siblings, in their order, walk along the candidates, in the order of the text: a linear-chain
conditional random field (Lafferty, McCallum and Pereira 2001) whose state is the candidate that was taken
last. Each sibling takes a candidate or none. Passing over candidates has a price, so has sharing one, and so
has going back. The sum over all alignments (forward and backward, Rabiner 1989) gives each pair's share.

Every step forward pays for what it passes over, one after the other, so that a running sum does for all
steps at once: the work and the memory are the number of siblings times the number of candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import NamedTuple

_LOWEST = -300.0  # of a logarithm
_LEAST = 1e-200  # so that a step over a thousand candidates is not impossible


class Prices(NamedTuple):
    """What the steps cost, as factors from 0 to 1.

    By candidate: `passed` where a step passes over it, `shared` where a sibling takes what the one before
    has taken. `back` is for a step to any earlier candidate.
    """

    passed: Sequence[float]
    shared: Sequence[float]
    back: float


def posteriors(scores: Sequence[Sequence[float]], none: Sequence[float], prices: Prices) -> list[list[float]]:
    """Return for each sibling the probability of each candidate; what is missing to 1 is that of none.

    `scores` are logarithms, by sibling and candidate (-inf: never), `none` those of taking nothing.
    """
    weights = _relative(scores, none)
    arrivals, ends, _scales = _forward(weights, prices)
    return _backward(weights, prices, arrivals, ends)


def odds_of(scores: Sequence[Sequence[float]], none: Sequence[float], prices: Prices) -> float:
    """Return the logarithm of all alignments' weight together, against that of taking nothing, unpassed."""
    weights = _relative(scores, none)
    _arrivals, states, scales = _forward(weights, prices)
    start, state = states[-1]
    ended = 0.0
    for here, passed in zip(state, prices.passed, strict=True):
        start, ended = max(start * passed, _LEAST), ended * passed + here
    return scales + log(start + ended) - sum(log(nothing) for _row, nothing in weights)


def _relative(scores: Sequence[Sequence[float]], none: Sequence[float]) -> _Weights:
    weights = []
    for row, nothing in zip(scores, none, strict=True):
        greatest = max(nothing, *row) if row else nothing
        weights.append(([exp(score - greatest) for score in row], exp(max(nothing - greatest, _LOWEST))))
    return weights


_Weights = list[tuple[list[float], float]]


def _forward(
    weights: _Weights, prices: Prices
) -> tuple[list[list[float]], list[tuple[float, list[float]]], float]:
    """Return what arrives at each candidate with each sibling; the states after it; the scale's logarithm."""
    start, state = 1.0, [0.0] * len(prices.passed)
    back, scales = prices.back, 0.0
    arrivals, states = [], []
    for taken, nothing in weights:
        running, before, whole = start, 0.0, sum(state)
        arriving = []
        for here, passed, shared, weight in zip(state, prices.passed, prices.shared, taken, strict=True):
            before += here
            # Not below 0: from Python 3.12 on `sum` rounds otherwise than adding one by one does.
            behind = max(whole - before, 0.0)
            arriving.append(weight * (running + shared * here + back * behind))
            running = max(running * passed, _LEAST) + here
        state = [nothing * here + arrived for here, arrived in zip(state, arriving, strict=True)]
        start *= nothing
        scale = 1.0 / (start + sum(state))
        scales -= log(scale)
        start *= scale
        state = [here * scale for here in state]
        arrivals.append([arrived * scale for arrived in arriving])
        states.append((start, state))
    return arrivals, states, scales


def _backward(
    weights: _Weights, prices: Prices, arrivals: list[list[float]], states: list[tuple[float, list[float]]]
) -> list[list[float]]:
    """Return the posteriors, from the last sibling to the first; `states` are those after each sibling."""
    rest, start = [], 1.0
    for passed in reversed(prices.passed):
        rest.append(start)
        start = max(start * passed, _LEAST)
    rest.reverse()
    found: list[list[float]] = []
    for index in range(len(weights) - 1, -1, -1):
        at_start, state = states[index]
        whole = at_start * start + sum(here * after for here, after in zip(state, rest, strict=True))
        found.append([arrived * after / whole for arrived, after in zip(arrivals[index], rest, strict=True)])
        taken, nothing = weights[index]
        values = [weight * after for weight, after in zip(taken, rest, strict=True)]
        later, earlier = 0.0, sum(values)
        steps = zip(
            reversed(rest), reversed(values), reversed(prices.passed), reversed(prices.shared), strict=True
        )
        new = []
        for after, value, passed, shared in steps:
            earlier -= value
            new.append(nothing * after + later + shared * value + prices.back * max(earlier, 0.0))
            later = later * passed + value
        start = nothing * start + later
        scale = 1.0 / (start + sum(new))
        start *= scale
        rest = [after * scale for after in reversed(new)]
    found.reverse()
    return found

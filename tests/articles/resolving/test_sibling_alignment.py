"""The alignment against every possible alignment, one by one; and what it costs."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest

from reader.articles.resolving.sibling_alignment import Prices, odds_of, posteriors
from reader.articles.resolving.weights import NONE, PAIR
from tests.articles.resolving.learning import NAMES, Batch, Example


def step(before, after, prices):
    """Return the factor of going from one candidate (-1: the start) to another."""
    if before == after:
        return prices.shared[after]
    if after < before:
        return prices.back
    return math.prod(prices.passed[before + 1 : after])


def by_hand(scores, none, prices):
    """Return the posteriors, and the weight of all alignments there are."""
    count, wide = len(scores), len(prices.passed)
    found = [[0.0] * wide for _ in range(count)]
    whole = 0.0
    for taken in itertools.product(range(-1, wide), repeat=count):
        weight, state = 1.0, -1
        for index, place in enumerate(taken):
            weight *= math.exp(none[index] if place < 0 else scores[index][place])
            if place >= 0:
                weight *= step(state, place, prices)
                state = place
        weight *= math.prod(prices.passed[state + 1 :])
        whole += weight
        for index, place in enumerate(taken):
            if place >= 0:
                found[index][place] += weight
    return [[one / whole for one in row] for row in found], whole


def some_group(seed):
    chance = random.Random(seed)
    count, wide = chance.randint(1, 4), chance.randint(1, 5)
    scores = [[chance.uniform(-4, 4) for _ in range(wide)] for _ in range(count)]
    none = [chance.uniform(-2, 2) for _ in range(count)]
    passed = [chance.choice([1.0, 0.2]) for _ in range(wide)]
    shared = [chance.choice([0.0, 0.5]) for _ in range(wide)]
    return scores, none, Prices(passed, shared, chance.choice([0.0, 0.1, 1.5]))


@pytest.mark.parametrize("seed", range(40))
def test_it_sums_over_all_alignments(seed):
    scores, none, prices = some_group(seed)
    expected, whole = by_hand(scores, none, prices)
    assert odds_of(scores, none, prices) == pytest.approx(math.log(whole) - sum(none), abs=1e-9)
    for row, right in zip(posteriors(scores, none, prices), expected, strict=True):
        assert row == pytest.approx(right, abs=1e-9)


def test_a_pair_that_is_never_has_no_probability():
    found = posteriors([[-1e9, 1.0], [2.0, -1e9]], [0.0, 0.0], Prices([0.5, 0.5], [0.0, 0.0], 0.1))
    assert found[0][0] == 0
    assert found[1][1] == 0


@pytest.mark.parametrize("size", [(600, 300), (1, 3000), (1000, 1)])
def test_no_size_under_or_overflows(size):
    count, wide = size
    scores = [[30.0 if place % 7 == index % 7 else -30.0 for place in range(wide)] for index in range(count)]
    found = posteriors(scores, [0.0] * count, Prices([0.01] * wide, [0.0] * wide, 1e-4))
    assert all(math.isfinite(one) and one >= -1e-9 for row in found for one in row)
    assert all(sum(row) <= 1 + 1e-6 for row in found)


class Counted(float):
    """A number that counts how often it is multiplied."""

    times = 0

    def __mul__(self, other):
        Counted.times += 1
        return float(self) * other

    __rmul__ = __mul__


def multiplications(count, wide):
    Counted.times = 0
    prices = Prices([Counted(0.5)] * wide, [Counted(0.0)] * wide, 0.1)
    posteriors([[0.0] * wide] * count, [0.0] * count, prices)
    return Counted.times


def test_the_work_is_siblings_times_candidates():
    once = multiplications(10, 20)
    assert multiplications(20, 20) <= 2.2 * once
    assert multiplications(10, 40) <= 2.2 * once


@pytest.mark.parametrize("seed", range(10))
def test_what_learns_reckons_as_what_runs(seed):
    scores, none, prices = some_group(seed)
    count, wide = len(scores), len(scores[0])
    theta = np.zeros(len(NAMES))
    theta[0], theta[len(PAIR)] = 1.0, 1.0
    theta[-3:] = math.log(0.2), math.log(0.5), math.log(prices.back) if prices.back else -60
    values = np.zeros((count, wide, len(PAIR)))
    values[:, :, 0] = scores
    nothing = np.zeros((count, len(NONE)))
    nothing[:, 0] = none
    passed = np.array([float(one < 1) for one in prices.passed])
    shared = np.array([one > 0 for one in prices.shared])
    right = np.ones((count, wide + 1), dtype=bool)
    right[0] = False
    right[0, 0] = True
    batch = Batch([Example(values, nothing, np.zeros((count, wide), dtype=bool), passed, shared, right)])
    loss, gradient = batch.loss(theta)
    assert math.exp(-loss) == pytest.approx(posteriors(scores, none, prices)[0][0], rel=1e-4)
    for place in (0, len(PAIR), len(NAMES) - 3, len(NAMES) - 2):
        moved = np.zeros(len(NAMES))
        moved[place] = 1e-3
        slope = (batch.loss(theta + moved)[0] - batch.loss(theta - moved)[0]) / 2e-3
        assert gradient[place] == pytest.approx(slope, abs=2e-2)

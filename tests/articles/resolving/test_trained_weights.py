"""The weights that ship are those of this training, and mean what they say."""

from __future__ import annotations

import tomllib
from collections import Counter

import numpy as np
import pytest

from reader import paths
from reader.articles.resolving import resolver
from reader.articles.resolving.weights import MEANINGS, shipped
from tests.articles.resolving.gold import real_digests, real_trees
from tests.articles.resolving.learning import NAMES
from tests.train_resolver import Trying, inputs_hash, loss_of, own_articles, own_examples, score, table_of

AGAIN = "the inputs of the training have changed: run python -m tests.train_resolver"


@pytest.fixture(scope="module")
def table():
    return tomllib.loads(paths.resource("resolver/weights.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def own():
    return own_examples()


@pytest.fixture(scope="module")
def answers():
    return [answer for article in own_articles() for answer in tried(article)]


def tried(article):
    trying = Trying(article, shipped())
    trying.run()
    return trying.answers


def test_every_weight_is_there_and_has_a_meaning(table):
    assert list(table["weights"]) == list(MEANINGS)


def test_the_weights_are_of_these_inputs(table, own):
    assert inputs_hash(own) == table["training"]["inputs"], AGAIN


def test_the_weights_are_of_this_training(table):
    theta = np.array([table["weights"][name] for name in NAMES])
    own = own_examples(table_of(theta))
    loss = loss_of(own, theta)
    assert loss == pytest.approx(table["training"]["loss_of_own"], abs=1e-4), AGAIN
    for name in ("rivals_here", "between", "passing", "fit"):
        moved = theta.copy()
        moved[NAMES.index(name)] *= 1.2
        assert abs(loss_of(own, moved) - loss) > 1e-4  # so that the test above notices


def sure(answer, weights):
    return resolver.certainty_of(answer.probability, answer.group, answer.weak, weights)


def test_certainty_is_what_it_says(answers):
    """Of our own articles, which were trained on: those that were held out stand in the training's report."""
    weights = shipped()
    for low, high in ((0.8, 0.95), (0.95, 1.01)):
        some = [answer.is_right for answer in answers if low <= sure(answer, weights) < high]
        assert sum(some) >= (low - 0.05) * len(some)
        assert len(some) > 20


@pytest.mark.parametrize("group", range(len(resolver.SURE)))
def test_a_threshold_that_moves_by_a_fifth_is_noticed(answers, group, monkeypatch):
    weights = shipped()

    def taken():
        return sum(
            sure(answer, weights) >= resolver.SURE[group] for answer in answers if answer.group == group
        )

    found = [taken()]
    for factor in (0.8, 1.2):
        moved = list(resolver.SURE)
        moved[group] *= factor
        monkeypatch.setattr(resolver, "SURE", tuple(moved))
        found.append(taken())
        monkeypatch.undo()
    assert found[2] < found[0]
    if group != 1:  # what says the label's words is nearly always sure: a lower threshold takes no more
        assert found[1] > found[0]


def test_the_real_digests_are_linked():
    articles = real_digests()
    if not articles:
        pytest.skip("the real digests are not here")
    found = sum(
        (score(article, Trying(article, shipped()).run()) for article in articles), start=score_of_none()
    )
    assert found["right"] >= 148
    assert found["wrong"] <= 1


def test_the_real_trees_are_linked():
    articles = real_trees()
    if not articles:
        pytest.skip("the real trees are not here")
    found = sum(
        (score(article, Trying(article, shipped()).run()) for article in articles), start=score_of_none()
    )
    assert found["right"] >= 0.85 * found.total()
    assert found["wrong"] <= 0.01 * found.total()


def score_of_none():
    return Counter()

"""Makes the resolver's weights anew: `python -m tests.train_resolver` (minutes; always the same result).

It learns from all articles with labelled links: our own samples and the invented digests in `tests/data`,
and the real sets where they are at hand. Each also comes in damaged copies. First it is trained on three
quarters of the articles at a time and tried on the rest: from these answers comes the calibration, and the
table of certainty against truth that is printed. The real families are also tried without any of their kind.
Then it is trained on everything and `weights.toml` is
written; `--dry` leaves the file alone.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from reader import paths
from reader.articles.model import Link, Node
from reader.articles.resolving.evidence import Comparison
from reader.articles.resolving.resolver import SURE, Choice, Group, Resolving
from reader.articles.resolving.weights import CERTAINTY, MEANINGS, Weights, weights_of
from tests.articles.resolving.damage import damaged
from tests.articles.resolving.gold import Labelled, everything, is_own, made, samples, verdict
from tests.articles.resolving.learning import NAMES, Example, batches, descend, examples, fit, start

FOLDS = 4
SEED = 0
SHRINK = 3e-4  # of the squared weights, against the loss a node
ROUNDS = 80
FAMILIES = {"digests": 3.0, "trees-real": 3.0, "digests-made": 1.0, "samples": 1.0}  # what an article weighs
REAL = ("digests", "trees-real")  # families that are also held out as a whole
DAMAGED = 0.3  # what a damaged copy weighs beside its article
GRAFTED = 0.5  # and a graft beside other damage
CUT_AND_FEWER = 0.3
ROUND = 4  # digits of a weight


class Answer(NamedTuple):
    """What was most probable for a node, tried on an article that was not trained on."""

    article: Labelled
    node_id: str
    probability: float
    group: int
    line: int
    is_right: bool


def weight_of(article: Labelled) -> float:
    """Return what an article, or a damaged copy of one, weighs in the training."""
    weight = FAMILIES[article.family]
    if article.name.endswith("cut fewer"):
        return weight * DAMAGED * CUT_AND_FEWER
    if article.name.endswith("grafted"):
        return weight * DAMAGED * GRAFTED
    return weight * DAMAGED if " " in article.name else weight


def folds_of(articles: Sequence[Labelled]) -> list[list[Labelled]]:
    """Return the articles in parts, each family spread over all of them."""
    parts: list[list[Labelled]] = [[] for _ in range(FOLDS)]
    seen: Counter[str] = Counter()
    for article in articles:
        parts[seen[article.family] % FOLDS].append(article)
        seen[article.family] += 1
    return parts


def table_of(theta: np.ndarray, certainty: Sequence[float] = (1.0, 0.0) * 4) -> Weights:
    """Return learned weights, with a calibration, as the resolver takes them."""
    return weights_of(
        dict(zip(NAMES, map(float, theta), strict=True)) | dict(zip(CERTAINTY, certainty, strict=True))
    )


class Trying(Resolving):
    """Resolves an article and notes how probable each choice was."""

    def __init__(self, article: Labelled, weights: Weights) -> None:
        super().__init__(article.framework, article.passages(), weights)
        self.answers: list[Answer] = []
        self._article = article

    def agreed(self, group: Group) -> list[int]:
        """Weigh every group: the calibration is for all."""
        return []

    def link(self, node: Node, choice: Choice, comparison: Comparison, fallen_back: Link) -> Link:
        """Note the choice, and go on."""
        meant = self._article.meant.get(node.node_id)
        if meant is not None:
            line = comparison.candidates[choice.place].line
            answer = Answer(
                self._article, node.node_id, choice.probability, choice.group, line, line in meant.lines
            )
            self.answers.append(answer)
        return super().link(node, choice, comparison, fallen_back)


def calibration(answers: Iterable[Answer]) -> tuple[float, ...]:
    """Return slope and offset of each group, of the greatest likelihood, drawn a little towards 1 and 0."""
    found: list[float] = []
    by_group: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_group[answer.group].append(answer)
    for group in range(4):
        some = by_group[group]
        odds = np.array(
            [np.log(p / (1 - p)) for p in (min(max(one.probability, 1e-6), 1 - 1e-6) for one in some)]
        )
        right = np.array([one.is_right for one in some], dtype=float)
        weight = np.array([FAMILIES[one.article.family] for one in some])
        found += _logistic(odds, right, weight)
    return tuple(round(one, ROUND) for one in found)


def _logistic(odds: np.ndarray, right: np.ndarray, weight: np.ndarray) -> list[float]:
    def value(theta: np.ndarray) -> tuple[float, np.ndarray]:
        at = theta[0] * odds + theta[1]
        sure = 1 / (1 + np.exp(-at))
        loss = float(weight @ (np.logaddexp(0, at) - right * at))
        slope = weight * (sure - right)
        gradient = np.array([slope @ odds, slope.sum()])
        drawn = theta - np.array([1.0, 0.0])
        return (loss + drawn @ drawn) / len(odds), (gradient + 2 * drawn) / len(odds)

    return [float(one) for one in descend(value, np.array([1.0, 0.0]), 100)[0]]


def score(article: Labelled, links: dict[str, Link]) -> Counter[str]:
    """Return how many links are right, wrong and missed."""
    found: Counter[str] = Counter()
    for node_id, meant in article.meant.items():
        link = links[node_id]
        line = link.passage.line if link.passage and is_own(link.match) else None
        found[verdict(meant, line)] += 1
    return found


def inputs_hash(own: Sequence[Example]) -> str:
    """Return the SHA-256 of what the training depends on: settings, and our own articles as compared."""
    settings = [FOLDS, SEED, SHRINK, ROUNDS, FAMILIES, DAMAGED, GRAFTED, CUT_AND_FEWER, NAMES]
    seen = hashlib.sha256(repr(settings).encode())
    for one in own:
        for array in (one.values, one.none):
            seen.update(np.round(array + 0.0, 3).astype(np.float32).tobytes())
        for array in (one.never, one.passed, one.shared, one.right):
            seen.update(np.asarray(array, dtype=np.uint8).tobytes())
    return seen.hexdigest()


def own_articles() -> list[Labelled]:
    """Return the articles in `tests/data`."""
    return [*samples(), *made()]


def own_examples() -> list[Example]:
    """Return the groups of the articles in `tests/data`, undamaged."""
    return [one for article in own_articles() for one in examples(article)]


def loss_of(some: Sequence[Example], theta: np.ndarray) -> float:
    """Return the loss a node of weights, without what draws them to 0."""
    return sum(one.loss(theta)[0] for one in batches(some)) / sum(len(one.none) for one in some)


def learn(some: Iterable[Example]) -> np.ndarray:
    """Return the weights learned from `some`."""
    return np.round(fit(list(some), start(), SHRINK, ROUNDS)[0], ROUND)


def main() -> None:
    """Train, try, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    began = time.monotonic()
    articles = everything()
    parts = folds_of(articles)
    copies = [list(damaged(part, SEED)) for part in parts]
    made_of = [
        [
            (article.family, one)
            for article in [*part, *of_part]
            for one in examples(article, weight_of(article))
        ]
        for part, of_part in zip(parts, copies, strict=True)
    ]
    learned = [
        learn(one for other, part in enumerate(made_of) if other != fold for _family, one in part)
        for fold in range(FOLDS)
    ]
    answers = []
    for part, theta in zip(parts, learned, strict=True):
        for article in part:
            trying = Trying(article, table_of(theta))
            trying.run()
            answers += trying.answers
    certainty = calibration(answers)
    report(parts, copies, learned, certainty)
    for family in REAL:
        theta = learn(one for part in made_of for other, one in part if other != family)
        report_family(
            family, articles, theta, calibration(one for one in answers if one.article.family != family)
        )
    theta = learn(one for part in made_of for _family, one in part)
    if not arguments.dry:
        own = own_examples()
        write(
            theta,
            certainty,
            sorted({article.family for article in articles}),
            inputs_hash(own),
            loss_of(own, theta),
        )
    print(f"{time.monotonic() - began:.0f} s")


def report(
    parts: Sequence[Sequence[Labelled]],
    copies: Sequence[Sequence[Labelled]],
    learned: Sequence[np.ndarray],
    certainty: Sequence[float],
) -> None:
    """Print how articles fare that were held out, and certainty against truth."""
    by_family: dict[str, Counter[str]] = defaultdict(Counter)
    tried: dict[str, list[Answer]] = defaultdict(list)
    for part, of_part, theta in zip(parts, copies, learned, strict=True):
        weights = table_of(theta, certainty)
        for article in [*part, *of_part]:
            trying = Trying(article, weights)
            family = article.name.split()[-1] if " " in article.name else article.family
            by_family[family] += score(article, trying.run())
            if " " not in article.name:
                tried[article.family] += trying.answers
    for family, found in by_family.items():
        print_score(family, found)
    print("certainty against truth, held out (right of all, by tenths):")
    for family, some in tried.items():
        for group, name in enumerate(("named", "said", "rest", "placed")):
            tenths: dict[int, list[bool]] = defaultdict(list)
            for one in some:
                if one.group == group:
                    tenths[min(int(_sure(one, certainty) * 10), 9)].append(one.is_right)
            cells = [f"{tenth / 10}: {sum(row)}/{len(row)}" for tenth, row in sorted(tenths.items())]
            print(f"  {family:13} {name:5} (taken from {SURE[group]}) ", "  ".join(cells))


def print_score(name: str, found: Counter[str]) -> None:
    """Print how many links were right, wrong and missed."""
    right, wrong, missed, count = found["right"], found["wrong"], found["missed"], found.total()
    if count:
        print(f"{name:14} {right / count:.3f} right of {count:5}, {wrong:3} wrong, {missed:4} missed")


def report_family(
    family: str, articles: Sequence[Labelled], theta: np.ndarray, certainty: Sequence[float]
) -> None:
    """Print how a family fares whose articles took no part in the training."""
    weights = table_of(theta, certainty)
    found: Counter[str] = Counter()
    for article in articles:
        if article.family == family:
            found += score(article, Trying(article, weights).run())
    print_score(f"without {family}", found)


def _sure(one: Answer, certainty: Sequence[float]) -> float:
    probability = min(max(one.probability, 1e-6), 1 - 1e-6)
    slope, offset = certainty[2 * one.group : 2 * one.group + 2]
    return float(1 / (1 + np.exp(-slope * np.log(probability / (1 - probability)) - offset)))


def write(
    theta: np.ndarray, certainty: Sequence[float], sets: Sequence[str], inputs: str, loss: float
) -> None:
    """Write the table that ships."""
    values = dict(zip(NAMES, map(float, theta), strict=True)) | dict(zip(CERTAINTY, certainty, strict=True))
    lines = [
        "# What each kind of evidence is worth. Made by `python -m tests.train_resolver`; not by hand.",
        "",
        "[training]",
        f"sets = {list(sets)!r}".replace("'", '"'),
        f'inputs = "{inputs}"',
        f"loss_of_own = {loss:.5f}",
        "",
        "[weights]",
    ]
    lines += [f"{name} = {values[name]}  # {MEANINGS[name]}" for name in MEANINGS]
    paths.resource("resolver/weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

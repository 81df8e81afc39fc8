"""Makes the resolver's weights anew: `python -m tests.train_resolver` (minutes; always the same result).

It learns from all articles with labelled links: our own samples and the invented digests in `tests/data`,
and the real sets where they are at hand. Each also comes in damaged copies. First it is trained on three
quarters of the articles at a time and tried on the rest, also with the passage of each node deleted in turn:
from these answers comes the calibration. What is printed of a quarter comes from the other three throughout,
weights and calibration. The real families are also tried with weights that have seen none of their kind.
Then it is trained on everything and `weights.toml` is written; `--dry` leaves the file alone.
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
from reader.articles.resolving.resolver import SURE, Choice, Group, Resolving, certainty_of
from reader.articles.resolving.weights import CERTAINTY, MEANINGS, Weights, weights_of
from tests.articles.resolving.damage import damaged, passages_of, without_lines
from tests.articles.resolving.gold import Labelled, everything, is_own, made, samples, verdict
from tests.articles.resolving.learning import NAMES, Example, batches, descend, examples, fit, start

GROUPS = len(SURE)
KINDS = ("named", "said", "rest", "hinted", "placed")
FOLDS = 4
SEED = 0
SHRINK = 3e-4  # of the squared weights, against the loss a node
ROUNDS = 80
FAMILIES = {"digests": 3.0, "trees-real": 3.0, "digests-made": 1.0, "samples": 1.0}  # what an article weighs
REAL = ("digests", "trees-real")  # families that are also held out as a whole
DAMAGED = 0.3  # what a damaged copy weighs beside its article
GRAFTED = 0.5  # and a graft beside other damage
CUT_AND_FEWER = 0.3
DELETED = 0.15  # what the answer for a node weighs whose passage was deleted
ROUND = 4  # digits of a weight


class Answer(NamedTuple):
    """What was most probable for a node, tried on an article that was not trained on."""

    article: Labelled
    node_id: str
    probability: float
    group: int
    weak: bool
    is_right: bool
    weight: float = 1.0


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


def table_of(theta: np.ndarray, certainty: Sequence[float] = (*(1.0, 0.0) * GROUPS, 0.0)) -> Weights:
    """Return learned weights, with a calibration, as the resolver takes them."""
    return weights_of(
        dict(zip(NAMES, map(float, theta), strict=True)) | dict(zip(CERTAINTY, certainty, strict=True))
    )


class Trying(Resolving):
    """Resolves an article and notes how probable each choice was."""

    def __init__(self, article: Labelled, weights: Weights, only: str = "") -> None:
        super().__init__(article.framework, article.passages(), weights)
        self.answers: list[Answer] = []
        self._article = article
        self._only = only  # the id of the one node whose choice is noted; "" for all

    def agreed(self, group: Group) -> list[int]:
        """Weigh every group: the calibration is for all."""
        return []

    def link(self, node: Node, choice: Choice, comparison: Comparison, fallen_back: Link) -> Link:
        """Note the choice, and go on."""
        meant = self._article.meant.get(node.node_id)
        if meant is not None and self._only in ("", node.node_id):
            is_right = comparison.candidates[choice.place].line in meant.lines
            weight = DELETED if self._only else 1.0
            answer = Answer(
                self._article, node.node_id, choice.probability, choice.group, choice.weak, is_right, weight
            )
            self.answers.append(answer)
        return super().link(node, choice, comparison, fallen_back)


def calibration(answers: Iterable[Answer]) -> tuple[float, ...]:
    """Return `CERTAINTY`, in its order: the likeliest, slopes drawn a little to 1, the rest to 0."""
    some = list(answers)
    prior = np.array([1.0, 0.0] * GROUPS + [0.0])
    seen = np.zeros((len(some), len(prior)))
    for row, one in zip(seen, some, strict=True):
        row[2 * one.group : 2 * one.group + 2] = _log_odds(one.probability), 1.0
        row[-1] = one.weak
    right = np.array([one.is_right for one in some], dtype=float)
    weight = np.array([FAMILIES[one.article.family] * one.weight for one in some])

    def value(theta: np.ndarray) -> tuple[float, np.ndarray]:
        at = seen @ theta
        loss = float(weight @ (np.logaddexp(0, at) - right * at))
        drawn = theta - prior
        slope = seen.T @ (weight * (1 / (1 + np.exp(-at)) - right))
        return (loss + drawn @ drawn) / len(some), (slope + 2 * drawn) / len(some)

    return tuple(round(float(one), ROUND) for one in descend(value, prior, 100)[0])


def _log_odds(probability: float) -> float:
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(probability / (1 - probability)))


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
    settings = [FOLDS, SEED, SHRINK, ROUNDS, FAMILIES, DAMAGED, GRAFTED, CUT_AND_FEWER, DELETED, NAMES]
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


def own_examples(weights: Weights | None = None) -> list[Example]:
    """Return the groups of the articles in `tests/data`, undamaged; with `weights` with how children fare."""
    return [one for article in own_articles() for one in examples(article, 1.0, weights)]


def loss_of(some: Sequence[Example], theta: np.ndarray) -> float:
    """Return the loss a node of weights, without what draws them to 0."""
    return sum(one.loss(theta)[0] for one in batches(some)) / sum(len(one.none) for one in some)


def learn(articles: Sequence[Labelled]) -> np.ndarray:
    """Return the weights learned from articles, in two steps.

    How the children of a node fare in its candidates is only known by weights: those of the first step.
    """
    first = fit(
        [one for each in articles for one in examples(each, weight_of(each))], start(), SHRINK, ROUNDS
    )[0]
    tried = table_of(first)
    some = [one for each in articles for one in examples(each, weight_of(each), tried)]
    return np.round(fit(some, first, SHRINK, ROUNDS)[0], ROUND)


def answers_of(part: Sequence[Labelled], theta: np.ndarray) -> tuple[list[Answer], list[Answer]]:
    """Return the answers for articles, and those for nodes whose passage is deleted, one after the other."""
    weights = table_of(theta)
    found: list[Answer] = []
    deleted: list[Answer] = []
    for article in part:
        trying = Trying(article, weights)
        trying.run()
        found += trying.answers
        for node_id, lines in passages_of(article):
            cut = without_lines(article, [(node_id, lines)])
            if cut is not None and not cut.meant[node_id].lines:
                trying = Trying(cut, weights, node_id)
                trying.run()
                deleted += trying.answers or [Answer(cut, node_id, 0.0, 0, False, False, DELETED)]
    return found, deleted


def main() -> None:
    """Train, try, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    began = time.monotonic()
    articles = everything()
    parts = folds_of(articles)
    copies = [list(damaged(part, SEED)) for part in parts]
    whole = [[*part, *of_part] for part, of_part in zip(parts, copies, strict=True)]
    learned = [
        learn([one for other, part in enumerate(whole) if other != fold for one in part])
        for fold in range(FOLDS)
    ]
    answers = [answers_of(part, theta) for part, theta in zip(parts, learned, strict=True)]
    certainties = [
        calibration(
            [one for other, some in enumerate(answers) if other != fold for kind in some for one in kind]
        )
        for fold in range(FOLDS)
    ]
    report(whole, learned, certainties)
    report_certainty(answers, certainties)
    everyone = [one for some in answers for kind in some for one in kind]
    for family in REAL:
        others = [one for part in whole for one in part if one.family != family]
        certainty = calibration(one for one in everyone if one.article.family != family)
        report_family(family, articles, learn(others), certainty)
    theta = learn([one for part in whole for one in part])
    if not arguments.dry:
        own = own_examples(table_of(theta))
        families = sorted({article.family for article in articles})
        write(theta, calibration(everyone), families, inputs_hash(own_examples()), loss_of(own, theta))
    print(f"{time.monotonic() - began:.0f} s")


def report(
    whole: Sequence[Sequence[Labelled]], learned: Sequence[np.ndarray], certainties: Sequence[Sequence[float]]
) -> None:
    """Print how articles fare that were held out, and their damaged copies."""
    by_family: dict[str, Counter[str]] = defaultdict(Counter)
    for part, theta, certainty in zip(whole, learned, certainties, strict=True):
        weights = table_of(theta, certainty)
        for article in part:
            family = article.name.split()[-1] if " " in article.name else article.family
            by_family[family] += score(
                article, Resolving(article.framework, article.passages(), weights).run()
            )
    for family, found in by_family.items():
        print_score(family, found)


def report_certainty(
    answers: Sequence[tuple[list[Answer], list[Answer]]], certainties: Sequence[Sequence[float]]
) -> None:
    """Print certainty against truth, and how often a node whose passage was deleted would lead elsewhere."""
    tried: dict[tuple[str, int], dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    elsewhere: dict[str, list[bool]] = defaultdict(list)
    for (found, deleted), certainty in zip(answers, certainties, strict=True):
        for one in found:
            tenth = min(int(_sure(one, certainty) * 10), 9)
            tried[one.article.family, one.group][tenth].append(one.is_right)
        for one in deleted:
            elsewhere[one.article.family].append(_sure(one, certainty) >= SURE[one.group])
    print("certainty against truth, held out (right of all, by tenths):")
    for (family, group), tenths in sorted(tried.items()):
        cells = [f"{tenth / 10}: {sum(row)}/{len(row)}" for tenth, row in sorted(tenths.items())]
        print(f"  {family:13} {KINDS[group]:6} (taken from {SURE[group]}) ", "  ".join(cells))
    for family, some in elsewhere.items():
        print(f"deleted one at a time, {family:13} {sum(some)} of {len(some)} lead elsewhere")


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
            found += score(article, Resolving(article.framework, article.passages(), weights).run())
    print_score(f"without {family}", found)


def _sure(one: Answer, certainty: Sequence[float]) -> float:
    return certainty_of(one.probability, one.group, one.weak, table_of(np.zeros(len(NAMES)), certainty))


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

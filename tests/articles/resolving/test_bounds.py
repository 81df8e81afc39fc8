"""The work is bounded, whatever is drawn: counted in pairs, lines and candidates, not in time."""

from __future__ import annotations

from random import Random

import pytest

from reader.articles.digest.node_ids import build_nodes
from reader.articles.digest.notations.point import Point
from reader.articles.model import Framework
from reader.articles.resolving.resolver import Resolving, own_passage
from reader.articles.resolving.weights import shipped
from tests.articles.resolving.gold import all_passages

CHARACTERS = [chr(0x4E00 + place) for place in range(1500)]
MOST_PAIRS = 20_000
LINES = 800  # that are cut into words whole: a sample for the rarity of words, and where sentences are sought


class Counting(Resolving):
    """Counts the pairs that are compared."""

    pairs = 0

    def compare(self, group):
        for comparison in super().compare(group):
            self.pairs += len(comparison.nodes) * len(comparison.candidates)
            yield comparison


def resolve(text, labels):
    """Return who resolved a framework of (depth, label), and the links."""
    passages = all_passages(f"# 题目\n\n{text}")
    framework = Framework(build_nodes([Point(depth, label, "", 1) for depth, label in labels], ""))
    counting = Counting(framework, passages, shipped())
    return counting, counting.run()


def made_up(kind):
    """Return a long text and a large framework whose words hardly meet: (text, labels)."""
    chance = Random(0)

    def word(length):
        return "".join(chance.choices(CHARACTERS, k=length))

    def paragraph():
        return "。".join(word(20) for _ in range(16))

    if kind == "below":  # a thousand nodes; only their parents are there
        tops = [word(6) for _ in range(50)]
        text = "\n\n".join(
            f"## {top}\n\n" + "\n\n".join(f"### {word(6)}\n\n{paragraph()}" for _ in range(20))
            for top in tops
        )
        return text, [one for top in tops for one in [(1, top), *((2, word(5)) for _ in range(19))]]
    words = [word(2) for _ in range(300)]  # all of which come in both

    def name():
        return "".join(chance.choices(words, k=3))

    text = "\n\n".join(f"## {name()}\n\n{paragraph()}" for _ in range(1_000))
    if kind == "flat":
        return text, [(1, name()) for _ in range(1_000)]
    return text, [one for _ in range(50) for one in [(1, name()), *((2, name()) for _ in range(19))]]


@pytest.mark.parametrize("kind", ["below", "flat", "orphans"])
def test_a_large_framework_on_a_long_text_is_compared_with_little_of_it(kind):
    resolving, links = resolve(*made_up(kind))
    assert len(links) == 1_000
    assert 0 < resolving.pairs <= MOST_PAIRS
    assert len(resolving.passages._grams) <= LINES
    if kind == "below":  # twenty headings beside nineteen nodes are few enough for all to be compared
        assert resolving.pairs == 50 * 19 * 20


def test_one_name_many_times_is_paired_off_in_order():
    text = "\n\n".join("## 概述\n\n话。" for _ in range(2_000))
    resolving, links = resolve(text, [(1, "概述")] * 2_000)
    assert resolving.pairs == 0
    lines = [own_passage(link).line for link in links.values()]
    assert lines == list(range(3, 8_003, 4))


def test_one_name_more_often_than_there_are_headings_is_bounded():
    text = "\n\n".join("## 概述\n\n话。" for _ in range(1_900))
    resolving, _links = resolve(text, [(1, "概述")] * 2_000)
    assert 0 < resolving.pairs <= MOST_PAIRS


def test_of_too_many_the_nearest_are_kept():
    """The last of a thousand headings has the name: few can be compared, and it is among them."""
    text, labels = made_up("orphans")
    _resolving, links = resolve(f"{text}\n\n## 琵琶蘑菇\n\n话。", [*labels, (1, "琵琶蘑菇")])
    assert own_passage(links["琵琶蘑菇"]).line == text.count("\n") + 5

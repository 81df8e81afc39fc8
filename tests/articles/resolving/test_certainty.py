"""Each number by which a passage is judged sure enough: what stands at it, and what falls just short of it.

They were measured on labelled articles (`tests/train_resolver.py`). Whoever moves one measures that anew, and
then changes it here too.
"""

from __future__ import annotations

from math import log
from types import SimpleNamespace

import pytest

from reader.articles.model import Link, Match
from reader.articles.resolving import resolver
from reader.articles.resolving.resolver import Choice, Resolving, enough, group_of, is_weak, own_passage
from reader.articles.resolving.weights import PAIR, shipped
from tests.articles.resolving.test_bounds import resolve
from tests.articles.resolving.test_resolver import article

GOOD = {"whole_in_line": 1.0, "head_in_name": 1.0, "name_in_label": 1.0, "rivals_beside": 1.0}


class Pair:
    """A node beside a candidate, of which a test says everything; what it does not say is 0."""

    def __init__(self, values, *, below=(), siblings=2, named=True, match=Match.HEADING, said=False):
        assert set(values) <= set(PAIR)
        self._values, self._said = values, said
        self.is_unclear = False
        self.nodes = [SimpleNamespace(children=below)] * siblings
        self.candidates = [SimpleNamespace(named=named, match=match)]

    def value(self, name, index, place):
        return self._values.get(name, 0.0)

    def is_said(self, _index, _place):
        return self._said

    def is_ambiguous(self, _index):
        return self.is_unclear


def weak(values, **kind):
    return is_weak(Pair({**GOOD, **values}, **kind), 0, 0)


def test_a_passage_for_which_all_speaks_is_not_weak():
    assert not weak({})


@pytest.mark.parametrize(
    ("at", "short_of_it"),
    [
        ({"long_line": 0.5}, {"long_line": 0.49}),
        ({"off": 0.35}, {"off": 0.34}),
        ({"rivals_beside": 0.0}, {"rivals_beside": 0.01}),
        ({"whole_in_line": 0.39}, {"whole_in_line": 0.4}),
        ({"whole_in_line": 0.39, "between": 0.49}, {"whole_in_line": 0.39, "between": 0.5}),
        ({"head_in_name": 0.14, "name_in_label": 0.14}, {"head_in_name": 0.15, "name_in_label": 0.0}),
        ({"head_in_name": 0.0, "name_in_label": 0.14}, {"head_in_name": 0.0, "name_in_label": 0.15}),
        (
            {"head_in_name": 0.0, "name_in_label": 0.0, "children": 0.89},
            {"head_in_name": 0.0, "name_in_label": 0.0, "children": 0.9},
        ),
        ({"beyond": 1.0}, {"beyond": 1.0, "same": 1.0}),
        ({"elsewhere": 1.0}, {"elsewhere": 1.0, "same": 1.0}),
        ({"off": 0.35}, {"off": 0.35, "at_start": 1.0}),
        ({"off": 0.35}, {"off": 0.35, "same": 1.0}),
        ({"off": 0.35}, {"off": 0.35, "part": 1.0}),
        ({"rivals_beside": 0.0}, {"rivals_beside": 0.0, "only_line": 1.0}),
        ({"whole_in_line": 0.39}, {"whole_in_line": 0.39, "children": 0.1}),
    ],
)
def test_each_ground_for_doubt_ends_at_its_number(at, short_of_it):
    assert weak(at)
    assert not weak(short_of_it)


@pytest.mark.parametrize("kind", [{"named": False}, {"match": Match.TEXT}])
def test_a_sentence_is_doubtful_where_another_passage_says_more(kind):
    assert weak({"rivals_here": -0.08}, **kind)
    assert not weak({"rivals_here": -0.06}, **kind)
    assert not weak({"rivals_here": -0.08})


def test_a_passage_with_none_of_the_children_is_doubtful():
    child = (SimpleNamespace(),)
    assert weak({"fit": 0.09}, below=child)
    assert not weak({"fit": 0.1}, below=child)
    assert not weak({"fit": 0.09, "children": 0.1}, below=child)
    assert not weak({"fit": 0.09})


def test_an_only_node_has_no_sibling_to_say_its_words_as_well():
    assert weak({"rivals_beside": 0.0})
    assert not weak({"rivals_beside": 0.0}, siblings=1)


@pytest.mark.parametrize(
    ("values", "kind", "group"),
    [
        ({}, {}, 0),
        ({}, {"named": False, "said": True}, 1),
        ({}, {"named": False}, 2),
        ({"nothing": 1.0, "rivals_beside": 0.08, "rivals_here": 0.08}, {}, 3),
        ({"nothing": 1.0, "rivals_beside": 0.08, "rivals_here": 0.08, "long_line": 0.49}, {}, 3),
        ({"nothing": 1.0, "rivals_beside": 0.08, "rivals_here": 0.08, "long_line": 0.5}, {}, 4),
        ({"nothing": 1.0, "rivals_beside": 0.06, "rivals_here": 0.08}, {}, 4),
        ({"nothing": 1.0, "rivals_beside": 0.08, "rivals_here": 0.06}, {}, 4),
    ],
)
def test_by_what_a_pair_is_judged(values, kind, group):
    assert group_of(Pair(values, **kind), 0, 0) == group


@pytest.mark.parametrize(("group", "least"), [(0, 0.83), (1, 0.83), (2, 0.78), (3, 0.6), (4, 0.78)])
def test_how_sure_each_group_must_be_and_that_what_is_ambiguous_never_is(group, least):
    pair = Pair({})
    choice = Choice(0, 0, 0.5, group, False, 0.5)
    assert enough(pair, choice) == least
    pair.is_unclear = True
    assert enough(pair, choice) > 1


def certain(monkeypatch, certainty):
    """Let the calibration make every choice as sure as `certainty` says."""
    calibration = [0.0, log(certainty / (1 - certainty))] * 5 + [0.0]
    assert len(calibration) == len(shipped().certainty)
    weights = shipped()._replace(certainty=tuple(calibration))
    monkeypatch.setattr(resolver, "shipped", lambda: weights)


@pytest.mark.parametrize(("certainty", "is_shown"), [(0.051, True), (0.049, False)])
def test_what_is_next_to_impossible_is_not_named_as_what_was_near(monkeypatch, certainty, is_shown):
    certain(monkeypatch, certainty)
    text = "## 潮水退去的夜里\n\n话。\n\n## 种茶的老人\n\n话。"
    read = article(text, [(0, "潮水退去"), (0, "种茶")])
    assert [bool(link.rejected) for link in read.links.values()] == [is_shown] * 2


def test_names_that_all_agree_are_as_sure_as_can_be():
    read = article("## 天气\n\n话。\n\n## 收割\n\n话。", [(0, "天气"), (0, "收割")])
    assert {link.certainty for link in read.links.values()} == {0.99}


@pytest.mark.parametrize(("strangeness", "is_sought"), [(0.9, True), (0.91, False)])
def test_a_framework_whose_words_are_nowhere_is_another_text_s(strangeness, is_sought):
    resolving, _links = resolve("## 天气\n\n话。\n\n## 收割\n\n话。", [(1, "天气"), (1, "收割")])
    again = Resolving(resolving.framework, resolving.passages, shipped())
    again.known.strangeness = strangeness
    assert all(own_passage(link) for link in again.run().values()) is is_sought


@pytest.mark.parametrize(
    ("nodes", "found", "is_believed"), [(40, 6, True), (40, 5, False), (8, 1, False), (7, 1, True)]
)
def test_where_next_to_nothing_is_found_only_exact_names_are_believed(nodes, found, is_believed):
    """Less than 15 of 100; fewer than eight nodes are no framework to judge by."""

    class Found(Resolving):
        def settle(self, group):
            for place, node in enumerate(group.nodes):
                passage = resolver._passage(self.passages.sections[0])
                link = Link(node.node_id, Match.HEADING, passage, 0.9, "so.")
                self.links[node.node_id] = (
                    link if place < found else Link(node.node_id, Match.NONE, None, 0.0, "no.")
                )

    resolving, _links = resolve("## 天气\n\n话。", [(1, f"天气{number}") for number in range(nodes)])
    again = Found(resolving.framework, resolving.passages, shipped())
    again.known.strangeness = 0.0
    kept = sum(own_passage(link) is not None for link in again.run().values())
    assert kept == (found if is_believed else 0)

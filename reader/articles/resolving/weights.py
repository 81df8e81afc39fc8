"""What each kind of evidence is worth: the table `resources/resolver/weights.toml`, and what its rows mean.

The weights are learned (`python -m tests.train_resolver`), not set by hand. Each is what one unit of its
evidence adds to the logarithm of the odds that a node means a passage.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import NamedTuple

from reader.paths import resource

# What speaks for or against a pair of node and candidate. The order is that of `evidence`'s values.
PAIR = {
    "same": "the names are the same, but for numbering, punctuation, width, script",
    "part": "a part of one, before a colon, in or outside of brackets, is a part of the other",
    "head_in_name": "share of the label's head that the name says",
    "name_in_label": "share of the name that the label says",
    "whole_in_line": "share of the label that its first line says, each word weighed by how rare it is",
    "covered": "share of the label's letters that its first line says, in words and pairs of characters",
    "well_covered": "that is at least three quarters",
    "at_start": "its line begins with the label's first words",
    "long_line": "it says less, and is of a long paragraph (400 different words and pairs are 1)",
    "tail": "share of the label's tail that the passage says, less 0.2",
    "body": "share of the label that the passage says",
    "nothing": "it says nothing of the label",
    "letters": "share of the label's Chinese characters that its first line says, be it one by one",
    "name_in_path": "share of the name that the label and that of the node above say together",
    "elsewhere": "another passage of the article has the very name, and this one has not",
    "rivals_beside": "how much better the words fit than the best other sibling's, at most 0.7",
    "rivals_here": "how much better it fits than the best other candidate, at most 0.7",
    "children": "share of the nodes below that are found in the passage",
    "fit": "how well the nodes right below fit it as one alignment: nats a node, from -1 to 5, by 5",
    "fit_here": "how much better all of them fit than in another candidate, not in nor around it: nats by 12",
    "alike": "how well the siblings fit candidates of the same kind and depth",
    "off": "how much better they fit those of the kind that they fit best",
    "in_step": "it is the i-th of as many candidates as there are siblings, and the node is the i-th",
    "out_of_place": "how far its place among those of its kind is from the node's among its siblings, 0 to 1",
    "number": "both have the same number",
    "between": "the candidates of its kind before and after fit the siblings before and after: a half each",
    "only_line": "the passage above is this one line or item, which says three quarters of the label",
    "deeper": "how many levels it stands below the uppermost candidate, at most 2",
    "below_holder": "a heading or lead further up says all of the label's head",
    "lead": "it is a bold lead",
    "item": "it is a list item",
    "row": "it is a row of a table",
    "text": "it is a sentence",
    "unnamed": "it has no name: its first words stand for one",
    "childless": "the node has nodes below it, but the passage is one line",
    "beyond": "it stands behind the passage of the node above, before that node's next sibling",
    "claimed": "its name is the label of another node",
    "parents_line": "it stands in the line of the node above",
}
# What speaks for a node's having no passage of its own.
NONE = {
    "none": "for every node",
    "none_children": "the node has nodes below it",
    "none_orphan": "the node above has no passage: it is sought in a wider one (20 lines are 1)",
    "none_strange": "share of the framework's words that the article does not know",
}
# What the alignment's steps cost.
STEPS = {
    "passing": "passing over a candidate of the kind that the siblings fit best",
    "sharing": "a sibling takes the sentence or item that the one before it has taken",
    "back": "a sibling stands before the one before it",
}
# How the posterior is read as certainty: a logistic function of its log odds.
CERTAINTY = {
    "slope_named": "factor of the log odds, for what has a name: headings, leads, rows, terms",
    "offset_named": "what is added to them",
    "slope_said": "the same for sentences and items that say three quarters of the label",
    "offset_said": "what is added to them",
    "slope_rest": "the same for other sentences and items",
    "offset_rest": "what is added to them",
    "slope_hinted": "the same for what has no word in common with the label, but some of its characters",
    "offset_hinted": "what is added to them",
    "slope_placed": "the same for what has next to nothing in common with the label",
    "offset_placed": "what is added to them",
    "offset_weak": "what is added to a pair that is often taken where the right one is missing: `is_weak`",
}
MEANINGS = PAIR | NONE | STEPS | CERTAINTY


class Weights(NamedTuple):
    """The table, by what it is used for; each in the order of the names above."""

    pair: tuple[float, ...]
    none: tuple[float, ...]
    steps: tuple[float, ...]
    certainty: tuple[float, ...]


def weights_of(table: dict[str, float]) -> Weights:
    """Return a table of all the names above, sorted by use. Raises `KeyError` where one is missing."""
    return Weights(*(tuple(table[name] for name in names) for names in (PAIR, NONE, STEPS, CERTAINTY)))


@cache
def shipped() -> Weights:
    """Return the weights that ship."""
    text = resource("resolver/weights.toml").read_text(encoding="utf-8")
    return weights_of(tomllib.loads(text)["weights"])

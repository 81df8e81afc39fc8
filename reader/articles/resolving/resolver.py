"""From a node of the framework to the passage that it stands for, with how sure we are, and why.

Siblings are resolved together, from the first level down, each group inside the passage of its parent.
Every pair of a node and a candidate gets a score (`evidence`, `weights`): what its words, its place, its
rivals and what is found of the nodes below it say for it. One alignment of the siblings with the candidates
(`sibling_alignment`) turns the scores into probabilities, and these into how sure we are. What is not sure
enough stays with its parent: a wrong passage is worse than a wide one.

A node with match `parent` has its parent's passage as its own: `line` in the command line's answer is where
a click goes. Where no node above it was found either, the match is `none` and there is no line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from heapq import nlargest
from math import exp, log
from operator import mul
from types import MappingProxyType
from typing import NamedTuple

from reader.articles.digest.labels import key
from reader.articles.model import Framework, Link, Match, Node, Outline, Passage, Rejected, Section
from reader.articles.resolving import reasons
from reader.articles.resolving.candidates import NAMED, Candidate, Passages, Scope
from reader.articles.resolving.evidence import NEVER, Comparison, candidates_of
from reader.articles.resolving.exact_anchors import parts
from reader.articles.resolving.knowledge import Knowledge
from reader.articles.resolving.sibling_alignment import Prices, odds_of, posteriors
from reader.articles.resolving.weights import Weights, shipped
from reader.articles.source.canonical_text import CanonicalText
from reader.articles.source.lines import Scan

SURE = (0.83, 0.83, 0.78, 0.6, 0.78)  # of each group of `group_of`
STRANGE = 0.9  # of a framework's words in no line: then it is another text's (true ones have up to 0.83)
MOST_PAIRS = 4_000  # of siblings and candidates that are compared at once; labelled articles have up to 644
MOST_IN_ALL = 20_000  # of an article: some 5 µs each; of labelled articles up to 1,013
AGREED = 0.99  # how sure we are of the passages of siblings that all have the very names
FEW = 0.15  # of a framework's nodes found: then only exact names are believed (true ones have 0.26 or more)
_MANY_NODES = 8  # fewer are no framework to judge by
SURE_OF_PARENT = 0.995  # then its children are not tried elsewhere
MOST_TRIED = 5  # candidates of a parent in which its children are tried
MOST_BELOW_TRIED = 60  # candidates of a child there
MOST_PAIRS_TRIED = 2_000  # of children and candidates, of an article; labelled articles: up to 732
_LEAST_TRIED = 1e-4
_WORTH_SHOWING = 0.05  # of a candidate that was not taken


_NEXT_TO_NOTHING, _LITTLE = 0.15, 0.4  # of a label, by how rare its words are
_OFF = 0.35  # how much better the siblings fit another kind of passage
_LONG = 0.5  # of a paragraph: 200 different words and pairs
_BETTER = 0.07  # how much better characters fit than those of siblings, and of other passages
_NEVER_ENOUGH = 1.01
_FITS_NOT = 0.1  # of children in a passage, by `fit`
_MOST_BELOW = 0.9  # of the nodes below, found in a passage: then its name need say nothing


class Group(NamedTuple):
    """Siblings, where they are sought, and the link and the label that they fall back to."""

    nodes: tuple[Node, ...]
    scope: Scope
    above: Link | None = None
    label: str = ""


class Choice(NamedTuple):
    """The candidate that a node means most probably, how probably, and how sure we are.

    `group` is that of `group_of`, `weak` what `is_weak` says.
    """

    node: int
    place: int
    probability: float
    group: int
    weak: bool
    certainty: float


def resolve(
    framework: Framework, outline: Outline, text: CanonicalText, found: Scan, hidden: frozenset[int]
) -> Mapping[str, Link]:
    """Return the link of each node of `framework`, by its id. `hidden` are the lines that are no text."""
    passages = Passages(outline, text, found, hidden)
    return MappingProxyType(Resolving(framework, passages, shipped()).run())


def links_of_derived(framework: Framework, outline: Outline) -> Mapping[str, Link]:
    """Return the links of a framework that was derived from `outline`: each to its own section."""
    sections = {section.line: section for section in outline.walk() if section.kind in NAMED}
    reason = reasons.of_derived()
    return MappingProxyType(
        {
            node.node_id: Link(
                node.node_id, _match(sections[node.line]), _passage(sections[node.line]), 1.0, reason
            )
            for node in framework.walk()
        }
    )


class Resolving:
    """Resolves one framework, level by level. The training inherits from it, to see every decision."""

    def __init__(self, framework: Framework, passages: Passages, weights: Weights) -> None:
        self.framework = framework
        self.passages = passages
        self.weights = weights
        self.known = Knowledge(framework, passages)
        self.links: dict[str, Link] = {}
        self.exact: set[str] = set()  # the ids of nodes that lead to a passage of the very name
        self.untried = MOST_PAIRS_TRIED
        self.taken: set[int] = set()  # lines on which a section starts that a node leads to

    def run(self) -> dict[str, Link]:
        """Return the link of each node."""
        waiting = deque([self.first_group()])
        is_of_this_text = self.known.strangeness <= STRANGE
        while waiting:
            group = waiting.popleft()
            if is_of_this_text:
                self.settle(group)
            else:
                self.links.update({node.node_id: _fallen_back(node, None, "") for node in group.nodes})
            waiting.extend(self.below(group))
        self.look_elsewhere()
        found = sum(own_passage(link) is not None for link in self.links.values())
        if len(self.links) >= _MANY_NODES and found < FEW * len(self.links):
            self.keep_exact(self.framework.nodes)
        return self.links

    def look_elsewhere(self) -> None:
        """Link what is left to passages that have the names of the node and of that above it, wherever."""
        for node in self.known.nodes:
            link = self.links[node.node_id]
            if own_passage(link) is None and len(node.path) > 1:
                places = self.known.named_with(node.label, node.path[-2])
                section = self.passages.sections[places[0]] if len(places) == 1 else None
                if section and section.line not in self.taken:
                    reason = reasons.of_section(section.kind, reasons.How.STRIPPED, section.label)
                    self.links[node.node_id] = Link(
                        node.node_id, _match(section), _passage(section), AGREED, reason
                    )
                    self.taken.add(section.line)

    def keep_exact(self, nodes: Sequence[Node], above: Link | None = None, label: str = "") -> None:
        """Keep of the links of `nodes`, and of those below, only such as have the very names.

        Where next to nothing is found the framework is another text's, or the text is hardly begun.
        """
        for node in nodes:
            link = self.links[node.node_id]
            if node.node_id not in self.exact and (own_passage(link) or link.match is Match.PARENT):
                self.links[node.node_id] = _fallen_back(node, above, label)
            is_kept = node.node_id in self.exact
            self.keep_exact(
                node.children,
                self.links[node.node_id] if is_kept else above,
                node.label if is_kept else label,
            )

    def first_group(self) -> Group:
        """Return the nodes of the first level, in the whole text."""
        last = len(self.passages.words)
        return Group(self.framework.nodes, Scope(1, last, last))

    def compare(self, group: Group) -> Iterator[Comparison]:
        """Yield the nodes of `group` beside their candidates; a large group in parts."""
        count = len(group.nodes)
        each = max(1, MOST_IN_ALL // len(self.known.nodes))  # candidates that a node may be compared with
        most = max(count, min(MOST_PAIRS // max(count, 1), each))
        candidates = candidates_of(group.nodes, group.scope, self.known, self.taken, most)
        names = [key(node.label) for node in group.nodes]
        of_candidates = [key(one.label) for one in candidates]
        for some, beside in parts(names, of_candidates, MOST_PAIRS, each):
            nodes = group.nodes[some.start : some.stop]
            yield Comparison(nodes, candidates[beside.start : beside.stop], group.scope, self.known)

    def agreed(self, group: Group) -> list[int]:
        """Return the places of the sections that alone have the siblings' names here; [] unless all do.

        They are of one kind and depth, as many and in the siblings' order: there is nothing to weigh, and
        the alignment would say the same at a hundred times the price (`test_what_agrees_is_aligned_so`).
        """
        sections, scope = self.passages.sections, group.scope
        names = [key(node.label) for node in group.nodes]
        ours = set(names)
        found = [
            place
            for place in self.passages.open_places(scope, self.taken)
            if self.passages.key_at(place) in ours
        ]
        if len(found) < 2 or [self.passages.key_at(place) for place in found] != names:
            return []
        kinds = {(sections[place].kind, sections[place].depth) for place in found}
        is_named = all(sections[place].kind in NAMED for place in found)
        return found if len(kinds) == 1 and is_named and sections[found[-1]].line <= scope.own else []

    def settle(self, group: Group) -> None:
        """Add the links of a group's nodes."""
        agreed = self.agreed(group)
        named = [self.passages.sections[place] for place in agreed]
        for index, (node, place) in enumerate(zip(group.nodes, agreed, strict=False)):
            section = self.passages.sections[place]
            reason = reasons.of_agreed(node.label, named, index)
            self.links[node.node_id] = Link(node.node_id, _match(section), _passage(section), AGREED, reason)
            self.taken.add(section.line)
            self.exact.add(node.node_id)
        for comparison in self.compare(group) if not agreed else ():
            choices = {} if comparison.is_silent else decide(comparison, self.weights, self.weigh(comparison))
            for index, node in enumerate(comparison.nodes):
                link = _fallen_back(node, group.above, group.label)
                choice = choices.get(index)
                if choice is not None:
                    link = self.link(node, choice, comparison, link)
                self.links[node.node_id] = link

    def weigh(self, comparison: Comparison) -> list[list[float]]:
        """Return how probable each pair is; where a parent is not sure, how its children fare counts."""
        found = posteriors(*scores_of(comparison, self.weights)) if comparison.candidates else []
        unsure = [
            index
            for index, row in enumerate(found)
            if comparison.nodes[index].children and max(row, default=1.0) < SURE_OF_PARENT
        ]
        if not unsure:
            return found
        for index in unsure:
            self.look_below(comparison, index, found[index])
        return posteriors(*scores_of(comparison, self.weights))

    def look_below(self, comparison: Comparison, index: int, probable: Sequence[float]) -> None:
        """Try the children of a node in the few candidates that are most probable, and note how they fit."""
        children = comparison.nodes[index].children
        places = [
            place
            for place in nlargest(
                MOST_TRIED, range(len(probable)), key=lambda place: (probable[place], -place)
            )
            if comparison.candidates[place].has_below and probable[place] > _LEAST_TRIED
        ]
        fits = {}
        for place in places:
            one = comparison.candidates[place]
            inner = Scope(
                one.line,
                one.reach,
                one.reach,
                one.line if one.depth else comparison.scope.parent,
                comparison.scope.without,
            )
            most = min(MOST_BELOW_TRIED, self.untried // len(children))
            if not most:
                break
            candidates = candidates_of(children, inner, self.known, self.taken, most)
            self.untried -= len(children) * len(candidates)
            below = Comparison(children, candidates, inner, self.known)
            fits[place] = odds_of(*scores_of(below, self.weights)) if candidates else 0.0
        if fits:
            comparison.look_below(index, fits)

    def link(self, node: Node, choice: Choice, comparison: Comparison, fallen_back: Link) -> Link:
        """Return the link of a node to its choice; if that is not sure enough, `fallen_back`."""
        one = comparison.candidates[choice.place]
        passage = self._passage_of(one)
        certainty = round(choice.certainty, 2)
        if choice.certainty < enough(comparison, choice):
            if choice.certainty < _WORTH_SHOWING:
                return fallen_back
            reason = reasons.with_rejected(fallen_back.reason, one.line, one.label, certainty)
            return fallen_back._replace(reason=reason, rejected=Rejected(one.match, passage, certainty))
        if one.depth:
            self.taken.add(one.line)
        if comparison.value("same", choice.node, choice.place):
            self.exact.add(node.node_id)
        reason = reasons.of_pair(comparison, choice.node, choice.place)
        match = Match.ITEM if one.has_bullet else one.match
        return Link(node.node_id, match, passage, certainty, reason)

    def _passage_of(self, one: Candidate) -> Passage:
        if one.place >= 0:
            return _passage(self.passages.sections[one.place])
        return Passage(one.line, one.last, self.passages.text.span_of_lines(one.line, one.last))

    def below(self, group: Group) -> Iterator[Group]:
        """Yield the children of each node of `group`, with where they are sought and what they fall back to.

        A section's are sought in it, and on to where the next sibling starts. Those of a sentence, and of a
        node without a passage, are sought in the passage above, up to the next sibling, but never in what
        belongs to a sibling.
        """
        scope = group.scope
        links = [self.links[node.node_id] for node in group.nodes]
        owns = [own_passage(link) for link in links]
        starts = sorted(own.line for own in owns if own)
        sections = tuple(
            (own.line, own.last_line)
            for link, own in zip(links, owns, strict=True)
            if own and _is_section(link)
        )
        is_root = scope.parent == 0 and len(group.nodes) == 1  # it stands for the whole text
        latest = scope.first
        for node, link, own in zip(group.nodes, links, owns, strict=True):
            latest = max(latest, own.line) if own else latest
            if not node.children:
                continue
            first = own.line if own else latest
            following = bisect_right(starts, first)
            boundary = (
                scope.last if following == len(starts) else min(max(starts[following] - 1, first), scope.last)
            )
            if own and _is_section(link):
                inner = Scope(first, max(own.last_line, boundary), own.last_line, first, scope.without)
                yield Group(node.children, inner, link, node.label)
            else:
                if own:
                    inner = Scope(
                        first, boundary, min(boundary, scope.own), scope.parent, scope.without + sections
                    )
                else:
                    inner = scope._replace(without=scope.without + sections, is_wider=not is_root)
                yield Group(
                    node.children, inner, link if own else group.above, node.label if own else group.label
                )


def scores_of(comparison: Comparison, weights: Weights) -> tuple[list[list[float]], list[float], Prices]:
    """Return the scores of all pairs, those of no passage, and the prices of the steps."""
    scores = []
    for index, row in enumerate(comparison.values):
        made = [sum(map(mul, weights.pair, values)) for values in row]
        for place in range(len(made)):
            if (index, place) in comparison.never:
                made[place] = NEVER
        scores.append(made)
    none = [sum(map(mul, weights.none, comparison.none(index))) for index in range(len(scores))]
    passing, sharing, back = map(exp, weights.steps)
    prices = Prices(
        [min(passing, 1.0) if passed else 1.0 for passed in comparison.passed],
        [sharing if shared else 0.0 for shared in comparison.shared],
        back,
    )
    return scores, none, prices


def decide(comparison: Comparison, weights: Weights, found: list[list[float]]) -> dict[int, Choice]:
    """Return the most probable candidate of each node, by index; most candidates go to one node only.

    `found` are the probabilities of all pairs.
    """
    for index, row in enumerate(found):
        _gather(row, index, comparison)
    ranked = sorted(
        (
            (probability, index, place)
            for index, row in enumerate(found)
            for place, probability in enumerate(row)
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    choices: dict[int, Choice] = {}
    taken: set[int] = set()
    for probability, index, place in ranked:
        if index not in choices and place not in taken:
            group = group_of(comparison, index, place)
            weak = is_weak(comparison, index, place)
            certainty = certainty_of(probability, group, weak, weights)
            choices[index] = Choice(index, place, probability, group, weak, certainty)
            if not comparison.shared[place]:
                taken.add(place)
    return choices


def _gather(row: list[float], index: int, comparison: Comparison) -> None:
    """Add up what is one target: the sentences of a line that says the label.

    Where it does not, words that are scattered over several sentences are chance.
    """
    first = 0
    for place in range(1, len(row)):
        one, other = comparison.candidates[first], comparison.candidates[place]
        if one.match is Match.TEXT and other.match is Match.TEXT and one.line == other.line:
            if comparison.is_said(index, place):
                row[first] += row[place]
                row[place] = 0.0
        else:
            first = place


def group_of(comparison: Comparison, index: int, place: int) -> int:
    """Return by what a pair is judged: 0 for a candidate that has a name and words in common with the label.

    1 for one without a name that says three quarters of the label, 2 for the rest with words in common. Of
    those without, 3 where single characters are of this node and no other, 4 if only its place speaks for it.
    """
    value = partial(comparison.value, index=index, place=place)
    if value("nothing"):
        is_hinted = min(value("rivals_beside"), value("rivals_here")) >= _BETTER
        return 3 if is_hinted and value("long_line") < _LONG else 4
    if comparison.candidates[place].named:
        return 0
    return 1 if comparison.is_said(index, place) else 2


def enough(comparison: Comparison, choice: Choice) -> float:
    """Return the least certainty at which a choice is taken: above 1 (never) where its label is ambiguous."""
    return _NEVER_ENOUGH if comparison.is_ambiguous(choice.node) else SURE[choice.group]


def is_weak(comparison: Comparison, index: int, place: int) -> bool:
    """Whether a pair is of those that are taken where the right passage is missing.

    What stands behind the passage above, or where another passage has the very name; a sentence of a long
    paragraph. Unless the names are the same: another kind than the siblings'; what says a sibling's words as
    well, such as an introduction; a sentence, where another passage says more; a passage in which
    no child is found; a name that says next to nothing of the label, or little that neither neighbours nor
    children bear out.
    """
    value = partial(comparison.value, index=index, place=place)
    if value("beyond") or value("elsewhere") or value("long_line") >= _LONG:
        return not value("same")
    if value("nothing") or value("same") or value("part"):
        return False
    if value("off") >= _OFF and not value("at_start"):
        return True
    if len(comparison.nodes) > 1 and value("rivals_beside") <= 0 and not value("only_line"):
        return True
    if not comparison.candidates[place].named or comparison.candidates[place].match is Match.TEXT:
        return value("rivals_here") < -_BETTER
    if comparison.nodes[index].children and value("fit") < _FITS_NOT and not value("children"):
        return True
    if max(value("head_in_name"), value("name_in_label")) < _NEXT_TO_NOTHING:
        return value("children") < _MOST_BELOW
    return value("whole_in_line") < _LITTLE and value("between") < 0.5 and not value("children")


def certainty_of(probability: float, group: int, weak: bool, weights: Weights) -> float:
    """Return the calibrated certainty, 0 to 1, of a probability: logistic in its log odds (Platt scaling)."""
    probability = min(max(probability, 1e-6), 1 - 1e-6)
    slope, offset = weights.certainty[2 * group : 2 * group + 2]
    offset += weights.certainty[-1] * weak
    return 1 / (1 + exp(-slope * log(probability / (1 - probability)) - offset))


def _is_section(link: Link) -> bool:
    own = own_passage(link)
    return own is not None and (link.match in (Match.HEADING, Match.LEAD) or own.last_line > own.line)


def own_passage(link: Link) -> Passage | None:
    """Return the passage that a node has of its own, if it has one."""
    return None if link.match in (Match.PARENT, Match.NONE) else link.passage


def _match(section: Section) -> Match:
    return Match(section.kind.value)


def _passage(section: Section) -> Passage:
    return Passage(section.line, section.last_line, section.span)


def _fallen_back(node: Node, above: Link | None, label: str) -> Link:
    if above is None or above.passage is None:
        return Link(node.node_id, Match.NONE, None, 0.0, reasons.of_none())
    return Link(node.node_id, Match.PARENT, above.passage, 0.0, reasons.of_parent(label))

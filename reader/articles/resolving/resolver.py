"""From a node of the framework to the passage that it stands for, with how sure we are, and why.

Siblings are resolved together, from the first level down, each group inside
the passage of its parent:

1. sections that say exactly the label, or say it but for numbering,
   punctuation, width and script, or say its part before a colon or in
   brackets; and near wordings, where one section alone is near;
2. of all these the choice that keeps the order of the text and fits best
   (`reader.articles.resolving.sibling_alignment`); an exact one may break the order;
3. for the rest: items, rows and sentences of the parent's passage that say
   the label's words (`reader.articles.resolving.text_match`);
4. else the parent's passage: a wrong passage is worse than a wide one.

A node with match `parent` has its parent's passage as its own: `line` in the
command line's answer is where a click goes. Where no node above it was found
either, the match is `none` and there is no line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from reader.articles.digest.labels import conjuncts, is_same_number, key, parts, without_parent
from reader.articles.model import Framework, Link, Match, Node, Outline, Passage, Section, SectionKind
from reader.articles.resolving import reasons
from reader.articles.resolving.candidates import NAMED, Places, Scope
from reader.articles.resolving.gap_filling import fill_gaps
from reader.articles.resolving.label_similarity import nearness
from reader.articles.resolving.reasons import How
from reader.articles.resolving.sibling_alignment import Candidate, align
from reader.articles.resolving.text_match import find_verbatim, find_wording
from reader.articles.source.canonical_text import CanonicalText
from reader.articles.source.lines import Scan

_SCORES = {How.EXACT: 100.0, How.STRIPPED: 92.0, How.PART: 80.0, How.NEAR: 40.0}
_CERTAINTY = {How.EXACT: 1.0, How.STRIPPED: 0.97, How.PART: 0.9, How.NEAR: 0.5}
_LOWER = {SectionKind.HEADING: 0.0, SectionKind.LEAD: 4.0, SectionKind.ITEM: 22.0, SectionKind.ROW: 24.0}
_MOST_CANDIDATES = 8
_MOST_NEAR = 200
_NEAR_BELOW_PARENT = 0.6
_NEAR_AT_TOP = 0.72
_MARGIN = 0.1


def resolve(
    framework: Framework, outline: Outline, text: CanonicalText, found: Scan, hidden: frozenset[int]
) -> Mapping[str, Link]:
    """Return the link of each node of `framework`, by its id. `hidden` are the lines that are no text."""
    places = Places(outline, text, found, hidden)
    return MappingProxyType(_Resolving(framework, places).run())


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


# Siblings, where they are sought, and the link and the label that they fall back to.
_Group = tuple[tuple[Node, ...], Scope, Link | None, str]


class _Resolving:
    def __init__(self, framework: Framework, places: Places) -> None:
        self.framework = framework
        self.places = places
        self.keys = {key(node.label) for node in framework.walk()}
        self.links: dict[str, Link] = {}
        self.occurrences: dict[tuple[str, Scope], int] = {}
        self.taken: set[int] = set()  # sections that a node leads to

    def run(self) -> dict[str, Link]:
        last = len(self.places.text.line_starts)
        waiting: list[_Group] = [(self.framework.nodes, Scope(1, last, last), None, "")]
        while waiting:
            nodes, scope, above, label = waiting.pop()
            chosen = self.sections_for(nodes, scope, at_top=above is None)
            for index, (candidate, how) in chosen.items():
                self.links[nodes[index].node_id] = self.link(nodes[index], candidate.place, how)
                self.taken.add(candidate.place)
            find = find_wording if above is not None else find_verbatim
            find(nodes, scope, self.places, self.links)
            for node in nodes:
                if node.node_id not in self.links:
                    self.links[node.node_id] = _fallen_back(node, above, label)
            waiting += self.below(nodes, scope, above, label)
        return self.links

    def below(self, nodes: Sequence[Node], scope: Scope, above: Link | None, label: str) -> Iterator[_Group]:
        """Yield the children of each of `nodes`, with where they are sought and what they fall back to."""
        owns = [_own_passage(self.links[node.node_id]) for node in nodes]
        starts = sorted(own.line for own in owns if own)
        latest = scope.first
        for node, own in zip(nodes, owns, strict=True):
            link = self.links[node.node_id]
            latest = max(latest, own.line) if own else latest
            first = own.line if own else latest
            following = bisect_right(starts, first)
            is_last = following == len(starts)
            if not node.children:
                continue
            if own and link.match not in _SPOKEN:
                boundary = scope.last if is_last else min(starts[following] - 1, scope.last)
                inner = Scope(first, max(own.last_line, boundary), own.last_line)
            else:  # A line, or nothing: what is below it is in its parent's passage, up to the next sibling.
                last = scope.last if is_last else max(first, starts[following])
                inner = Scope(first, last, min(last, scope.own))
            yield (node.children, inner, link, node.label) if own else (node.children, inner, above, label)

    def link(self, node: Node, place: int, how: How) -> Link:
        section = self.places.sections[place]
        certainty = _CERTAINTY[how]
        if how is How.NEAR:
            certainty = round(0.4 + 0.4 * max(nearness(node.label, section.label), 0.25), 2)
        reason = reasons.of_section(section.kind, how, section.label)
        return Link(node.node_id, _match(section), _passage(section), certainty, reason)

    def sections_for(
        self, nodes: Sequence[Node], scope: Scope, *, at_top: bool
    ) -> dict[int, tuple[Candidate, How]]:
        """Return, by the index of the sibling, the section it leads to and by which rule."""
        hows = [self.exact(node, scope, at_top=at_top) for node in nodes]
        choices = [self.scored(found) for found in hows]
        spoken_for = {place for found in hows for place in found}
        for index, node in enumerate(nodes):
            if not hows[index]:
                near = self.near(node, scope, spoken_for, at_top=at_top)
                hows[index] = dict.fromkeys(near, How.NEAR)
                choices[index] = [Candidate(place, 40 * score) for place, score in near.items()]
        chosen = align(choices)
        used = {candidate.place for candidate in chosen.values()}
        for index, choice in enumerate(choices):
            free = [one for one in choice if one.place not in used and hows[index][one.place] is not How.NEAR]
            if index not in chosen and len(free) == 1:
                chosen[index] = free[0]
                used.add(free[0].place)
        answer = {index: (one, hows[index][one.place]) for index, one in chosen.items()}
        places = {index: one.place for index, (one, _how) in answer.items()}
        filled = fill_gaps(nodes, places, scope, self.places, self.taken, self.keys)
        return answer | {index: (Candidate(place, 1.0), How.NEAR) for index, place in filled.items()}

    def scored(self, found: dict[int, How]) -> list[Candidate]:
        shallowest = min((self.places.sections[place].depth for place in found), default=0)
        candidates = []
        for place, how in found.items():
            section = self.places.sections[place]
            lower = _LOWER[section.kind] + 2 * (section.depth - shallowest)
            candidates.append(Candidate(place, max(_SCORES[how] - lower, 1.0)))
        return candidates

    def exact(self, node: Node, scope: Scope, *, at_top: bool) -> dict[int, How]:
        """Return the sections that say the label itself or its main part, each with the rule."""
        name = key(node.label)
        occurrence = self.occurrences.get((node.label, scope), 0)
        self.occurrences[node.label, scope] = occurrence + 1
        same = self.candidates(self.places.by_label.get(node.label, []), scope, occurrence, at_top=at_top)
        if any(self.places.sections[place].kind in NAMED for place in same):
            return dict.fromkeys(same, How.EXACT)
        found = dict.fromkeys(same, How.EXACT)
        for place in self.candidates(self.places.by_key.get(name, []), scope, occurrence, at_top=at_top):
            if is_same_number(node.label, self.places.sections[place].label):
                found.setdefault(place, How.STRIPPED)
        return found or self.partly(node, name, scope, at_top=at_top)

    def partly(self, node: Node, name: str, scope: Scope, *, at_top: bool) -> dict[int, How]:
        """Return the headings and leads that say the part of the label before a colon or in brackets."""
        found: dict[int, How] = {}
        indexes = (self.places.by_key, self.places.by_part)
        above = node.path[-2] if len(node.path) > 1 else ""
        for part in (*parts(node.label), *without_parent(node.label, above)):
            for index in indexes[part == name :]:
                for place in self.candidates(index.get(part, []), scope, 0, at_top=at_top):
                    section = self.places.sections[place]
                    if section.kind in NAMED and key(section.label) not in self.keys:
                        found.setdefault(place, How.PART)
        shallowest = min((self.places.sections[place].depth for place in found), default=0)
        found = {one: how for one, how in found.items() if self.places.sections[one].depth == shallowest}
        return found if len(found) == 1 else {}

    def candidates(self, places: list[int], scope: Scope, occurrence: int, *, at_top: bool) -> list[int]:
        """Return those of `places` in scope, without the parent's own and those that a node leads to."""
        found = self.places.within(places, scope, max(occurrence - 2, 0), _MOST_CANDIDATES)
        first = 0 if at_top else scope.first
        return [place for place in found if self.places.starts[place] != first and place not in self.taken]

    def near(self, node: Node, scope: Scope, spoken_for: set[int], *, at_top: bool) -> dict[int, float]:
        """Return the one section that is near in wording, if one alone is; {} else."""
        later = conjuncts(node.label)[1:]  # 优势与挑战 is not what 挑战 alone says
        scores: list[tuple[float, int]] = []
        for place in self.places.named(scope, _MOST_NEAR):
            section = self.places.sections[place]
            name = key(section.label)
            if place in spoken_for or place in self.taken or name in self.keys or name in later:
                continue
            if (at_top and section.kind in NAMED) or (not at_top and section.line != scope.first):
                score = nearness(node.label, section.label)
                if key(node.label) in conjuncts(section.label)[1:]:
                    score *= 0.9  # 价格与速度 is rather the section of 价格
                scores.append((score, place))
        scores.sort(reverse=True)
        least = _NEAR_AT_TOP if at_top else _NEAR_BELOW_PARENT
        if not scores or scores[0][0] < least:
            return {}
        if len(scores) > 1 and scores[1][0] > scores[0][0] - _MARGIN:
            return {}
        return {scores[0][1]: scores[0][0]}


_SPOKEN = frozenset({Match.TEXT, Match.ITEM, Match.ROW})


def _own_passage(link: Link) -> Passage | None:
    return None if link.match in (Match.PARENT, Match.NONE) else link.passage


def _match(section: Section) -> Match:
    return Match(section.kind.value)


def _passage(section: Section) -> Passage:
    return Passage(section.line, section.last_line, section.span)


def _fallen_back(node: Node, above: Link | None, label: str) -> Link:
    if above is None or above.passage is None:
        return Link(node.node_id, Match.NONE, None, 0.0, reasons.of_none())
    return Link(node.node_id, Match.PARENT, above.passage, 0.0, reasons.of_parent(label))

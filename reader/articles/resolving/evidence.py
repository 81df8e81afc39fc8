"""What speaks for and against each pair of a node and a candidate: the values that the weights are for.

`Comparison` is one group of siblings with the candidates of one passage. Its values are in the order of
`reader.articles.resolving.weights`. Most pairs have no word in common: these share all but a few values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from heapq import nsmallest
from itertools import islice, pairwise

from reader.articles.digest.labels import without_parent
from reader.articles.model import Match, Node
from reader.articles.resolving.candidates import NAMED, Candidate, Scope
from reader.articles.resolving.knowledge import WELL, Asked, Knowledge
from reader.articles.resolving.label_similarity import is_opposite
from reader.articles.resolving.weights import PAIR

NEVER = -1e9
_MOST_CANDIDATES = 3_000
_CLIP = 0.7
_WIDE = 20  # lines
_MANY_PAIRS = 150
_FULL = 0.99
_LITTLE = 0.12
_FITS = 0.4  # how near words are, for a neighbour to fit
_LONG_LINE = 400
_WORST_FIT_OF_ONE, _BEST_FIT_OF_ONE, _BEST_FIT = -1.0, 5.0, 12.0  # nats
_LETTER = 0.4  # how near characters are that stand alone
_SAME_NUMBER = 0.3
_AT = {name: place for place, name in enumerate(PAIR)}
_RIVALS_HERE, _RIVALS_BESIDE = _AT["rivals_here"], _AT["rivals_beside"]
_OFF = _AT["off"]
_LETTERS, _NAME_IN_PATH, _ELSEWHERE = _AT["letters"], _AT["name_in_path"], _AT["elsewhere"]
_ALIKE, _IN_STEP, _BETWEEN = _AT["alike"], _AT["in_step"], _AT["between"]
_FIT, _FIT_HERE = _AT["fit"], _AT["fit_here"]
_NUMBER, _OUT_OF_PLACE = _AT["number"], _AT["out_of_place"]
_COVERED, _NOTHING = _AT["covered"], _AT["nothing"]
_HEAD_IN_NAME, _BELOW_HOLDER, _CHILDREN = (
    _AT["head_in_name"],
    _AT["below_holder"],
    _AT["children"],
)


def candidates_of(
    nodes: Sequence[Node], scope: Scope, known: Knowledge, taken: Set[int] = frozenset(), most: int = 6_000
) -> list[Candidate]:
    """Return what `nodes` may mean in `scope`, in the order of the text.

    These are the uppermost sections, about as many as there are siblings; those below, and the sentences,
    which say a word of the labels. Of more than `most` those are kept that come nearest to any of the labels,
    then those nearest to the surface: the work is bounded.
    """
    passages = known.passages
    if not nodes:
        return []
    wanted = frozenset().union(*(known.asked(node.label).words for node in nodes))
    wanted = frozenset(gram for gram in wanted if not gram.isdecimal())
    places = passages.open_places(scope, taken)
    sections = passages.sections
    uppermost = _depth_of_most(Counter(sections[place].depth for place in places), len(nodes))
    if len(places) > _MOST_CANDIDATES:
        places = [place for place in places if sections[place].kind in NAMED] or places
        places = sorted(sorted(places, key=lambda place: sections[place].depth)[:_MOST_CANDIDATES])
    found = [
        passages.of_section(place)
        for place in places
        if sections[place].depth <= uppermost
        or not wanted.isdisjoint(passages.opening_of(sections[place].line))
    ]
    sentences = passages.sentences(scope, wanted, taken | {scope.parent})
    spoken = list(islice((one for one in sentences if not scope.is_anothers(one.line)), _MOST_CANDIDATES))
    if len(found) + len(spoken) > most:
        kept = set(_nearest(nodes, [*found, *spoken], wanted, known, most))
        found, spoken = [one for one in found if one in kept], [one for one in spoken if one in kept]
    return sorted([*found, *spoken], key=lambda one: one.line) if spoken else found


def _nearest(
    nodes: Sequence[Node], candidates: Sequence[Candidate], wanted: Set[str], known: Knowledge, most: int
) -> list[Candidate]:
    """Return the `most` candidates that come nearest to a label, without comparing any pair.

    What sections say is looked up in the index by words; of sentences the rare words are added up.
    """
    near: dict[int, float] = {}
    for node in nodes:
        for line, value in known.found(node):
            near[line] = max(near.get(line, 0.0), value)
    whole = max((known.asked(node.label).words_worth for node in nodes), default=1.0)

    ranked = [
        (
            -near.get(one.line, 0.0) if one.depth else -known.rarity.sum(wanted & one.own) / whole,
            one.depth,
            place,
        )
        for place, one in enumerate(candidates)
    ]
    return [candidates[place] for _near, _depth, place in nsmallest(most, ranked)]


def _depth_of_most(depths: Counter[int], siblings: int) -> int:
    """Return down to which depth there are about as many sections as siblings; 0 where there are none."""
    count = 0
    for depth in sorted(depths):
        count += depths[depth]
        if 2 * count >= siblings and count > 1:
            return depth
    return max(depths, default=0)


class Comparison:
    """Siblings and candidates: the values of each pair, how near their words are, and what cannot be.

    `values[i][j]` are those of node i and candidate j, in the order of `PAIR`; `near[i][j]` is how near their
    words are, from 0 to about 1.6; `never` holds the pairs that say opposite things, or of which
    the candidate stands behind the parts of the node.
    """

    def __init__(
        self, nodes: Sequence[Node], candidates: Sequence[Candidate], scope: Scope, known: Knowledge
    ) -> None:
        self.nodes, self.candidates, self.scope, self.known = nodes, candidates, scope, known
        self.never: set[tuple[int, int]] = set()
        self.asked = [known.asked(node.label) for node in nodes]
        self._kinds = [one.kind for one in candidates]
        self._others = [known.asked(one.label) for one in candidates]
        of_line = known.passages.grams_of
        self._lines = [one.own if one.depth else of_line(one.line) for one in candidates]
        self._bodies = [known.passages.body_of(one) for one in candidates]
        self._same_for_all = [self._of_candidate(candidate) for candidate in candidates]
        self._values: list[list[list[float]]] = []
        self.near: list[list[float]] = []
        self.below: list[list[float]] = []
        for index in range(len(nodes)):
            self._compare(index)
        self._shut_behind_children()

    def _shut_behind_children(self) -> None:
        """Let no node mean what stands within a section that alone has the name of one of its children.

        Nor what has more of these before it than in it, if there are several: one may be another thing.
        """
        first, last = self.scope.first, self.scope.last
        for index, node in enumerate(self.nodes):
            own = [one for one in self.known.sections_of(node.children) if first <= one.line <= last]
            lines = [one.line for one in own]
            for place, one in enumerate(self.candidates if own else ()):
                before = bisect_right(lines, one.line)
                is_within = before > 0 and one.line <= own[before - 1].last_line
                inside = bisect_right(lines, one.last) - before
                if is_within or (before > inside and len(own) > 1):
                    self.never.add((index, place))

    def _of_candidate(self, one: Candidate) -> list[float]:
        values = [0.0] * len(PAIR)
        uppermost = self._uppermost
        values[_AT["nothing"]] = 1.0
        values[_AT["deeper"]] = float(min(max(one.depth - uppermost, 0), 2)) if one.depth else 0.0
        if one.match is not Match.HEADING:
            values[_AT[one.match.value]] = 1.0
        values[_AT["unnamed"]] = float(not one.named)
        values[_AT["beyond"]] = float(one.line > self.scope.own)
        values[_AT["parents_line"]] = float(one.line == self.scope.parent and not one.depth)
        return values

    @cached_property
    def _uppermost(self) -> int:
        return min((one.depth for one in self.candidates if one.depth), default=0)

    def _compare(self, index: int) -> None:
        node, asked = self.nodes[index], self.asked[index]
        has_name, worth = self.known.is_named(asked.name.key), self.known.rarity.sum
        number, has_children = asked.name.number, bool(node.children)
        above = node.path[-2] if len(node.path) > 1 else ""
        path = asked.grams | self.known.asked(above).grams if above else asked.grams
        rest = frozenset(without_parent(node.label, above))
        holder = 99
        rows: list[list[float]] = []
        near: list[float] = []
        below: list[float] = []
        for place, one in enumerate(self.candidates):
            values, other = self._same_for_all[place][:], self._others[place]
            nearness = share = 0.0
            if one.named and not path.isdisjoint(other.head):
                values[_NAME_IN_PATH] = worth(other.head & path) / other.head_worth
            values[_ELSEWHERE] = float(has_name and other.name.key != asked.name.key)
            if not asked.letters.isdisjoint(one.own):
                values[_LETTERS] = worth(asked.letters & one.own) / asked.letters_worth
                nearness = _LETTER * values[_LETTERS]
            if self._share_words(asked, place):
                nearness = max(nearness, self._words(values, place, asked, rest))
            if number and number == one.number:
                nearness += _SAME_NUMBER
                values[_NUMBER] = 1.0
            if has_children:
                values[_AT["childless"]] = float(not one.has_below)
                share = values[_CHILDREN] = self.known.below(node, one)
            if values[_HEAD_IN_NAME] >= _FULL and one.named and one.depth:
                holder = min(holder, one.depth)
            below.append(share)
            rows.append(values)
            near.append(nearness)
        if holder < 99:
            for values, one in zip(rows, self.candidates, strict=True):
                values[_BELOW_HOLDER] = float(one.depth > holder or not one.depth)
        self._values.append(rows)
        self.near.append(near)
        self.below.append(below)

    def _share_words(self, asked: Asked, place: int) -> bool:
        body = self._bodies[place]
        if asked.grams.isdisjoint(body):
            return False
        return not (asked.words.isdisjoint(body) and asked.grams.isdisjoint(self._others[place].grams))

    def _words(self, values: list[float], place: int, asked: Asked, rest: Set[str]) -> float:
        """Set the values of a pair that has words in common; return how near the words are."""
        one, other, body = self.candidates[place], self._others[place], self._bodies[place]
        name, worth = asked.name, self.known.rarity.sum
        for cell in one.cells:
            another = self.known.asked(cell)
            if worth(another.grams & asked.grams) > worth(other.grams & asked.grams):
                other = another
        said = asked.head & other.grams
        in_name = worth(said) / asked.head_worth
        in_label = worth(other.head & asked.grams) / other.head_worth
        own = worth(asked.words & one.own) / asked.words_worth
        whole = worth(asked.grams & body) / asked.whole_worth
        covered = name.covered_by(self._lines[place]) if own or not one.depth else 0.0
        is_same = other.name.key == name.key or other.name.key in rest
        is_part = not is_same and one.named and not name.part_keys.isdisjoint(other.name.part_keys)
        if not one.named:
            in_label *= 0.5
        elif said and not is_same and is_opposite(name.head, other.name.head):
            self.never.add((len(self._values), place))
        values[_AT["same"]] = float(is_same)
        values[_AT["part"]] = float(is_part)
        values[_HEAD_IN_NAME] = in_name
        values[_AT["name_in_label"]] = in_label
        values[_AT["whole_in_line"]] = own
        values[_AT["covered"]] = covered
        values[_AT["well_covered"]] = float(covered >= WELL)
        values[_AT["body"]] = whole
        values[_AT["at_start"]] = float(other.name.text.startswith(asked.start))
        if one.match is Match.TEXT and covered < WELL:
            values[_AT["long_line"]] = min(len(self._lines[place]) / _LONG_LINE, 1.5)
        if asked.tail:
            values[_AT["tail"]] = worth(asked.tail & body) / asked.tail_worth - 0.2
        if not is_same and self.known.keys[other.name.key] and one.match in (Match.HEADING, Match.LEAD):
            values[_AT["claimed"]] = 1.0
        both = in_name + in_label
        nearness = max(2 * in_name * in_label / both if both else 0.0, 0.8 * own, 0.5 * whole)
        if covered >= WELL:
            nearness = max(nearness, 0.8 * covered)
        nearness += 0.4 * is_same + 0.2 * is_part
        if nearness >= _LITTLE:
            values[_AT["nothing"]] = 0.0
        return nearness

    @cached_property
    def values(self) -> list[list[list[float]]]:
        """The values of each pair, by node and candidate; reckoned to the end when first asked for."""
        self._compete()
        return self._values

    @cached_property
    def alike(self) -> dict[tuple[Match, int], list[float]]:
        """Return by kind and depth how near each node comes to the best candidate of that kind."""
        return {
            kind: [max(min(max(row[place], below[place]), 1.0) for place in of_kind)
                   for row, below in zip(self.near, self.below, strict=True)]
            for kind, of_kind in self._by_kind.items()
        }  # fmt: skip

    @cached_property
    def kind(self) -> tuple[Match, int] | None:
        """The kind and depth that the siblings fit best, if any."""
        return max(self.alike, key=lambda kind: (sum(self.alike[kind]), -kind[1]), default=None)

    def _compete(self) -> None:
        if not self.candidates:
            return
        only_line = len({one.line for one in self.candidates}) == 1 and not self.candidates[0].has_below
        for row in self._values if only_line else ():
            for values in row:
                values[_AT["only_line"]] = values[_AT["well_covered"]]
        self._compete_here()
        if len(self.nodes) > 1:
            self._compete_beside()

    def _compete_here(self) -> None:
        """Set how much better each candidate is for a node than the other candidates."""
        left = list(zip(*self._left(list(zip(*self.near, strict=True))), strict=True))
        for index, (row, near) in enumerate(zip(self._values, self.near, strict=True)):
            if len(row) > 1 and any(near):
                best, second, at = _two_best(self._by_target(left[index]))
                for values, one, target in zip(row, near, self._targets, strict=True):
                    values[_RIVALS_HERE] = _clipped(one - (second if target == at else best))

    def _compete_beside(self) -> None:
        """Set how much better each node is for a candidate than its siblings, and how the siblings fit."""
        kinds = {kind: number for number, kind in enumerate(self.alike)}
        numbers = [kinds[kind] for kind in self._kinds]
        alike = [(sum(row), row) for row in self.alike.values()]
        best_of = [(place, *_two_best(column)) for place, column in enumerate(zip(*self.near, strict=True))]
        spoken_of = [one for one in best_of if one[1] > 0]
        for index, (row, near) in enumerate(zip(self._values, self.near, strict=True)):
            others = [(total - of_kind[index]) / (len(self.nodes) - 1) for total, of_kind in alike]
            best_kind, rank = max(others, default=0.0), index / (len(self.nodes) - 1)
            for values, number, share in zip(row, numbers, self._shares, strict=True):
                values[_ALIKE] = others[number]
                values[_OFF] = best_kind - others[number]
                values[_OUT_OF_PLACE] = abs(share - rank)
            for place, best, second, at in spoken_of:
                row[place][_RIVALS_BESIDE] = _clipped(near[place] - (second if at == index else best))
            self._compare_neighbours(index)
        for place, index in self._in_step.items():
            self._values[index][place][_IN_STEP] = 1.0

    def look_below(self, index: int, fits: Mapping[int, float]) -> None:
        """Set how well the children of node `index` fit each candidate, by place (`odds_of`)."""
        row, count = self.values[index], len(self.nodes[index].children)
        whole = [
            min(max(fits.get(place, 0.0), -_BEST_FIT), _BEST_FIT) / _BEST_FIT for place in range(len(row))
        ]
        for place, (values, one, rival) in enumerate(zip(row, whole, self._apart(whole), strict=True)):
            each = fits.get(place, 0.0) / count
            values[_FIT] = min(max(each, _WORST_FIT_OF_ONE), _BEST_FIT_OF_ONE) / _BEST_FIT_OF_ONE
            values[_FIT_HERE] = one - rival

    def _compare_neighbours(self, index: int) -> None:
        """Set how well the neighbours of a node fit those of each candidate: each that does is a half."""
        row, last = self._values[index], len(self.nodes) - 1
        for end, beside, neighbours in ((0, index - 1, self._following), (last, index + 1, self._preceding)):
            if index == end:
                for place in self._outermost[end > 0]:
                    row[place][_BETWEEN] += 0.5
            else:
                for fitting in self._fitting[beside]:
                    other = neighbours.get(fitting)
                    if other is not None:
                        row[other][_BETWEEN] += 0.5

    @cached_property
    def _fitting(self) -> list[list[int]]:
        """By node, the places of the candidates that its words fit."""
        return [[place for place, one in enumerate(near) if one >= _FITS] for near in self.near]

    @cached_property
    def _following(self) -> dict[int, int]:
        """By candidate, the next of its kind."""
        return {one: other for places in self._by_kind.values() for one, other in pairwise(places)}

    @cached_property
    def _preceding(self) -> dict[int, int]:
        """By candidate, the one of its kind before it."""
        return {other: one for one, other in self._following.items()}

    @cached_property
    def _outermost(self) -> tuple[list[int], list[int]]:
        """The first candidates of each kind, and the last ones."""
        return [places[0] for places in self._by_kind.values()], [
            places[-1] for places in self._by_kind.values()
        ]

    @cached_property
    def _in_step(self) -> dict[int, int]:
        """The place of each candidate of the siblings' kind among these, if there are as many as siblings."""
        of_kind = [place for place, passed in enumerate(self.passed) if passed]
        return {place: at for at, place in enumerate(of_kind)} if len(of_kind) == len(self.nodes) > 1 else {}

    @cached_property
    def _by_kind(self) -> dict[tuple[Match, int], list[int]]:
        """The places of the candidates of each kind and depth."""
        places: dict[tuple[Match, int], list[int]] = {}
        for place, kind in enumerate(self._kinds):
            places.setdefault(kind, []).append(place)
        return places

    @cached_property
    def _shares(self) -> list[float]:
        """By candidate, where it stands among those of its kind, from 0 (first) to 1; alone in the middle."""
        found = [0.5] * len(self.candidates)
        for places in self._by_kind.values():
            for rank, place in enumerate(places if len(places) > 1 else ()):
                found[place] = rank / (len(places) - 1)
        return found

    @cached_property
    def ranks(self) -> list[tuple[list[int], int]]:
        """The candidates of the same kind and depth as each, and its own place among them."""
        by_kind = self._by_kind
        ranks = {place: rank for places in by_kind.values() for rank, place in enumerate(places)}
        return [(by_kind[kind], ranks[place]) for place, kind in enumerate(self._kinds)]

    def value(self, name: str, index: int, place: int) -> float:
        """Return one value of a pair by its name in `PAIR`."""
        return self.values[index][place][_AT[name]]

    def is_said(self, index: int, place: int) -> bool:
        """Whether the first line of a candidate says three quarters of a node's label."""
        return bool(self.value("well_covered", index, place))

    @cached_property
    def _targets(self) -> list[int]:
        """The number of each candidate's target: the sentences of a line are one."""
        found: list[int] = []
        for place, one in enumerate(self.candidates):
            before = self.candidates[place - 1] if place else None
            is_same = before is not None and before.line == one.line and before.match is one.match
            found.append(found[-1] if is_same else len(found))
        return found

    def _by_target(self, near: Sequence[float]) -> list[float]:
        found = [0.0] * len(near)
        for target, value in zip(self._targets, near, strict=True):
            found[target] = max(found[target], value)
        return found

    def _apart(self, many: Sequence[float]) -> list[float]:
        """Return for each candidate the most of `many` of the others that are neither in nor around it."""
        best_first = sorted(
            (place for place, value in enumerate(many) if value), key=lambda place: -many[place]
        )
        found = []
        for one in self.candidates:
            others = (
                many[place]
                for place in best_first
                if (other := self.candidates[place]).line > one.reach or other.reach < one.line
            )
            found.append(next(others, 0.0))
        return found

    def _left(self, near: Sequence[Sequence[float]]) -> list[list[float]]:
        """Return `near` less, in each row, the best of the others: a rival with a better choice is none."""
        found = []
        for row in near:
            best, second, at = _two_best(row)
            left = [0.0] * len(row)
            if at >= 0:
                left[at] = best - second  # all others are less than the best
            found.append(left)
        return found

    @cached_property
    def is_silent(self) -> bool:
        """Whether no candidate has a word of any node or of its children: all evidence would be position.

        Of many pairs some have a single character in common by chance.
        """
        saying = (
            (_COVERED, _LETTERS) if len(self.nodes) * len(self.candidates) <= _MANY_PAIRS else (_COVERED,)
        )
        is_said = any(
            not values[_NOTHING] or any(values[at] for at in saying) for row in self._values for values in row
        )
        return not is_said and not any(map(any, self.below))

    def is_ambiguous(self, index: int) -> bool:
        """Whether other nodes have the same label, and no passage above this one tells them apart."""
        return self.scope.is_wider and self.known.keys[self.asked[index].name.key] > 1

    @cached_property
    def _wideness(self) -> float:
        """How wide the passage is that takes the place of the one above: all of a short one is near."""
        return min((self.scope.own - self.scope.first) / _WIDE, 1.0) if self.scope.is_wider else 0.0

    def none(self, index: int) -> list[float]:
        """Return the values of node `index` having no passage, in the order of `NONE`."""
        return [
            1.0,
            float(bool(self.nodes[index].children)),
            self._wideness,
            self.known.strangeness,
        ]

    @cached_property
    def passed(self) -> list[bool]:
        """For each candidate, whether skipping it costs: it is of the siblings' kind, and no other node's."""
        ours = {asked.name.key for asked in self.asked}
        return [
            one.kind == self.kind and (other.name.key in ours or not self.known.keys[other.name.key])
            for one, other in zip(self.candidates, self._others, strict=True)
        ]

    @cached_property
    def shared(self) -> list[bool]:
        """For each candidate, whether two siblings may share it: a sentence, or a childless item or row."""
        return [one.match is Match.TEXT or (one.match in (Match.ITEM, Match.ROW) and not one.has_below)
                for one in self.candidates]  # fmt: skip


def _clipped(gain: float) -> float:
    return -_CLIP if gain < -_CLIP else _CLIP if gain > _CLIP else gain


def _two_best(values: Sequence[float]) -> tuple[float, float, int]:
    """Return the greatest of `values`, the second, and the place of the greatest; 0 for what is missing."""
    best = second = 0.0
    at = -1
    for place, value in enumerate(values):
        if value > best:
            best, second, at = value, best, place
        elif value > second:
            second = value
    return best, second, at

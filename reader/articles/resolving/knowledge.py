"""What is known of an article as a whole: the framework's words, how rare each is, where nodes may be found.

Made once for an article and asked by every group of siblings. Of a long article a sample of lines is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import islice

from reader.articles.digest.labels import key, parts
from reader.articles.model import Framework, Node, Section
from reader.articles.resolving.candidates import NAMED, Candidate, Passages
from reader.articles.resolving.label_similarity import FUNCTION, Rarity, name_of, strong

WELL = 0.75  # of a label's letters: what says so much is likely to mean it
_MOST_READ = 300  # lines that are read for how rare words are
_MOST_INDEXED = 1500  # sections in which nodes below a candidate are looked for
_MOST_FOUND = 40  # of these, for one node
MOST_BELOW = 12  # nodes below that are looked for
_MOST_ASKED = 80  # nodes whose words are looked for in the lines read
_LEAST_FOUND = 0.4
_LEAST_SHARED = 0.1
_FOUND = 0.8  # how near a section with all of a label's words is; with the same key it is 1


class Asked:
    """A label or the name of a passage, with what its grams are worth in this article, in nats."""

    def __init__(self, label: str, rarity: Rarity) -> None:
        self.name = name = name_of(label)
        self.grams = name.grams
        self.head = name.head_grams
        self.tail = name.tail_grams
        self.words = name.words
        self.letters = name.letters - FUNCTION
        self.start = name.head[: max(2, (len(name.head) + 1) // 2)]
        self._rarity = rarity

    @cached_property
    def head_worth(self) -> float:
        return self._rarity.sum(self.head) or 1.0

    @cached_property
    def whole_worth(self) -> float:
        return self._rarity.sum(self.grams) or 1.0

    @cached_property
    def words_worth(self) -> float:
        return self._rarity.sum(self.words) or 1.0

    @cached_property
    def letters_worth(self) -> float:
        return self._rarity.sum(self.letters) or 1.0

    @cached_property
    def tail_worth(self) -> float:
        return self._rarity.sum(self.tail) or 1.0

    @cached_property
    def head_words(self) -> frozenset[str]:
        """The words and pairs of characters of the head."""
        return strong(self.head)

    @cached_property
    def head_words_worth(self) -> float:
        return self._rarity.sum(self.head_words) or 1.0


class Knowledge:
    """What is known of an article and its framework."""

    def __init__(self, framework: Framework, passages: Passages) -> None:
        self.passages = passages
        self.nodes = list(framework.walk())
        self.keys = Counter(key(node.label) for node in self.nodes)
        names = [name_of(node.label) for node in self.nodes]
        self.vocabulary = frozenset().union(*(name.grams for name in names))
        lines = [
            line
            for line, words in enumerate(passages.words, start=1)
            if words and line not in passages.hidden
        ]
        step = max(1, -(-len(lines) // _MOST_READ))
        self.rarity = Rarity(map(passages.grams_of, islice(lines, 0, None, step)), self.vocabulary)
        self._asked: dict[str, Asked] = {}
        self._found: dict[str, list[tuple[int, float]]] = {}
        self._below: dict[str, list[Node]] = {}

    def asked(self, label: str) -> Asked:
        """Return a label or the name of a passage with its worth."""
        known = self._asked.get(label)
        if known is None:
            known = self._asked[label] = Asked(label, self.rarity)
        return known

    @cached_property
    def strangeness(self) -> float:
        """The share of the framework's words and pairs of characters that stand nowhere in what is read."""
        shares = []
        counts, rarity, opened = self.rarity.counts, self.rarity, self._index[0]
        for node in self.nodes[:: max(1, len(self.nodes) // _MOST_ASKED)]:
            words = self.asked(node.label).head_words
            if words:
                shares.append(
                    rarity.sum([gram for gram in words if not counts[gram] and gram not in opened])
                    / rarity.sum(words)
                )
        return sum(shares) / len(shares) if shares else 0.0

    @cached_property
    def _index(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """The places of sections by the words of their line, and by key."""
        sections = self.passages.sections
        places = list(range(len(sections)))
        if len(places) > _MOST_INDEXED:
            named = [place for place in places if sections[place].kind in NAMED]
            places = sorted(named, key=lambda place: sections[place].depth)[:_MOST_INDEXED]
        words = strong(self.vocabulary)
        by_gram: dict[str, list[int]] = {}
        by_key: dict[str, list[int]] = {}
        for place in places:
            section = sections[place]
            for gram in words & self.passages.opening_of(section.line):
                by_gram.setdefault(gram, []).append(place)
            name = key(section.label)
            if name in self.keys:
                by_key.setdefault(name, []).append(place)
        return by_gram, by_key

    def is_named(self, name: str) -> bool:
        """Whether a section has the key `name`, anywhere in the article."""
        return bool(name) and name in self._index[1]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """The places of headings and leads by key; of a long article none."""
        sections = self.passages.sections
        found: dict[str, list[int]] = {}
        if len(sections) <= _MOST_INDEXED:
            for place, section in enumerate(sections):
                if section.kind in NAMED:
                    found.setdefault(self.passages.key_at(place), []).append(place)
        return found

    def sections_of(self, nodes: Sequence[Node]) -> list[Section]:
        """Return, in order, the headings and leads that alone have the name of one of `nodes`.

        A name that several nodes of the framework have tells nothing of which is meant.
        """
        names = (key(node.label) for node in nodes)
        found = (self._places.get(name, ()) for name in names if name and self.keys[name] == 1)
        sections = (self.passages.sections[places[0]] for places in found if len(places) == 1)
        return sorted(sections, key=lambda section: section.line)

    def named_with(self, label: str, above: str) -> list[int]:
        """Return the places of headings and leads named `label` behind the name `above`: 协变的形式论证."""
        name = key(label)
        wanted = {
            joined for part in (key(above), *parts(above)) for joined in (f"{part}{name}", f"{part}的{name}")
        }
        return [place for joined in sorted(wanted) for place in self._places.get(joined, ())]

    def found(self, node: Node) -> list[tuple[int, float]]:
        """Return the lines of the sections that may be what `node` means, anywhere, and how near each is."""
        known = self._found.get(node.label)
        if known is None:
            known = self._found[node.label] = sorted(self._find(self.asked(node.label)))
        return known

    def _find(self, asked: Asked) -> list[tuple[int, float]]:
        by_gram, by_key = self._index
        sections, rarity = self.passages.sections, self.rarity
        found = {sections[place].line: 1.0 for place in by_key.get(asked.name.key, [])[:_MOST_FOUND]}
        words, whole = asked.head_words, asked.head_words_worth
        said: dict[int, float] = {}
        for gram in sorted(words):
            places = by_gram.get(gram, ())
            if len(places) <= 2 * _MOST_FOUND:
                worth = rarity.of(gram) / whole
                for place in places:
                    said[place] = said.get(place, 0.0) + worth
        for place, share in nsmallest(_MOST_FOUND, said.items(), key=lambda item: (-item[1], item[0])):
            near = share
            if _LEAST_SHARED <= share < 1:
                other = self.asked(sections[place].label)
                near = max(share, rarity.sum(other.head_words & asked.grams) / other.head_words_worth)
            if near >= _LEAST_FOUND:
                line = sections[place].line
                found[line] = max(found.get(line, 0.0), _FOUND * near)
        return list(found.items())

    def below(self, node: Node, candidate: Candidate) -> float:
        """Return the share, from 0 to 1, of the nodes below `node` that are found within `candidate`."""
        below = self._below.get(node.node_id)
        if below is None:
            below = self._below[node.node_id] = list(islice(node.walk(), 1, MOST_BELOW + 1))
        if not candidate.has_below:
            if candidate.depth:
                return 0.0
            line = self.passages.grams_of(candidate.line)
            return sum(self.asked(each.label).name.covered_by(line) >= WELL for each in below) / len(below)
        total = 0.0
        for each in below:
            found = self.found(each)
            low = bisect_right(found, (candidate.line, 2.0))
            high = bisect_right(found, (candidate.reach, 2.0))
            if high > low:
                total += max([near for _line, near in found[low:high]])
        return total / len(below)

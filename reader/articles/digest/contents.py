"""The tree that a person sees beside the text: the framework, or the outline, as entries that lead somewhere.

The framework's tree holds the headings that lie outside the framework too,
each in its place in the text, so that no part of an article is out of reach.
`Contents.at` answers which entry a position belongs to; it is asked at every
step of scrolling, and takes a microsecond or two.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.articles.model import Article, Link, Match, Node, Section, SectionKind, in_tree_order
from reader.articles.shortening import shortened
from reader.articles.source.canonical_text import Span

_NOT_ITS_OWN = frozenset({Match.PARENT, Match.NONE})
OUTSIDE = "outline:"


class Entry(NamedTuple):
    """One line of the tree.

    `entry_id` is the node's id, or `OUTSIDE` and the way down for a section.
    `link` is None for a section. `span` is the passage; None where the entry
    leads nowhere. `line` is 0 where nothing is known.
    """

    entry_id: str
    label: str
    line: int
    span: Span | None
    link: Link | None = None
    comment: str = ""
    children: tuple[Entry, ...] = ()

    @property
    def shown(self) -> str:
        """The label, shortened where it is very long."""
        return shortened(self.label)

    @property
    def is_node(self) -> bool:
        """Whether this is a node of the framework, and not a heading outside it."""
        return self.link is not None

    def walk(self) -> Iterator[Entry]:
        """Yield this entry and all below it, in tree order."""
        return in_tree_order((self,))


class Points:
    """The nodes of an article's framework, by their ids and by where their passages stand in the text."""

    def __init__(self, article: Article | None = None) -> None:
        self.by_id: dict[str, Node] = {}
        placed: list[tuple[Span, Node]] = []
        for node in article.framework.walk() if article is not None else ():
            self.by_id[node.node_id] = node
            link = article.links.get(node.node_id) if article is not None else None
            if link is not None and link.passage is not None:
                placed.append((link.passage.span, node))
        placed.sort(key=lambda each: (each[0].start, -each[0].end))
        self._starts = [span.start for span, _node in placed]
        self._ends = [span.end for span, _node in placed]
        self._nodes = [node for _span, node in placed]
        self._around: list[int] = []  # the place of the passage that each stands in, or -1
        holding: list[int] = []
        for at, start in enumerate(self._starts):
            while holding and self._ends[holding[-1]] < start:
                holding.pop()
            self._around.append(holding[-1] if holding else -1)
            holding.append(at)

    def at(self, position: int) -> Node | None:
        """Return the innermost node whose passage holds `position`; None where there is none. Quick."""
        at = bisect_right(self._starts, position) - 1
        while at >= 0 and self._ends[at] < position:
            at = self._around[at]
        return self._nodes[at] if at >= 0 else None


class Contents:
    """Entries as a tree, with the way up, the order in the text, and what is where; and the `points`."""

    def __init__(self, entries: tuple[Entry, ...], points: Points | None = None) -> None:
        self.entries = entries
        self.points = points or Points()
        self.by_id: dict[str, Entry] = {}
        self.parents: dict[str, str] = {}
        self._note(entries, "")
        own = [entry for entry in self.walk() if entry.span is not None and _has_its_own(entry)]
        own.sort(key=_start)
        self._starts: list[int] = []
        self._owners: list[Entry] = []
        for entry in own:
            if not self._starts or _start(entry) != self._starts[-1]:
                self._starts.append(_start(entry))
                self._owners.append(entry)

    def walk(self) -> Iterator[Entry]:
        """Yield every entry in tree order."""
        return in_tree_order(self.entries)

    def in_text(self) -> tuple[Entry, ...]:
        """Return the entries with a passage of their own, in the order of the text."""
        return tuple(self._owners)

    def at(self, position: int) -> str:
        """Return the id of the entry whose passage holds `position`; "" where there is none."""
        place = bisect_right(self._starts, position) - 1
        if place < 0:
            return ""
        found = self._owners[place].entry_id
        while found:
            span = self.by_id[found].span
            if span is not None and span.start <= position <= span.end:
                return found
            found = self.parents[found]
        return ""

    def ancestors(self, entry_id: str) -> tuple[Entry, ...]:
        """Return the entries from the first level down to `entry_id` itself; nothing for an unknown one."""
        found: list[Entry] = []
        while entry_id in self.by_id:
            found.append(self.by_id[entry_id])
            entry_id = self.parents[entry_id]
        return tuple(reversed(found))

    def siblings(self, entry_id: str) -> tuple[Entry, ...]:
        """Return the entries that stand beside `entry_id`, itself among them."""
        parent = self.parents.get(entry_id, "")
        return self.by_id[parent].children if parent else self.entries

    def next_in_text(self, position: int) -> Entry | None:
        """Return the first entry that starts after `position`."""
        place = bisect_right(self._starts, position)
        return self._owners[place] if place < len(self._owners) else None

    def previous_in_text(self, position: int) -> Entry | None:
        """Return the last entry that starts before `position`."""
        place = bisect_right(self._starts, position - 1) - 1
        return self._owners[place] if place >= 0 else None

    def _note(self, entries: Iterable[Entry], parent: str) -> None:
        for entry in entries:
            self.by_id[entry.entry_id] = entry
            self.parents[entry.entry_id] = parent
            self._note(entry.children, entry.entry_id)


def framework_contents(
    article: Article, hidden_lines: frozenset[int] = frozenset(), *, leads: bool = False
) -> Contents:
    """Return the framework's tree, with the headings outside it; sections on `hidden_lines` are left out.

    Of an article without a framework it is the outline, with its bold `leads` if they are asked for.
    """
    if article.framework.derived:
        return outline_contents(article, hidden_lines, leads=leads)
    tree = _Level(_of_node(node, article) for node in article.framework.nodes)
    taken = {
        link.passage.line
        for link in article.links.values()
        if link.passage is not None and link.match not in _NOT_ITS_OWN
    }
    for section in article.outline.walk():
        outside = section.kind is SectionKind.HEADING and section.line not in taken
        if outside and section.line not in hidden_lines:
            entry = Entry(
                f"{OUTSIDE}{section.line}:{section.label}", section.label, section.line, section.span
            )
            tree.put(entry)
    return Contents(tree.entries(), Points(article))


def hidden_lines(article: Article) -> frozenset[int]:
    """Return the lines shown elsewhere than in the text: the head (a title block) and the drawn framework."""
    first, last = article.framework.first_line, article.framework.last_line
    return article.metadata.lines | frozenset(range(first, last + 1) if first else ())


def outline_contents(
    article: Article, hidden_lines: frozenset[int] = frozenset(), *, leads: bool = False
) -> Contents:
    """Return the outline's tree: the headings, and the bold `leads` if asked for or where there are none."""
    sections = article.outline.sections
    headed = any(section.kind is SectionKind.HEADING for section in article.outline.walk())
    kinds = ({SectionKind.HEADING} if headed else set()) | (
        {SectionKind.LEAD} if leads or not headed else set()
    )
    return Contents(_of_sections(sections, kinds, hidden_lines, OUTSIDE), Points(article))


class _Growing:
    """An entry, and those below it, while headings are put among them."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.below: _Level | None = None  # None: as they were
        self.start = _start(entry)
        self.end = entry.span.end if entry.span is not None and _has_its_own(entry) else -1

    def grown(self) -> Entry:
        """Return the entry with what has come below it."""
        return self.entry if self.below is None else self.entry._replace(children=self.below.entries())


class _Level:
    """Entries that stand beside one another, while headings are put among them in the order of the text."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._all = [_Growing(entry) for entry in entries]
        # As headings come in the order of the text, what ends or starts before one is behind all later ones.
        self._holding = self._ahead = self._all[:]

    def put(self, new: Entry) -> None:
        """Put `new` below the deepest entry whose passage holds it, before the first that starts after it."""
        start = _start(new)
        self._holding = [each for each in self._holding if each.end > start]
        for each in self._holding:
            if each.start < start:
                each.below = each.below or _Level(each.entry.children)
                each.below.put(new)
                return
        self._ahead = [each for each in self._ahead if each.start >= start]
        made = _Growing(new)
        self._all.insert(self._all.index(self._ahead[0]) if self._ahead else len(self._all), made)
        self._holding.insert(0, made)  # the others start after it
        self._ahead.insert(0, made)

    def entries(self) -> tuple[Entry, ...]:
        """Return what stands here now."""
        return tuple(each.grown() for each in self._all)


def _start(entry: Entry) -> int:
    return entry.span.start if entry.span is not None else -1


def _has_its_own(entry: Entry) -> bool:
    return entry.link is None or entry.link.match not in _NOT_ITS_OWN


def _of_node(node: Node, article: Article) -> Entry:
    link = article.links.get(node.node_id) or Link(node.node_id, Match.NONE)
    passage = link.passage
    return Entry(
        node.node_id,
        node.label,
        passage.line if passage else 0,
        passage.span if passage else None,
        link,
        node.comment,
        tuple(_of_node(child, article) for child in node.children),
    )


def _of_sections(
    sections: Iterable[Section], kinds: set[SectionKind], hidden: frozenset[int], above: str
) -> tuple[Entry, ...]:
    found: list[Entry] = []
    seen: dict[str, int] = {}
    for section in sections:
        if section.kind not in kinds or section.line in hidden:
            found.extend(_of_sections(section.children, kinds, hidden, above))
            continue
        seen[section.label] = seen.get(section.label, 0) + 1
        number = f"#{seen[section.label]}" if seen[section.label] > 1 else ""
        name = f"{above}{section.label.replace('/', '//')}{number}"
        children = _of_sections(section.children, kinds, hidden, name + "/")
        found.append(Entry(name, section.label, section.line, section.span, children=children))
    return tuple(found)

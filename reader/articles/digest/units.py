"""Cuts an article into units: what search, progress and statistics count as one.

A unit begins where the head ends, at the framework's drawing, at the tags, and
at every heading, bold lead, or item and row that a node leads to. What follows
the last of a list's items belongs to the section around it, as a second unit
of the same name. Blank lines go with what stands above them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reader.articles.model import (
    Framework,
    Link,
    Match,
    Metadata,
    Node,
    Outline,
    Section,
    SectionKind,
    Unit,
    UnitKind,
)
from reader.articles.source.canonical_text import CanonicalText, Span

_NAMED = frozenset({SectionKind.HEADING, SectionKind.LEAD})
_OWN = frozenset({Match.HEADING, Match.LEAD, Match.ITEM, Match.ROW})


class _Place(NamedTuple):
    """What a line belongs to. `first` tells two stretches of the same kind apart."""

    kind: UnitKind
    first: int
    path: tuple[str, ...] = ()
    node_id: str | None = None
    label: str = ""


def cut_units(
    text: CanonicalText,
    metadata: Metadata,
    framework: Framework,
    links: Mapping[str, Link],
    outline: Outline,
) -> tuple[Unit, ...]:
    """Return the units: they cover `text` in order, without gap or overlap; () for an empty text."""
    starts: list[tuple[int, _Place]] = []
    current: tuple[UnitKind, int] | None = None
    for line, place in _places(text, metadata, framework, links, outline):
        if current != (place.kind, place.first):
            current = (place.kind, place.first)
            starts.append((line if starts else 1, place))
    units = []
    for index, (line, place) in enumerate(starts):
        following = starts[index + 1][0] if index + 1 < len(starts) else len(text.line_starts) + 1
        end = text.line_starts[following - 1] if following <= len(text.line_starts) else len(text.text)
        span = Span(text.line_starts[line - 1], end)
        units.append(Unit(place.kind, span, line, following - 1, place.path, place.node_id, place.label))
    return tuple(units)


def _places(
    text: CanonicalText,
    metadata: Metadata,
    framework: Framework,
    links: Mapping[str, Link],
    outline: Outline,
) -> Iterator[tuple[int, _Place]]:
    """Yield each line that is not blank, from 1, with what it belongs to."""
    nodes = _nodes_by_line(framework, links)
    begins = dict(_sections(outline, nodes))
    head = metadata.lines - metadata.tag_lines
    last_of_head = max(head, default=0)
    body = _Place(UnitKind.PASSAGE, 0)
    open_sections: list[tuple[int, _Place]] = []
    line_starts, length = text.line_starts, len(text.text)
    tags = _Place(UnitKind.TAGS, 0)
    head_place = _Place(UnitKind.HEAD, 0, label=metadata.title)
    for number, start in enumerate(line_starts, start=1):
        end = line_starts[number] - 1 if number < len(line_starts) else length
        is_drawn = framework.first_line <= number <= framework.last_line
        if start == end and not is_drawn and number > 1:
            continue
        while open_sections and open_sections[-1][0] < number:
            open_sections.pop()
        if number in begins:
            open_sections.append(begins[number])
        if number in head:
            yield number, head_place
        elif is_drawn:
            yield number, _Place(UnitKind.FRAMEWORK, 0)
        elif number in metadata.tag_lines:
            yield number, tags
        elif open_sections:
            yield number, open_sections[-1][1]
        else:
            yield number, head_place if number < last_of_head else body


def _nodes_by_line(framework: Framework, links: Mapping[str, Link]) -> dict[int, Node]:
    """Return, by the line its passage starts on, the deepest node that leads to a section of its own."""
    nodes: dict[int, Node] = {}
    for node in framework.walk():
        link = links.get(node.node_id)
        if link and link.passage and link.match in _OWN:
            other = nodes.get(link.passage.line)
            if other is None or other.depth < node.depth:
                nodes[link.passage.line] = node
    return nodes


def _sections(outline: Outline, nodes: dict[int, Node]) -> Iterator[tuple[int, tuple[int, _Place]]]:
    """Yield, by the line it starts on, where each section that is a unit ends, and its place."""
    waiting: list[tuple[Section, tuple[str, ...], str | None]] = [
        (section, (), None) for section in outline.sections
    ]
    while waiting:
        section, path, above = waiting.pop()
        node = nodes.get(section.line)
        if node or section.kind in _NAMED:
            path = node.path if node else (*path, section.label)
            above = node.node_id if node else above
            label = node.label if node else section.label
            place = _Place(UnitKind.PASSAGE, section.line, path, above, label)
            yield section.line, (section.last_line, place)
        waiting += [(child, path, above) for child in section.children]

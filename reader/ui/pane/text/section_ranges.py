"""What lies where in a section: blocks cut at both ends, and what Tab goes to. Places are UTF-16 units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from reader.articles.markdown.blocks import Block, BlockKind, Cell, Inline, Picture, Run
from reader.ui.pane.aids.details_folding import summary_of
from reader.ui.pane.interfaces import TabStop
from reader.ui.pane.layout.colour_roles import SetBlock
from reader.ui.pane.pictures.section_pictures import Shown
from reader.ui.pane.text.position_map import Units

if TYPE_CHECKING:
    from reader.ui.pane.layout.laid_section import LaidSection


def blocks_between(places: Sequence[SetBlock], start: int, end: int) -> list[Block]:
    """Return what stands from `start` to `end`; a block that is cut at its start has no marker."""
    return [
        block
        for _key, group in groupby(places, key=lambda place: id(place.block))
        if (block := _cut(list(group), start, end)) is not None
    ]


def stops_of(section: LaidSection) -> list[TabStop]:
    """Return the links, the pictures and the summaries of what folds, in order; not what is folded away."""
    found: dict[int, TabStop] = {}
    last = TabStop(0, 0)
    for paint in section.paints:
        if address := paint.run.href:  # a link of several runs is one
            joins = (last.end, last.address) == (paint.start, address)
            last = TabStop(last.start if joins else paint.start, paint.end, address)
            found[last.start] = last
    for inset in section.insets:
        if isinstance(inset.inline, Picture) and isinstance(inset.found, Shown):
            found.setdefault(inset.position, TabStop(inset.position, inset.position + 1))
    for place in section.places:
        if summary_of(place.block):
            found.setdefault(place.position, TabStop(place.position, place.position + place.length))
    shown = section.document.findBlock
    return [found[start] for start in sorted(found) if shown(start).isVisible()]


def _cut(places: list[SetBlock], start: int, end: int) -> Block | None:
    block = places[0].block
    if block.kind is BlockKind.TABLE:
        cells = iter(places)
        rows = [tuple(_cells(zip(row, cells, strict=False), start, end)) for row in block.rows]
        kept = tuple(row for row in rows if row)
        return replace(block, rows=kept) if kept else None
    first, last = max(0, start - places[0].position), min(places[0].length, end - places[0].position)
    if first >= last:
        return None
    if (first, last) == (0, places[0].length):
        return block
    inlines = tuple(_inlines(block.inlines, first, last))
    return replace(block, inlines=inlines, marker="" if first else block.marker)


def _cells(cells: Iterator[tuple[Cell, SetBlock]], start: int, end: int) -> Iterator[Cell]:
    for cell, place in cells:
        first, last = max(0, start - place.position), min(place.length, end - place.position)
        if first < last or (first == last == 0 and start < place.position < end):
            yield replace(cell, inlines=tuple(_inlines(cell.inlines, first, last)))


def _inlines(inlines: Sequence[Inline], start: int, end: int) -> Iterator[Inline]:
    at = 0
    for inline in inlines:
        if not isinstance(inline, Run):
            if start <= at < end:
                yield inline
            at += 1
            continue
        units = Units(inline.text)
        length = units.units(len(inline.text))
        first, last = max(0, start - at), min(length, end - at)
        if first < last:
            whole = (first, last) == (0, length)
            yield (
                inline
                if whole
                else inline._replace(text=inline.text[units.points(first) : units.points(last)])
            )
        at += length

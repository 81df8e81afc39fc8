"""Putting highlights, which are spans of the canonical text, onto the runs of blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.articles.markdown.blocks import Block, Inline, Lines, Run
from reader.articles.markdown.positions import stretches_of
from reader.articles.source.canonical_text import CanonicalText, Span


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlighted span of the canonical text. `colour` is 1 to 5; `note` is the person's, in Markdown."""

    span: Span
    colour: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of the text of a block or a cell in code points, half open, and its highlight (an index)."""

    start: int
    end: int
    highlight: int


Marked = dict[tuple[int, int, int], list[Stretch]]  # by block, and the row and column of a cell
WHOLE = -1  # the row and the column of what is no cell


def stretches(blocks: Sequence[Block], text: CanonicalText, highlights: Sequence[Highlight]) -> Marked:
    """Return what of `blocks`, and of the cells of their tables, is highlighted."""
    found: Marked = {}
    if not highlights:
        return found
    lines = [
        (text.line_at(each.span.start), text.line_at(max(each.span.start, each.span.end - 1)))
        for each in highlights
    ]
    for key, inlines, starts in _places(blocks):
        numbers = [line for _at, line, _before in starts]
        if not numbers:
            continue
        near = [
            number
            for number, (first, last) in enumerate(lines)
            if first <= max(numbers) and min(numbers) <= last
        ]
        if near and (marked := list(_marked(inlines, starts, text, highlights, near))):
            found[key] = sorted(marked, key=lambda each: each.start)
    return found


def _places(
    blocks: Sequence[Block],
) -> Iterator[tuple[tuple[int, int, int], tuple[Inline, ...], Lines]]:
    for index, block in enumerate(blocks):
        yield (index, WHOLE, WHOLE), block.inlines, block.lines
        for row, cells in enumerate(block.rows):
            for column, cell in enumerate(cells):
                yield (index, row, column), cell.inlines, cell.lines


def _marked(
    inlines: tuple[Inline, ...],
    starts: Lines,
    text: CanonicalText,
    highlights: Sequence[Highlight],
    near: list[int],
) -> Iterator[Stretch]:
    """Yield what is highlighted of one block: from the first of its letters to the last."""
    same = list(stretches_of(inlines, starts, text))
    for number in near:
        span = highlights[number].span
        begun: tuple[int, int] | None = None  # the stretch so far, which spaces and pictures do not break
        for one in same:
            first, last = max(span.start, one.text), min(span.end, one.text + one.length)
            if first >= last:
                continue
            start, end = one.shown + first - one.text, one.shown + last - one.text
            begun = (begun[0] if begun else start, end)
        if begun:
            yield Stretch(*begun, number)


def split(inlines: Sequence[Inline], marked: Sequence[Stretch]) -> list[tuple[Inline, int]]:
    """Return `inlines` cut at the borders of `marked`, each with its highlight's index or -1."""
    if not marked:
        return [(inline, -1) for inline in inlines if not isinstance(inline, Run) or inline.text]
    parts: list[tuple[Inline, int]] = []
    at = 0
    for inline in inlines:
        if not isinstance(inline, Run):
            parts.append((inline, -1))
            at += 1
            continue
        end = at + len(inline.text)
        borders = {at, end}
        for stretch in marked:
            borders.update(n for n in (stretch.start, stretch.end) if at < n < end)
        ordered = sorted(borders)
        for start, stop in pairwise(ordered):
            which = next((each.highlight for each in marked if each.start <= start < each.end), -1)
            parts.append((inline._replace(text=inline.text[start - at : stop - at]), which))
        at = end
    return parts

"""Putting highlights, which are spans of the canonical text, onto the runs of blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.articles.markdown.blocks import Block, Inline, Run
from reader.articles.source.canonical_text import CanonicalText, Span


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlighted span of the canonical text. `colour` is 1 to 5; `note` is the person's, in Markdown."""

    span: Span
    colour: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a block's text in code points, half open, and the highlight it belongs to (an index)."""

    start: int
    end: int
    highlight: int


def stretches(
    blocks: Sequence[Block], text: CanonicalText, highlights: Sequence[Highlight]
) -> dict[int, list[Stretch]]:
    """Return, by index of block, what of it is highlighted.

    Each line of a highlight is looked for in the blocks that show that line of
    the file. What is not found there (a formula's source) is left unmarked.
    """
    found: dict[int, list[Stretch]] = {}
    by_line: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        for line in range(block.first_line, block.last_line + 1):
            by_line.setdefault(line, []).append(index)
    for number, highlight in enumerate(highlights):
        for line in range(
            text.line_at(highlight.span.start),
            text.line_at(max(highlight.span.start, highlight.span.end - 1)) + 1,
        ):
            whole = text.span_of_lines(line, line)
            part = Span(max(whole.start, highlight.span.start), min(whole.end, highlight.span.end))
            words = text.words(part).strip()
            before = text.words(Span(whole.start, part.start))
            for index in by_line.get(line, ()) if words else ():
                block_text = blocks[index].text
                at = _nearest(block_text, words, before)
                if at >= 0:
                    found.setdefault(index, []).append(Stretch(at, at + len(words), number))
                    break
    return {index: sorted(marked, key=lambda each: each.start) for index, marked in found.items()}


def _nearest(block_text: str, words: str, before: str) -> int:
    """Return where `words` stand in `block_text`: after as many of the same as there are in `before`."""
    at, skip = block_text.find(words), before.count(words)
    while skip and (following := block_text.find(words, at + 1)) >= 0:
        at, skip = following, skip - 1
    return at


def split(inlines: Sequence[Inline], marked: Sequence[Stretch]) -> list[tuple[Inline, int]]:
    """Return `inlines` cut at the borders of `marked`, each with its highlight's index or -1."""
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
            parts.append((replace(inline, text=inline.text[start - at : stop - at]), which))
        at = end
    return parts

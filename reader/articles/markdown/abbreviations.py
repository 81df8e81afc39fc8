"""Explaining abbreviations where they are used; beside Chinese too, where a word has no border."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from reader.articles.markdown.blocks import Block, BlockKind, Inline, Run

MOST = 5_000  # abbreviations of one article that are explained
MOST_IN_PIECE = (
    200  # words of a piece that are; further on they are words as others: each is a run, of 100 µs
)


def explain(blocks: tuple[Block, ...], abbreviations: Mapping[str, str]) -> tuple[Block, ...]:
    """Return `blocks` with a title on every run that is one of `abbreviations`."""
    if not abbreviations:
        return blocks
    text = "\n".join(block.text for block in blocks)  # few of them stand in one piece
    longest_first = sorted(
        (word for word in islice(abbreviations, MOST) if word in text), key=len, reverse=True
    )
    if not longest_first:
        return blocks
    words = "|".join(map(re.escape, longest_first))
    pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])")
    left = iter(range(MOST_IN_PIECE))
    return tuple(
        block
        if block.kind is BlockKind.CODE
        else replace(block, inlines=tuple(_explained(block.inlines, pattern, abbreviations, left)))
        for block in blocks
    )


def _explained(
    inlines: tuple[Inline, ...],
    pattern: re.Pattern[str],
    abbreviations: Mapping[str, str],
    left: Iterator[int],
) -> Iterator[Inline]:
    """Yield `inlines` with words explained, as long as there is one `left`."""
    for inline in inlines:
        if not isinstance(inline, Run) or inline.href or inline.title or inline.ruby:
            yield inline
            continue
        at = 0
        for match, _number in zip(pattern.finditer(inline.text), left, strict=False):
            if at < match.start():
                yield inline._replace(text=inline.text[at : match.start()])
            yield inline._replace(text=match[0], title=abbreviations[match[0]])
            at = match.end()
        if at < len(inline.text):
            yield inline._replace(text=inline.text[at:])

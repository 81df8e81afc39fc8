"""Blocks with pinyin over their Chinese: all of it, or the words that a person has chosen.

A stretch of Chinese becomes a run of its own with a reading for each character,
a space between them. What has a reading of its author's keeps it. Code has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.articles.markdown.blocks import Block, BlockKind, Inline, Mark, Run, text_of
from reader.articles.script.toned_pinyin import readings

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_WITHOUT = frozenset({BlockKind.CODE, BlockKind.FORMULA})


def with_pinyin(
    blocks: Sequence[Block], words: Sequence[str] = (), *, everywhere: bool = True
) -> tuple[Block, ...]:
    """Return `blocks` with readings over all their Chinese, or over `words` alone. Their text is the same."""
    wanted = _CHINESE if everywhere else _any_of(words)
    if wanted is None:
        return tuple(blocks)
    return tuple(_read(block, wanted) for block in blocks)


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Return what finds any of `words`, the longest first; None where there is nothing to find."""
    longest_first = sorted({word for word in words if _CHINESE.search(word)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None


def _read(block: Block, wanted: re.Pattern[str]) -> Block:
    if block.kind in _WITHOUT:
        return block
    rows = tuple(
        tuple(replace(cell, inlines=_read_inlines(cell.inlines, wanted)) for cell in row)
        for row in block.rows
    )
    return replace(block, inlines=_read_inlines(block.inlines, wanted), rows=rows)


def _read_inlines(given: tuple[Inline, ...], wanted: re.Pattern[str]) -> tuple[Inline, ...]:
    text = text_of(given)
    if not wanted.search(text):
        return given
    said = readings(text)
    spans = [
        (found.start() + part.start(), found.start() + part.end())
        for found in wanted.finditer(text)
        for part in _CHINESE.finditer(found[0])
    ]
    inlines: list[Inline] = []
    at = 0
    for inline in given:
        length = len(inline.text) if isinstance(inline, Run) else 1
        if isinstance(inline, Run) and not inline.ruby and Mark.CODE not in inline.marks:
            inlines += _split(inline, at, spans, said)
        else:
            inlines.append(inline)
        at += length
    return tuple(inlines)


def _split(run: Run, at: int, spans: Sequence[tuple[int, int]], said: Sequence[str]) -> Iterator[Run]:
    """Yield the parts of `run`, which stands at `at`: those in `spans` with their readings."""
    done, end = at, at + len(run.text)
    for first, last in spans:
        first, last = max(first, at), min(last, end)
        if first >= last or not all(said[first:last]):
            continue
        if done < first:
            yield run._replace(text=run.text[done - at : first - at])
        yield run._replace(text=run.text[first - at : last - at], ruby=" ".join(said[first:last]))
        done = last
    if done < end or not run.text:
        yield run._replace(text=run.text[done - at :]) if done > at else run

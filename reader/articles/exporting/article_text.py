"""Blocks as plain text that reads well wherever it is pasted: bullets, numbers, cells between tabs.

Of an article too long to be parsed for it, the canonical text is taken line by
line, with the markers of its lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.articles.markdown.blocks import Block, BlockKind, Formula, Frame, FrameKind, Inline, Picture, Run
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span

_ITEM = re.compile(r"([ \t]*)(?:[-*+]|(\d{1,9})[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")
_CHUNK = 65_536  # code points in which lines are counted at a time


def plain(blocks: Sequence[Block]) -> str:
    """Return `blocks` as text; of a single one only its words."""
    return "\n".join(plain_parts(joined(blocks)))


def plain_parts(whole: Sequence[Block]) -> Iterator[str]:
    """Yield the text of each block of `whole`, none of which is cut in two; nothing for one without words."""
    if len(whole) == 1 and whole[0].kind is not BlockKind.TABLE:
        yield _words(whole[0].inlines)
        return
    widths: dict[Frame, int] = {}  # how far in the text of each item is
    for block in whole:
        if (text := _block(block, widths)).strip():
            yield text


def joined(blocks: Sequence[Block]) -> list[Block]:
    """Return `blocks` with those in one that were cut in two to be set."""
    whole: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at + 1
        while end < len(blocks) and _goes_on(blocks[end - 1], blocks[end]):
            end += 1
        whole.append(_in_one(blocks[at:end]) if end - at > 1 else blocks[at])
        at = end
    return whole


def _goes_on(before: Block, block: Block) -> bool:
    return block.continues and before.continued and before.kind is block.kind


def _in_one(parts: Sequence[Block]) -> Block:
    between = (Run("\u2028"),) if parts[0].kind is BlockKind.CODE else ()
    inlines = list(parts[0].inlines)
    for part in parts[1:]:
        inlines += (*between, *part.inlines)
    rows = tuple(row for part in parts for row in part.rows)
    return replace(parts[0], inlines=tuple(inlines), rows=rows, continued=parts[-1].continued)


def plain_lines(article: Article, span: Span) -> Iterator[str]:
    """Yield the lines of `span`, with the bullets and numbers that its list items have in the file."""
    text, source = article.text, article.source
    first, last = text.line_at(span.start), text.line_at(max(span.start, span.end - 1))
    at = offset_of_line(source, first)
    for line in range(first, last + 1):
        after = source.find("\n", at)
        whole = text.span_of_lines(line, line)
        start, end = max(span.start, whole.start), min(span.end, whole.end)
        words = text.text[start:end]
        item = _ITEM.match(source, at, after if after >= 0 else len(source))
        if item and start == whole.start and words and not words.startswith(item[0].strip()):
            words = f"{item[1].expandtabs(4)}{_marker(item)} {words}"
        yield words
        if after < 0:
            return
        at = after + 1


def offset_of_line(source: str, line: int) -> int:
    """Return where `line`, counted from 1, begins in `source`."""
    at, left = 0, line - 1
    while left and at < len(source):
        count = source.count("\n", at, at + _CHUNK)
        if count < left:
            left -= count
            at += _CHUNK
            continue
        for _line in range(left):
            at = source.find("\n", at) + 1
        break
    return min(at, len(source))


def _marker(item: re.Match[str]) -> str:
    if item[3]:
        return "☐" if item[3] == " " else "☑"
    return f"{item[2]}." if item[2] else "•"


def _block(block: Block, widths: dict[Frame, int]) -> str:
    items = [frame for frame in block.frames if frame.kind is FrameKind.ITEM]
    outer = max((widths.get(frame, 0) for frame in items[:-1]), default=0)
    hang = widths.get(items[-1], 0) if items else 0
    first = ""
    if block.marker:
        first = f"{block.marker} "
        hang = outer + len(first)
        if items:
            widths[items[-1]] = hang
    elif any(frame.kind is FrameKind.DEFINITION for frame in block.frames):
        hang += 2
    if block.kind is BlockKind.TABLE:
        rows = ("\t".join(_words(cell.inlines).replace("\n", " ") for cell in row) for row in block.rows)
        lines = list(rows)
    else:
        lines = _words(block.inlines).split("\n")
    indent = " " * (hang - len(first))
    return "\n".join(
        f"{indent}{first}{line}" if number == 0 else " " * hang + line if line else ""
        for number, line in enumerate(lines)
    )


def _words(inlines: Sequence[Inline]) -> str:
    return "".join(map(_said, inlines)).replace("\u2028", "\n").replace("\u200b", "")


def _said(inline: Inline) -> str:
    if isinstance(inline, Formula):
        return inline.tex
    return inline.words or inline.caption if isinstance(inline, Picture) else inline.text

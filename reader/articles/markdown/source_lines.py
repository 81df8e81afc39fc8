"""Which lines of the file a block was made from. python-markdown forgets; the words remember.

The letters and digits of each block are looked for in those of the source,
forwards from where the block before was found. Lines are from 1, inclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from reader.articles.markdown.blocks import Block, Formula, Inline, Picture
from reader.articles.markdown.cutting import Piece

_NO_WORDS = re.compile(r"[\W_]+")
_ENOUGH = 24  # letters that find a block


def with_lines(blocks: tuple[Block, ...], piece: Piece) -> tuple[Block, ...]:
    """Return `blocks` with the lines that their words stand on; those without words get their neighbours'."""
    starts, words = _words_of(piece.text)
    offset = piece.first_line - piece.repeated - 1
    skipped = starts[piece.repeated] if piece.repeated < len(starts) else 0
    position, line, done = skipped, piece.first_line, []
    for block in blocks:
        first, last = line, line
        needle, ending = _needles(block)
        if needle and (found := words.find(needle, position)) >= 0:
            first = offset + bisect_right(starts, found)
            position = found + len(needle)
            end = words.find(ending, found) if ending else found
            if end >= 0:
                position = max(position, end + len(ending))
            last = offset + bisect_right(starts, max(found, position - 1))
        first, last = (min(max(n, piece.first_line), piece.last_line) for n in (first, last))
        line = last
        done.append(replace(block, first_line=first, last_line=max(first, last)))
    return tuple(done)


def _words_of(text: str) -> tuple[list[int], str]:
    """Return the letters and digits of `text`, and where each line starts among them."""
    starts, parts, length = [], [], 0
    for line in text.split("\n"):
        starts.append(length)
        letters = _NO_WORDS.sub("", line)
        parts.append(letters)
        length += len(letters)
    return starts, "".join(parts)


def _needles(block: Block) -> tuple[str, str]:
    """Return the first letters of `block`, and the last."""
    inlines = block.inlines or tuple(inline for row in block.rows for cell in row for inline in cell.inlines)
    texts = [letters for inline in inlines if (letters := _NO_WORDS.sub("", _source_of(inline)))]
    if not texts:
        return "", ""
    return texts[0][:_ENOUGH], texts[-1][-_ENOUGH:]


def _source_of(inline: Inline) -> str:
    if isinstance(inline, Picture):
        return inline.words or inline.source
    return inline.source if isinstance(inline, Formula) else inline.text

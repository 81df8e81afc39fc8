"""From a piece of Markdown to blocks. No Qt; may run in any thread; never raises for odd text.

What python-markdown cannot convert in reasonable time or depth is given as
plain paragraphs, with the reason in `Block.note`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.articles.markdown.abbreviations import explain
from reader.articles.markdown.blocks import Block, BlockKind, Run
from reader.articles.markdown.cutting import Piece
from reader.articles.markdown.dialect import convert
from reader.articles.markdown.html_walker import Walker
from reader.articles.markdown.source_lines import with_lines
from reader.articles.source.definitions import NO_DEFINITIONS, Definitions, Footnote

# python-markdown looks for the end of each "[" anew: the time grows with brackets × length (5,000: 3.6 s).
MOST_BRACKETS = 400
MOST_OPEN = 60  # links that are not closed: each looks to the end of the text
_RUNS = re.compile(r"([\[\]*_`<$~=^!])\1{40,}")


def render(piece: Piece, definitions: Definitions = NO_DEFINITIONS) -> tuple[Block, ...]:
    """Return the blocks of `piece`, in reading order, with their lines in the file."""
    if why := _hopeless(piece.text):
        blocks = _plain(piece.text, why)
    else:
        try:
            blocks = _walk(convert(piece.text, definitions))
        except (RecursionError, AssertionError, ValueError, IndexError, KeyError) as error:
            blocks = _plain(piece.text, type(error).__name__)
    blocks = explain(_numbered(blocks, definitions), definitions.abbreviations)
    if piece.continues or piece.continued:
        blocks = _joined(blocks, piece)
    return with_lines(blocks, piece)


def render_note(note: Footnote, definitions: Definitions = NO_DEFINITIONS) -> tuple[Block, ...]:
    """Return the blocks of a footnote, for a pop-up."""
    last = note.line + note.text.count("\n")
    return render(Piece(note.line, last, note.text), definitions)


def _joined(blocks: tuple[Block, ...], piece: Piece) -> tuple[Block, ...]:
    """Return `blocks` as the parts that they are of something cut: a table without the header it repeats."""
    if not blocks:
        return blocks
    done = list(blocks)
    for at, block in enumerate(done):
        if block.kind is BlockKind.TABLE and piece.columns:
            rows = block.rows[1:] if piece.continues else block.rows
            done[at] = replace(
                block, rows=rows or block.rows, columns=piece.columns, rows_before=piece.rows_before
            )
        elif block.kind is BlockKind.CODE and piece.whole:
            done[at] = replace(block, whole=piece.whole)
    done[0] = replace(done[0], continues=piece.continues)
    done[-1] = replace(done[-1], continued=piece.continued)
    return tuple(done)


def _walk(html: str) -> tuple[Block, ...]:
    walker = Walker()
    walker.feed(html)
    return walker.finish()


def _hopeless(text: str) -> str:
    if text.count("[") > MOST_BRACKETS and text.count("[") > 4 * text.count("]("):
        return "brackets"
    if text.count("](") > MOST_OPEN and text.count(")") < text.count("](") / 2:
        return "links"
    return "runs" if _RUNS.search(text) and not _only_rules(text) else ""


def _only_rules(text: str) -> bool:
    """Say whether the long runs are rules, underlines or fences: lines of nothing else."""
    return all(set(line.strip()) <= set("-=*_~`") for line in text.split("\n") if _RUNS.search(line))


def _plain(text: str, why: str) -> tuple[Block, ...]:
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    return tuple(
        Block(BlockKind.PARAGRAPH, (Run(part.strip("\n").replace("\n", "\u2028")),), note=why)
        for part in paragraphs
    )


def _numbered(blocks: tuple[Block, ...], definitions: Definitions) -> tuple[Block, ...]:
    """Set the numbers of footnotes before them, and the way back to where they are used after them."""
    if not definitions.footnotes:
        return blocks
    done = list(blocks)
    for at, block in enumerate(blocks):
        for name in block.names:
            note = definitions.footnotes.get(name.removeprefix("fn:")) if name.startswith("fn:") else None
            if note is None:
                continue
            last = at
            while last + 1 < len(done) and block.frames and block.frames[-1] in done[last + 1].frames:
                last += 1
            done[at] = replace(block, marker=f"{note.number}.")
            if note.used_on and done[last].kind is BlockKind.PARAGRAPH:
                back = Run("\u00a0↑", href=f"#fnref:{note.name}")
                done[last] = replace(done[last], inlines=(*done[last].inlines, back))
    return tuple(done)

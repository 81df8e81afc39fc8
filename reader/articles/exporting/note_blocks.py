"""A person's notes in an article that is exported: those of a node below the words the node leads to.

A note is Markdown as an article is. It stands in a quiet frame of its own, as
blocks among the article's, so that a page and a PDF show it alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reader.articles.exporting.highlight_runs import Highlight
from reader.articles.markdown.blocks import Block, BlockKind, Frame, FrameKind, Run
from reader.articles.markdown.rendering import render_markdown
from reader.articles.source.canonical_text import CanonicalText
from reader.i18n import gettext as _

QUIET = "quiet_text"  # the theme's role that the frame of a note is drawn in
_KEYS = 1000  # frames that one note may hold


@dataclass(frozen=True, slots=True)
class NodeNote:
    """The note on a point of the framework. `line` is its passage's in the file; 0 for none.

    `title` says what it is, where it is another thing than a note: a bookmark.
    """

    label: str
    note: str
    line: int = 0
    title: str = ""


def with_notes(pieces: Iterable[tuple[Block, ...]], notes: Sequence[NodeNote]) -> list[tuple[Block, ...]]:
    """Return `pieces` with each of `notes` after the block that its node leads to."""
    placed = [list(piece) for piece in pieces]
    starts: dict[int, tuple[int, int]] = {}  # the first block of each line
    for piece, blocks in enumerate(placed):
        for at, block in enumerate(blocks):
            starts.setdefault(block.first_line, (piece, at))
    lines = sorted(filter(None, starts))
    wanted: list[tuple[int, int, int, NodeNote]] = []
    for number, note in enumerate(notes):
        if note.line and placed:
            before = bisect_right(lines, note.line)
            piece, at = starts[lines[before - 1]] if before else (0, -1)
            wanted.append((piece, at, number, note))
    for piece, at, number, note in sorted(wanted, key=lambda each: each[:3], reverse=True):
        frames = placed[piece][at].frames if at >= 0 else ()
        placed[piece][at + 1 : at + 1] = _framed(note, frames, number)
    return [tuple(blocks) for blocks in placed]


def closing(
    highlights: Sequence[Highlight], notes: Sequence[NodeNote], text: CanonicalText
) -> tuple[Block, ...]:
    """Return what stands at the end: highlighted words with their notes, and notes without a passage."""
    blocks: list[Block] = []
    told = [(text.words(each.span), each.note) for each in highlights if each.note]
    told += [(note.label, note.note) for note in notes if not note.line]
    for number, (words, note) in enumerate(told, start=1):
        quote = Frame(FrameKind.QUOTE, -number)
        words = " ".join(words.split())
        blocks.append(Block(BlockKind.PARAGRAPH, (Run(words),), (quote,)))
        blocks.extend(note_blocks(note))
    if not blocks:
        return ()
    return (Block(BlockKind.HEADING, (Run(_("Notes")),), level=2), *blocks)


def note_blocks(note: str) -> tuple[Block, ...]:
    """Return the blocks of a note, which are at no line of the article."""
    blocks = render_markdown(note)
    return tuple(replace(block, first_line=0, last_line=0, names=(), lines=()) for block in blocks)


def _framed(note: NodeNote, frames: tuple[Frame, ...], number: int) -> list[Block]:
    """Return `note` in a frame inside of `frames`; its frames are no others of the article."""
    key = -(number + 1) * _KEYS
    own = (*frames, Frame(FrameKind.CALLOUT, key, QUIET))
    title = Block(BlockKind.TITLE, (Run(note.title or _("Your note")),), own)
    return [
        title,
        *(
            replace(
                block,
                frames=(*own, *(frame._replace(key=key - frame.key) for frame in block.frames)),
            )
            for block in note_blocks(note.note)
        ),
    ]

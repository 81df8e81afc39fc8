"""From a piece of an article to blocks. No Qt; may run in any thread; never raises for odd text."""

from __future__ import annotations

from dataclasses import replace

from reader.articles.markdown.blocks import Block, BlockKind, Run
from reader.articles.markdown.cutting import piece_of
from reader.articles.markdown.dialect import convert
from reader.articles.markdown.html_walker import Walker
from reader.articles.markdown.pieces import Piece
from reader.articles.source.definitions import NO_DEFINITIONS, Definitions, Footnote
from reader.articles.source.scanner import scan


def render(piece: Piece, definitions: Definitions = NO_DEFINITIONS) -> tuple[Block, ...]:
    """Return the blocks of `piece`, in reading order, with their lines in the file."""
    try:
        blocks = _placed(_walk(convert(piece, definitions)), piece)
    except (RecursionError, AssertionError, ValueError, IndexError, KeyError) as error:
        blocks = _plain(piece, type(error).__name__)
    blocks = _numbered(blocks, definitions)
    if definitions.abbreviations:
        from reader.articles.markdown.abbreviations import explain  # few articles have any

        blocks = explain(blocks, definitions.abbreviations)
    return _joined(blocks, piece) if piece.continues or piece.continued else blocks


def render_markdown(text: str, definitions: Definitions | None = None) -> tuple[Block, ...]:
    """Return the blocks of Markdown that is no article, such as a note; its lines are counted from 1.

    `definitions` are those of the article it belongs to; without, its own.
    """
    found = scan(text)
    return render(piece_of(found), found.definitions if definitions is None else definitions)


def render_note(note: Footnote, definitions: Definitions = NO_DEFINITIONS) -> tuple[Block, ...]:
    """Return the blocks of a footnote, for a pop-up."""
    return render_markdown(note.text, definitions)


def _joined(blocks: tuple[Block, ...], piece: Piece) -> tuple[Block, ...]:
    """Return `blocks` as the parts that they are of something cut: a table without the header it repeats."""
    if not blocks:
        return blocks
    done = list(blocks)
    for at, block in enumerate(done):
        if block.kind is BlockKind.TABLE and piece.columns:
            rows = block.rows[1:] if piece.rows_before else block.rows
            lines = [line for row in rows for cell in row for _at, line, _before in cell.lines]
            done[at] = replace(
                block,
                first_line=min(lines, default=block.first_line),
                rows=rows or block.rows,
                columns=piece.columns,
                rows_before=piece.rows_before,
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


def _placed(blocks: tuple[Block, ...], piece: Piece) -> tuple[Block, ...]:
    """Return `blocks`, each with a line: an item that holds nothing but a list stands on its first item's."""
    if all(block.first_line for block in blocks):
        return blocks
    done, line = [], piece.first_line
    for block in reversed(blocks):
        line = block.first_line or line
        done.append(block if block.first_line else replace(block, first_line=line, last_line=line))
    return tuple(reversed(done))


def _plain(piece: Piece, why: str) -> tuple[Block, ...]:
    return tuple(
        Block(
            BlockKind.PARAGRAPH,
            (Run("\u2028".join(leaf.texts)),),
            first_line=leaf.first,
            last_line=leaf.last,
            note=why,
        )
        for leaf in piece.leaves
        if any(leaf.texts)
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
                back = Run("\u00a0↑", href=f"#fnref:{note.name}", added=True)
                done[last] = replace(done[last], inlines=(*done[last].inlines, back))
    return tuple(done)

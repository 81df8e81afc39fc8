"""Cutting laid-out sections into pages: between lines and table rows, never right after a heading.

A paragraph leaves two lines on a page at the least, and what ends in a colon stays with what it announces,
as the words that a note is on do with the note.

All measures are pixels of the typesetting; y runs on through all sections.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextTable

from reader.articles.markdown.blocks import Block, BlockKind, FrameKind
from reader.ui.pane.layout.decorations import row_top
from reader.ui.pane.layout.laid_section import table_frame
from reader.ui.pane.layout.typeset_section import TypesetSection


@dataclass(frozen=True, slots=True)
class Part:
    """What of a section is on a page: from `top` to `bottom` in the section, `y` below the page's top.

    `repeated` is the head of a table that goes on: it has stood on a page before.
    """

    section: TypesetSection
    top: float
    bottom: float
    y: float
    repeated: bool = False


Page = list[Part]


def paginate(sections: Sequence[TypesetSection], height: float) -> list[Page]:
    """Return the pages, each `height` pixels high."""
    pages: list[Page] = [[]]
    used = 0.0
    for section in sections:
        top = 0.0
        cuts, heads = list(_cuts(section)), list(_heads(section))
        while top < section.height - 0.5:
            room = height - used
            if section.height - top <= room:
                bottom: float | None = section.height
            else:
                bottom = _best_cut(cuts, top, top + room)
                if bottom is None and not any(not part.repeated for part in pages[-1]):
                    bottom = top + room  # higher than a page: cut wherever it is
            if bottom is not None:
                pages[-1].append(Part(section, top, bottom, used))
                used += bottom - top
                top = bottom
            if top < section.height - 0.5:
                pages.append([])
                used = 0.0
                for begins, body, ends in heads:
                    if body - 0.5 < top < ends - 0.5 and body - begins < height / 4:
                        pages[-1].append(Part(section, begins, body, 0.0, repeated=True))
                        used = body - begins
    return [page for page in pages if any(not part.repeated for part in page)]


def _best_cut(cuts: Sequence[float], top: float, limit: float) -> float | None:
    at = bisect_right(cuts, limit) - 1
    return cuts[at] if at >= 0 and cuts[at] > top + 0.5 else None


def _cuts(section: TypesetSection) -> Iterator[float]:
    """Yield where `section` may be cut: its top, and between lines that do not stand side by side."""
    announcing = {place.position + place.length for place in section.places if _stays_with_next(place.block)}
    bottom, kept = 0.0, False
    yield 0.0
    for top, low, end, first, last in sorted(_spans(section)):
        # no cut below the first line of several, and none above the last
        if top >= bottom - 0.5 and bottom > 0 and not kept and (first or not last):
            yield (bottom + top) / 2 if top > bottom else bottom
        bottom = max(bottom, low)
        kept = end in announcing or (first and not last)


def _heads(section: TypesetSection) -> Iterator[tuple[float, float, float]]:
    """Yield, for each table with a head, where it begins, where its first other row does, and its end."""
    for table in section.document.rootFrame().childFrames():
        if isinstance(table, QTextTable) and table.rows() > 2:
            first = table.firstPosition()
            block = next(place.block for place in section.places if place.position >= first)
            if block.rows and all(cell.header for cell in block.rows[0]) and not block.continues:
                frame = table_frame(section.document, table)
                yield frame.top() + section.top, row_top(section, table, 1), frame.bottom() + section.top


def _stays_with_next(block: Block) -> bool:
    if block.kind in (BlockKind.HEADING, BlockKind.TITLE, BlockKind.TERM, BlockKind.FIGURE):
        return True
    if not block.first_line and any(frame.kind is FrameKind.QUOTE for frame in block.frames):
        return True  # the words that a note is on: at no line of the article, and followed by the note
    return block.kind is BlockKind.PARAGRAPH and block.text.rstrip().endswith(("：", ":"))


def _spans(section: TypesetSection) -> Iterator[tuple[float, float, int, bool, bool]]:
    """Yield top, bottom and end of every line of text, and whether it is the first or last of its block."""
    for block in section.text_blocks():
        origin, layout = section.origin_of(block), block.layout()
        for number in range(count := layout.lineCount()):
            line = layout.lineAt(number)
            y = origin.y() + line.y()
            end = block.position() + line.textStart() + line.textLength()
            yield y, y + line.height(), end, number == 0, number == count - 1

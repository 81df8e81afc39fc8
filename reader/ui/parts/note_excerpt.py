"""The first lines of a note as they read, for a list: words, and which of them are set apart.

Reading Markdown takes a third of a millisecond; what was read is remembered,
and a note without any of its signs is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QTextCharFormat, QTextLayout

from reader.articles.markdown.blocks import Block, BlockKind, Formula, FrameKind, Inline, Mark, Picture

_SIGNS = re.compile(r"[*_`~\[<>#|=^]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
_STEP = "\u2003"  # for each list that an item stands in


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are set apart. Positions count as Qt does, in UTF-16 units."""

    start: int
    length: int
    marks: Mark
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    r"""Words to show, their lines parted by "\u2028"."""

    text: str
    stretches: tuple[Stretch, ...] = ()

    def formats(self) -> list[QTextLayout.FormatRange]:
        """Return what a text layout needs to set the stretches apart."""
        return [_format(each) for each in self.stretches]


@lru_cache(maxsize=4096)
def excerpt_of(note: str) -> Excerpt:
    """Return the words of `note` without its Markdown. Give it no more than is to be shown."""
    if not _SIGNS.search(note):
        return Excerpt(note.replace("\n", "\u2028"))
    from reader.articles.markdown.rendering import render_markdown

    text, stretches, at = [], [], 0
    for words, marks, is_link in _pieces(render_markdown(note)):
        length = len(words.encode("utf-16-le", "surrogatepass")) // 2
        if marks or is_link:
            stretches.append(Stretch(at, length, marks, is_link))
        text.append(words)
        at += length
    return Excerpt("".join(text), tuple(stretches))


def _pieces(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Mark, bool]]:
    """Yield words with how they are set apart, block by block, a line each."""
    is_first = True
    for block in blocks:
        if block.kind is BlockKind.RULE:
            continue
        if not is_first:
            yield "\u2028", Mark.NONE, False
        is_first = False
        depth = sum(frame.kind is FrameKind.ITEM for frame in block.frames)
        if depth:
            yield _STEP * (depth - 1) + (f"{block.marker} " if block.marker else _STEP), Mark.NONE, False
        for number, row in enumerate(block.rows):
            yield "\u2028" if number else "", Mark.NONE, False
            for column, cell in enumerate(row):
                yield " · " if column else "", Mark.NONE, False
                yield from map(_piece, cell.inlines)
        heading = Mark.STRONG if block.kind in (BlockKind.HEADING, BlockKind.TITLE) else Mark.NONE
        code = Mark.CODE if block.kind is BlockKind.CODE else Mark.NONE
        for words, marks, is_link in map(_piece, block.inlines):
            yield words, marks | heading | code, is_link


def _piece(inline: Inline) -> tuple[str, Mark, bool]:
    if isinstance(inline, Picture):
        return f"[{inline.words or inline.caption or inline.source}]", Mark.NONE, False
    if isinstance(inline, Formula):
        return inline.source, Mark.CODE, False
    return inline.text, inline.marks, bool(inline.href)


def _format(stretch: Stretch) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    if Mark.STRONG in stretch.marks:
        look.setFontWeight(QFont.Weight.Bold)
    if Mark.EMPHASIS in stretch.marks:
        look.setFontItalic(True)
    if Mark.DELETED in stretch.marks:
        look.setFontStrikeOut(True)
    if stretch.is_link or Mark.UNDERLINED in stretch.marks or Mark.MARKED in stretch.marks:
        look.setFontUnderline(True)
    if Mark.CODE in stretch.marks or Mark.KEY in stretch.marks:
        look.setFontFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = stretch.start, stretch.length, look
    return made

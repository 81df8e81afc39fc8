"""What is put on the clipboard for a selection: plain text, HTML, the Markdown that the person wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from reader.articles.exporting.article_text import joined, offset_of_line, plain_lines, plain_parts
from reader.articles.exporting.block_html import Tagger, marker_of
from reader.articles.exporting.block_nesting import Group, nest
from reader.articles.markdown.blocks import Block, Formula, Inline, Mark, Picture, Run
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.scroll.laid_piece import Caret

TOGETHER = 512  # lines that are put together at a time


def markdown_of(article: Article, span: Span) -> str:
    """Return the source of the selection, whole lines unless it lies within one, and where it stands."""
    first, last = article.text.line_at(span.start), article.text.line_at(span.end - 1)
    begin, end = offset_of_line(article.source, first), offset_of_line(article.source, last + 1)
    source = article.source[begin:end].removesuffix("\n")
    words = article.text.words(span) if first == last else ""
    if words and words in source:
        source = words
    where = _("{file}, line {line}") if first == last else _("{file}, lines {line} to {last}")
    return f"{source}\n\n— {where.format(file=article.path.name, line=first, last=last)}\n"


def blocks_between(column: Column, first: Caret, last: Caret) -> Iterator[Sequence[Block]]:
    """Yield the blocks of each piece from `first` to `last`, cut at both ends."""
    for index in range(first.piece, last.piece + 1):
        if first.piece < index < last.piece:
            yield column.blocks(index)
        else:
            laid = column.lay(index)
            start = first.units if index == first.piece else 0
            yield laid.section.blocks(start, last.units if index == last.piece else laid.length)


def parts_of(blocks: Sequence[Block]) -> Iterator[tuple[str | None, str | None]]:
    """Yield parts of `blocks` to be copied: of the plain text, or of the HTML. No Qt, for any thread."""
    whole = joined(blocks)
    for text in plain_parts(whole):
        yield text, None
    tagger = _Tagger()
    for group in _apart(nest([_in_words(block) for block in whole])):
        yield None, tagger.group(group)


def _apart(group: Group) -> Iterator[Group]:
    """Yield what stands in `group` in parts that need nothing of each other: the items of a list do."""
    part = Group()
    for child in group.children:
        if isinstance(child, Block) and part.children:
            yield part
            part = Group()
        part.children.append(child)
    yield part


def parts_of_lines(article: Article, span: Span) -> Iterator[tuple[str, None]]:
    """Yield the lines of `span` to be copied, as plain text and no HTML. No Qt, for any thread."""
    lines = plain_lines(article, span)
    while some := list(islice(lines, TOGETHER)):
        yield "\n".join(some), None


class _Tagger(Tagger):
    """HTML to be pasted elsewhere: no images, no places to link to, tick boxes as letters."""

    def __init__(self) -> None:
        super().__init__(None, lambda _block: 0)

    def _anchors(self, block: Block) -> str:
        return ""

    def _item(self, item: Group) -> str:
        marker = marker_of(item)
        box = f"{marker} " if marker in "☐☑" else ""
        return f"<li>{box}{self.group(item)}</li>"


def _in_words(block: Block) -> Block:
    """Return `block` with words in place of its formulas and images: they would not arrive."""
    rows = tuple(
        tuple(replace(cell, inlines=tuple(map(_as_run, cell.inlines))) for cell in row) for row in block.rows
    )
    return replace(block, inlines=tuple(map(_as_run, block.inlines)), rows=rows)


def _as_run(inline: Inline) -> Run:
    if isinstance(inline, Formula):
        return Run(inline.tex, Mark.CODE)
    return Run(inline.words or inline.caption) if isinstance(inline, Picture) else inline

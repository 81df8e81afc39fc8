"""What is put on the clipboard for a selection: plain text, HTML, the Markdown that the person wrote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QMimeData

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


def of_pieces(column: Column, first: Caret, last: Caret) -> Iterator[QMimeData | None]:
    """Yield None after each step, then what is to be copied."""
    blocks: list[Block] = []
    for index in range(first.piece, last.piece + 1):
        if first.piece < index < last.piece:
            blocks.extend(column.blocks(index))
        else:
            laid = column.lay(index)
            start = first.units if index == first.piece else 0
            blocks.extend(laid.section.blocks(start, last.units if index == last.piece else laid.length))
        yield None
    whole = joined(blocks)
    text: list[str] = []
    for part in plain_parts(whole):
        text.append(part)
        yield None
    html: list[str] = []
    tagger = _Tagger()
    for group in _apart(nest([_in_words(block) for block in whole])):
        html.append(tagger.group(group))
        yield None
    mime = QMimeData()
    mime.setText("\n".join(text))
    mime.setHtml("\n".join(html))
    yield mime


def _apart(group: Group) -> Iterator[Group]:
    """Yield what stands in `group` in parts that need nothing of each other: the items of a list do."""
    part = Group()
    for child in group.children:
        if isinstance(child, Block) and part.children:
            yield part
            part = Group()
        part.children.append(child)
    yield part


def of_lines(article: Article, span: Span) -> Iterator[QMimeData | None]:
    """Yield None after some lines each, then what is to be copied: the words alone."""
    parts: list[str] = []
    lines: list[str] = []
    for line in plain_lines(article, span):
        lines.append(line)
        if len(lines) == TOGETHER:
            parts.append("\n".join(lines))
            lines.clear()
            yield None
    text = "\n".join([*parts, *lines])
    yield None
    mime = QMimeData()
    mime.setText(text)
    yield mime


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

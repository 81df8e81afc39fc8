"""Blocks as HTML: every character escaped, no script, nothing that the browser would fetch."""

from __future__ import annotations

import base64
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from reader.articles.exporting.block_nesting import Group
from reader.articles.exporting.highlight_runs import WHOLE, Highlight, Marked, split
from reader.articles.exporting.run_html import run_html
from reader.articles.markdown.blocks import (
    Block,
    BlockKind,
    Cell,
    Formula,
    FrameKind,
    Inline,
    Picture,
    Run,
    caption_of,
)
from reader.articles.markdown.typography import is_chinese, study
from reader.articles.pictures.formula_svg import FormulaError, formula_svg
from reader.articles.pictures.image_paths import ImageError, read_image

_TASKS = {"☐": "", "☑": " checked"}
_SHORT = 16  # half widths of a cell that is not broken


class Tagger:
    """Turns the blocks of one article into HTML."""

    def __init__(self, folder: Path | None, number: Callable[[Block], int]) -> None:
        """`folder` is the article's own (None: no images); `number` gives a block's place in the article."""
        self._folder = folder
        self._number = number
        self._highlights: Sequence[Highlight] = ()
        self._marked: Marked = {}
        self._ends: dict[int, tuple[int, int, int]] = {}  # the block or cell that each highlight ends in
        self._anchored: set[int] = set()

    def mark(self, highlights: Sequence[Highlight], marked: Marked) -> None:
        """Show `highlights`: `marked` are their stretches."""
        self._highlights, self._marked = highlights, marked
        for key, found in sorted(marked.items()):
            self._ends.update({stretch.highlight: key for stretch in found})

    def group(self, group: Group) -> str:
        """Return what stands in `group`."""
        parts: list[str] = []
        children = group.children
        at = 0
        while at < len(children):
            child = children[at]
            if isinstance(child, Block):
                parts.append(self.block(child))
                at += 1
            elif child.frame and child.frame.kind is FrameKind.ITEM:
                end = at
                while end < len(children) and _is_item(children[end], _ordered(child)):
                    end += 1
                parts.append(self._list([each for each in children[at:end] if isinstance(each, Group)]))
                at = end
            else:
                parts.append(self._frame(child))
                at += 1
        return "\n".join(parts)

    def _list(self, items: list[Group]) -> str:
        first = marker_of(items[0])
        body = "\n".join(self._item(item) for item in items)
        if not _ordered(items[0]):
            return f"<ul>\n{body}\n</ul>"
        start = first.rstrip(".")
        return f'<ol start="{start}">\n{body}\n</ol>' if start not in ("1", "") else f"<ol>\n{body}\n</ol>"

    def _item(self, item: Group) -> str:
        marker = marker_of(item)
        if marker in _TASKS:
            box = f'<input type="checkbox" inert{_TASKS[marker]}>'
            return f'<li class="task">{box}{self.group(item)}</li>'
        return f"<li>{self.group(item)}</li>"

    def _frame(self, group: Group) -> str:
        frame, body = group.frame, self.group(group)
        if frame is None:
            return body
        if frame.kind is FrameKind.QUOTE:
            return f"<blockquote>\n{body}\n</blockquote>"
        if frame.kind is FrameKind.CALLOUT:
            return f'<aside class="callout {escape(frame.tone, quote=True)}">\n{body}\n</aside>'
        if frame.kind is FrameKind.DETAILS:
            return f"<details open>\n{body}\n</details>"
        if frame.kind is FrameKind.FOOTNOTE:
            marker = escape(marker_of(group))
            return f'<div class="footnote"><span class="number">{marker}</span><div>{body}</div></div>'
        return f'<div class="definition">{body}</div>'

    def block(self, block: Block) -> str:
        """Return one block."""
        attributes = self._anchors(block)
        body = self._inlines(block)
        if block.kind is BlockKind.HEADING:
            return f"<h{block.level}{attributes}>{body}</h{block.level}>"
        if block.kind is BlockKind.CODE:
            language = f'<span class="language">{escape(block.language)}</span>' if block.language else ""
            code = body.replace("<br>", "\n")
            return f"<pre{attributes}>{language}<code>{code}</code></pre>"
        if block.kind is BlockKind.TABLE:
            return self._table(block, attributes)
        if block.kind is BlockKind.RULE:
            return f"<hr{attributes}>"
        if block.kind is BlockKind.TITLE and block.frames and block.frames[-1].kind is FrameKind.DETAILS:
            return f"<summary{attributes}>{body}</summary>"
        ragged = "" if block.kind is not BlockKind.PARAGRAPH or is_chinese(block.text) else " ragged"
        return f'<p class="{block.kind.value}{ragged}"{attributes}>{body}</p>'

    def _anchors(self, block: Block) -> str:
        line, names = block.first_line, block.names
        anchor = ""
        if line and line not in self._anchored:
            self._anchored.add(line)
            anchor = f' id="L{line}"'
        return anchor + (f' data-name="{escape(names[0], quote=True)}"' if names else "")

    def _table(self, block: Block, attributes: str) -> str:
        number = self._number(block)
        rows = [
            "<tr>" + "".join(self._cell(cell, (number, row, at)) for at, cell in enumerate(cells)) + "</tr>"
            for row, cells in enumerate(block.rows)
        ]
        heads = next(
            (n for n, row in enumerate(block.rows) if not all(cell.header for cell in row)), len(rows)
        )
        head = f"<thead>\n{chr(10).join(rows[:heads])}\n</thead>\n" if heads else ""
        body = f"<tbody>\n{chr(10).join(rows[heads:])}\n</tbody>\n" if rows[heads:] else ""
        return f'<div class="table"{attributes}><table>\n{head}{body}</table></div>'

    def _cell(self, cell: Cell, key: tuple[int, int, int]) -> str:
        tag = "th" if cell.header else "td"
        text = cell.text
        short = ' class="short"' if sum(1 + (letter >= "\u2e80") for letter in text) <= _SHORT else ""
        align = f' style="text-align:{cell.align}"' if cell.align in ("center", "right") else ""
        body = self._parts(split(cell.inlines, self._marked.get(key, ())), text, key=key)
        return f"<{tag}{short}{align}>{body}</{tag}>"

    def _inlines(self, block: Block) -> str:
        names = "".join(f'<a id="{escape(name, quote=True)}"></a>' for name in block.names)
        key = (self._number(block), WHOLE, WHOLE)
        parts = split(block.inlines, self._marked.get(key, ()))
        return names + self._parts(parts, block.text, block.kind, key)

    def _parts(
        self,
        parts: list[tuple[Inline, int]],
        text: str,
        kind: BlockKind = BlockKind.PARAGRAPH,
        key: tuple[int, int, int] = (WHOLE, WHOLE, WHOLE),
    ) -> str:
        """Return inlines with the highlights they belong to; `text` is all of theirs."""
        narrow = sorted(study(text).narrow) if kind is not BlockKind.CODE else []
        done, at, last = [], 0, {which: place for place, (_inline, which) in enumerate(parts)}
        for place, (inline, which) in enumerate(parts):
            if isinstance(inline, Run):
                first, end = (bisect_left(narrow, place) for place in (at, at + len(inline.text)))
                words = run_html(inline, frozenset(n - at for n in narrow[first:end]))
                done.append(self._highlighted(words, which) if which >= 0 else words)
                if which >= 0 and last[which] == place and self._ends.get(which) == key:
                    done.append(self._reference(which))
                at += len(inline.text)
            else:
                alone = kind is BlockKind.FIGURE
                done.append(_formula(inline) if isinstance(inline, Formula) else self._picture(inline, alone))
                at += 1
        return "".join(done)

    def _highlighted(self, words: str, which: int) -> str:
        return f'<mark class="highlight-{self._highlights[which].colour}">{words}</mark>'

    def _reference(self, which: int) -> str:
        """Return the number of the note on highlight `which`, which leads to it; nothing without a note."""
        n = which + 1
        link = f'<sup><a class="note" id="mark-{n}" href="#note-{n}">{n}</a></sup>'
        return link if self._highlights[which].note else ""

    def _picture(self, picture: Picture, alone: bool) -> str:
        """Return an image, or the frame of one that is not shown: `alone`, its words stand below it."""
        words = escape(picture.words, quote=True)
        try:
            if self._folder is None:
                raise ImageError("")
            kind, data = read_image(self._folder, picture.source)
        except ImageError as error:
            why = f"<small>{escape(str(error))}</small>" if str(error) else ""
            name = escape(picture.source.rsplit("/", 1)[-1])
            told = name if alone and caption_of(picture) == picture.words else words or name
            return f'<span class="missing">{told} {why}</span>'
        wide = f' width="{picture.width}"' if picture.width else ""
        return f'<img src="data:{kind};base64,{base64.b64encode(data).decode("ascii")}" alt="{words}"{wide}>'


@lru_cache(maxsize=256)  # some 8 KB each; articles repeat their formulas, and each takes 3 to 21 ms
def _drawing(tex: str, display: bool, size: float) -> str:
    return formula_svg(tex, display, size, "currentColor")


def _formula(formula: Formula) -> str:
    size = 18.0
    try:
        drawing = _drawing(formula.tex, formula.display, size)
    except FormulaError:
        return f"<code>{escape(formula.source)}</code>"
    box = drawing.split('viewBox="', 1)[1].split('"', 1)[0].split()
    _x, y, width, height = map(float, box)
    style = (
        f"width:{width / size:.3f}em;height:{height / size:.3f}em;vertical-align:{-(height + y) / size:.3f}em"
    )
    source = escape(formula.tex, quote=True)
    return drawing.replace(
        "<svg", f'<svg class="formula" role="img" aria-label="{source}" style="{style}"', 1
    )


def marker_of(item: Group) -> str:
    """Return the bullet, number or box of the first block in `item`."""
    first = item.children[0] if item.children else None
    while isinstance(first, Group):
        first = first.children[0] if first.children else None
    return first.marker if isinstance(first, Block) else ""


def _ordered(item: Group) -> bool:
    return bool(item.frame and item.frame.tone.rstrip(".").isdigit())


def _is_item(child: Block | Group, ordered: bool) -> bool:
    return (
        isinstance(child, Group)
        and child.frame is not None
        and child.frame.kind is FrameKind.ITEM
        and _ordered(child) is ordered
    )

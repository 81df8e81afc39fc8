"""Blocks as HTML: every character escaped, no script, nothing that the browser would fetch."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from reader.articles.blocks import Block, BlockKind, Cell, Formula, FrameKind, Inline, Mark, Picture, Run
from reader.articles.exporting.marking import Stretch, split
from reader.articles.exporting.nesting import Group
from reader.articles.formulas import FormulaError, formula_svg
from reader.articles.pictures import ImageError, read_image

_MARKS = (
    (Mark.STRONG, "strong"),
    (Mark.EMPHASIS, "em"),
    (Mark.DELETED, "del"),
    (Mark.MARKED, "mark"),
    (Mark.UNDERLINED, "u"),
    (Mark.SUBSCRIPT, "sub"),
    (Mark.SUPERSCRIPT, "sup"),
    (Mark.CODE, "code"),
    (Mark.KEY, "kbd"),
    (Mark.SMALL, "small"),
)
_SAFE_LINKS = ("http:", "https:", "mailto:", "#")
_TASKS = {"☐": "", "☑": " checked"}


class Tagger:
    """Turns the blocks of one article into HTML."""

    def __init__(self, folder: Path | None, number: Callable[[Block], int]) -> None:
        """`folder` is the article's own (None: no images); `number` gives a block's place in the article."""
        self._folder = folder
        self._number = number
        self.marked: dict[int, list[Stretch]] = {}
        self.colours: Sequence[int] = ()
        self.notes: Sequence[str] = ()
        self._anchored: set[int] = set()

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
        first = _marker(items[0])
        body = "\n".join(self._item(item) for item in items)
        if not _ordered(items[0]):
            return f"<ul>\n{body}\n</ul>"
        start = first.rstrip(".")
        return f'<ol start="{start}">\n{body}\n</ol>' if start not in ("1", "") else f"<ol>\n{body}\n</ol>"

    def _item(self, item: Group) -> str:
        marker = _marker(item)
        if marker in _TASKS:
            box = f'<input type="checkbox" disabled{_TASKS[marker]}>'
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
            marker = escape(_marker(group))
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
        return f'<p class="{block.kind.value}"{attributes}>{body}</p>'

    def _anchors(self, block: Block) -> str:
        line, names = block.first_line, block.names
        anchor = ""
        if line and line not in self._anchored:
            self._anchored.add(line)
            anchor = f' id="L{line}"'
        return anchor + (f' data-name="{escape(names[0], quote=True)}"' if names else "")

    def _table(self, block: Block, attributes: str) -> str:
        rows = []
        for row in block.rows:
            cells = "".join(self._cell(cell) for cell in row)
            rows.append(f"<tr>{cells}</tr>")
        return f'<div class="table"{attributes}><table>\n' + "\n".join(rows) + "\n</table></div>"

    def _cell(self, cell: Cell) -> str:
        tag = "th" if cell.header else "td"
        align = f' style="text-align:{cell.align}"' if cell.align in ("center", "right") else ""
        return f"<{tag}{align}>{''.join(self._inline(inline, -1) for inline in cell.inlines)}</{tag}>"

    def _inlines(self, block: Block) -> str:
        names = "".join(f'<a id="{escape(name, quote=True)}"></a>' for name in block.names)
        parts = split(block.inlines, self.marked.get(self._number(block), ()))
        return names + "".join(self._inline(inline, which) for inline, which in parts)

    def _inline(self, inline: Inline, which: int) -> str:
        if isinstance(inline, Picture):
            return self._picture(inline)
        if isinstance(inline, Formula):
            return _formula(inline)
        text = _run(inline)
        if which < 0:
            return text
        note = f' title="{escape(self.notes[which], quote=True)}"' if self.notes[which] else ""
        return f'<mark class="highlight-{self.colours[which]}"{note}>{text}</mark>'

    def _picture(self, picture: Picture) -> str:
        words = escape(picture.words, quote=True)
        try:
            if self._folder is None:
                raise ImageError("")
            kind, data = read_image(self._folder, picture.source)
        except ImageError as error:
            why = f"<small>{escape(str(error))}</small>" if str(error) else ""
            return f'<span class="missing">{words or escape(picture.source)} {why}</span>'
        wide = f' width="{picture.width}"' if picture.width else ""
        return f'<img src="data:{kind};base64,{base64.b64encode(data).decode("ascii")}" alt="{words}"{wide}>'


def _run(run: Run) -> str:
    text = escape(run.text, quote=False).replace("\u2028", "<br>")
    if run.ruby:
        text = f"<ruby>{text}<rt>{escape(run.ruby, quote=False)}</rt></ruby>"
    if run.token:
        return f'<span class="{escape(run.token.replace("_", "-"), quote=True)}">{text}</span>'
    for mark, tag in _MARKS:
        if mark in run.marks:
            text = f"<{tag}>{text}</{tag}>"
    if run.href and run.href.lower().startswith(_SAFE_LINKS):
        return f'<a href="{escape(run.href, quote=True)}">{text}</a>'
    return f'<abbr title="{escape(run.title, quote=True)}">{text}</abbr>' if run.title else text


def _formula(formula: Formula) -> str:
    size = 18.0
    try:
        drawing = formula_svg(formula.tex, formula.display, size, "currentColor")
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


def _marker(item: Group) -> str:
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

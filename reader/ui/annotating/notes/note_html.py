"""A note as a small page: its Markdown read as the articles' is, written as the few tags that Qt knows.

Nothing of the note's own HTML gets through, pictures are named and not shown,
and only addresses on the web become links.
"""

from __future__ import annotations

from html import escape

from reader.articles.link_safety import safe_address, true_target
from reader.articles.markdown.blocks import Block, BlockKind, Formula, FrameKind, Inline, Mark, Picture, Run

LONGEST = 20_000  # letters that are shown; the whole is in the editor
_INDENT = 14  # pixels for each list or quotation that a block stands in
_HANGING = frozenset({FrameKind.ITEM, FrameKind.QUOTE, FrameKind.CALLOUT, FrameKind.DEFINITION})
_TAGS = {
    Mark.STRONG: "b",
    Mark.EMPHASIS: "i",
    Mark.DELETED: "s",
    Mark.UNDERLINED: "u",
    Mark.MARKED: "u",
    Mark.SUBSCRIPT: "sub",
    Mark.SUPERSCRIPT: "sup",
    Mark.CODE: "code",
    Mark.KEY: "code",
}


def note_html(note: str, link: str, quiet: str) -> str:
    """Return `note` as HTML for a text document. `link` and `quiet` are colours, such as "#1a5fb4"."""
    from reader.articles.markdown.rendering import render_markdown

    return "".join(_block(each, link, quiet) for each in render_markdown(note[:LONGEST]))


def _block(block: Block, link: str, quiet: str) -> str:
    if block.kind is BlockKind.RULE:
        return "<hr>"
    if block.kind is BlockKind.TABLE:
        rows = ("".join(f"<td>{_words(cell.inlines, link)}</td>" for cell in row) for row in block.rows)
        return f'<table cellpadding="3">{"".join(f"<tr>{row}</tr>" for row in rows)}</table>'
    depth = sum(frame.kind in _HANGING for frame in block.frames)
    gap = 2 if block.marker else 5
    style = f"margin: {gap}px 0 {gap}px {_INDENT * depth}px;"
    words = _words(block.inlines, link)
    if block.kind is BlockKind.CODE:
        return f'<p style="{style} white-space: pre-wrap;"><code>{words}</code></p>'
    if block.marker:
        style += f" text-indent: {-_INDENT + 2}px;"
        words = f"{escape(block.marker)}&nbsp;{words}"
    if any(frame.kind is FrameKind.QUOTE for frame in block.frames):
        style += f" color: {quiet};"
    if block.kind in (BlockKind.HEADING, BlockKind.TITLE, BlockKind.TERM):
        words = f"<b>{words}</b>"
    return f'<p style="{style}">{words}</p>'


def _words(inlines: tuple[Inline, ...], link: str) -> str:
    return "".join(_inline(each, link) for each in inlines)


def _inline(inline: Inline, link: str) -> str:
    if isinstance(inline, Picture):
        return f"[{escape(inline.words or inline.caption or inline.source)}]"
    if isinstance(inline, Formula):
        return f"<code>{escape(inline.source)}</code>"
    words = escape(inline.text).replace("\u2028", "<br>")
    for mark, tag in _TAGS.items():
        if mark in inline.marks:
            words = f"<{tag}>{words}</{tag}>"
    return _linked(inline, words, link)


def _linked(run: Run, words: str, link: str) -> str:
    address = safe_address(run.href)
    if address and (target := true_target(run.text, address)):
        words += f" ({escape(target)})"
    return f'<a href="{escape(address)}" style="color: {link};">{words}</a>' if address else words

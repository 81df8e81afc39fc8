"""Runs as HTML: every character escaped, and what a browser does not know of Chinese type told to it.

Quotes of Latin text are marked to be narrow (the same characters are wide in
Chinese), emphasised Chinese is dotted and not slanted, and long addresses may
be broken behind their strokes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import escape
from itertools import groupby

from reader.articles.link_safety import article_name, safe_address, true_target
from reader.articles.markdown.blocks import Mark, Run

_TAGS = (
    (Mark.STRONG, "strong"),
    (Mark.DELETED, "del"),
    (Mark.MARKED, "mark"),
    (Mark.UNDERLINED, "u"),
    (Mark.SUBSCRIPT, "sub"),
    (Mark.SUPERSCRIPT, "sup"),
    (Mark.CODE, "code"),
    (Mark.KEY, "kbd"),
    (Mark.SMALL, "small"),
)
_CHINESE = re.compile("([\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+)")
_BREAKS = re.compile(r"(?<=[/?&=])(?=[^/?&=\s])")
MOST_DOTTED = 24  # characters, as in the reading pane
_LONG = 24  # characters of an address that may be broken


def run_html(run: Run, narrow: Collection[int] = ()) -> str:
    """Return `run`. `narrow` are the places in it of quotes and dashes that belong to Latin text."""
    if run.ruby:
        text = f"<ruby>{_escaped(run.text)}<rt>{_escaped(run.ruby)}</rt></ruby>"
    elif run.token:
        return f'<span class="{escape(run.token.replace("_", "-"), quote=True)}">{_escaped(run.text)}</span>'
    elif run.marks & (Mark.CODE | Mark.KEY):
        text = _escaped(run.text)
    elif Mark.EMPHASIS in run.marks:
        text = _emphasised(run.text)
    else:
        text = "".join(_stretch(run, *stretch) for stretch in _cut(run.text, narrow))
    for mark, tag in _TAGS if run.marks else ():
        if mark in run.marks:
            text = f"<{tag}>{text}</{tag}>"
    if address := run.href if run.href[:1] == "#" else safe_address(run.href):
        if target := true_target(run.text, address):
            text += f" <small>({_escaped(target)})</small>"
        return f'<a href="{escape(address, quote=True)}">{text}</a>'
    if name := article_name(run.href):  # where it is, a file that stands by itself does not know
        return f'<span class="to-article" title="{escape(name, quote=True)}">{text}</span>'
    return f'<abbr title="{escape(run.title, quote=True)}">{text}</abbr>' if run.title else text


def _cut(text: str, narrow: Collection[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches of `text`: start, end, and whether the places in it are `narrow`."""
    if not narrow:
        yield 0, len(text), False
        return
    for is_narrow, found in groupby(range(len(text)), narrow.__contains__):
        places = list(found)
        yield places[0], places[-1] + 1, is_narrow


def _stretch(run: Run, start: int, end: int, is_narrow: bool) -> str:
    words = run.text[start:end]
    if is_narrow:
        return f'<span class="narrow">{_escaped(words)}</span>'
    if run.href and len(words) > _LONG:
        return "<wbr>".join(_escaped(part) for part in _BREAKS.split(words))
    return _escaped(words)


def _emphasised(text: str) -> str:
    kind = "dots" if len(text) <= MOST_DOTTED else "kai"
    parts = []
    for part in _CHINESE.split(text):
        if part:
            shape = f' class="{kind}"' if _CHINESE.match(part) else ""
            parts.append(f"<em{shape}>{_escaped(part)}</em>")
    return "".join(parts)


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace("\u2028", "<br>")

"""Stretches of lines that are not read as Markdown (code, display formulas, raw HTML), or stand in a frame.

Each function looks at the line at index `at` and returns the region that
starts there, or None. `indent` is that line's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reader.articles.markdown.block_builder import TONES, callout_title
from reader.articles.markdown.line_marks import (
    ADMONITION,
    BLOCK_TAG,
    CONTAINER,
    DISPLAY,
    ENDS,
    FENCE,
    FOOTNOTE,
    MARKDOWN_INSIDE,
    RAW_TAG,
    SUMMARY,
)

LONGEST_FORMULA = 80  # lines
_INTERRUPTS = re.compile(r" {0,3}(?:[#>]|[-*+] |\d{1,9}[.)] |```|~~~|\[\^)")


@dataclass(frozen=True, slots=True)
class Region:
    """The HTML that stands for the lines up to index `end`, which is the first after them."""

    html: str
    end: int


def read_fence(lines: Sequence[str], at: int, indent: int, offset: int = 0) -> Region | None:
    """Return the code between fences; an open fence runs to the last line. `offset` is added to its end."""
    match = FENCE.match(lines[at])
    if not match or (match[2][0] == "`" and "`" in match[3]):
        return None
    mark, length = match[2][0], len(match[2])
    body: list[str] = []
    at += 1
    while at < len(lines):
        line, closing = lines[at], lines[at].strip()
        at += 1
        if len(closing) >= length and closing == mark * len(closing):
            break
        body.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
    info = escape(match[3].strip(), quote=True)
    return Region(f'<pre data-info="{info}">{escape(chr(10).join(body))}</pre>', at + offset)


def read_indented(lines: Sequence[str], raw: Sequence[str], at: int) -> Region:
    """Return the code that is indented by four spaces; in `raw` the lines have their tabs, which it keeps."""
    end = at
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
        end += 1
    body = "\n".join(_behind(line, 4) for line in raw[at:end]).rstrip("\n ")
    return Region(f'<pre data-info="">{escape(body)}</pre>', end)


def _behind(line: str, columns: int) -> str:
    """Return `line` without its first `columns`, of white space; a tab reaches to the next multiple of 4."""
    column = 0
    for at, letter in enumerate(line):
        if column >= columns or letter not in " \t":
            return " " * (column - columns) + line[at:]
        column += 1 if letter == " " else 4 - column % 4
    return ""


def read_display(lines: Sequence[str], at: int) -> Region | None:
    r"""Return the formula between `$$` or `\[` and its end, if nothing else stands on its lines."""
    match = DISPLAY.match(lines[at])
    if not match:
        return None
    close = "$$" if match[1] == "$$" else "\\]"
    for end in range(at, min(len(lines), at + LONGEST_FORMULA)):
        found = lines[end].find(close, match.end() if end == at else 0)
        if found >= 0:
            break
        if not lines[end].strip():
            return None
    else:
        return None
    whole = "\n".join(line.strip() for line in lines[at : end + 1])
    if lines[end][found + 2 :].strip() or not whole[2:-2].strip():
        return None
    return Region(f'<div class="formula">{escape(whole)}</div>', end + 1)


def read_html(lines: Sequence[str], at: int) -> Region | None:
    """Return raw HTML as CommonMark bounds it: to a blank line, or to the end of a script or a comment."""
    head = lines[at].lstrip()
    if not head.startswith("<"):
        return None
    end = None
    if raw := RAW_TAG.match(head):
        end = re.compile(rf"</{raw[1]}\s*>", re.IGNORECASE)
    elif opening := next((mark for mark in ENDS if head.startswith(mark)), None):
        end = re.compile(re.escape(ENDS[opening]))
    elif not BLOCK_TAG.match(head):
        return None
    elif MARKDOWN_INSIDE.match(lines[at]):
        return Region(lines[at], at + 1)  # what follows is Markdown
    body: list[str] = []
    while at < len(lines):
        line = lines[at]
        if end is None and not line.strip():
            break
        body.append(line)
        at += 1
        if end.search(line) if end else SUMMARY.search(line) and line.rstrip().endswith(">"):
            break
    return Region("\n".join(body), at)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Lines of Markdown that stand in a frame: the HTML that opens it, the lines, the first line after."""

    opening: str
    body: list[str]
    end: int


def read_footnote(lines: Sequence[str], at: int) -> Enclosure | None:
    """Return the footnote that starts at `at`: its line, lazy lines, and what is indented after it."""
    if not (match := FOOTNOTE.match(lines[at])):
        return None
    body = [match[2]]
    at += 1
    while at < len(lines):
        line = lines[at]
        more = line.startswith("  ") or (not line.strip() and _goes_on(lines, at))
        lazy = bool(line.strip()) and bool(body[-1].strip()) and not _INTERRUPTS.match(line)
        if not more and not lazy:
            break
        body.append(line[min(4, len(line) - len(line.lstrip(" "))) :])
        at += 1
    return Enclosure(f'<div class="footnote" id="fn:{escape(match[1], quote=True)}">', body, at)


def read_admonition(lines: Sequence[str], at: int) -> Enclosure | None:
    """Return the admonition (`!!! note "title"`) that starts at `at`."""
    if not (match := ADMONITION.match(lines[at])):
        return None
    at += 1
    body: list[str] = []
    while at < len(lines) and (
        lines[at].startswith("    ") or (not lines[at].strip() and _goes_on(lines, at))
    ):
        body.append(lines[at][4:])
        at += 1
    names = match[1].lower().split()
    title = callout_title(names[0]) if match[2] is None else match[2]
    return Enclosure(_admonition(names, title), body, at)


def read_container(lines: Sequence[str], at: int) -> Enclosure | None:
    """Return what stands between `::: tip title` and `:::`, if it is closed."""
    if ":::" not in lines[at] or not (match := CONTAINER.match(lines[at])):
        return None
    names, start = match[2].lower().split(), at + 1
    for end in range(start, len(lines)):
        if lines[end].strip() == match[1]:
            known = names[0] in TONES or names[0] == "details"
            title = match[3] or (callout_title(names[0]) if known else "")
            opening = _admonition(names, title) if known or title else '<div class="container">'
            return Enclosure(opening, list(lines[start:end]), end + 1)
    return None


def _admonition(names: list[str], title: str) -> str:
    head = f'<p class="admonition-title">{escape(title)}</p>' if title else ""
    return f'<div class="admonition {escape(" ".join(names), quote=True)}">{head}'


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Say whether what follows the blank line at `at` is indented."""
    following = next((line for line in lines[at + 1 : at + 3] if line.strip()), "")
    return following.startswith("  ")

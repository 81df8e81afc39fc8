"""Stretches of lines that are not read as Markdown: fenced and indented code, display formulas, raw HTML.

Each function looks at the line at index `at` and returns the region that
starts there, or None. `indent` is that line's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from reader.articles.line_marks import BLOCK_TAG, DISPLAY, ENDS, FENCE, RAW_TAG, SUMMARY

LONGEST_FORMULA = 80  # lines


@dataclass(frozen=True, slots=True)
class Region:
    """The HTML that stands for the lines up to index `end`, which is the first after them."""

    html: str
    end: int


def read_fence(lines: Sequence[str], at: int, indent: int) -> Region | None:
    """Return the code between fences; an open fence runs to the last line."""
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
    return Region(f'<pre data-info="{info}">{escape(chr(10).join(body))}</pre>', at)


def read_indented(lines: Sequence[str], at: int) -> Region:
    """Return the code that is indented by four spaces."""
    end = at
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
        end += 1
    body = "\n".join(line[4:] for line in lines[at:end]).rstrip("\n ")
    return Region(f'<pre data-info="">{escape(body)}</pre>', end)


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

"""Markdown as people write it, rewritten as python-markdown reads it. No text is lost and none invented.

python-markdown nests by four spaces, wants blank lines around lists, tables
and quotations, and reads fences and raw HTML only at the margin. People (and
language models) nest by two or three, glue, and put fences into items; so do
CommonMark's readers. This pass follows CommonMark's block structure line by
line and writes the same structure in python-markdown's manner. What must not
be read as Markdown (code, display formulas, raw HTML) is handed to `stash`,
which gives a placeholder back. `tests/articles/markdown/test_normaliser.py` holds the
cases. Nesting deeper than `DEEPEST` is flattened to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from reader.articles.markdown.line_marks import (
    ABBREVIATION,
    BLOCK_ATTRIBUTES,
    DELIMITER,
    FENCE,
    HEADING,
    ITEM,
    NOT_AN_ITEM,
    QUOTE,
    RULE,
    UNDERLINE,
    ends_quotation,
    is_sentence,
    without_attributes,
)
from reader.articles.markdown.regions import (
    Region,
    read_admonition,
    read_container,
    read_display,
    read_fence,
    read_footnote,
    read_html,
    read_indented,
)

DEEPEST = 12

Stash = Callable[[str], str]


@dataclass(slots=True)
class _Item:
    """An open list item: where its marker and its text stand, and whether it counts."""

    marker: int
    content: int
    ordered: bool
    number: int = 0


def normalise(lines: list[str], stash: Stash, depth: int = 0) -> list[str]:
    """Return `lines` as python-markdown reads them; `stash` takes HTML and returns a one-line placeholder."""
    return _Pass(lines, stash, depth).run()


class _Pass:
    """One pass over the lines of a piece, or of a quotation inside it."""

    def __init__(self, lines: list[str], stash: Stash, depth: int) -> None:
        self.raw = lines
        self.lines = [line.expandtabs(4) if "\t" in line else line for line in lines]
        self.stash = stash
        self.depth = depth
        self.out: list[str] = []
        self.items: list[_Item] = []
        self.at = 0
        self.blank = True  # the line before was blank
        self.text = False  # the line before was a paragraph's
        self.later = False  # the open item has had a second paragraph

    def run(self) -> list[str]:
        while self.at < len(self.lines):
            self._line(self.lines[self.at])
        return self.out

    # ---- writing

    def _gap(self) -> None:
        if self.out and self.out[-1].strip():
            self.out.append("")

    def _inside(self) -> str:
        return "    " * min(len(self.items), DEEPEST)

    def _put_stashed(self, html: str) -> None:
        """Write `html` as a block of its own inside the open items."""
        self._gap()
        self.out.append(self._inside() + self.stash(html))
        self.out.append("")
        self.blank, self.text = True, False

    def _leave_items(self, indent: int) -> _Item | None:
        """Close the items that text at `indent` does not belong to; return the last one closed."""
        closed = None
        while self.items and indent < self.items[-1].marker + 2:
            closed = self.items.pop()
        return closed

    # ---- one line

    def _line(self, line: str) -> None:
        if not line.strip() or ABBREVIATION.match(line) or ("{:" in line and BLOCK_ATTRIBUTES.match(line)):
            self.out.append("")
            self.blank, self.text = True, False
            self.at += 1
            return
        indent = len(line) - len(line.lstrip(" "))
        if self.blank and self.items and not ITEM.match(line):
            self._leave_items(indent)
        readers = (self._region, self._heading, self._enclosure, self._quote, self._item)
        if any(read(line, indent) for read in readers):
            return
        self._paragraph(line, indent)

    def _heading(self, line: str, indent: int) -> bool:
        if not (match := HEADING.match(line)) or (self.items and indent >= self.items[-1].content):
            return False
        self.items.clear()
        self._gap()
        if words := without_attributes(match[2] or "").strip():
            self.out.append(f"{match[1]} {words}")
        self.out.append("")
        self.blank, self.text = True, False
        self.at += 1
        return True

    def _region(self, line: str, indent: int) -> bool:
        """Hand what is not Markdown to the stash."""
        region = None
        if not self.items and indent >= 4 and not self.text:
            region = read_indented(self.lines, self.raw, self.at)
        # code at the margin keeps its tabs
        region = region or read_fence(self.lines if indent else self.raw, self.at, indent)
        region = region or read_display(self.lines, self.at) or read_html(self.lines, self.at)
        if region is None:
            return False
        self._leave_items(indent)
        self._put_stashed(region.html)
        self.at = region.end
        return True

    def _enclosure(self, line: str, indent: int) -> bool:
        """Put a footnote's or an admonition's own lines between its marks, normalised."""
        if self.depth >= DEEPEST:
            return False
        found = read_footnote(self.lines, self.at) if not self.depth else None
        found = found or read_admonition(self.lines, self.at) or read_container(self.lines, self.at)
        if found is None:
            return False
        self._leave_items(indent)
        self._put_stashed(found.opening)
        self.out.extend(normalise(found.body, self.stash, self.depth + 1))
        self._put_stashed("</div>")
        self.at = found.end
        return True

    def _quote(self, line: str, indent: int) -> bool:
        if line[indent] != ">" or (not self.items and indent > 3):
            return False
        if self.depth >= DEEPEST:
            self.lines[self.at] = line[:indent] + line.lstrip("> ")  # and read it again, without its marks
            return True
        if not self.blank:
            self._leave_items(indent)
        inner: list[str] = []
        while self.at < len(self.lines):
            part = self.lines[self.at]
            match = QUOTE.match(part)
            if match:
                inner.append(part[match.end() :])
            elif not part.strip() or ends_quotation(inner[-1]) or self._interrupts(part):
                break
            else:
                inner.append(part.strip())
            self.at += 1
        self._gap()
        prefix = self._inside() + "> "
        self.out.extend(
            (prefix + part).rstrip(" ") if not part.strip() else prefix + part
            for part in normalise(inner, self.stash, self.depth + 1)
        )
        self.out.append("")
        if self._another_quote():
            self._put_stashed("<!-- -->")  # python-markdown would join the two
        self.blank, self.text = True, False
        return True

    def _another_quote(self) -> bool:
        following = next((line for line in self.lines[self.at : self.at + 5] if line.strip()), "")
        return following.lstrip().startswith(">")

    @staticmethod
    def _interrupts(line: str) -> bool:
        return bool(FENCE.match(line) or ITEM.match(line) or HEADING.match(line) or RULE.match(line))

    def _item(self, line: str, indent: int) -> bool:
        match = ITEM.match(line)
        if not match or RULE.match(line) or (not self.items and indent > 3):
            return False
        ordered = match[2][-1] in ".)"
        number = int(match[2][:-1]) if ordered else 0
        if self._next_in_list(number, indent):
            indent = self.items[-1].marker
        closed = self._leave_items(indent)
        content = (match[4] or "").strip()
        if self.text and not self.blank and not self.items and closed is None:
            # CommonMark: only "1." or a bullet with words interrupts a paragraph
            if not content or (ordered and match[2][:-1] != "1" and not self._list_goes_on(match)):
                return False
            self._gap()
        elif closed is not None and (closed.ordered != ordered or (self.text and self.later)):
            self._gap()
        space = len(match[3] or " ")
        marker = f"{number}." if ordered else match[2]
        column = indent + len(match[2]) + (space if space <= 4 else 1)
        before, end = self._inside(), self.at + 1
        if FENCE.match(content) and (fence := self._fence_in_item(content, column)):
            content, end = self.stash(fence.html), fence.end
        elif not content:
            content = self.stash("<!-- -->")  # or python-markdown takes the "-" for an underline
        elif match[4].endswith("  "):
            content += "  "
        self.out.append(f"{before}{marker} {content}")
        self.items.append(_Item(indent, column, ordered, number))
        del self.items[DEEPEST:]
        self.blank, self.text, self.later = False, False, False
        self.at = end
        return True

    def _next_in_list(self, number: int, indent: int) -> bool:
        """Say whether `number` goes on with the open list, though indented more; less than its text."""
        last = self.items[-1] if self.items else None
        return bool(last and last.ordered and number == last.number + 1 and indent < last.content)

    def _fence_in_item(self, content: str, column: int) -> Region | None:
        """Read the fence that starts on an item's own line."""
        return read_fence([" " * column + content, *self.lines[self.at + 1 :]], 0, column, self.at)

    def _list_goes_on(self, match: re.Match[str]) -> bool:
        """Say whether the next line is the next number: then it is a list, whatever CommonMark says."""
        following = ITEM.match(self.lines[self.at + 1]) if self.at + 1 < len(self.lines) else None
        return bool(following and following[2][:-1] == str(int(match[2][:-1]) + 1))

    def _paragraph(self, line: str, indent: int) -> None:
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        if RULE.match(line) and not (self.text and UNDERLINE.match(line)):
            self._rule()
            return
        if self.text and not self.items and UNDERLINE.match(line) and self._underlined(line):
            return
        if self.items:
            if self.blank:
                line = self._inside() + line[min(indent, self.items[-1].content) :]
                self.later = True
            else:
                line = self._inside() + line.strip() + ("  " if self.lines[self.at].endswith("  ") else "")
        elif (
            self.text and "|" in line and "|" in following and "-" in following and DELIMITER.match(following)
        ):
            self._gap()
        if line[:1].isdigit() and (long := NOT_AN_ITEM.match(line)):
            line = f"{long[0]}\\{line[long.end() :]}"
        if line.endswith("\\") and following.strip():
            line = line[:-1] + "  "
        self.out.append(line)
        self.blank, self.text = False, True
        self.at += 1

    def _rule(self) -> bool:
        self.items.clear()
        self._gap()
        self.out.append("* * *")
        self.out.append("")
        self.blank, self.text = True, False
        self.at += 1
        return True

    def _underlined(self, line: str) -> bool:
        """Turn the lines of the open paragraph, which are underlined, into one heading."""
        start = len(self.out)
        while start and self.out[start - 1].strip():
            start -= 1
        words = " ".join(part.strip() for part in self.out[start:])
        dashes = "-" in line  # glued below a sentence they are a rule, as the scanner has it
        if not words or (dashes and (len(self.out) - start > 1 or is_sentence(words))):
            return self._rule() if words and RULE.match(line) else False
        mark = "#" if "=" in line else "##"
        self.out[start:] = [f"{mark} {words}", ""]
        self.blank, self.text = True, False
        self.at += 1
        return True

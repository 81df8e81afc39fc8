"""Gathering the inlines of one block while HTML is walked: white space, marks, links, line breaks.

White space is collapsed as a browser does, with one difference: a line break
in the source between two Chinese characters gives no space. The marks that say where lines of the file
begin (`element_tree.py`) are taken off, and noted in `lines`.
"""

from __future__ import annotations

import re
from collections import deque

from reader.articles.markdown.blocks import Formula, Inline, Lines, Mark, Picture, Run
from reader.articles.markdown.positions import words_for
from reader.articles.source.canonical_text import letters_in

BREAK = "\u2028"
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_SPACES = re.compile(r"[ \t\r\f\v]*\n\s*(?:\x01\s*)?|[ \t\r\f\v]+")
_SOFT_BREAK = rf"(?<=[{_WIDE}“”‘’…—])\n(\x01?)(?=[{_WIDE}“”‘’…—])"  # compiled when used: it takes 3 ms
_MARK = re.compile(r"\x01(\d+)\.(\d+);")
_LINE = "\x01"  # stands for a mark while a block is read


class Inlines:
    """The inlines of the block that is being read."""

    def __init__(self) -> None:
        self._inlines: list[Inline] = []
        self._marks: list[Mark] = []
        self._links: list[tuple[str, str]] = []
        self._noted: deque[tuple[int, int]] = deque()  # the marks in what was gathered, in order
        self._line = self._before = 0  # where the text goes on: the line, and its letters so far
        self.lines: Lines = ()  # of what was taken last
        self.added = False  # whether what follows is ours

    @property
    def here(self) -> int:
        """The line of the file that the text has come to; 0 where it is not known."""
        return self._noted[-1][0] if self._noted else self._line

    def stand(self, line: int, before: int = 0) -> None:
        """Note that what follows begins `before` letters into `line`."""
        self._noted.append((line, before))
        self._inlines.append(Run(_LINE))

    def unmarked(self, text: str) -> str:
        """Return `text` without its marks, which are noted."""
        for found in _MARK.finditer(text):
            self.stand(int(found[1]), int(found[2]))
        return _MARK.sub("", text)

    def open(self, mark: Mark) -> None:
        """Set what follows apart by `mark`, until it is closed."""
        self._marks.append(mark)

    def close(self, mark: Mark) -> None:
        """Close the innermost `mark`; nothing if it is not open."""
        if mark in self._marks:
            del self._marks[len(self._marks) - 1 - self._marks[::-1].index(mark)]

    def open_link(self, href: str, title: str = "") -> None:
        """Make what follows lead to `href`."""
        self._links.append((href, title))

    def close_link(self) -> None:
        """End the innermost link."""
        if self._links:
            self._links.pop()

    def forget(self) -> None:
        """Drop open marks and links: a block has ended that should have closed them."""
        self._marks.clear()
        self._links.clear()

    @property
    def empty(self) -> bool:
        """Whether nothing has been gathered that shows."""
        return not self._inlines

    def add(self, text: str) -> None:
        """Add words; white space is collapsed."""
        if _LINE in text:
            self._noted.extend((int(found[1]), int(found[2])) for found in _MARK.finditer(text))
            text = _MARK.sub(_LINE, text)
        self._append(_SPACES.sub(_collapsed, text))

    def add_exactly(self, text: str, token: str = "", ruby: str = "") -> None:
        """Add words with their white space as it is."""
        if text:
            self._inlines.append(self._run(text, token, ruby))

    def add_break(self) -> None:
        """Break the line here."""
        self._trim_end()
        self._append(BREAK)

    def add_picture(
        self, source: str, words: str, caption: str, width: int = 0, breaks: tuple[int, ...] = ()
    ) -> None:
        """Add an image."""
        href = self._links[-1][0] if self._links else ""
        self._inlines.append(Picture(source, words, caption, href, width, breaks))

    def add_formula(self, formula: Formula) -> None:
        """Add a formula."""
        self._inlines.append(formula)

    def take(self) -> tuple[Inline, ...]:
        """Return what was gathered, joined and trimmed, and begin again. `lines` are its lines then."""
        self._trim_end()
        joined = _join(self._inlines)
        self._inlines = []
        return tuple(self._placed(joined))

    def _placed(self, inlines: tuple[Inline, ...]) -> list[Inline]:
        """Return `inlines` without the marks, and note where their lines begin."""
        placed: list[Inline] = []
        lines = [(0, self._line, self._before)] if self._line else []
        at = 0
        for inline in inlines:
            if not isinstance(inline, Run) or _LINE not in inline.text:
                placed.append(inline)
                at += len(inline.text) if isinstance(inline, Run) else 1
                self._before += letters_in(words_for(inline))
                continue
            parts = inline.text.split(_LINE)
            for number, part in enumerate(parts):
                if number:
                    self._line, self._before = self._noted.popleft()
                    if lines and lines[-1][0] == at:
                        lines.pop()
                    lines.append((at, self._line, self._before))
                at += len(part)
                self._before += 0 if inline.added else letters_in(part)
            if text := "".join(parts):
                placed.append(_with_text(inline, text))
        self.lines = tuple(lines)
        return placed

    def _run(self, text: str, token: str = "", ruby: str = "") -> Run:
        marks = Mark.NONE
        for mark in self._marks:
            marks |= mark
        href, title = self._links[-1] if self._links else ("", "")
        return Run(text, marks, href, token, ruby, title, self.added)

    def _append(self, text: str) -> None:
        last = self._inlines[-1] if self._inlines else None
        before = last.text[-1:] if isinstance(last, Run) else "" if last is None else "x"
        if before in ("", BREAK, " ", "\n", _LINE):
            text = text.lstrip(" \n")
            if text[:1] == _LINE:
                text = _LINE + text[1:].lstrip(" \n")
        if text:
            self._inlines.append(self._run(text))

    def _trim_end(self) -> None:
        """Take the white space at the end away; marks of lines stay."""
        for at in range(len(self._inlines) - 1, -1, -1):
            last = self._inlines[at]
            if not isinstance(last, Run) or last.token:
                return
            text = last.text.rstrip(" \n" + _LINE)
            if marks := last.text.count(_LINE, len(text)):
                self._inlines[at] = _with_text(last, text + _LINE * marks)
            elif text:
                self._inlines[at] = _with_text(last, text)
            else:
                del self._inlines[at]
            if text:
                return


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.marks, run.href, run.token, run.ruby, run.title, run.added)


def _join(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Join neighbours of the same kind, and settle the line breaks of the source."""
    joined: list[Inline] = []
    for inline in inlines:
        last = joined[-1] if joined else None
        if isinstance(inline, Run) and isinstance(last, Run) and _alike(inline, last):
            joined[-1] = _with_text(last, last.text + inline.text)
        else:
            joined.append(inline)
    return tuple(_settle(joined))


def _alike(one: Run, other: Run) -> bool:
    if one.ruby or other.ruby:
        return False
    return (one.marks, one.href, one.token, one.added) == (
        other.marks,
        other.href,
        other.token,
        other.added,
    )


def _settle(inlines: list[Inline]) -> list[Inline]:
    """Turn each newline into a space, or into nothing between Chinese characters."""
    settled: list[Inline] = []
    for at, inline in enumerate(inlines):
        if not isinstance(inline, Run) or "\n" not in inline.text or inline.token:
            settled.append(inline)
            continue
        following = inlines[at + 1] if at + 1 < len(inlines) else None
        previous = settled[-1] if settled else None
        before = previous.text[-1:] if isinstance(previous, Run) else ""
        after = following.text[:1] if isinstance(following, Run) else ""
        text = re.sub(_SOFT_BREAK, r"\1", before + inline.text + after)
        text = text[len(before) :][: len(text) - len(before) - len(after)].replace("\n", " ")
        if text:
            settled.append(_with_text(inline, text))
    return settled


def _collapsed(white: re.Match[str]) -> str:
    if "\n" not in white[0]:
        return " "
    return "\n" + _LINE if _LINE in white[0] else "\n"

"""Gathering the inlines of one block while HTML is walked: white space, marks, links, line breaks.

White space is collapsed as a browser does, with one difference: a line break
in the source between two Chinese characters gives no space.
"""

from __future__ import annotations

import re

from reader.articles.markdown.blocks import Formula, Inline, Mark, Picture, Run

BREAK = "\u2028"
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_SPACES = re.compile(r"[ \t\r\f\v]*\n\s*|[ \t\r\f\v]+")
_LINKED = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_MARKED = re.compile(r"(\*{1,3})(?=\S)([^*]+)(?<=\S)\1")
_SOFT_BREAK = re.compile(rf"(?<=[{_WIDE}“”‘’…—])\n(?=[{_WIDE}“”‘’…—])")


class Inlines:
    """The inlines of the block that is being read."""

    def __init__(self) -> None:
        self._inlines: list[Inline] = []
        self._marks: list[Mark] = []
        self._links: list[tuple[str, str]] = []

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
        self._append(_SPACES.sub(lambda match: "\n" if "\n" in match[0] else " ", text))

    def add_exactly(self, text: str, token: str = "", ruby: str = "") -> None:
        """Add words with their white space as it is."""
        if text:
            self._inlines.append(self._run(text, token, ruby))

    def add_break(self) -> None:
        """Break the line here."""
        self._trim_end()
        self._append(BREAK)

    def add_picture(self, source: str, words: str, caption: str, width: int = 0) -> None:
        """Add an image."""
        href = self._links[-1][0] if self._links else ""
        self._inlines.append(Picture(source, _words_of(words), caption, href, width))

    def add_formula(self, formula: Formula) -> None:
        """Add a formula."""
        self._inlines.append(formula)

    def take(self) -> tuple[Inline, ...]:
        """Return what was gathered, joined and trimmed, and begin again."""
        self._trim_end()
        joined = _join(self._inlines)
        self._inlines = []
        return joined

    def _run(self, text: str, token: str = "", ruby: str = "") -> Run:
        marks = Mark.NONE
        for mark in self._marks:
            marks |= mark
        href, title = self._links[-1] if self._links else ("", "")
        return Run(text, marks, href, token, ruby, title)

    def _append(self, text: str) -> None:
        last = self._inlines[-1] if self._inlines else None
        before = last.text[-1:] if isinstance(last, Run) else "" if last is None else "x"
        if before in ("", BREAK, " ", "\n"):
            text = text.lstrip(" \n")
        if text:
            self._inlines.append(self._run(text))

    def _trim_end(self) -> None:
        while self._inlines and isinstance(last := self._inlines[-1], Run) and not last.token:
            text = last.text.rstrip(" \n")
            if text == last.text:
                return
            self._inlines.pop()
            if text:
                self._inlines.append(_with_text(last, text))
                return


def _with_text(run: Run, text: str) -> Run:
    return Run(text, run.marks, run.href, run.token, run.ruby, run.title)


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
    return (one.marks, one.href, one.token) == (other.marks, other.href, other.token)


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
        text = _SOFT_BREAK.sub("", before + inline.text + after)
        text = text[len(before) :][: len(text) - len(before) - len(after)].replace("\n", " ")
        if text:
            settled.append(_with_text(inline, text))
    return settled


def _words_of(alt: str) -> str:
    """Return the words for an image without the marks of Markdown around some of them."""
    return _MARKED.sub(r"\2", _LINKED.sub(r"\1", alt)) if "*" in alt or "[" in alt else alt

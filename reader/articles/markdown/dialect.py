"""python-markdown, which is handed the tree of our own reading in place of its block parser's.

What stays python-markdown's: the ElementTree, the stash of raw HTML, its serialiser and postprocessors.
Its block parser and its inline patterns are not used: two grammars disagree (see the decisions), and the
tokens of `inline_marks.py` read links, emphasis and code at least as well.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Self
from xml.etree.ElementTree import Element, ElementTree

import markdown
from markdown.blockparser import BlockParser
from markdown.postprocessors import build_postprocessors
from markdown.util import Registry

from reader.articles.markdown.element_tree import tree_of
from reader.articles.markdown.pieces import Piece
from reader.articles.source.definitions import Definitions

_local = threading.local()


def convert(piece: Piece, definitions: Definitions) -> str:
    """Return the HTML of `piece`, with our marks in it. One converter a thread: safe to call from any."""
    converter: _Dialect | None = getattr(_local, "converter", None)
    if converter is None:
        converter = _local.converter = _Dialect()
    return converter.html(piece, definitions)


class _Given(BlockParser):
    """A block parser that is handed its tree."""

    tree: Element = Element("div")

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802
        return ElementTree(self.tree)


class _Markdown(markdown.Markdown):
    """python-markdown without what would have nothing to do: its inline patterns take 10 ms to compile."""

    given: _Given

    def build_parser(self) -> Self:
        self.preprocessors, self.inlinePatterns, self.treeprocessors = Registry(), Registry(), Registry()
        self.parser = self.given = _Given(self)
        self.postprocessors = build_postprocessors(self)
        return self


class _Dialect:
    """One converter. Not to be shared between threads."""

    def __init__(self) -> None:
        self._markdown = _Markdown()

    def html(self, piece: Piece, definitions: Definitions) -> str:
        """Return the HTML of `piece`."""
        self._markdown.reset()
        self._markdown.given.tree = tree_of(piece, definitions, self._markdown.htmlStash)
        return self._markdown.convert("x")  # it converts nothing that is blank

"""The notations in which people write an article's framework.

To add one, write a module in this folder that provides what `Notation` asks
for, and name it in `NOTATIONS`. Finding frameworks, `gangmu outline --to` and
the tests all read that tuple; nothing else needs to change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reader.articles.digest.notations import (
    markmap,
    mermaid_mindmap,
    nested_list,
    plantuml_mindmap,
    tree_drawing,
)
from reader.articles.digest.notations.point import Point
from reader.articles.model import Framework


class Notation(Protocol):
    """What each module of this package provides: a notation is a module."""

    name: str
    needs_caption: bool  # what is written so is a framework only under a sure caption
    is_mind_map: bool  # nothing but a map of ideas is written so: no listing of files

    def read(self, info: str, lines: Sequence[tuple[int, str]]) -> list[Point]:
        """Return the points written on the lines of a fence, or [] where they are not of this notation.

        `info` is the info string of the fence ("" in the text itself); lines are
        numbered from 1 in the article's file. Never raises.
        """
        ...

    def write(self, points: Sequence[Point]) -> str:
        """Return `points` in this notation, with a newline at the end."""
        ...


# In this order: a drawing is read whatever its fence says, the others know their own.
NOTATIONS: tuple[Notation, ...] = (mermaid_mindmap, plantuml_mindmap, markmap, tree_drawing, nested_list)


def write_framework(framework: Framework, title: str, notation: str) -> str:
    """Return `framework` below `title` in the notation of that name. Raises `KeyError` for an unknown one."""
    points = [Point(1, title, "", 0, is_root=True)]
    points += [Point(node.depth + 1, node.label, "", node.line) for node in framework.walk()]
    return {one.name: one for one in NOTATIONS}[notation].write(points)

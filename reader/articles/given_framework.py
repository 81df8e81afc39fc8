"""A framework that stands in no article's file: given to it from outside, as a person has made it.

It is kept as a note: the tree as a nested Markdown list. Read, it is `Points`: the labels in reading order,
each with its depth from 1. An article whose author has drawn a framework keeps that one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.articles.digest.node_ids import build_nodes
from reader.articles.digest.notations.point import Point, one_line
from reader.articles.digest.units import cut_units
from reader.articles.model import Article, Framework
from reader.articles.resolving.resolver import resolve

Points = tuple[tuple[int, str], ...]  # depth from 1, label

_ROW = re.compile(r"( *)- (.*)")


def with_framework(article: Article, note: str) -> Article:
    """Return `article` with the framework of `note`, resolved; as it is where it has one of its author's."""
    if article.frameworks or article.scanned is None:
        return article
    points = [Point(depth, label, "", 0) for depth, label in read(note)]
    if not points:
        return article
    framework = Framework(build_nodes(points, ""), by_person=True)
    links = resolve(framework, article.outline, article.text, article.scanned, article.metadata.lines)
    units = cut_units(article.text, article.metadata, framework, links, article.outline)
    return replace(article, framework=framework, links=links, units=units)


def written(points: Points) -> str:
    """Return `points` as the note that keeps them."""
    return "".join(f"{'  ' * (depth - 1)}- {one_line(label)}\n" for depth, label in points)


def read(note: str) -> Points:
    """Return the points of a note. Lines that are none are passed over, depths that are skipped closed up."""
    points: list[tuple[int, str]] = []
    for line in note.splitlines():
        row = _ROW.fullmatch(line.rstrip())
        if row and row[2].strip():
            above = points[-1][0] if points else 0
            points.append((min(len(row[1]) // 2, above) + 1, row[2].strip()))
    return tuple(points)

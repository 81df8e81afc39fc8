"""From the points of a drawn tree to nodes with their names, ids and paths."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.articles.digest.labels import key
from reader.articles.digest.notations.point import Point
from reader.articles.model import Node
from reader.articles.source.inline_marks import plain

_EMPTY_ROOTS = frozenset(
    {
        "",
        "框架",
        "文章框架",
        "脑图",
        "思维导图",
        "大纲",
        "目录",
        "文章",
        "root",
        "outline",
        "framework",
        "文章结构",
        "内容框架",
    }
)
_MARKS = ("**", "__", "`", "](", "\\", "&", "~~", "==")


@dataclass(eq=False, slots=True)
class _Branch:
    point: Point
    label: str
    children: list[_Branch] = field(default_factory=list)


def build_nodes(points: Sequence[Point], title: str) -> tuple[Node, ...]:
    """Return the nodes of the first level for `points`, without a single root that only repeats `title`."""
    top: list[_Branch] = []
    open_branches: list[_Branch] = []
    for point in points:
        branch = _Branch(point, clean_label(point.label))
        del open_branches[point.depth - 1 :]
        (open_branches[-1].children if open_branches else top).append(branch)
        open_branches.append(branch)
    if len(top) == 1 and top[0].point.is_root and top[0].children and repeats(top[0].label, title):
        top = top[0].children
    return _named(top, "", (), 1)


def repeats(label: str, title: str) -> bool:
    """Whether the root `label` says no more than the title of the article does."""
    one, other = key(label), key(title)
    if one in _EMPTY_ROOTS or one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 4 and shorter in longer and 2 * len(shorter) >= len(longer)


def clean_label(text: str) -> str:
    """Return a label without Markdown's marks, in NFC."""
    text = text.strip()
    if any(mark in text for mark in _MARKS):
        text = plain(text).strip()
    return unicodedata.normalize("NFC", text)


def _named(branches: list[_Branch], above: str, path: tuple[str, ...], depth: int) -> tuple[Node, ...]:
    seen: dict[str, int] = {}
    nodes = []
    for branch in branches:
        name = branch.label.replace("/", "//")
        seen[name] = count = seen.get(name, 0) + 1
        node_id = f"{above}/{name}" if above else name
        if count > 1:
            node_id += f"#{count}"
        own_path = (*path, branch.label)
        point = branch.point
        children = _named(branch.children, node_id, own_path, depth + 1)
        nodes.append(Node(node_id, branch.label, depth, own_path, point.line, point.comment, children))
    return tuple(nodes)

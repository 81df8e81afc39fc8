"""The flat blocks of an article as a tree again, for formats that nest: frames hold blocks and frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reader.articles.markdown.blocks import Block, Frame


@dataclass(slots=True)
class Group:
    """A frame and what stands in it, in order. The outermost group has no frame."""

    frame: Frame | None = None
    children: list[Block | Group] = field(default_factory=list)


def nest(blocks: Sequence[Block]) -> Group:
    """Return `blocks` as a tree: neighbours in the same frame share its group."""
    root = Group()
    open_groups = [root]
    for block in blocks:
        depth = 0
        while depth < len(block.frames) and depth + 1 < len(open_groups):
            if open_groups[depth + 1].frame != block.frames[depth]:
                break
            depth += 1
        del open_groups[depth + 1 :]
        for frame in block.frames[depth:]:
            group = Group(frame)
            open_groups[-1].children.append(group)
            open_groups.append(group)
        open_groups[-1].children.append(block)
    return root

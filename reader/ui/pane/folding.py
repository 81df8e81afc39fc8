"""Folding `<details>`: what the summary hides is hidden from the layout; the text itself is unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QTextDocument

from reader.articles.blocks import Block, BlockKind, Frame, FrameKind
from reader.ui.pane.roles import SetBlock


def summary_of(block: Block) -> Frame | None:
    """Return the `<details>` that `block` is the summary of; None for any other block."""
    if block.kind is BlockKind.TITLE and block.frames and block.frames[-1].kind is FrameKind.DETAILS:
        return block.frames[-1]
    return None


def shut_at_first(places: Sequence[SetBlock]) -> set[Frame]:
    """Return the `<details>` that start shut. One that holds a table stays open: Qt cannot hide tables."""
    with_tables = {
        frame for place in places if place.block.kind is BlockKind.TABLE for frame in place.block.frames
    }
    summaries = (summary_of(place.block) for place in places)
    return {frame for frame in summaries if frame and not frame.opened and frame not in with_tables}


def is_hidden(block: Block, shut: set[Frame]) -> bool:
    """Say whether `block` is hidden while `shut` are folded."""
    own = summary_of(block)
    return any(frame in shut and frame is not own and frame != own for frame in block.frames)


def fold(document: QTextDocument, places: Iterable[SetBlock], shut: set[Frame]) -> None:
    """Hide in `document` what `shut` hides, and show the rest."""
    for place in places:
        block = document.findBlock(place.position)
        block.setVisible(not is_hidden(place.block, shut))
    document.markContentsDirty(0, document.characterCount())

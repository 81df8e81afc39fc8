"""Folding `<details>`: what the summary hides is hidden from the layout; the text itself is unchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument

from reader.articles.markdown.blocks import Block, BlockKind, Frame, FrameKind
from reader.ui.pane.layout.colour_roles import SetBlock

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable, QTextTableFormat


def summary_of(block: Block) -> Frame | None:
    """Return the `<details>` that `block` is the summary of; None for any other block."""
    if block.kind is BlockKind.TITLE and block.frames and block.frames[-1].kind is FrameKind.DETAILS:
        return block.frames[-1]
    return None


class Folds:
    """The `<details>` of one section: which are shut, and which of them somebody has opened or shut.

    A `<details>` is known by its summary, so that it is found again when the
    section is laid out anew, and when the article around it has been edited.
    """

    def __init__(self, document: QTextDocument, places: Sequence[SetBlock], foldable: bool) -> None:
        """Shut those that start shut, if they are `foldable` at all: on paper nothing is."""
        self._document = document
        self._places = places
        self._frames = dict(_named(places)) if foldable else {}
        self._at_first = frozenset(frame for frame in self._frames.values() if not frame.opened)
        self._formats: dict[int, QTextTableFormat] = {}  # of the tables that are hidden
        self.shut = self._at_first
        if self.shut:
            self._apply()

    @property
    def touched(self) -> frozenset[str]:
        """The names of the `<details>` that are now open though they started shut, or shut though open."""
        changed = self.shut ^ self._at_first
        return frozenset(name for name, frame in self._frames.items() if frame in changed)

    def take(self, touched: frozenset[str]) -> bool:
        """Restore `touched` of an earlier layout of the same section; return whether anything changed."""
        return self._set(self._at_first ^ {self._frames[name] for name in touched if name in self._frames})

    def toggle(self, frame: Frame) -> None:
        """Open `frame` if it is shut, else shut it."""
        self._set(self.shut ^ {frame})

    def reveal(self, position: int) -> bool:
        """Open whatever hides `position` of the document; False where nothing does."""
        hiding = {
            frame
            for place in self._places
            if place.position <= position <= place.position + place.length and self.hides(place.block)
            for frame in place.block.frames
        }
        return self._set(self.shut - hiding)

    def hides(self, block: Block) -> bool:
        """Say whether `block` is folded away."""
        own = summary_of(block)
        return bool(self.shut) and any(frame in self.shut and frame != own for frame in block.frames)

    def shown_tables(self) -> Iterator[QTextTable]:
        """Yield the tables that are not folded away."""
        return (table for table in self._tables() if table.firstPosition() not in self._formats)

    def _tables(self) -> Iterator[QTextTable]:
        if frames := self._document.rootFrame().childFrames():
            from PySide6.QtGui import QTextTable  # not for a text without any

            yield from (frame for frame in frames if isinstance(frame, QTextTable))

    def _set(self, shut: frozenset[Frame]) -> bool:
        changed, self.shut = shut != self.shut, shut
        if changed:
            self._apply()
        return changed

    def _apply(self) -> None:
        hidden = set()
        for place in self._places:
            if is_hidden := self.hides(place.block):
                hidden.add(place.position)
            self._document.findBlock(place.position).setVisible(not is_hidden)
        for table in self._tables():
            self._squeeze(table, table.cellAt(0, 0).firstPosition() in hidden)
        self._document.markContentsDirty(0, self._document.characterCount())

    def _squeeze(self, table: QTextTable, hidden: bool) -> None:
        """Take its height from a table: Qt hides the words of its cells, not the room around them."""
        key = table.firstPosition()
        self._document.findBlock(key - 1).setVisible(not hidden)  # the empty one that Qt keeps before a table
        if hidden and key not in self._formats:
            self._formats[key] = table.format()
            flat = table.format()
            flat.setCellPadding(0)
            flat.setTopMargin(0)
            table.setFormat(flat)
        elif not hidden and key in self._formats:
            table.setFormat(self._formats.pop(key))


def _named(places: Sequence[SetBlock]) -> Iterator[tuple[str, Frame]]:
    """Yield each `<details>` with its name: the summary, numbered where several are alike."""
    seen: Counter[str] = Counter()
    for place in places:
        if frame := summary_of(place.block):
            seen[place.block.text] += 1
            yield f"{seen[place.block.text]} {place.block.text}", frame

"""What a person did to annotations, each act to be undone and done again.

Undoing writes a new version, as every change does: the other devices see it,
and what was deleted is in the trash even when the undo stack is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtGui import QUndoCommand

from reader.annotations.model import Annotation

_TYPING = 1  # Qt merges commands of one id


@dataclass(frozen=True, slots=True)
class Change:
    """One annotation before and after; `before` is None where it is new."""

    before: Annotation | None
    after: Annotation


Write = Callable[[Sequence[Annotation]], None]


class Act(QUndoCommand):
    """Some changes that are one act. `typing` acts on one annotation in a row are one."""

    def __init__(self, text: str, changes: Sequence[Change], write: Write, *, typing: bool = False) -> None:
        super().__init__(text)
        self.changes = list(changes)
        self._write = write
        self._typing = typing

    def redo(self) -> None:
        self._write([change.after for change in self.changes])

    def undo(self) -> None:
        self._write([change.before or replace(change.after, deleted=True) for change in self.changes])

    def id(self) -> int:
        return _TYPING if self._typing else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Act) or self.names() != other.names():
            return False
        pairs = zip(self.changes, other.changes, strict=True)
        self.changes = [Change(mine.before, theirs.after) for mine, theirs in pairs]
        return True

    def names(self) -> list[str]:
        """Return the ids of what was changed."""
        return [change.after.annotation_id for change in self.changes]

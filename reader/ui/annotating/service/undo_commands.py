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

    def __init__(
        self,
        text: str,
        changes: Sequence[Change],
        write: Write,
        *,
        typing: bool = False,
        is_resting: bool = False,
    ) -> None:
        """`is_resting`: it changes nothing until that is taken back; it was done elsewhere."""
        super().__init__(text)
        self.is_resting = is_resting
        self.changes = list(changes)
        self._write = write
        self._typing = typing

    def redo(self) -> None:
        if not self.is_resting:
            self._write([change.after for change in self.changes])

    def undo(self) -> None:
        if not self.is_resting:
            self._write([change.before or replace(change.after, deleted=True) for change in self.changes])

    def resting(self, write: Write) -> Act:
        """Return the same act for another stack, resting."""
        return Act(self.text(), self.changes, write, typing=self._typing, is_resting=True)

    def id(self) -> int:
        return _TYPING if self._typing else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Act) or other.is_resting or self.names() != other.names():
            return False
        pairs = zip(self.changes, other.changes, strict=True)
        self.changes = [Change(mine.before, theirs.after) for mine, theirs in pairs]
        return True

    def names(self) -> list[str]:
        """Return the ids of what was changed."""
        return [change.after.annotation_id for change in self.changes]

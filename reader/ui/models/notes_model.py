"""Annotations as rows: each group's heading, then its annotations. An adapter; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from html import escape
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from reader.annotations.listing import Group
from reader.annotations.model import Annotation, Placed
from reader.i18n import gettext as _

Index = QModelIndex | QPersistentModelIndex


# Put together once: Qt asks for each row when all are selected.
_OF_NOTES = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsDragEnabled
)


class NoteRole(IntEnum):
    """What a row can be asked for."""

    PLACED = Qt.ItemDataRole.UserRole + 1  # None for a heading
    HEADING = Qt.ItemDataRole.UserRole + 2  # None for an annotation


@dataclass(frozen=True, slots=True)
class Heading:
    """The row above a group."""

    words: str
    count: int


class NotesModel(QAbstractListModel):
    """Groups of annotations. The note of an annotation can be edited in its row."""

    def __init__(
        self, change: Callable[[Annotation, Annotation], None], parent: QObject | None = None
    ) -> None:
        """`change` is called with an annotation before and after its note was edited."""
        super().__init__(parent)
        self._change = change
        self._rows: list[Heading | Placed] = []

    def show(self, groups: Iterable[Group], name: Callable[[tuple[str, ...]], str]) -> None:
        """Show `groups`; `name` gives a heading's words for a group's key, "" for no heading."""
        rows: list[Heading | Placed] = []
        for group in groups:
            if words := name(group.key):
                rows.append(Heading(words, len(group.placed)))
            rows += group.placed
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def placed(self, index: Index) -> Placed | None:
        """Return the annotation of a row; None for a heading."""
        row = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return row if isinstance(row, Placed) else None

    def selection_of(self, annotation_ids: Iterable[str]) -> QItemSelection:
        """Return the first row of each of these annotations, those that follow one another as one range."""
        missing, found = set(annotation_ids), []
        for number, row in enumerate(self._rows if missing else ()):
            if isinstance(row, Placed) and row.annotation.annotation_id in missing:
                missing.remove(row.annotation.annotation_id)
                found.append(number)
        selection = QItemSelection()
        for _gap, run in groupby(enumerate(found), lambda each: each[1] - each[0]):
            numbers = [number for _, number in run]
            selection.select(self.index(numbers[0]), self.index(numbers[-1]))
        return selection

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.placed(index) is not None:
            return _OF_NOTES
        return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags

    def mimeTypes(self) -> list[str]:
        return ["text/plain", "text/html"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the words and the notes of the rows, as text and as HTML."""
        from reader.articles.exporting.safe_html import note_html

        rows = [placed for index in sorted(indexes) if (placed := self.placed(index)) is not None]
        text = [filter(None, (_quoted(row), row.annotation.note)) for row in rows]
        page = [
            f"<blockquote>{escape(words_of(each))}</blockquote>{note_html(each.annotation.note)}"
            for each in rows
        ]
        data = QMimeData()
        data.setText("\n\n".join("\n".join(lines) for lines in text))
        data.setHtml("\n".join(page))
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if isinstance(row, Heading):
            if role == NoteRole.HEADING:
                return row
            return (
                row.words
                if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
                else None
            )
        if role == NoteRole.PLACED:
            return row
        if role == Qt.ItemDataRole.EditRole:
            return row.annotation.note
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(filter(None, (words_of(row), row.annotation.note)))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        placed = self.placed(index)
        if placed is None or role != Qt.ItemDataRole.EditRole:
            return False
        before = placed.annotation
        if value != before.note:
            self._change(before, replace(before, note=str(value)))
        return True


def _quoted(placed: Placed) -> str:
    return f"“{words_of(placed)}”" if placed.annotation.target.quote is not None else words_of(placed)


def words_of(placed: Placed) -> str:
    """Return the words that an annotation marks, on one line, or the label of its point."""
    quote = placed.annotation.target.quote
    if quote is not None:
        return " ".join(quote.exact.split())
    return placed.path[-1] if placed.path else _("About the article")

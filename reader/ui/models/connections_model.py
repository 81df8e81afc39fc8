"""Connections as rows: a heading for each kind, what is connected, or a quiet sentence where nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1  # the row's value


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a kind, and how many there are ("" while it is looked for)."""

    title: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A quiet sentence."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A connection as it is shown: title, where in the article, two lines with marked places, and why.

    `value` is handed back when it is chosen. `matches` are code points of `text`.
    """

    title: str
    place: tuple[str, ...]
    text: str
    matches: tuple[tuple[int, int], ...]
    why: str
    value: object


Row = Heading | Remark | Shown


class ConnectionsModel(QAbstractListModel):
    """The rows, one under the other; only connections can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> bool:
        """Show `rows`; return whether that changes anything."""
        if tuple(rows) == self._rows:
            return False
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()
        return True

    def row(self, index: Index) -> Row | None:
        """Return the value of a row."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def find(self, value: object) -> QModelIndex:
        """Return the row of the connection `value`; an invalid index where there is none."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Shown) and row.value == value:
                return self.index(number)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """Return the first row that can be chosen."""
        return next(
            (self.index(number) for number, row in enumerate(self._rows) if isinstance(row, Shown)),
            QModelIndex(),
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Shown):
            return "\n".join(filter(None, (row.title, " › ".join(row.place), row.why)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if not isinstance(row, Shown):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _spoken(row: Row) -> str:
    if isinstance(row, Heading):
        return " ".join(filter(None, (row.title, row.count)))
    if isinstance(row, Remark):
        return row.sentence
    return ". ".join(filter(None, (row.title, " › ".join(row.place), row.text, row.why)))

"""The hits of an answer as rows: each article, then its hits. An adapter; it decides nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.search.model import Answer, ArticleHits, Hit
from reader.search.user_data import NoteWords

Row = ArticleHits | Hit | NoteWords
Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1  # the row's value


class SearchHitsModel(QAbstractListModel):
    """Articles and hits, one under the other; only hits and notes can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []

    def show(self, answer: Answer | None) -> bool:
        """Show the hits of `answer`, with the person's notes first; return whether that changes anything."""
        rows: list[Row] = []
        if answer is not None:
            rows += answer.marginal
            for group in answer.grouped():
                rows += [group, *group.hits]
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def row(self, index: Index) -> Row | None:
        """Return the value of a row."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def find(self, hit: Hit | None) -> QModelIndex:
        """Return the row of the hit at the same place as `hit`; an invalid index where there is none."""
        for number, row in enumerate(self._rows if hit is not None else ()):
            if isinstance(row, Hit) and hit and (row.name, row.span.start) == (hit.name, hit.span.start):
                return self.index(number)
        return QModelIndex()

    def first(self) -> QModelIndex:
        """Return the first row that can be chosen."""
        for number, row in enumerate(self._rows):
            if not isinstance(row, ArticleHits):
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return _plain(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(row, ArticleHits):
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _plain(row: Row) -> str:
    if isinstance(row, ArticleHits):
        return row.title
    return row.excerpt.text if isinstance(row, Hit) else row.note or row.quote


def _spoken(row: Row) -> str:
    """Return what a screen reader says."""
    if isinstance(row, ArticleHits):
        return row.title
    if isinstance(row, Hit):
        return ". ".join(filter(None, [row.title, " › ".join(row.path), row.why, row.excerpt.text]))
    return _("Your note: {words}").format(words=row.note or row.quote)


def _tip(row: Row) -> str:
    if isinstance(row, ArticleHits):
        return f"{row.title}\n{row.name}"
    if isinstance(row, Hit):
        place = " › ".join(row.path) or row.title
        matches = ngettext("{count} match", "{count} matches", len(row.spans)).format(
            count=figure(len(row.spans))
        )
        return f"{place}\n" + _("Line {line}, {matches}").format(line=row.line, matches=matches)
    return row.quote

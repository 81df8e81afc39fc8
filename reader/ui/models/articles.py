"""The articles of a library as an item model: one row each, filtered by words."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.articles.folding import fold
from reader.catalogue.entries import CatalogueEntry

Index = QModelIndex | QPersistentModelIndex


class ArticleRole(IntEnum):
    """What the list asks beside the title."""

    PATH = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2  # the line below the title
    IS_OPEN = Qt.ItemDataRole.UserRole + 3
    PROBLEM = Qt.ItemDataRole.UserRole + 4


class ArticlesModel(QAbstractListModel):
    """The entries that hold all the words of the filter, in the order in which they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._all: tuple[CatalogueEntry, ...] = ()
        self._rows: list[CatalogueEntry] = []
        self._words: list[str] = []
        self._open = ""
        self._folded: dict[CatalogueEntry, str] = {}

    def show(self, folder: Path, entries: Sequence[CatalogueEntry]) -> None:
        """Show the entries of the library in `folder`; the same ones again change nothing."""
        if folder == self._folder and tuple(entries) == self._all:
            return
        self.beginResetModel()
        self._folder, self._all = folder, tuple(entries)
        self._folded.clear()
        self._sieve()
        self.endResetModel()

    def filter(self, words: str) -> None:
        """Keep the entries that hold all of `words` in title, category, tags or file name."""
        self.beginResetModel()
        self._words = fold(words).split()
        self._sieve()
        self.endResetModel()

    def mark_open(self, name: str) -> None:
        """Mark the article of that name as the one being read."""
        before, self._open = self._open, name
        for each in (before, name):
            index = self.index_of(each)
            if index.isValid():
                self.dataChanged.emit(index, index, [ArticleRole.IS_OPEN])

    def index_of(self, name: str) -> QModelIndex:
        """Return the index of an article by its name in the library; an invalid one where it is not shown."""
        rows = (row for row, entry in enumerate(self._rows) if entry.name == name)
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row)

    @property
    def total(self) -> int:
        """How many articles there are, shown or not."""
        return len(self._all)

    # ---- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return entry.title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return "\n".join(filter(None, (entry.title, entry.original_title, entry.problem, entry.name)))
            case ArticleRole.PATH:
                return self._folder / entry.name
            case ArticleRole.DETAIL:
                return entry.problem or detail(entry)
            case ArticleRole.IS_OPEN:
                return entry.name == self._open
            case ArticleRole.PROBLEM:
                return bool(entry.problem)
        return None

    # ---- within

    def _sieve(self) -> None:
        self._rows = [entry for entry in self._all if all(word in self._text(entry) for word in self._words)]

    def _text(self, entry: CatalogueEntry) -> str:
        if entry not in self._folded:
            parts = (entry.title, entry.original_title, entry.category, *entry.tags, entry.name)
            self._folded[entry] = fold("\n".join(parts))
        return self._folded[entry]


def detail(entry: CatalogueEntry) -> str:
    """Return the line below the title: category and tags, or the folder and file where there are none."""
    parts = [entry.category] if entry.category else []
    if entry.tags:
        parts.append(" ".join(f"#{tag}" for tag in entry.tags))
    return "  ·  ".join(parts) or entry.name

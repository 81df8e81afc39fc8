"""The articles of a library as an item model: one row each, filtered by words.

A list view asks a model for its number of rows once for every row it lays out.
So the rows are counted by Qt's own model of strings, and only what is looked
at is asked of Python: 20,000 articles are laid out in milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from itertools import compress
from pathlib import Path

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from reader.articles.source.character_folding import fold
from reader.catalogue.entries import CatalogueEntry

Index = QModelIndex | QPersistentModelIndex


class ArticleRole(IntEnum):
    """What the list asks beside the title."""

    PATH = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2  # the line below the title
    IS_OPEN = Qt.ItemDataRole.UserRole + 3
    PROBLEM = Qt.ItemDataRole.UserRole + 4


def folded_texts(
    entries: Sequence[CatalogueEntry], known: Mapping[str, tuple[CatalogueEntry, str]]
) -> dict[str, tuple[CatalogueEntry, str]]:
    """Return, for each name, the entry and the words it is found by, taking over what is `known`.

    For the background: it is too much for one turn of the window.
    """
    texts = {}
    for entry in entries:
        old = known.get(entry.name)
        if old is not None and old[0] is entry:
            texts[entry.name] = old
        else:
            parts = (entry.title, entry.original_title, entry.category, *entry.tags, entry.name)
            texts[entry.name] = (entry, fold("\n".join(parts)))
    return texts


class ArticlesModel(QStringListModel):
    """The entries that hold all the words of the filter, in the order in which they were given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._all: tuple[CatalogueEntry, ...] = ()
        self._rows: list[CatalogueEntry] = []
        self._places: dict[str, int] = {}  # the row of each name
        self._words: list[str] = []
        self._open = ""
        self._folded: list[str] = []  # what each of `_all` is found by
        self.texts: Mapping[str, tuple[CatalogueEntry, str]] = {}

    def show(
        self,
        folder: Path,
        entries: Sequence[CatalogueEntry],
        texts: Mapping[str, tuple[CatalogueEntry, str]] | None = None,
    ) -> bool:
        """Show the entries of the library in `folder`; return whether they are others than before.

        `texts` are their `folded_texts`, if these were made already.
        """
        if folder == self._folder and tuple(entries) == self._all:
            return False
        self._folder, self._all = folder, tuple(entries)
        self.texts = folded_texts(self._all, {}) if texts is None else texts
        self._folded = [self.texts[entry.name][1] for entry in self._all]
        self._sieve()
        return True

    def filter(self, words: str) -> None:
        """Keep the entries that hold all of `words` in title, category, tags or file name."""
        wanted = fold(words).split()
        if wanted != self._words:
            self._words = wanted
            self._sieve()

    def mark_open(self, name: str) -> None:
        """Mark the article of that name as the one being read."""
        before, self._open = self._open, name
        for each in (before, name):
            index = self.index_of(each)
            if index.isValid():
                self.dataChanged.emit(index, index, [ArticleRole.IS_OPEN])

    def index_of(self, name: str) -> QModelIndex:
        """Return the index of an article by its name in the library; an invalid one where it is not shown."""
        row = self._places.get(name)
        return QModelIndex() if row is None else self.index(row)

    @property
    def total(self) -> int:
        """How many articles there are, shown or not."""
        return len(self._all)

    # ---- Qt

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

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        return False

    # ---- within

    def _sieve(self) -> None:
        rows, texts = list(self._all), self._folded
        for word in self._words:  # no tuples for each: Python would look for garbage among them
            holding = [word in text for text in texts]
            rows, texts = list(compress(rows, holding)), list(compress(texts, holding))
        self._rows = rows
        names = [entry.name for entry in self._rows]
        self._places = dict(zip(names, range(len(names)), strict=True))
        self.setStringList(names)


def detail(entry: CatalogueEntry) -> str:
    """Return the line below the title: category and tags, or the folder and file where there are none."""
    parts = [entry.category] if entry.category else []
    if entry.tags:
        parts.append(" ".join(f"#{tag}" for tag in entry.tags))
    return "  ·  ".join(parts) or entry.name

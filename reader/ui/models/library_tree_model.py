"""The tree that a library is browsed by as an item model: shelves, folders, tags, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.catalogue.shelves.browsing import FAVOURITES, QUEUE, Branch, BranchKind
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
ARTICLES = "application/x-gangmu-articles"  # names in the library, a line each


class BranchRole(IntEnum):
    """What the tree asks beside the text."""

    BRANCH = Qt.ItemDataRole.UserRole + 1


class LibraryTreeModel(QAbstractItemModel):
    """The branches, row by row. Each index carries the branch's number in one list of them all."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.roots: tuple[Branch, ...] = ()
        self._all: list[Branch] = []
        self._parents: list[int] = []  # the number of the branch above; -1
        self._rows: list[int] = []  # among its siblings
        self._firsts: list[int] = []  # the number of the first child

    def show(self, roots: tuple[Branch, ...]) -> bool:
        """Show other branches; return whether they are others."""
        if roots == self.roots:
            return False
        self.beginResetModel()
        self.roots = roots
        self._all, self._parents, self._rows, self._firsts = [], [], [], []
        self._add(roots, -1)
        at = 0
        while at < len(self._all):  # children of one branch stand together
            self._firsts.append(len(self._all))
            self._add(self._all[at].children, at)
            at += 1
        self.endResetModel()
        return True

    def branch(self, index: Index) -> Branch | None:
        """Return the branch of a row."""
        return self._all[index.internalId()] if index.isValid() else None

    def find(self, kind: BranchKind, key: str) -> QModelIndex:
        """Return the row of a branch; an invalid index where there is none."""
        for number, branch in enumerate(self._all):
            if branch.kind is kind and branch.key == key:
                return self.createIndex(self._rows[number], 0, number)
        return QModelIndex()

    # ---- Qt

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if column or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        first = self._firsts[parent.internalId()] if parent.isValid() else 0
        return self.createIndex(row, 0, first + row)

    def parent(self, index: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override] # QObject's has no index
        above = self._parents[index.internalId()] if index.isValid() else -1
        return self.createIndex(self._rows[above], 0, above) if above >= 0 else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self.roots)
        return len(self._all[parent.internalId()].children)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        branch = self.branch(index)
        if branch is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return branch.text
            case BranchRole.BRANCH:
                return branch
            case Qt.ItemDataRole.AccessibleTextRole:
                return _spoken(branch)
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(branch)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        branch = self.branch(index)
        if branch is None:
            return Qt.ItemFlag.NoItemFlags
        if branch.kind in (BranchKind.FOLDERS, BranchKind.TAGS):
            return Qt.ItemFlag.ItemIsEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDropEnabled if takes(branch) else flags

    def mimeTypes(self) -> list[str]:
        return [ARTICLES]

    # ---- within

    def _add(self, branches: Sequence[Branch], above: int) -> None:
        self._all += branches
        self._parents += [above] * len(branches)
        self._rows += range(len(branches))


def takes(branch: Branch) -> bool:
    """Whether articles can be dropped on a branch: favourites, the reading list, a tag."""
    return branch.kind is BranchKind.TAG or (
        branch.kind is BranchKind.SHELF and branch.key in (FAVOURITES, QUEUE)
    )


def names_in(data: QMimeData) -> list[str]:
    """Return the names of the articles that are dragged."""
    return bytes(data.data(ARTICLES).data()).decode("utf-8", "surrogatepass").split("\n")


def dragged(names: Sequence[str]) -> QMimeData:
    """Return articles as they are dragged."""
    data = QMimeData()
    data.setData(ARTICLES, "\n".join(names).encode("utf-8", "surrogatepass"))
    return data


def _spoken(branch: Branch) -> str:
    """Return what a screen reader says; it says the level itself."""
    if branch.count is None:
        return branch.text
    count = ngettext("{count} article", "{count} articles", branch.count).format(count=figure(branch.count))
    return _(", ").join((branch.text, count))


def _tip(branch: Branch) -> str:
    match branch.kind:
        case BranchKind.OWN_SHELF:
            return f"{branch.text}\n{branch.key}"
        case BranchKind.FOLDER:
            return branch.key or branch.text
        case BranchKind.TAG if branch.is_own:
            return _("{tag}: your own tag").format(tag=branch.text)
    return branch.text

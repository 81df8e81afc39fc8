"""The tree of entries as an item model, with the counts of hits and notes that are laid over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.articles.contents import Contents, Entry
from reader.articles.model import Match
from reader.i18n import gettext as _
from reader.i18n import ngettext

Index = QModelIndex | QPersistentModelIndex
NODE_MIME = "application/x-gangmu-node"


class Role(IntEnum):
    """What the tree asks beside the label. Counts: of the entry itself, or with all below it."""

    ENTRY_ID = Qt.ItemDataRole.UserRole + 1
    ENTRY = Qt.ItemDataRole.UserRole + 2
    HITS = Qt.ItemDataRole.UserRole + 3
    ALL_HITS = Qt.ItemDataRole.UserRole + 4
    NOTES = Qt.ItemDataRole.UserRole + 5
    ALL_NOTES = Qt.ItemDataRole.UserRole + 6


class ContentsModel(QAbstractItemModel):
    """Entries, by their place in a flat list: an index holds the number of its entry."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.contents = Contents(())
        self._entries: list[Entry] = []
        self._rows: list[int] = []
        self._parents: list[int] = []
        self._children: list[list[int]] = []
        self._top: list[int] = []
        self._numbers: dict[str, int] = {}
        self._counts: dict[Role, dict[str, int]] = {}
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        leaf, node = Qt.ItemFlag.ItemNeverHasChildren, Qt.ItemFlag.ItemIsDragEnabled
        self._flags = {  # by: is it a node, has it children. Asked a thousand times, and slow to put together
            (False, False): usual | leaf,
            (False, True): usual,
            (True, False): usual | leaf | node,
            (True, True): usual | node,
        }

    def show(self, contents: Contents) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.contents = contents
        self._entries, self._rows, self._parents, self._children = [], [], [], []
        self._top = self._take(contents.entries, -1)
        self._numbers = {entry.entry_id: number for number, entry in enumerate(self._entries)}
        self.endResetModel()

    def set_hits(self, counts: Mapping[str, int]) -> None:
        """Lay the numbers of hits over the entries, by entry id."""
        self._count(Role.HITS, Role.ALL_HITS, counts)

    def set_notes(self, counts: Mapping[str, int]) -> None:
        """Lay the numbers of annotations over the entries, by entry id."""
        self._count(Role.NOTES, Role.ALL_NOTES, counts)

    def index_of(self, entry_id: str) -> QModelIndex:
        """Return the index of an entry; an invalid one where there is none."""
        number = self._numbers.get(entry_id)
        return QModelIndex() if number is None else self.createIndex(self._rows[number], 0, number)

    # ---- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        if parent.column() > 0:
            return 0
        return len(self._children[parent.internalId()] if parent.isValid() else self._top)

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        return bool(self._children[parent.internalId()] if parent.isValid() else self._top)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:
        if column != 0 or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        rows = self._children[parent.internalId()] if parent.isValid() else self._top
        return self.createIndex(row, 0, rows[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        if not index.isValid():
            return QModelIndex()
        number = self._parents[index.internalId()]
        return QModelIndex() if number < 0 else self.createIndex(self._rows[number], 0, number)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.internalId()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return entry.label
            case Qt.ItemDataRole.ToolTipRole:
                return self._explanation(entry)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._explanation(entry)
            case Role.ENTRY_ID:
                return entry.entry_id
            case Role.ENTRY:
                return entry
        if role in self._counts:
            return self._counts[Role(role)].get(entry.entry_id, 0)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        number = index.internalId()
        return self._flags[self._entries[number].is_node, bool(self._children[number])]

    def mimeTypes(self) -> list[str]:
        return [NODE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(NODE_MIME, str(indexes[0].data(Role.ENTRY_ID)).encode())
        return data

    # ---- within

    def _take(self, entries: tuple[Entry, ...], parent: int) -> list[int]:
        numbers = []
        for row, entry in enumerate(entries):
            number = len(self._entries)
            numbers.append(number)
            self._entries.append(entry)
            self._rows.append(row)
            self._parents.append(parent)
            self._children.append([])
            self._children[number] = self._take(entry.children, number)
        return numbers

    def _count(self, own: Role, with_all_below: Role, counts: Mapping[str, int]) -> None:
        """Lay counts over the entries. Only what changes is told: this comes with every letter typed."""
        totals: dict[str, int] = {}
        for entry_id, count in counts.items():
            number = self._numbers.get(entry_id, -1)
            while number >= 0:
                above = self._entries[number].entry_id
                totals[above] = totals.get(above, 0) + count
                number = self._parents[number]
        before = (self._counts.get(own, {}), self._counts.get(with_all_below, {}))
        self._counts[own], self._counts[with_all_below] = dict(counts), totals
        changed: dict[int, list[int]] = {}  # for each parent, the rows below it
        for entry_id in {name for old, new in zip(before, (counts, totals), strict=True)
                         for name in old.keys() | new.keys() if old.get(name) != new.get(name)}:  # fmt: skip
            number = self._numbers.get(entry_id, -1)
            if number >= 0:
                changed.setdefault(self._parents[number], []).append(self._rows[number])
        for parent, rows in changed.items():
            siblings = self._children[parent] if parent >= 0 else self._top
            first, last = min(rows), max(rows)
            self.dataChanged.emit(
                self.createIndex(first, 0, siblings[first]),
                self.createIndex(last, 0, siblings[last]),
                [own, with_all_below],
            )

    def _explanation(self, entry: Entry) -> str:
        parts = [entry.label]
        if entry.comment:
            parts.append(entry.comment)
        if entry.link is None:
            parts.append(_("A heading of the text, outside the framework."))
        else:
            parts.append(entry.link.reason or _plain_reason(entry.link.match))
        notes = self._counts.get(Role.NOTES, {}).get(entry.entry_id, 0)
        if notes:
            parts.append(ngettext("{count} note", "{count} notes", notes).format(count=notes))
        return "\n".join(parts)


def _plain_reason(match: Match) -> str:
    if match is Match.NONE:
        return _("Leads nowhere in the text.")
    if match is Match.PARENT:
        return _("Has no text of its own; leads to the point above it.")
    return _("Leads to its passage.")

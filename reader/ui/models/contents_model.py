"""The tree of entries as an item model, with the counts of hits and notes that are laid over it.

A view asks for each of 24,000 rows whenever it lays itself out: to answer that
in Python took 130 ms, in Qt 3 to 6 (measured). So the rows are Qt's own items,
which hold nothing but what may be done with them; a model shows one tree, and
is made whole on any thread. What a row says is looked up when it is seen, by
its row and those above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from reader.articles.digest.contents import Contents, Entry
from reader.articles.model import Link, Match
from reader.articles.shortening import shortened
from reader.catalogue.reading_progress import ReadState
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

Index = QModelIndex | QPersistentModelIndex
NODE_MIME = "application/x-gangmu-node"
CERTAIN, ALMOST = 0.97, 0.9  # how sure a link is, for the words of its tip
MOST_TOLD = 50  # changes that are told one by one
MANY = 2_000  # counts, of which it is not sought which have changed


class Role(IntEnum):
    """What the tree asks beside the label. Counts: of the entry itself, or with all below it."""

    ENTRY_ID = Qt.ItemDataRole.UserRole + 1
    ENTRY = Qt.ItemDataRole.UserRole + 2
    HITS = Qt.ItemDataRole.UserRole + 3
    ALL_HITS = Qt.ItemDataRole.UserRole + 4
    NOTES = Qt.ItemDataRole.UserRole + 5
    ALL_NOTES = Qt.ItemDataRole.UserRole + 6
    READ = (
        Qt.ItemDataRole.UserRole + 7
    )  # a `ReadState`, as Qt hands it on: a text; None where nothing is known


class ContentsModel(QStandardItemModel):
    """The entries of one tree. It belongs to the application's thread, wherever it is made."""

    def __init__(self, contents: Contents, whole: Contents | None = None) -> None:
        """`contents` may be a part of a tree, the `whole`: what stands above counts all below it."""
        super().__init__()
        self.contents = contents
        self.has_both = False  # whether there are nodes and headings outside the framework
        self._parents = (whole or contents).parents
        self._rows: dict[str, int] = {}
        self._counts: dict[int, dict[str, int]] = {}
        self._states: Mapping[str, ReadState] = {}
        self._items = _items()
        self._kinds: set[bool] = set()
        self.invisibleRootItem().appendRows(self._take(contents.entries))
        self.has_both = len(self._kinds) == 2
        app = QCoreApplication.instance()
        if app is not None:
            self.moveToThread(app.thread())

    def set_hits(self, counts: Mapping[str, int]) -> None:
        """Lay the numbers of hits over the entries, by entry id."""
        self._count(Role.HITS, Role.ALL_HITS, counts)

    def set_notes(self, counts: Mapping[str, int]) -> None:
        """Lay the numbers of annotations over the entries, by entry id."""
        self._count(Role.NOTES, Role.ALL_NOTES, counts)

    def set_states(self, states: Mapping[str, ReadState]) -> None:
        """Show how far nodes have been read, by entry id."""
        before, self._states = self._states, dict(states)
        if (
            before != self._states
        ):  # this comes with a minute of reading, and not with a letter: no rows are sought
            self._tell_all([Role.READ])

    def index_of(self, entry_id: str) -> QModelIndex:
        """Return the index of an entry; an invalid one where there is none."""
        found = QModelIndex()
        for entry in self.contents.ancestors(entry_id):
            found = self.index(self._rows[entry.entry_id], 0, found)
        return found

    def entry_at(self, index: Index) -> Entry:
        """Return the entry of a valid index."""
        parent = index.parent()
        beside = self.entry_at(parent).children if parent.isValid() else self.contents.entries
        return beside[index.row()]

    # ---- Qt

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.entry_at(index).shown
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(self._explanation(self.entry_at(index)))
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return " ".join(self._heard(self.entry_at(index)))
            case Role.ENTRY_ID:
                return self.entry_at(index).entry_id
            case Role.ENTRY:
                return self.entry_at(index)
            case Role.READ:
                return self._states.get(self.entry_at(index).entry_id)
        if role in self._counts:
            return self._counts[role].get(self.entry_at(index).entry_id, 0)
        return None

    def mimeTypes(self) -> list[str]:
        return [NODE_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(NODE_MIME, str(indexes[0].data(Role.ENTRY_ID)).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction  # what is dragged stays

    # ---- within

    def _take(self, entries: tuple[Entry, ...]) -> list[QStandardItem]:
        """Return an item for each entry, with those of all below it."""
        found = []
        for row, entry in enumerate(entries):
            self._rows[entry.entry_id] = row
            self._kinds.add(entry.is_node)
            item = self._items[entry.is_node, bool(entry.children)].clone()
            if entry.children:
                item.appendRows(self._take(entry.children))
            found.append(item)
        return found

    def _count(self, own: Role, with_all_below: Role, counts: Mapping[str, int]) -> None:
        """Lay counts over the entries. Only what changes is told: this comes with every letter typed."""
        totals = _totals(counts, self._parents)
        before = (self._counts.get(own, {}), self._counts.get(with_all_below, {}))
        self._counts[own], self._counts[with_all_below] = dict(counts), totals
        if len(counts) + len(before[0]) > MANY:
            self._tell_all([own, with_all_below])
            return
        others = {name for old, new in zip(before, (counts, totals), strict=True)
                  for name in old.keys() | new.keys() if old.get(name) != new.get(name)}  # fmt: skip
        self._tell(others, [own, with_all_below])

    def _tell(self, entry_ids: set[str], roles: list[int]) -> None:
        """Tell the views of entries that look otherwise now."""
        changed: dict[str, list[int]] = {}  # for each parent, the rows below it
        for entry_id in entry_ids:
            if entry_id in self._rows:
                changed.setdefault(self.contents.parents[entry_id], []).append(self._rows[entry_id])
        # Where it is told of many rows a view paints itself anew, whatever these are.
        if len(changed) > MOST_TOLD:
            self._tell_all(roles)
            return
        for parent, rows in changed.items():
            above_them = self.index_of(parent)
            first, last = self.index(min(rows), 0, above_them), self.index(max(rows), 0, above_them)
            self.dataChanged.emit(first, last, roles)

    def _tell_all(self, roles: list[int]) -> None:
        if self.contents.entries:
            last = self.index(len(self.contents.entries) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, roles)

    def _heard(self, entry: Entry) -> Iterator[str]:
        """Yield what a screen reader says after the label: Qt tells it of trees as of tables, no level."""
        yield _("Level {level}.").format(level=len(self.contents.ancestors(entry.entry_id)))
        if below := len(entry.children):
            yield ngettext("{count} point below.", "{count} points below.", below).format(count=figure(below))
        if hits := self._counts.get(Role.HITS, {}).get(entry.entry_id, 0):
            yield ngettext("{count} hit.", "{count} hits.", hits).format(count=figure(hits))
        yield from self._explanation(entry)[1:]

    def _explanation(self, entry: Entry) -> list[str]:
        parts = [entry.shown]
        if entry.comment:
            parts.append(shortened(entry.comment))
        if entry.link is None:
            parts.append(_("A heading of the text, outside the framework."))
        else:
            parts.append(entry.link.reason or _plain_reason(entry.link.match))
            if how_sure := _how_sure(entry.link):
                parts.append(how_sure)
        if sentence := _read_sentence(self._states.get(entry.entry_id)):
            parts.append(sentence)
        notes = self._counts.get(Role.NOTES, {}).get(entry.entry_id, 0)
        if notes:
            parts.append(ngettext("{count} note", "{count} notes", notes).format(count=figure(notes)))
        return parts


def _totals(counts: Mapping[str, int], parents: Mapping[str, str]) -> dict[str, int]:
    """Return the `counts` of entries with those of all below them, however deep these are."""
    order: dict[str, None] = {}  # of all that is counted for, what stands above first
    for entry_id in counts:
        way = []
        while entry_id in parents and entry_id not in order:
            way.append(entry_id)
            entry_id = parents[entry_id]
        order.update(dict.fromkeys(reversed(way)))
    totals = {entry_id: counts.get(entry_id, 0) for entry_id in order}
    for entry_id in reversed(order):
        if (above := parents[entry_id]) in totals:
            totals[above] += totals[entry_id]
    return totals


def _items() -> dict[tuple[bool, bool], QStandardItem]:
    """Return what the items of a tree are clones of, by: is it a node, has it children."""
    usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    leaf, node = Qt.ItemFlag.ItemNeverHasChildren, Qt.ItemFlag.ItemIsDragEnabled
    flags = {
        (False, False): usual | leaf,
        (False, True): usual,
        (True, False): usual | leaf | node,
        (True, True): usual | node,
    }
    items = {kind: QStandardItem() for kind in flags}
    for kind, item in items.items():
        item.setFlags(flags[kind])
    return items


def _plain_reason(match: Match) -> str:
    if match is Match.NONE:
        return _("Leads nowhere in the text.")
    if match is Match.PARENT:
        return _("Has no text of its own; leads to the point above it.")
    return _("Leads to its passage.")


def _how_sure(link: Link) -> str:
    """Return how sure a link is, in words; "" where a person made it, or where there is none."""
    if link.by_person or link.match in (Match.PARENT, Match.NONE):
        return ""
    if link.certainty >= CERTAIN:
        return _("This is certain.")
    return _("This is almost certain.") if link.certainty >= ALMOST else _("This is likely.")


def _read_sentence(state: ReadState | None) -> str:
    match state:
        case ReadState.READ:
            return _("You have read it.")
        case ReadState.SKIMMED:
            return _("You have looked through it.")
        case ReadState.CHANGED:
            return _("It has changed since you read it.")
    return ""

"""A tree of entries that opens and closes, and knows what is closed.

To open 8,000 entries takes Qt 30 ms, so a long tree is opened in steps, each a
turn of the event loop; the picture stands still until the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from PySide6.QtCore import QModelIndex, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QTreeView, QWidget

from reader.articles.digest.contents import Contents, Entry
from reader.ui.models.contents_model import ContentsModel, Role

STEP = 1_000  # entries that are opened at once: 4 ms


class FoldingTree(QTreeView):
    """Shows entries; `folds_changed` by the person's folding, `folded` by any."""

    folds_changed = Signal()
    folded = Signal()  # others are seen than before

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # to hand out Qt's own, PySide would first load all its widgets (10 ms)
        self._shown = ContentsModel(Contents(()))
        self._shut: set[str] = set()  # the ids of closed entries
        self._opening: Iterator[QModelIndex] = iter(())  # what is still to be opened
        self._steps = QTimer(self, interval=0)
        self._steps.timeout.connect(self._open_some)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setModel(self._shown)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)

    @property
    def contents(self) -> Contents:
        """The entries that are shown."""
        return self._shown.contents

    def show_model(self, model: ContentsModel) -> None:
        """Show the entries of `model`, which is the tree's own from now on; all are closed."""
        gone, self._shown = self._shown, model
        self._shut, self._opening = set(), iter(())
        model.setParent(self)
        self.setModel(model)
        QTimer.singleShot(0, gone, gone.deleteLater)  # 4 ms of 24,000: a turn of its own

    def closed(self) -> frozenset[str]:
        """Return the ids of the entries that have something below them and are closed."""
        return frozenset(self._shut)

    def close_only(self, closed: Iterable[str]) -> None:
        """Open everything but the entries with these ids. Nobody is told."""
        self._shut, self._opening = set(closed), iter(())
        with QSignalBlocker(self):
            if self._shut:
                self.collapseAll()
            else:
                self.expandAll()
        if self._shut:
            self._open_below(QModelIndex())
        else:
            self._open_some()

    def open_to_level(self, level: int) -> None:
        """Open the tree so that entries down to `level` (the first is 1) are seen; 0 opens it all."""
        self.close_only(_from_level(level, self.contents.entries) if level else ())
        self.folds_changed.emit()

    def open_all_below(self, index: QModelIndex) -> None:
        """Open the entry at `index` and all below it. Qt's own way tells of each by itself."""
        self._shut.difference_update(entry.entry_id for entry in self._shown.entry_at(index).walk())
        with QSignalBlocker(self):
            self.expand(index)
        self._open_below(index)
        self.folds_changed.emit()

    # ---- within

    def _open_below(self, index: QModelIndex) -> None:
        """Open what is to be open below `index`; what lies below a closed entry waits for that."""
        self._opening = chain(self._opening, self._open_ones(index))
        self._open_some()

    def _open_ones(self, below: QModelIndex) -> Iterator[QModelIndex]:
        """Yield the indexes of what is to be open `below`, those that stand above first."""
        waiting = [
            (below, self._shown.entry_at(below).children if below.isValid() else self.contents.entries)
        ]
        while waiting:
            above, entries = waiting.pop()
            for row, entry in enumerate(entries):
                if entry.children and entry.entry_id not in self._shut:
                    index = self._shown.index(row, 0, above)
                    yield index
                    waiting.append((index, entry.children))

    def _open_some(self) -> None:
        """Open the next entries of a long tree: one step, of which others may follow."""
        some = list(islice(self._opening, STEP))
        closed = [index for index in some if not self.isExpanded(index)]
        if closed:
            self.scheduleDelayedItemsLayout()  # once, when all of them are open
        with QSignalBlocker(self):
            for index in closed:
                self.expand(index)
        if len(some) == STEP:
            self.setUpdatesEnabled(False)
            self._steps.start()
        else:
            self._opening = iter(())
            self._steps.stop()
            self.setUpdatesEnabled(True)
            self.folded.emit()

    def _on_expanded(self, index: QModelIndex) -> None:
        self._shut.discard(str(index.data(Role.ENTRY_ID)))
        self._open_below(index)
        self.folds_changed.emit()

    def _on_collapsed(self, index: QModelIndex) -> None:
        self._shut.add(str(index.data(Role.ENTRY_ID)))
        self.folded.emit()
        self.folds_changed.emit()


def _from_level(level: int, entries: Iterable[Entry], depth: int = 1) -> Iterator[str]:
    """Yield the ids of the entries with something below them, from `level` of the tree on downwards."""
    for entry in entries:
        if entry.children:
            if depth >= level:
                yield entry.entry_id
            yield from _from_level(level, entry.children, depth + 1)

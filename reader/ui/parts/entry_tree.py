"""The tree of entries as a view: folds, keys, and a mark at what is being read.

What is read and what the keyboard is on are two things. Reading moves a bar at
the left edge; it never moves the pane, and it moves the tree only while
nobody's hand is on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from reader.articles.contents import Entry
from reader.articles.folding import fold
from reader.ui.models.contents import Role
from reader.ui.parts.entry_painter import EntryPainter
from reader.ui.theming import Theming

Index = QModelIndex | QPersistentModelIndex
INDENT = 18
INSET = 4  # between the mark of reading and the first arrow


class EntryTree(QTreeView):
    """Shows entries; `entry_chosen` by Enter or a click, `folds_changed` by the person's folding."""

    entry_chosen = Signal(str)
    folds_changed = Signal()
    menu_requested = Signal(str, object)  # the entry's id, and the QPoint on the screen

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.painter = EntryPainter(theming, self)
        self._read = QModelIndex()  # the entry that is read
        self._reading = QModelIndex()  # the one that bears the mark: itself, or an open one above it
        self._hover = QModelIndex()
        self._folding = False
        self._shut: set[str] = set()  # the ids of closed entries
        self._was_opened = False  # whether anything is open since the model was reset
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(self.painter)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_for_menu)
        self.clicked.connect(self._choose)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)
        theming.theme_changed.connect(self.viewport().update)

    # ---- folds

    def closed(self) -> frozenset[str]:
        """Return the ids of the entries that have something below them and are closed."""
        return frozenset(self._shut)

    def close_only(self, closed: Iterable[str]) -> None:
        """Open everything but the entries with these ids. Nobody is told."""
        self._shut = set(closed)
        self._folding = True
        opened, self._was_opened = self._was_opened, True
        if self._shut:
            if opened:
                self.collapseAll()
            self.scheduleDelayedItemsLayout()  # once, when all of them are open
            self._open_below(QModelIndex())
        else:
            self.expandAll()
        self._folding = False
        self._mark()

    def open_to_level(self, level: int) -> None:
        """Open the tree so that entries down to `level` (the first is 1) are seen; 0 opens it all."""
        model = self.model()
        top = (model.index(row, 0).data(Role.ENTRY) for row in range(model.rowCount()))
        self.close_only(_from_level(level, top) if level else ())
        self.folds_changed.emit()

    def _open_below(self, parent: QModelIndex) -> None:
        """Open what is to be open below `parent`; what lies below a closed entry waits for that."""
        model = self.model()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            if model.hasChildren(index) and index.data(Role.ENTRY_ID) not in self._shut:
                self.expand(index)
                self._open_below(index)

    def indexes(self, parent: Index = QModelIndex()) -> Iterator[QModelIndex]:
        """Yield the index of every entry, in tree order."""
        model = self.model()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            yield index
            yield from self.indexes(index)

    # ---- reading

    def show_reading(self, index: QModelIndex) -> None:
        """Mark the entry that is read now, or the nearest open one above it."""
        self._read = index
        self._mark()

    def reading_index(self) -> QModelIndex:
        """Return the index that bears the mark of reading."""
        return self._reading

    def _mark(self) -> None:
        wanted = self._read
        above = wanted.parent()
        while above.isValid():
            if not self.isExpanded(above):
                wanted = above
            above = above.parent()
        if wanted == self._reading:
            return
        for index in (self._reading, wanted):
            self._repaint(index)
        self._reading = wanted
        if wanted.isValid() and not self._hand_is_here():
            self.setCurrentIndex(wanted)
            self.scrollTo(wanted)

    def _hand_is_here(self) -> bool:
        return self.hasFocus() or self.underMouse()

    # ---- Qt

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._forget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_Left and not self._is_unfolded(self.currentIndex()):
            self._go_to(self.currentIndex().parent())
        elif event.key() == Qt.Key.Key_Right and self._is_unfolded(self.currentIndex()):
            self._go_to(self.model().index(0, 0, self.currentIndex()))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next entry that starts with, or else holds, what is typed (width and case fold)."""
        wanted = fold(search.strip())
        shown = [index for index in self.indexes() if self._is_open(index)]
        if not wanted or not shown:
            return
        here = next((n for n, index in enumerate(shown) if index == self.currentIndex()), -1)
        ahead = shown[here + 1 :] + shown[: here + 1]
        labels = [(index, fold(str(index.data()))) for index in ahead]
        for fits in (str.startswith, str.__contains__):
            for index, label in labels:
                if fits(label, wanted):
                    self.setCurrentIndex(index)
                    return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton):
            event.ignore()  # the window goes back and forward
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover_over(self.indexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_over(QModelIndex())
        super().leaveEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = self.visualRect(index).adjusted(INSET, 0, 0, 0)
        row = rect.adjusted(-rect.left() + 4, 1, -4 if self.verticalScrollBar().isVisible() else -10, -1)
        self.painter.paint_row(
            painter,
            row,
            rect,
            index,
            current=index == self.currentIndex() and self.hasFocus(),
            hovered=index == self._hover,
            reading=index == self._reading,
            is_open=self.isExpanded(index) if self.model().hasChildren(index) else None,
        )

    # ---- within

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.entry_chosen.emit(str(index.data(Role.ENTRY_ID)))

    def _is_unfolded(self, index: Index) -> bool:
        return self.model().hasChildren(index) and self.isExpanded(index)

    def _go_to(self, index: QModelIndex) -> None:
        # Qt leaves it to the platform's style whether left and right go up and down the tree.
        if index.isValid():
            self.setCurrentIndex(index)

    def _ask_for_menu(self, point: object) -> None:
        index = self.indexAt(point)  # type: ignore[arg-type]
        if index.isValid():
            self.menu_requested.emit(str(index.data(Role.ENTRY_ID)), self.viewport().mapToGlobal(point))  # type: ignore[call-overload]

    def _on_expanded(self, index: QModelIndex) -> None:
        if not self._folding:
            self._shut.discard(str(index.data(Role.ENTRY_ID)))
            self._folding = True
            self._open_below(index)
            self._folding = False
            self._mark()
            self.folds_changed.emit()

    def _on_collapsed(self, index: QModelIndex) -> None:
        if not self._folding:
            self._shut.add(str(index.data(Role.ENTRY_ID)))
            self._mark()
            self.folds_changed.emit()

    def _forget(self) -> None:
        self._was_opened = False
        self._reading = self._hover = self._read = (
            QModelIndex()
        )  # plain ones do: rows never move, models reset

    def _hover_over(self, index: QModelIndex) -> None:
        if index != self._hover:
            self._repaint(self._hover)
            self._hover = index
            self._repaint(index)

    def _repaint(self, index: QModelIndex) -> None:
        if index.isValid():
            rect = self.visualRect(index)
            self.viewport().update(0, rect.top(), self.viewport().width(), rect.height())

    def _is_open(self, index: QModelIndex) -> bool:
        above = index.parent()
        while above.isValid():
            if not self.isExpanded(above):
                return False
            above = above.parent()
        return True


def _from_level(level: int, entries: Iterable[Entry], depth: int = 1) -> Iterator[str]:
    """Yield the ids of the entries with something below them, from `level` of the tree on downwards."""
    for entry in entries:
        if entry.children:
            if depth >= level:
                yield entry.entry_id
            yield from _from_level(level, entry.children, depth + 1)

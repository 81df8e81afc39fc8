"""The tree of entries as a view: keys, and a mark at what is being read.

What is read and what the keyboard is on are two things. Reading moves a bar at
the left edge; it never moves the pane, and it moves the tree only while
nobody's hand is on it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from reader.articles.digest.label_filter import Labels
from reader.articles.source.character_folding import fold
from reader.ui.base.theming import Theming
from reader.ui.models.contents_model import ContentsModel, Role
from reader.ui.parts.entry_painter import EntryPainter
from reader.ui.parts.folding_tree import FoldingTree

Index = QModelIndex | QPersistentModelIndex
INDENT = 18
INSET = 4  # between the mark of reading and the first arrow


class EntryTree(FoldingTree):
    """Shows entries; `entry_chosen` by Enter or a click."""

    entry_chosen = Signal(str)
    menu_requested = Signal(str, object)  # the entry's id, and the QPoint on the screen

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.painter = EntryPainter(theming, self)
        self._read = QModelIndex()  # the entry that is read
        self._reading = QModelIndex()  # the one that bears the mark: itself, or an open one above it
        self._hover = QModelIndex()
        self.labels: Callable[[], Labels] | None = None  # of the whole tree, to be found by typing
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
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
        self.folded.connect(self._mark)
        theming.theme_changed.connect(self.viewport().update)

    # ---- reading

    def show_reading(self, index: QModelIndex) -> None:
        """Mark the entry that is read now, or the nearest open one above it."""
        self._read = index
        self._mark()

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

    def current_id(self) -> str:
        """Return the id of the entry that the keyboard is on; "" for none."""
        return str(self.currentIndex().data(Role.ENTRY_ID) or "")

    # ---- Qt

    def show_model(self, model: ContentsModel) -> None:
        self._reading = self._hover = self._read = QModelIndex()  # plain ones do: a model's rows stay
        super().show_model(model)

    # ---- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_Left and not self._is_unfolded(self.currentIndex()):
            self._go_to(self.currentIndex().parent())
        elif event.key() == Qt.Key.Key_Right and self._is_unfolded(self.currentIndex()):
            self._go_to(self.model().index(0, 0, self.currentIndex()))
        elif event.key() == Qt.Key.Key_Asterisk and self.currentIndex().isValid():
            self.open_all_below(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Go to the next entry that starts with, or else holds, what is typed (width and case fold)."""
        wanted = fold(search.strip())
        if not wanted or self.labels is None:
            return
        labels = self.labels()
        here, many = self._number(labels, self.currentIndex()), len(labels.entries)
        for fitting in (labels.starting(wanted), labels.holding(wanted)):
            for number in sorted(fitting, key=lambda number: (number - here - 1) % many):
                index = self._shown.index_of(labels.entries[number].entry_id)
                if index.isValid() and self._is_open(index):
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

    def _number(self, labels: Labels, index: QModelIndex) -> int:
        """Return the number of the entry at `index`; -1 where there is none."""
        here = index.data(Role.ENTRY_ID)
        return next((number for number, entry in enumerate(labels.entries) if entry.entry_id == here), -1)

    def _go_to(self, index: QModelIndex) -> None:
        # Qt leaves it to the platform's style whether left and right go up and down the tree.
        if index.isValid():
            self.setCurrentIndex(index)

    def _ask_for_menu(self, point: object) -> None:
        index = self.indexAt(point)  # type: ignore[arg-type]
        if index.isValid():
            self.menu_requested.emit(str(index.data(Role.ENTRY_ID)), self.viewport().mapToGlobal(point))  # type: ignore[call-overload]

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

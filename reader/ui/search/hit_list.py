"""The list of hits: arrow keys all the way from the search box through it and back."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from reader.search.model import Answer, ArticleHits, Hit
from reader.ui.base.opening_way import Way, way_of
from reader.ui.base.row_clicks import RowClicks
from reader.ui.base.theming import Theming
from reader.ui.models.hits_model import SearchHitsModel
from reader.ui.search.hit_delegate import HitDelegate


class HitsView(QListView):
    """Hits, grouped by article. Keeps its place while the answer is renewed."""

    chosen = Signal(object, Way)  # Hit or NoteWords: Enter or a click
    left_upwards = Signal()
    typed = Signal(str)  # letters, which belong to the search box
    bottom_reached = Signal()
    menu_requested = Signal(object, QPoint)  # Hit, NoteWords or ArticleHits, and the point of the screen

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hits = SearchHitsModel()
        self.setModel(self.hits)
        self._delegate = HitDelegate(theming)
        self.setItemDelegate(self._delegate)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        RowClicks(self).clicked.connect(self._choose)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theming.theme_changed.connect(self.viewport().update)

    def show_answer(self, answer: Answer | None, *, again: bool) -> None:
        """Show an answer; where it is to the question asked before (`again`), keep the place."""
        row = self.hits.row(self.currentIndex())
        place = self.verticalScrollBar().value()
        if not self.hits.show(answer):
            return
        if again:
            found = self.hits.find(row if isinstance(row, Hit) else None)
            if found.isValid():
                self.setCurrentIndex(found)
            self.verticalScrollBar().setValue(place)
        else:
            self.scrollToTop()

    def enter(self) -> None:
        """Take the keyboard, at the first hit if none is current."""
        # Before the keyboard comes: Qt would make a row current without showing that it is.
        index = self.currentIndex() if self.currentIndex().isValid() else self.hits.first()
        if index.isValid():
            self.setCurrentIndex(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, hit: Hit | None) -> None:
        """Make a hit the current one."""
        found = self.hits.find(hit)
        if found.isValid():
            self.setCurrentIndex(found)
            self.scrollTo(found)

    def choose_current(self, way: Way = Way.HERE) -> bool:
        """Choose the current hit, else the first, to open in a `way`; return whether there is one."""
        index = self.currentIndex() if self.currentIndex().isValid() else self.hits.first()
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self._choose(index, way)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        at_top = self.currentIndex().row() <= self.hits.first().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose_current(way_of(event.modifiers()))
        elif key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu(self.currentIndex())  # X11 makes none of it by itself
        elif key == Qt.Key.Key_Up and at_top:
            self.left_upwards.emit()
        elif event.text().isprintable() and event.text().strip() and not event.modifiers():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        self._ask_for_menu(index, None if by_key else event.globalPos())

    def _ask_for_menu(self, index: QModelIndex, point: QPoint | None = None) -> None:
        row = self.hits.row(index)
        if row is not None:
            here = self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(row, point or here)

    def _choose(self, index: QModelIndex, way: Way) -> None:
        row = self.hits.row(index)
        if row is not None and not isinstance(row, ArticleHits):
            self.chosen.emit(row, way)

    def _scrolled(self, value: int) -> None:
        if value and value == self.verticalScrollBar().maximum():
            self.bottom_reached.emit()

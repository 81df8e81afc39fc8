"""The tree that a library is browsed by: shelves, folders, tags. Choosing rows of it narrows the list.

Several rows can be chosen: articles must have all chosen tags and shelves, and stand in one of the chosen
folders. Articles can be dragged onto favourites, the reading list and tags.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from reader.catalogue.shelves.browsing import (
    CONTINUE,
    FAVOURITES,
    QUEUE,
    RECENT,
    UNREAD,
    Branch,
    BranchKind,
)
from reader.i18n import figure
from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, colour
from reader.ui.models.library_tree_model import ARTICLES, BranchRole, LibraryTreeModel, names_in, takes
from reader.ui.parts.row_ground import paint_ground

Index = QModelIndex | QPersistentModelIndex
_PADDING = 4
_RIGHT = 14
_GAP = 8
_GLYPHS = {
    (BranchKind.SHELF, FAVOURITES): "star",
    (BranchKind.SHELF, QUEUE): "queue",
    (BranchKind.SHELF, CONTINUE): "resume",
    (BranchKind.SHELF, UNREAD): "unread",
    (BranchKind.SHELF, RECENT): "recent",
}
_KIND_GLYPHS = {
    BranchKind.ALL: "library",
    BranchKind.SHELF: "bookmark",
    BranchKind.OWN_SHELF: "filter",
    BranchKind.FOLDERS: "",
    BranchKind.FOLDER: "folder",
    BranchKind.TAGS: "",
    BranchKind.TAG: "tag",
}


class LibraryTree(QTreeView):
    """Shows the branches of a library. `chosen` tells that others are chosen now."""

    chosen = Signal()
    left = Signal()  # the person goes on to the list
    menu_requested = Signal(object, QPoint)  # Branch, and the point of the screen
    deletion_requested = Signal(object)  # Branch
    step_requested = Signal(object, int)  # Branch, up (-1) or down (1)
    dropped = Signal(object, list)  # Branch, and the names of the articles

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(QWidget())  # to hand out Qt's own, PySide would first load all its widgets (10 ms)
        self.branches = LibraryTreeModel(self)
        self._theming = theming
        self._open: set[tuple[BranchKind, str]] = {(BranchKind.FOLDERS, ""), (BranchKind.TAGS, "")}
        self.setObjectName("library_tree")
        self.setModel(self.branches)
        self.setAccessibleName(_("Shelves, folders and tags"))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setViewportMargins(4, 0, 0, 0)
        self.setItemDelegate(_BranchPainter(theming, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(True)
        self.selectionModel().selectionChanged.connect(lambda *_changed: self.chosen.emit())
        self.expanded.connect(lambda index: self._note_fold(index, is_open=True))
        self.collapsed.connect(lambda index: self._note_fold(index, is_open=False))
        theming.theme_changed.connect(self.viewport().update)

    def show_branches(self, roots: tuple[Branch, ...]) -> None:
        """Show other branches; what is chosen and open stays so."""
        selected = [(one.kind, one.key) for one in self.selected()]
        current = self.branches.branch(self.currentIndex())
        place = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        try:
            if not self.branches.show(roots):
                return
            for kind, key in sorted(self._open):
                index = self.branches.find(kind, key)
                if index.isValid():
                    self.expand(index)
            if current is not None:
                index = self.branches.find(current.kind, current.key)
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self._select(selected)
        finally:
            self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(place)
        self.viewport().update()
        if [(one.kind, one.key) for one in self.selected()] != selected:  # a shelf or tag is gone
            self.chosen.emit()

    def selected(self) -> list[Branch]:
        """Return what is chosen, from top to bottom."""
        found = (self.branches.branch(index) for index in self.selectionModel().selectedIndexes())
        return [branch for branch in found if branch is not None]

    def choose(self, kind: BranchKind, key: str) -> None:
        """Choose one branch."""
        index = self.branches.find(kind, key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def choose_none(self) -> None:
        """Narrow the list by nothing any more."""
        self.clearSelection()

    # ---- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        branch = self.branches.branch(self.currentIndex())
        key, by_shift = event.key(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        by_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif key == Qt.Key.Key_Escape and self.selected():
            self.choose_none()
        elif key == Qt.Key.Key_F10 and by_shift and branch is not None:
            self._ask_for_menu(self.currentIndex())
        elif key == Qt.Key.Key_Delete and branch is not None:
            self.deletion_requested.emit(branch)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and by_control and branch is not None:
            self.step_requested.emit(branch, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        self._ask_for_menu(index, None if by_key else event.globalPos())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        branch = self.branches.branch(self.indexAt(event.position().toPoint()))
        event.setAccepted(event.mimeData().hasFormat(ARTICLES) and branch is not None and takes(branch))

    def dropEvent(self, event: QDropEvent) -> None:
        branch = self.branches.branch(self.indexAt(event.position().toPoint()))
        if branch is not None and takes(branch) and event.mimeData().hasFormat(ARTICLES):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(branch, names_in(event.mimeData()))

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint the arrow of a branch that opens; Qt's own has the colours of the style."""
        if not self.branches.hasChildren(index):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour(self._theming.theme, "panel_quiet"), 1.4))
        x, y = rect.right() - 6.0, rect.center().y() + 0.5
        if self.isExpanded(index):
            points = [QPointF(x - 3.5, y - 1.5), QPointF(x, y + 2), QPointF(x + 3.5, y - 1.5)]
        else:
            points = [QPointF(x - 1.5, y - 3.5), QPointF(x + 2, y), QPointF(x - 1.5, y + 3.5)]
        painter.drawPolyline(QPolygonF(points))
        painter.restore()

    # ---- within

    def _select(self, wanted: Iterable[tuple[BranchKind, str]]) -> None:
        for kind, key in wanted:
            index = self.branches.find(kind, key)
            if index.isValid():
                self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def _note_fold(self, index: QModelIndex, *, is_open: bool) -> None:
        branch = self.branches.branch(index)
        if branch is not None:
            (self._open.add if is_open else self._open.discard)((branch.kind, branch.key))

    def _ask_for_menu(self, index: QModelIndex, point: QPoint | None = None) -> None:
        branch = self.branches.branch(index)
        if branch is not None:
            here = self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(branch, point or here)


class _BranchPainter(QStyledItemDelegate):
    """Paints a branch: its icon, its text, at the right how many articles it holds."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, QFontMetrics(option.font).height() + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        branch = index.data(BranchRole.BRANCH)
        if not isinstance(branch, Branch):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, self._theming.theme, QRectF(option.rect.adjusted(0, 1, -6, -1)))
        self._paint_words(painter, option, branch)
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, branch: Branch) -> None:
        theme, font = self._theming.theme, QFont(option.font)
        room = option.rect.adjusted(_PADDING, 0, -_RIGHT, 0)
        glyph = _GLYPHS.get((branch.kind, branch.key), _KIND_GLYPHS[branch.kind])
        if glyph:
            side = QFontMetrics(font).height() - 2
            icon = self._theming.icon(glyph, "accent" if branch.is_own else "panel_quiet")
            icon.paint(painter, QRect(room.left(), room.center().y() - side // 2, side, side))
            room.setLeft(room.left() + side + 6)
        else:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        if branch.count is not None:
            count = figure(branch.count)
            painter.setPen(colour(theme, "panel_quiet"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count)
            room.setRight(room.right() - metrics.horizontalAdvance(count) - _GAP)
        painter.setPen(colour(theme, "panel_text" if glyph else "panel_quiet"))
        words = metrics.elidedText(
            self._theming.shown(branch.text), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)

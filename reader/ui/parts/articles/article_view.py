"""A list of articles whose rows are of three heights: headings, titles of one line, titles of two.

QListView asks the delegate for the height of each row, in Python: 20,000 articles would take a quarter of a
second at every letter of the filter. Here all heights are reckoned at once from the widths that the model
keeps, and only rows in sight are laid out and painted. What stays Qt's: selection, hover, drag, and what
screen readers hear.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyleOptionViewItem, QWidget

from reader.i18n import figure, ngettext
from reader.ui.base.opening_way import Way, way_of
from reader.ui.base.row_clicks import RowClicks
from reader.ui.base.theming import Theming
from reader.ui.models.article_list_model import ArticlesModel
from reader.ui.models.article_sieving import Heading
from reader.ui.models.library_tree_model import ARTICLES, dragged, names_in
from reader.ui.parts.articles.article_painter import ArticlePainter

Index = QModelIndex | QPersistentModelIndex
Action = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint
REST = 30  # milliseconds on a row, after which it may be meant: a pointer that passes over many means none
_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect
_STEPS = {Action.MoveDown: 1, Action.MoveNext: 1, Action.MoveUp: -1, Action.MovePrevious: -1}


class ArticleView(QListView):
    """A list in which Enter and a click open, letters typed go to a title, and many rows can be chosen.

    `expected` names the row that will be opened next if any is: the one that
    the pointer rests on, that is pressed, or that the keyboard has come to.
    """

    expected = Signal(QModelIndex)
    title_typed = Signal(str)
    opened = Signal(QModelIndex, Way)  # by a click, or Enter
    menu_requested = Signal(QPoint)  # for the chosen articles, at this point of the screen
    step_requested = Signal(int)  # up (-1) or down (1) in an order of the person's own
    removal_requested = Signal()  # Delete
    moved_before = Signal(list, str)  # names that were dragged before an article's; "": to the end

    def __init__(self, model: ArticlesModel, theming: Theming) -> None:
        super().__init__()
        self._articles = model
        self.setViewport(QWidget())  # to hand out Qt's own, PySide would first load all its widgets (10 ms)
        self._painter = ArticlePainter(theming, self)
        self._tops = [0]  # of each row in pixels, and the end of the last
        self._width = 0  # for which they were reckoned
        self._typed, self._typed_at = "", QElapsedTimer()
        self._next = QPersistentModelIndex()
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._tell)
        self.entered.connect(self._come_to)
        self.pressed.connect(self._press)
        self.has_own_order = False  # rows can be dragged among themselves
        self._drop_at = -1  # the row before which what is dragged would come to stand
        RowClicks(self).clicked.connect(self._click)
        self.activated.connect(self._click)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setItemDelegate(self._painter)
        self.setModel(model)
        theming.theme_changed.connect(self.viewport().update)

    def enter(self) -> None:
        """Take the keyboard, on the first article where none is current."""
        if not self.currentIndex().isValid():
            self.go_to(self._article(0, 1))
        self.setFocus()

    def chosen(self) -> list[QModelIndex]:
        """Return the articles that are chosen, from top to bottom; the current one where none is."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        found = [self._articles.index(row) for row in rows if self._articles.names[row]]
        current = self._articles.index(self.currentIndex().row())
        return found or ([current] if self._articles.name_at(current) else [])

    def go_to(self, index: Index) -> None:
        """Make a row the current one and the only one that is chosen, whichever keys are held down."""
        self.selectionModel().setCurrentIndex(index, _ALONE)

    def choose(self, names: Iterable[str]) -> None:
        """Choose the articles of these names beside the current one, as far as they are shown."""
        wanted = set(names)
        selection = QItemSelection()
        for row, name in enumerate(self._articles.names if wanted else ()):
            if name in wanted:
                index = self._articles.index(row)
                selection.select(index, index)
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)

    # ---- where the rows stand

    def doItemsLayout(self) -> None:
        self._reckon()
        QAbstractItemView.doItemsLayout(self)  # not QListView's, which asks for every row

    def updateGeometries(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._tops[-1] - height))
        bar.setPageStep(height)
        bar.setSingleStep(self.fontMetrics().lineSpacing())
        QAbstractItemView.updateGeometries(self)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:
        row = index.row()
        if not index.isValid() or row + 1 >= len(self._tops):
            return QRect()
        top = self._tops[row] - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), self._tops[row + 1] - self._tops[row])

    def indexAt(self, point: QPoint) -> QModelIndex:
        y = point.y() + self.verticalOffset()
        if not 0 <= y < self._tops[-1] or not 0 <= point.x() < self.viewport().width():
            return QModelIndex()
        return self._articles.index(bisect_right(self._tops, y) - 1)

    def scrollTo(self, index: Index, hint: Hint = Hint.EnsureVisible) -> None:
        rect, height, bar = self.visualRect(index), self.viewport().height(), self.verticalScrollBar()
        if rect.isNull():
            return
        top, bottom = rect.top(), rect.bottom() + 1 - height
        if hint is Hint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif hint is Hint.PositionAtTop or top < 0:
            bar.setValue(bar.value() + top)
        elif hint is Hint.PositionAtBottom or bottom > 0:
            bar.setValue(bar.value() + bottom)

    def moveCursor(self, action: Action, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        row, last = self.currentIndex().row(), len(self._articles.rows) - 1
        if action is Action.MoveHome or (row < 0 and action is not Action.MoveEnd):
            return self._article(0, 1)
        if action is Action.MoveEnd:
            return self._article(last, -1)
        if action in (Action.MovePageDown, Action.MovePageUp):
            page = self.viewport().height() * (1 if action is Action.MovePageDown else -1)
            y = min(max(0, self._tops[row] + page), self._tops[-1] - 1)
            target = bisect_right(self._tops, y) - 1
            way = -1 if page > 0 else 1
            found = self._article(target, way)
            is_stuck = not found.isValid() or found.row() == row  # a heading that is all of the page
            return self._article(target, -way) if is_stuck else found
        if action in _STEPS:
            found = self._article(row + _STEPS[action], _STEPS[action])
            return found if found.isValid() else self.currentIndex()
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the rows that `rect` touches: Qt's own way asks its own layout for them."""
        offset = self.verticalOffset()
        whole = rect.normalized()
        first = bisect_right(self._tops, whole.top() + offset) - 1
        last = bisect_right(self._tops, whole.bottom() + offset) - 1
        last = min(last, len(self._articles.rows) - 1)
        selection = QItemSelection()
        if first <= last and last >= 0:
            selection.select(self._articles.index(max(0, first)), self._articles.index(last))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: object) -> QRegion:
        region = QRegion()
        for index in self.selectedIndexes():
            region += self.visualRect(index)
        return region

    # ---- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        QAbstractItemView.resizeEvent(self, event)
        if self.viewport().width() != self._width:
            anchor = self.indexAt(QPoint(0, 0))  # the uppermost row stays there
            before = self.visualRect(anchor).top()
            self.doItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(anchor).top() - before)
        else:
            self.updateGeometries()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(0, dy)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        self.viewport().update()  # no height depends on it

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QPainter(self.viewport()), QStyleOptionViewItem()
        self.initViewItemOption(option)
        current, offset = self.currentIndex(), self.verticalOffset()
        pointer = self.viewport().mapFromGlobal(self.cursor().pos())
        under = self.indexAt(pointer) if self.viewport().underMouse() else QModelIndex()
        is_many = len(self.selectionModel().selectedIndexes()) > 1  # one is shown by the keyboard's frame
        row = max(0, bisect_right(self._tops, offset + event.rect().top()) - 1)
        end = offset + event.rect().bottom() + 1
        while row < len(self._tops) - 1 and self._tops[row] < end:
            index = self._articles.index(row)
            option.rect = self.visualRect(index)
            self._painter.paint_row(
                painter,
                option,
                index,
                chosen=is_many and self.selectionModel().isSelected(index),
                focused=index == current and self.hasFocus(),
                hovered=index == under,
            )
            row += 1
        if self._drop_at >= 0:
            y = self._tops[self._drop_at] - offset
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawLine(12, y, self.viewport().width() - 12, y)
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._come_to(current)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean rows here, and something else in the text."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_step = self._step_of(event) and self.has_own_order
            if event.matches(QKeySequence.StandardKey.SelectAll) or is_step:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, current = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.opened.emit(current, way_of(event.modifiers()))
        elif key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu(current)  # X11 makes none of it by itself
        elif key == Qt.Key.Key_Delete:
            self.removal_requested.emit()
        elif self.has_own_order and (step := self._step_of(event)):
            self.step_requested.emit(step)
        elif key == Qt.Key.Key_Escape and len(self.selectionModel().selectedIndexes()) > 1:
            self.go_to(current)
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        names = [self._articles.name_at(index) for index in self.chosen()]
        if not names:
            return
        drag = QDrag(self)
        drag.setMimeData(dragged(names))
        words = ngettext("{count} article", "{count} articles", len(names)).format(count=figure(len(names)))
        drag.setPixmap(self._label(str(self.chosen()[0].data()) if len(names) == 1 else words))
        drag.exec(Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        is_ours = self.has_own_order and event.source() is self and event.mimeData().hasFormat(ARTICLES)
        self._mark_drop(self._row_before(event.position().toPoint().y()) if is_ours else -1)
        event.setAccepted(is_ours)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark_drop(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        row = self._row_before(event.position().toPoint().y())
        self._mark_drop(-1)
        if self.has_own_order and event.mimeData().hasFormat(ARTICLES):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            names = self._articles.names
            self.moved_before.emit(names_in(event.mimeData()), names[row] if row < len(names) else "")

    def keyboardSearch(self, search: str) -> None:
        """Ask for the next title with what is typed, letter by letter as in Qt's own lists."""
        is_going_on = self._typed_at.isValid() and not self._typed_at.hasExpired(
            QGuiApplication.styleHints().keyboardInputInterval()
        )
        self._typed = self._typed + search if is_going_on else search
        self._typed_at.start()
        self.title_typed.emit(self._typed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        if by_key:
            self._ask_for_menu(self.currentIndex())
        else:
            self._ask_for_menu(self.indexAt(event.pos()), event.globalPos())

    # ---- within

    def _reckon(self) -> None:
        self._width = self.viewport().width()
        heading, one, two = self._painter.heights(self.font())
        most = self._painter.longest(self.font(), self._width)
        heights = [(two if ems > most else one) if ems else heading for ems in self._articles.lengths()]
        self._tops = [0, *accumulate(heights)]

    def _article(self, row: int, step: int) -> QModelIndex:
        """Return the first article from `row` on, in steps; an invalid index where there is none."""
        rows = self._articles.rows
        while 0 <= row < len(rows):
            if not isinstance(rows[row], Heading):
                return self._articles.index(row)
            row += step
        return QModelIndex()

    def _click(self, index: QModelIndex, way: Way = Way.HERE) -> None:
        if self._articles.name_at(index):
            self.opened.emit(index, way)

    def _step_of(self, event: QKeyEvent) -> int:
        """Return which way an article is to be moved by a key: -1, 1, or 0 for no such key."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.ControlModifier:
            return 0
        return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)

    def _row_before(self, y: int) -> int:
        """Return the row before which what is dropped at `y` comes to stand."""
        at = y + self.verticalOffset()
        row = max(0, bisect_right(self._tops, at) - 1)
        if row + 1 < len(self._tops) and at > (self._tops[row] + self._tops[row + 1]) / 2:
            row += 1
        return min(row, len(self._articles.rows))

    def _mark_drop(self, row: int) -> None:
        if row != self._drop_at:
            self._drop_at = row
            self.viewport().update()

    def _label(self, words: str) -> QPixmap:
        """Return what hangs at the pointer while articles are dragged."""
        metrics, ratio = self.fontMetrics(), self.devicePixelRatioF()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, 260)
        size = QSize(metrics.horizontalAdvance(shown) + 20, metrics.height() + 10)
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self.palette().highlight().color())
        painter = QPainter(pixmap)
        painter.setFont(self.font())
        painter.setPen(self.palette().highlightedText().color())
        painter.drawText(QRect(QPoint(), size), int(Qt.AlignmentFlag.AlignCenter), shown)
        painter.end()
        return pixmap

    def _ask_for_menu(self, index: QModelIndex, point: QPoint | None = None) -> None:
        if not self._articles.name_at(index):
            return
        if not self.selectionModel().isSelected(index):
            self.go_to(index)
        here = self.viewport().mapToGlobal(self.visualRect(index).center())
        self.menu_requested.emit(point or here)

    def _come_to(self, index: Index) -> None:
        self._next = QPersistentModelIndex(index)
        self._rest.start()

    def _press(self, index: Index) -> None:
        if not self._rest.isActive() and self._next == index:
            return  # it is expected already
        self._come_to(index)
        self._rest.stop()
        self._tell()

    def _tell(self) -> None:
        if self._next.isValid() and self._articles.name_at(self._next):
            self.expected.emit(self._articles.index(self._next.row()))

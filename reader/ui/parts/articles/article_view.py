"""A list of articles whose rows are of three heights: headings, titles of one line, titles of two.

QListView asks the delegate for the height of each row, in Python: 20,000 articles would take a quarter of a
second at every letter of the filter. Here all heights are reckoned at once from the widths that the model
keeps, and only rows in sight are laid out and painted. What stays Qt's: selection, hover, drag, and what
screen readers hear.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import (
    QElapsedTimer,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from reader.ui.base.theming import Theming
from reader.ui.models.article_list_model import ArticlesModel
from reader.ui.models.article_sieving import Heading
from reader.ui.parts.articles.article_painter import ArticlePainter

Index = QModelIndex | QPersistentModelIndex
Action = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint
REST = 30  # milliseconds on a row, after which it may be meant: a pointer that passes over many means none
_STEPS = {Action.MoveDown: 1, Action.MoveNext: 1, Action.MoveUp: -1, Action.MovePrevious: -1}


class ArticleView(QListView):
    """A list in which Enter opens, and letters typed go to a title.

    `expected` names the row that will be opened next if any is: the one that
    the pointer rests on, that is pressed, or that the keyboard has come to.
    """

    expected = Signal(QModelIndex)
    title_typed = Signal(str)
    menu_requested = Signal(QModelIndex, QPoint)  # for an article, at this point of the screen

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
            self.setCurrentIndex(self._article(0, 1))
        self.setFocus()

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
        base, current, offset = option.state, self.currentIndex(), self.verticalOffset()
        pointer = self.viewport().mapFromGlobal(self.cursor().pos())
        under = self.indexAt(pointer) if self.viewport().underMouse() else QModelIndex()
        row = max(0, bisect_right(self._tops, offset + event.rect().top()) - 1)
        end = offset + event.rect().bottom() + 1
        while row < len(self._tops) - 1 and self._tops[row] < end:
            index = self._articles.index(row)
            option.rect = self.visualRect(index)
            state = base & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
            if index == current and self.hasFocus():
                state |= QStyle.StateFlag.State_HasFocus
            if index == under:
                state |= QStyle.StateFlag.State_MouseOver
            option.state = state
            self._painter.paint(painter, option, index)
            row += 1
        painter.end()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._come_to(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._ask_for_menu(self.currentIndex())  # X11 makes none of it by itself
        else:
            super().keyPressEvent(event)

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

    def _ask_for_menu(self, index: QModelIndex, point: QPoint | None = None) -> None:
        if self._articles.name_at(index):
            here = self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(index, point or here)

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

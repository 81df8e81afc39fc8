"""One chart in the window: title, sentence, the painted chart; arrow keys and pointer say its items."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from reader.ui.base.theming import Theming
from reader.ui.statistics.chart_painting import ChartPainter
from reader.ui.statistics.charts import Chart, Shape

_STEPS = {
    Shape.CALENDAR: {Qt.Key.Key_Left: -7, Qt.Key.Key_Right: 7, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1},
    Shape.COLUMNS: {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1},
    Shape.ROWS: {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1},
}
_LEAST = 240  # pixels


def _unheard(_index: int) -> None:
    """Hear of an item, and do nothing."""


class ChartCard(QFrame):
    """A chart with its title and its sentence, which says below what the current item is."""

    def __init__(self, chart: Chart, theming: Theming) -> None:
        super().__init__()
        self.setObjectName("chart_card")
        self.chart = chart
        title = QLabel(chart.title)
        bold = title.font()
        bold.setBold(True)
        title.setFont(bold)
        self.sentence = QLabel(chart.sentence, wordWrap=True)
        self.sentence.setProperty("quiet", True)
        self.view = ChartView(chart, theming)
        self.said = QLabel(" ")
        self.said.setProperty("quiet", True)
        self.view.item_changed = self._say
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(6)
        for part in (title, self.sentence, self.view, self.said):
            column.addWidget(part)
        column.addStretch(1)

    def _say(self, index: int) -> None:
        self.said.setText(self.chart.items[index].spoken if index >= 0 else " ")


class ChartView(QWidget):
    """The painted chart. `item_changed` is called with the index of the item that is pointed at, or -1."""

    def __init__(self, chart: Chart, theming: Theming) -> None:
        super().__init__()
        self.chart = chart
        self.current = -1  # the item of the keyboard, or the pointer
        self._theming = theming
        self.item_changed: Callable[[int], None] = _unheard
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()
        self.setAccessibleName(f"{chart.title}. {chart.sentence}")
        theming.theme_changed.connect(self.update)

    def point_at(self, index: int) -> None:
        """Make the item at `index` the current one; -1 for none."""
        if index == self.current:
            return
        self.current = index
        spoken = self.chart.items[index].spoken if index >= 0 else ""
        self.setAccessibleDescription(spoken)
        self.item_changed(index)
        self.update()

    # ---- Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._painter.paint(painter, self._theming.theme, self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS[self.chart.shape].get(Qt.Key(event.key()))
        last = len(self.chart.items) - 1
        if event.key() == Qt.Key.Key_Home:
            self.point_at(0)
        elif event.key() == Qt.Key.Key_End:
            self.point_at(last)
        elif step is None:
            super().keyPressEvent(event)
        elif self.current < 0:
            self.point_at(last if self.chart.shape is not Shape.ROWS else 0)
        elif 0 <= self.current + step <= last:
            self.point_at(self.current + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.point_at(len(self.chart.items) - 1 if self.chart.shape is not Shape.ROWS else 0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.point_at(-1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point_at(self._painter.item_at(QPointF(event.position())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(-1)

    def _fit(self) -> None:
        """Lay the chart out at the width there is, and be as high as it."""
        self._painter = ChartPainter(self.chart, self.width(), self.font())
        self.setFixedHeight(round(self._painter.height) + 2)

"""Painting charts: where each item lies at a width, and how it looks in a theme; for window and files alike.

Nothing is told by colour alone: the squares of a calendar grow with the minutes, what was skimmed is hatched.
Geometry is in device-independent pixels, (0, 0) the chart's top left corner.
"""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from reader.i18n import language
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.statistics.charts import DAY_COUNTS, Chart, Item, Shape

LEVELS = (DAY_COUNTS, 10.0, 25.0, 50.0)  # minutes from which a day's square is larger
_SIZES = (0.3, 0.48, 0.66, 0.84, 1.0)  # of a cell: nothing read, then from each level on
_STRENGTHS = (0.0, 0.4, 0.6, 0.8, 1.0)  # of the accent
_LARGEST_CELL = 21.0
_LEGEND_CELL = 15.0
_COLUMNS_HIGH = 120.0
_WIDEST_COLUMN = 44.0
_GAP = 6.0
_LABELS = 0.3  # of the width, at the most, for the labels of rows
_MOST_ROWS_LABEL = 220.0
_RADIUS = 2.5


class ChartPainter:
    """One chart at one width, in one font."""

    def __init__(self, chart: Chart, width: float, font: QFont) -> None:
        self.chart = chart
        self.width = max(120.0, width)
        self._font = font
        self._small = QFont(font)
        if font.pixelSize() > 0:
            self._small.setPixelSize(max(9, round(font.pixelSize() * 0.86)))
        else:
            self._small.setPointSizeF(font.pointSizeF() * 0.86)
        self._metrics, self._small_metrics = QFontMetricsF(font), QFontMetricsF(self._small)
        self._line = self._metrics.height() + _GAP
        self.cells: list[QRectF] = list(self._placed())

    @property
    def height(self) -> float:
        """How high the chart is."""
        if self.chart.shape is Shape.CALENDAR:
            return self._top + 7 * self._cell + _GAP + self._small_metrics.height() + 2
        if self.chart.shape is Shape.COLUMNS:
            return self._small_metrics.height() + _COLUMNS_HIGH + _GAP + self._small_metrics.height()
        return len(self.chart.items) * self._line

    def item_at(self, point: QPointF) -> int:
        """Return the index of the item at `point`, -1 where there is none."""
        is_wide = self.chart.shape is Shape.ROWS
        for number, cell in enumerate(self.cells):
            reach = QRectF(0, cell.top(), self.width, cell.height()) if is_wide else cell
            if reach.contains(point):
                return number
        return -1

    def paint(self, painter: QPainter, theme: Theme, current: int = -1) -> None:
        """Paint the chart, the item `current` with a ring around it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        if self.chart.shape is Shape.CALENDAR:
            self._paint_calendar(painter, theme)
        elif self.chart.shape is Shape.COLUMNS:
            self._paint_columns(painter, theme, current)
        else:
            self._paint_rows(painter, theme)
        if 0 <= current < len(self.cells):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour(theme, "focus"), 2))
            painter.drawRoundedRect(self._ring(current), 4, 4)

    # ---- where things are

    @property
    def _top(self) -> float:
        return self._small_metrics.height() + 4

    @property
    def _left(self) -> float:
        return max(self._small_metrics.horizontalAdvance(name) for name in _weekdays()) + 8

    @property
    def _weeks(self) -> int:
        return (len(self.chart.items) + 6) // 7

    @property
    def _cell(self) -> float:
        return min(_LARGEST_CELL, (self.width - self._left) / max(1, self._weeks))

    @property
    def _label_width(self) -> float:
        widest = max((self._metrics.horizontalAdvance(item.label) for item in self.chart.items), default=0.0)
        return min(widest, _MOST_ROWS_LABEL, self.width * _LABELS) + 10

    @property
    def _shown_width(self) -> float:
        return (
            max((self._metrics.horizontalAdvance(item.shown) for item in self.chart.items), default=0.0) + 10
        )

    def _placed(self) -> list[QRectF]:
        items = self.chart.items
        if self.chart.shape is Shape.CALENDAR:
            side = self._cell
            return [
                QRectF(self._left + number // 7 * side, self._top + number % 7 * side, side, side)
                for number in range(len(items))
            ]
        most = max((max(item.value, item.usual) for item in items), default=0.0) or 1.0
        if self.chart.shape is Shape.COLUMNS:
            step = min(_WIDEST_COLUMN, self.width / max(1, len(items)))
            top = self._small_metrics.height()
            return [QRectF(number * step, top, step, _COLUMNS_HIGH) for number in range(len(items))]
        room = max(30.0, self.width - self._label_width - self._shown_width)
        return [
            QRectF(
                self._label_width,
                number * self._line + 2,
                room * (1.0 if item.parts is not None else max(item.value / most, 0.004)),
                self._line - 4,
            )
            for number, item in enumerate(items)
        ]

    def _ring(self, current: int) -> QRectF:
        cell = self.cells[current]
        if self.chart.shape is Shape.ROWS:
            return QRectF(1, cell.top() - 1, self.width - 2, cell.height() + 2)
        return cell.adjusted(0, 0, 0, 0)

    # ---- painting

    def _paint_calendar(self, painter: QPainter, theme: Theme) -> None:
        quiet, side = colour(theme, "panel_quiet"), self._cell
        painter.setPen(quiet)
        names = _weekdays()
        for row in (0, 2, 4, 6):
            baseline = self._top + row * side + (side + self._small_metrics.ascent() * 0.8) / 2
            painter.drawText(QPointF(0, baseline), names[row])
        locale, free = QLocale(language()), 0.0
        for number in range(0, len(self.chart.items), 7):
            day = self.chart.items[number].day
            x = self.cells[number].left()
            if day is not None and day.day <= 7 and x >= free:
                name = locale.standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
                painter.drawText(QPointF(x, self._small_metrics.ascent()), name)
                free = x + self._small_metrics.horizontalAdvance(name) + 6
        for cell, item in zip(self.cells, self.chart.items, strict=True):
            self._paint_day(painter, theme, cell, item.value)
        self._paint_legend(painter, theme)

    def _paint_day(self, painter: QPainter, theme: Theme, cell: QRectF, minutes: float) -> None:
        level = sum(minutes >= least for least in LEVELS)
        side = (cell.width() - 2) * _SIZES[level]
        square = QRectF(0, 0, side, side)
        square.moveCenter(cell.center())
        painter.setPen(Qt.PenStyle.NoPen)
        ground = colour(theme, "border" if not level else "field")
        painter.setBrush(_mixed(ground, colour(theme, "accent"), _STRENGTHS[level]))
        painter.drawRoundedRect(square, min(_RADIUS, side / 3), min(_RADIUS, side / 3))

    def _paint_legend(self, painter: QPainter, theme: Theme) -> None:
        """Say below the calendar what the sizes mean, in minutes."""
        x, top, side = self._left, self._top + 7 * self._cell + _GAP, _LEGEND_CELL
        for least in LEVELS:
            self._paint_day(painter, theme, QRectF(x, top, side, side), least)
            painter.setPen(colour(theme, "panel_quiet"))
            words = f"≥ {round(least)}"
            painter.drawText(QPointF(x + side + 3, top + self._small_metrics.ascent()), words)
            x += side + self._small_metrics.horizontalAdvance(words) + 14
        painter.drawText(QPointF(x, top + self._small_metrics.ascent()), self.chart.unit)

    def _paint_columns(self, painter: QPainter, theme: Theme, current: int) -> None:
        items = self.chart.items
        most = max(1.0, *(item.value for item in items))  # a tenth of a minute is no full column
        base = self._small_metrics.height() + _COLUMNS_HIGH
        painter.setPen(QPen(colour(theme, "border"), 1))
        painter.drawLine(QPointF(0, base + 0.5), QPointF(self.width, base + 0.5))
        locale, free, before = QLocale(language()), 0.0, 0
        for number, (cell, item) in enumerate(zip(self.cells, items, strict=True)):
            high = _COLUMNS_HIGH * item.value / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme, "accent"))
            bar = QRectF(cell.left() + 1, base - high, max(1.0, cell.width() - 3), high)
            painter.drawRoundedRect(bar, min(_RADIUS, bar.width() / 3), min(_RADIUS, bar.width() / 3))
            if item.value == most or number == current:
                painter.setPen(colour(theme, "panel_text"))
                wide = self._small_metrics.horizontalAdvance(item.shown)
                x = min(max(0.0, cell.center().x() - wide / 2), self.width - wide)
                painter.drawText(QPointF(x, base - high - 3), item.shown)
            month = (item.day + timedelta(days=6)).month if item.day is not None else before
            if month != before and cell.left() >= free:
                painter.setPen(colour(theme, "panel_quiet"))
                name = locale.standaloneMonthName(month, QLocale.FormatType.ShortFormat)
                painter.drawText(QPointF(cell.left(), base + _GAP + self._small_metrics.ascent()), name)
                free = cell.left() + self._small_metrics.horizontalAdvance(name) + 8
            before = month

    def _paint_rows(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(self._font)
        for cell, item in zip(self.cells, self.chart.items, strict=True):
            middle = cell.center().y() + (self._metrics.ascent() - self._metrics.descent()) / 2
            label = self._metrics.elidedText(item.label, Qt.TextElideMode.ElideRight, self._label_width - 10)
            painter.setPen(colour(theme, "panel_text"))
            painter.drawText(QPointF(0, middle), label)
            bar = cell.adjusted(0, cell.height() * 0.18, 0, -cell.height() * 0.18)
            if item.parts is not None:
                self._paint_parts(painter, theme, bar, item.parts)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour(theme, "accent"))
                painter.drawRoundedRect(bar, _RADIUS, _RADIUS)
            self._paint_tick(painter, theme, bar, item)
            painter.setPen(colour(theme, "panel_quiet"))
            painter.drawText(QPointF(bar.right() + 8, middle), item.shown)

    def _paint_parts(self, painter: QPainter, theme: Theme, bar: QRectF, parts: tuple[float, float]) -> None:
        """Paint what was read as a fill, what was skimmed as a hatching, the rest as a frame."""
        accent = colour(theme, "accent")
        read = QRectF(bar.left(), bar.top(), bar.width() * parts[0], bar.height())
        skimmed = QRectF(read.right(), bar.top(), bar.width() * parts[1], bar.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRect(read)
        painter.setBrush(QBrush(accent, Qt.BrushStyle.BDiagPattern))
        painter.drawRect(skimmed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour(theme, "panel_quiet"), 1))
        painter.drawRect(bar)

    def _paint_tick(self, painter: QPainter, theme: Theme, bar: QRectF, item: Item) -> None:
        if item.usual and item.value:
            x = bar.left() + bar.width() * item.usual / item.value
            painter.setPen(QPen(colour(theme, "panel_text"), 2))
            painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3))


def _weekdays() -> list[str]:
    locale = QLocale(language())
    return [locale.standaloneDayName(day, QLocale.FormatType.NarrowFormat) for day in range(1, 8)]


def _mixed(ground: QColor, ink: QColor, share: float) -> QColor:
    """Return the colour between two, `share` of it the second."""
    values = (
        round(one + (other - one) * share)
        for one, other in zip(ground.getRgb()[:3], ink.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*values)

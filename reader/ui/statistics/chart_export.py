"""Charts as files: a picture, a drawing, a table. What is painted is what the window shows, 1,000 wide."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator

from reader.annotations.exporters.spreadsheet_cells import harmless
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.statistics.chart_painting import ChartPainter
from reader.ui.statistics.charts import Chart, Shape

WIDTH = 1000
_MARGIN = 36.0
_BETWEEN = 30.0
_SCALE = 2  # pixels of the picture to one of the window
_TITLE = 1.15  # of the font


def as_csv(charts: Sequence[Chart]) -> bytes:
    """Return the figures of `charts` as a table, with a mark by which spreadsheets know its encoding."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(["chart", "label", "value", "unit"])
    for chart in charts:
        for item in chart.items:
            if item.value or chart.shape is not Shape.CALENDAR:
                writer.writerow([chart.key, harmless(item.label), round(item.value, 2), chart.unit])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def as_png(charts: Sequence[Chart], theme: Theme, font: QFont) -> bytes:
    """Return `charts` as a picture, twice as fine as a plain screen. May run on any thread."""
    height = _sheet(None, charts, theme, font)
    image = QImage(WIDTH * _SCALE, round(height) * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(colour(theme, "panel"))
    with QPainter(image) as painter:
        _sheet(painter, charts, theme, font)
    return _bytes(lambda device: QImageWriter(device, QByteArray(b"png")).write(image))


def as_svg(charts: Sequence[Chart], theme: Theme, font: QFont, title: str) -> bytes:
    """Return `charts` as a drawing. May run on any thread."""
    height = round(_sheet(None, charts, theme, font))

    def draw(device: QIODevice) -> bool:
        generator = QSvgGenerator()
        generator.setOutputDevice(device)
        generator.setSize(QSize(WIDTH, height))
        generator.setViewBox(QRectF(0, 0, WIDTH, height))
        generator.setTitle(title)
        generator.setDescription(" ".join(chart.sentence for chart in charts))
        with QPainter(generator) as painter:
            painter.fillRect(QRectF(0, 0, WIDTH, height), colour(theme, "panel"))
            _sheet(painter, charts, theme, font)
        return True

    return _bytes(draw)


def _bytes(write: Callable[[QIODevice], bool]) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write(buffer)
    buffer.close()
    return bytes(data.data())


def _sheet(painter: QPainter | None, charts: Sequence[Chart], theme: Theme, font: QFont) -> float:
    """Paint all of `charts` one below the other, or nothing; return how high they are together."""
    bold = QFont(font)
    bold.setBold(True)
    if font.pixelSize() > 0:
        bold.setPixelSize(round(font.pixelSize() * _TITLE))
    else:
        bold.setPointSizeF(font.pointSizeF() * _TITLE)
    width, y = WIDTH - 2 * _MARGIN, _MARGIN
    for chart in charts:
        for words, chosen, role in ((chart.title, bold, "panel_text"), (chart.sentence, font, "panel_quiet")):
            y += _words(painter, words, chosen, QPointF(_MARGIN, y), width, colour(theme, role)) + 6
        laid = ChartPainter(chart, width, font)
        if painter is not None:
            painter.save()
            painter.translate(_MARGIN, y)
            laid.paint(painter, theme)
            painter.restore()
        y += laid.height + _BETWEEN
    return y


def _words(
    painter: QPainter | None, words: str, font: QFont, at: QPointF, width: float, ink: QColor
) -> float:
    """Paint `words` in lines of `width`, or nothing; return how high they are."""
    flags = int(Qt.TextFlag.TextWordWrap)
    frame = QFontMetricsF(font).boundingRect(QRectF(at.x(), at.y(), width, 9999), flags, words)
    if painter is not None:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRectF(at.x(), at.y(), width, frame.height() + 2), flags, words)
    return float(frame.height())

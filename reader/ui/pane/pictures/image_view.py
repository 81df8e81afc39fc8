"""A picture by itself, as large as the window: wheel or keys zoom, dragging moves, a click or Esc closes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from reader.i18n import gettext as _

STEP = 1.2
LARGEST = 16.0
MARGIN = 32


class ImageView(QWidget):
    """Lies over its parent until it is closed. It deletes itself then."""

    closed = Signal()

    def __init__(self, image: QImage, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(words or _("Picture"))
        self._image = image
        self._words = words
        self._centre = QPointF()  # of the picture, in its own pixels
        self._dragged_from: QPointF | None = None
        self._moved = False
        self.setGeometry(parent.rect())
        parent.installEventFilter(self)
        self._own = QRectF(
            0, 0, image.width() / image.devicePixelRatio(), image.height() / image.devicePixelRatio()
        )
        self._centre = self._own.center()
        self.scale = min(1.0, self._fitting())
        self.show()
        self.raise_()
        self.setFocus()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show it larger by `factor`; what is at `at` stays there."""
        at = at or QPointF(self.rect().center())
        scale = max(min(self._fitting(), 1.0) / 2, min(LARGEST, self.scale * factor))
        away = at - QPointF(self.rect().center())
        self._centre += away / self.scale - away / scale
        self.scale = scale
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window; what was fitted into it is fitted again."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            fitted = self.scale == min(1.0, self._fitting())
            self.setGeometry(watched.rect())
            if fitted:
                self.scale = min(1.0, self._fitting())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 215))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._own.size() * self.scale
        middle = QPointF(self.rect().center()) - (self._centre - self._own.center()) * self.scale
        frame = QRectF(QPointF(0, 0), size)
        frame.moveCenter(middle)
        painter.fillRect(frame, QColor("white"))
        painter.drawImage(frame, self._image)
        if self._words:
            painter.setPen(QColor("#e8e8e8"))
            flags = int(
                Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
            )
            painter.drawText(self.rect().adjusted(MARGIN, 0, -MARGIN, -8), flags, self._words)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(STEP ** ((event.angleDelta().y() or event.pixelDelta().y()) / 120), event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif event.key() == Qt.Key.Key_0:
            self.scale, self._centre = min(1.0, self._fitting()), self._own.center()
            self.update()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._leave()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged_from, self._moved = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            away = event.position() - self._dragged_from
            if self._moved or away.manhattanLength() > 4:
                self._moved = True
                self._centre -= away / self.scale
                self._dragged_from = event.position()
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None
        if not self._moved:
            self._leave()

    def _leave(self) -> None:
        self.closed.emit()
        self.close()

    def _fitting(self) -> float:
        wide = (self.width() - 2 * MARGIN) / max(1.0, self._own.width())
        high = (self.height() - 2 * MARGIN) / max(1.0, self._own.height())
        return max(0.01, min(wide, high))

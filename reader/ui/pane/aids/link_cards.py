"""The card that shows what a link leads to while the pointer rests on it: a footnote, an address."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

DELAY = 350  # milliseconds that the pointer rests before the card comes
WIDEST = 420  # pixels
LONGEST = 600  # letters

CardText = Callable[[str], str]


class LinkCard(QFrame):
    """A small frame beside the pointer. `text_of` gives the words for an address; "" for no card."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("card")
        self.text_of: CardText = lambda _address: ""
        self._address = ""
        self._at: QPoint | None = None  # of the screen, where the keyboard is; else the pointer counts
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.addWidget(self._label)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(DELAY)
        self._waiting.timeout.connect(self._appear)

    def point_at(self, address: str, spot: QPoint | None = None) -> None:
        """Show the card for `address` if the pointer rests there, or below `spot`; "" puts it away."""
        self._address, self._at = address, spot
        self.hide()
        if address:
            self._waiting.start()
        else:
            self._waiting.stop()

    @property
    def words(self) -> str:
        """What the card says now."""
        return self._label.text()

    def _appear(self) -> None:
        words = self.text_of(self._address).strip()
        if not words:
            return
        self._label.setText(words if len(words) <= LONGEST else words[:LONGEST].rstrip() + " …")
        room = WIDEST - 28
        plain = self._label.fontMetrics().boundingRect(
            0, 0, room, 9999, int(Qt.TextFlag.TextWordWrap), self._label.text()
        )
        self._label.setFixedSize(min(room, plain.width() + 4), plain.height() + 4)
        self.adjustSize()
        self.move(self._spot(self._at or QCursor.pos()))
        self.show()

    def _spot(self, pointer: QPoint) -> QPoint:
        screen = QGuiApplication.screenAt(pointer) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        spot = pointer + QPoint(10, 20)
        if spot.y() + self.height() > room.bottom():
            spot.setY(pointer.y() - self.height() - 12)
        spot.setX(max(room.left(), min(spot.x(), room.right() - self.width())))
        return spot

"""The card that shows what a link leads to while the pointer or the keyboard rests on it.

What is in the article itself it shows at once. What must be read first comes by `show_passage`, from whoever
hears that somebody `rested` on an address. It never takes the keyboard.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

DELAY = 350  # milliseconds that the pointer rests before the card comes
WIDEST = 420  # pixels
LONGEST = 600  # letters
MOST_LINES = 12

CardText = Callable[[str], str]


class LinkCard(QFrame):
    """A small frame beside the pointer. `text_of` gives the words for an address; "" where it knows none."""

    rested = Signal(str)  # at a link with this address, of which `text_of` knows nothing

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("card")
        self.text_of: CardText = lambda _address: ""
        self._address = ""
        self._at: QPoint | None = None  # of the screen, where the keyboard is; else the pointer counts
        self._heading, self._label, self._foot = (QLabel(self) for _part in range(3))
        bold = self._heading.font()
        bold.setBold(True)
        self._heading.setFont(bold)
        self._foot.setProperty("quiet", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        for label in (self._heading, self._label, self._foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            column.addWidget(label)
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

    @property
    def heading(self) -> str:
        """The title above the words, or ""."""
        return self._heading.text()

    @property
    def foot(self) -> str:
        """The quiet line below the words, or ""."""
        return self._foot.text()

    def show_passage(self, address: str, heading: str, words: str, foot: str) -> None:
        """Show what `address` leads to, if pointer or keyboard still rest there."""
        if address and address == self._address:
            self._fill(heading, words, foot)

    def _appear(self) -> None:
        if words := self.text_of(self._address).strip():
            self._fill("", words, "")
        else:
            self.rested.emit(self._address)

    def _fill(self, heading: str, words: str, foot: str) -> None:
        lines = words[:LONGEST].split("\n")
        is_cut = len(words) > LONGEST or len(lines) > MOST_LINES
        words = "\n".join(lines[:MOST_LINES]).rstrip() + (" …" if is_cut else "")
        parts = [(self._heading, heading), (self._label, words), (self._foot, foot)]
        frames = []
        for label, text in parts:
            label.setText(text)
            label.setVisible(bool(text))
            label.ensurePolished()
            flags = int(Qt.TextFlag.TextWordWrap)
            frames.append(label.fontMetrics().boundingRect(0, 0, WIDEST - 28, 9999, flags, text))
        width = min(WIDEST - 28, max(frame.width() for frame in frames) + 4)
        for (label, text), frame in zip(parts, frames, strict=True):
            label.setFixedSize(width, frame.height() + 4 if text else 0)
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

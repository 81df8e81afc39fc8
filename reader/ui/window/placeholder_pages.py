"""Pages in the place of an article: nothing open yet, an empty folder, a file that cannot be read.

Each says in one line what is the matter, in another what to do, and offers the
next step as a button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.ui.base.actions import without_mnemonic
from reader.ui.base.theming import Theming, colour, glyph

WIDEST = 460


class PlaceholderPage(QWidget):
    """A glyph, a heading, a sentence and some buttons, in the middle of the room there is."""

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theming = theming
        self._glyph = "library"
        self._said: tuple[str, str, str, tuple[QAction, ...]] = ("", "", "", ())
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignLeft)
        self.heading = QLabel(wordWrap=True)
        self.heading.setProperty("heading", True)
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("quiet", True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inner)
        column.setSpacing(12)
        column.addWidget(self._picture)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addSpacing(6)
        column.addLayout(self._buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(inner, 4)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(2)
        whole.addLayout(row)
        whole.addStretch(3)
        theming.theme_changed.connect(self._draw)

    def show_words(self, picture: str, heading: str, sentence: str, actions: Sequence[QAction] = ()) -> None:
        """Say this; `picture` names an icon, the first of the `actions` is the likely one."""
        said = (picture, heading, sentence, tuple(actions))
        if said == self._said:
            return  # its buttons stay, and with them the keyboard, if it is there
        self._said = said
        self._glyph = picture
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, action in enumerate(actions):
            self._buttons.addWidget(_button(action.text(), action.trigger, is_first=number == 0))
        self._buttons.addStretch(1)
        self._draw()

    def take_focus(self) -> None:
        """Put the keyboard on the likely next step."""
        first = self._buttons.itemAt(0)
        if first is not None and (widget := first.widget()) is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(glyph(self._glyph, colour(self._theming.theme, "accent"), 40, ratio))
        self._picture.setFixedSize(QSize(40, 40))


def _button(words: str, run: Callable[[], None], *, is_first: bool) -> QPushButton:
    button = QPushButton(without_mnemonic(words).removesuffix("…"))
    button.setProperty("primary", is_first)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda _checked=False: run())
    return button

"""The bar over the text that says what is wrong until it is mended, and offers what can be done about it.

It never takes the keyboard by itself; Tab leads into it. Several notices may
be due at once: the gravest is shown, and the next when that one is withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, colour, glyph

FAILURE, CHANGE, REMARK = 3, 2, 1  # how grave a notice is
_ICON = 20  # pixels


class Notice(NamedTuple):
    """What is said. `choices` are what can be done: the words of a button, and what it calls.

    Two notices that say and offer the same are equal, whatever is called.
    """

    key: str  # a later one of the same key takes its place
    words: str
    weight: int = REMARK
    choices: tuple[tuple[str, Callable[[], object]], ...] = ()
    is_closable: bool = False  # the person may put it away: nothing has to be mended

    def says(self, other: Notice | None) -> bool:
        """Whether it says and offers what `other` does."""
        mine, others = (each and (each.key, each.words, _names(each)) for each in (self, other))
        return mine == others


class NoticeBar(QFrame):
    """Shows one notice at a time; hidden where there is none."""

    left = Signal()  # it has gone while the keyboard was in it

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice_bar")
        self._theming = theming
        self._due: dict[str, Notice] = {}
        self.notice: Notice | None = None  # what is shown
        self._icon = QLabel()
        self.words = QLabel(wordWrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.words.setSizePolicy(policy)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self.close_button = QToolButton()
        self.close_button.setToolTip(_("Close (Esc)"))
        self.close_button.setAccessibleName(_("Close (Esc)"))
        self.close_button.clicked.connect(self._put_away)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addLayout(self._buttons)
        row.addWidget(self.close_button)
        theming.theme_changed.connect(self._dress)
        self.hide()

    def post(self, notice: Notice) -> None:
        """Show `notice` until it is withdrawn, in place of an earlier one of its key."""
        self._due.pop(notice.key, None)
        self._due[notice.key] = notice
        self._show()

    def withdraw(self, key: str) -> None:
        """Take the notice of `key` away, if there is one: it is mended."""
        if self._due.pop(key, None) is not None:
            self._show()

    def buttons(self) -> list[QPushButton]:
        """Return the buttons of what can be done now."""
        items = (self._buttons.itemAt(place) for place in range(self._buttons.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.notice is not None and self.notice.is_closable:
            self._put_away()
        else:
            super().keyPressEvent(event)

    # ---- within

    def _show(self) -> None:
        notice = max(reversed(self._due.values()), key=lambda each: each.weight, default=None)
        if notice is not None and notice.says(self.notice):
            self.notice = notice
            return  # said already: its buttons stay, and with them the keyboard
        self.notice = notice
        focused: QWidget | None = self.window().focusWidget()  # None before anything had it
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        for button in self.buttons():
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        if notice is not None:
            self._fill(notice)
        self.setVisible(notice is not None)
        if had_keyboard:
            self.left.emit()

    def _fill(self, notice: Notice) -> None:
        self.words.setText(notice.words)
        for place, (text, _act) in enumerate(notice.choices):
            button = QPushButton(text)
            button.clicked.connect(lambda _checked=False, place=place: self._choose(place))
            self._buttons.addWidget(button)
        self.close_button.setVisible(notice.is_closable)
        self.setAccessibleName(notice.words)
        self._dress()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.words))

    def _choose(self, place: int) -> None:
        if self.notice is not None:
            self.notice.choices[place][1]()

    def _put_away(self) -> None:
        if self.notice is not None:
            self.withdraw(self.notice.key)

    def _dress(self) -> None:
        is_grave = self.notice is not None and self.notice.weight == FAILURE
        role = "error" if is_grave else "accent"
        tint = colour(self._theming.theme, role)
        is_remark = self.notice is not None and self.notice.weight == REMARK
        self._icon.setPixmap(
            glyph("library" if is_remark else "warning", tint, _ICON, self.devicePixelRatioF())
        )
        self.close_button.setIcon(self._theming.icon("close", "panel_quiet"))
        if self.property("grave") != is_grave:
            self.setProperty("grave", is_grave)
            self.style().unpolish(self)
            self.style().polish(self)


def _names(notice: Notice) -> tuple[str, ...]:
    return tuple(text for text, _act in notice.choices)

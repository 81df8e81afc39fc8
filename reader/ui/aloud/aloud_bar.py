"""The bar of reading aloud, at the foot of the text: back, pause, on, slower, faster, end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from reader.i18n import gettext as _
from reader.ui.base.theming import Theming

_LIFT = 14  # pixels between the bar and the foot of its parent


class AloudBar(QFrame):
    """Says what the person chose; does nothing itself."""

    step_chosen = Signal(int)  # sentences: -1 back, 1 on
    pause_chosen = Signal()  # or to go on
    speed_chosen = Signal(int)  # -1 slower, 1 faster
    end_chosen = Signal()

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("annotation_bar")
        self._around = parent
        self._theming = theming
        self._is_paused = False
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 6, 5)
        row.setSpacing(2)
        self.speed = QLabel()
        self.speed.setProperty("quiet", True)
        self.back = self._button("previous", _("The sentence before"))
        self.pause = self._button("pause", _("Pause"))
        self.on = self._button("next", _("The next sentence"))
        self.slower = self._button("", _("Slower"), "−")
        self.faster = self._button("", _("Faster"), "+")
        self.end = self._button("close", _("Stop reading aloud"))
        for widget in (self.back, self.pause, self.on, self.slower, self.speed, self.faster, self.end):
            row.addWidget(widget)
        self.back.clicked.connect(lambda: self.step_chosen.emit(-1))
        self.on.clicked.connect(lambda: self.step_chosen.emit(1))
        self.pause.clicked.connect(self.pause_chosen)
        self.slower.clicked.connect(lambda: self.speed_chosen.emit(-1))
        self.faster.clicked.connect(lambda: self.speed_chosen.emit(1))
        self.end.clicked.connect(self.end_chosen)
        theming.theme_changed.connect(self._dress)
        parent.installEventFilter(self)
        self._dress()
        self.hide()

    def show_state(self, *, is_paused: bool, speed: float) -> None:
        """Show whether it is paused, and how fast it is: as a multiple of the usual."""
        self._is_paused = is_paused
        self.speed.setText(f"{speed:.2g}×")
        self.speed.setAccessibleName(_("Speed: {times}").format(times=self.speed.text()))
        self._dress()
        self.show()
        self.raise_()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._around and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _button(self, glyph: str, words: str, text: str = "") -> QToolButton:
        button = QToolButton(self, autoRaise=True)
        button.setProperty("glyph", glyph)
        button.setText(text)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setMinimumSize(26, 26)
        return button

    def _dress(self) -> None:
        words = _("Go on") if self._is_paused else _("Pause")
        self.pause.setProperty("glyph", "resume" if self._is_paused else "pause")
        self.pause.setToolTip(words)
        self.pause.setAccessibleName(words)
        for button in self.findChildren(QToolButton):
            if glyph := str(button.property("glyph")):
                button.setIcon(self._theming.icon(glyph))

    def _place(self) -> None:
        self.adjustSize()
        room = self._around.rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - _LIFT)

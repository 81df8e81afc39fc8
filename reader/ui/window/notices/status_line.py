"""The line at the foot of the window: what was just done, with a button that takes it back.

Nothing stays there for long. What the pointer passes over (where a link leads)
is said meanwhile, and then what was done again, until its time is over.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from reader.ui.base.actions import without_mnemonic

LASTING = 10_000  # milliseconds: WCAG 2.2 asks for no less where something can be done


class StatusLine(QWidget):
    """Says one sentence at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ShortenedLabel()
        self.button = QToolButton()
        self.button.setProperty("chip", True)
        self.button.clicked.connect(self._act)
        self.button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self.button)
        self._said = ""
        self._done: tuple[str, QAction] | None = None
        self._said_time = QTimer(self, singleShot=True, interval=LASTING)
        self._said_time.timeout.connect(lambda: self.say(""))
        self._done_time = QTimer(self, singleShot=True, interval=LASTING)
        self._done_time.timeout.connect(self._end_done)

    def text(self) -> str:
        """Return what stands there."""
        return self._label.words

    def say(self, sentence: str) -> None:
        """Say `sentence` for a while; "" takes back what was said, and not what was done."""
        self._said = sentence
        if sentence:
            self._said_time.start()
        self._show()

    def say_done(self, sentence: str, action: QAction) -> None:
        """Say that something was done, and offer `action`, which takes it back or does it again."""
        self._said, self._done = "", (sentence, action)
        self._done_time.start()
        self._show()

    def forget_done(self) -> None:
        """Offer nothing any more: something else was done since."""
        self._done = None
        self._show()

    # ---- within

    def _end_done(self) -> None:
        if self.button.hasFocus() or self.button.underMouse():
            self._done_time.start()  # the person is about to press it
        else:
            self.forget_done()

    def _show(self) -> None:
        done = self._done
        words = self._said or (done[0] if done is not None else "")
        self._label.say(words)
        is_offered = done is not None and not self._said
        if done is not None:
            text, key = without_mnemonic(done[1].text()), done[1].shortcut()
            keys = key.toString(QKeySequence.SequenceFormat.NativeText)
            self.button.setText(f"{text} ({keys})" if keys else text)
        self.button.setVisible(is_offered)

    def _act(self) -> None:
        if self._done is not None:
            self._done[1].trigger()


class ShortenedLabel(QLabel):
    """A sentence that makes the window no wider: where there is no room for it, its middle is left out.

    What was done is said at its beginning in English, and at its end in Chinese; between is what it was
    done to.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        """Show `words`, as much of them as there is room for."""
        self.words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        self.setText(self.fontMetrics().elidedText(self.words, Qt.TextElideMode.ElideMiddle, room))

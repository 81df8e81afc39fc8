"""The find bar: words are lit as they are typed, in the article that is open.

Esc goes back to where finding began, unless the person has walked from hit to
hit: then it stays there, with the hit selected.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from reader.articles.source.canonical_text import CanonicalText, Span
from reader.i18n import figure
from reader.i18n import gettext as _
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.text.text_finder import FindQuery, Found

SLICE = 0.004


class FindBar(QFrame):
    """Asks what to find, and says what was found. The pane shows it."""

    lit = Signal(object, int)  # the spans, and which of them is the current one (-1: none)
    shown = Signal(Span)  # bring this hit into sight
    closed = Signal(object)  # the Span to select, or None to go back

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self.theme: Theme | None = None
        self._text = CanonicalText("")
        self._hidden: frozenset[int] = frozenset()
        self._from = 0
        self._current = -1
        self._walked = False
        self._found = Found(self._text, FindQuery(""))
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)
        self._build()
        self.hide()

    def _build(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in this article"))
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(140)
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.count = QLabel()
        self.count.setProperty("quiet", True)
        self.count.setMinimumWidth(self.count.fontMetrics().horizontalAdvance("0000 / 00000"))
        self.previous = self._button("↑", _("Previous (Shift+Enter)"), lambda: self.walk(-1))
        self.next = self._button("↓", _("Next (Enter)"), lambda: self.walk(1))
        self.case = self._toggle("Aa", _("Match case"))
        self.whole = self._toggle("|ab|", _("Whole words"))
        self.folds = self._toggle(
            "简=繁", _("Treat Traditional and Simplified, full and half width, as the same"), on=True
        )
        self.shut = self._button("✕", _("Close (Esc)"), self.close_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 7, 6, 7)
        row.setSpacing(2)
        row.addWidget(self.field, 1)
        row.addSpacing(4)
        for widget in (self.count, self.previous, self.next, self.case, self.whole, self.folds, self.shut):
            row.addWidget(widget)

    def open_at(self, text: CanonicalText, position: int, hidden: frozenset[int], words: str = "") -> None:
        """Find in `text` from `position` on, at first for `words`; lines in `hidden` are not shown."""
        self._text, self._hidden = text, hidden
        self._from, self._walked = position, False
        self.show()
        self.raise_()
        self.field.setFocus()
        if words:
            self.field.setText(words)
        self.field.selectAll()
        self._ask()

    def renew(self, text: CanonicalText, hidden: frozenset[int], shift: int | None) -> None:
        """Find the same words in `text`: another article, or the same one, `shift` further on here."""
        self._text, self._hidden = text, hidden
        if self.isVisible():
            current = self._found.spans[self._current].start if self._current >= 0 else self._from
            self._from = max(0, current + shift) if shift is not None else 0
            self._walked = True
            self._ask(show=False)

    def walk(self, step: int) -> None:
        """Go to the next hit, or with -1 to the one before; past the last comes the first."""
        spans = self._found.spans
        if spans:
            self._walked = True
            self._current = (self._current + step) % len(spans)
            self._tell(show=True)

    def close_bar(self) -> None:
        """Put the bar away."""
        if self.isHidden():
            return
        self._timer.stop()
        self.hide()
        spans = self._found.spans
        self.lit.emit([], -1)
        walked = self._walked and 0 <= self._current < len(spans)
        self.closed.emit(spans[self._current] if walked else None)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(self.theme, "border"))
        painter.setBrush(colour(self.theme, "panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.walk(-1 if back else 1)
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.walk(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    # ---- inside

    def _ask(self, *_ignored: object, show: bool = True) -> None:
        question = FindQuery(
            self.field.text(), self.whole.isChecked(), self.case.isChecked(), self.folds.isChecked()
        )
        self._found = Found(self._text, question, self._hidden)
        self._current, self._show = -1, show
        self._timer.start()
        self._look()

    def _look(self) -> None:
        """Look on for a few milliseconds; say what there is when all is there, or when the first hit is."""
        more = self._found.advance(SLICE)
        if self._current < 0 and self._found.spans and (not more or self._found.spans[-1].end > self._from):
            self._current = self._found.first_from(self._from)
            self._tell(show=self._show)
        if not more:
            self._timer.stop()
            self._tell(show=False)
        elif self._current >= 0:
            self._say()  # the count grows: next and previous reach as far as it says

    def _tell(self, *, show: bool) -> None:
        spans = self._found.spans
        self.lit.emit(spans, self._current)
        self._say()
        if show and 0 <= self._current < len(spans):
            self.shown.emit(spans[self._current])

    def _say(self) -> None:
        count = len(self._found.spans)
        if not self.field.text():
            said = ""
        elif not count:
            said = _("No hits") if self._found.is_complete else ""
        else:
            said = _("{number} of {count}").format(number=figure(self._current + 1), count=figure(count))
        self.count.setText(said)
        nothing = bool(self.field.text()) and not count and self._found.is_complete
        if self.field.property("failed") != nothing:
            self.field.setProperty("failed", nothing)
            self.field.style().polish(self.field)

    def _button(self, sign: str, tip: str, run: object) -> QToolButton:
        button = QToolButton()
        button.setText(sign)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(run)
        return button

    def _toggle(self, sign: str, tip: str, *, on: bool = False) -> QToolButton:
        button = self._button(sign, tip, self._ask)
        button.setCheckable(True)
        button.setChecked(on)
        return button

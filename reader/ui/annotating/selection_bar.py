"""The small bar at a selection: colours, underline, note, tags, copy. It takes no keyboard by itself."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from reader.annotations.model import COLOURS
from reader.i18n import gettext as _
from reader.ui.parts.highlight_colours import meaning_of, swatch
from reader.ui.session.session import Session

GAP = 8  # pixels between the words and the bar


class SelectionBar(QFrame):
    """Says what the person chose; does nothing itself."""

    colour_chosen = Signal(str)
    underline_chosen = Signal()
    note_chosen = Signal()
    tags_chosen = Signal()
    copy_chosen = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.setObjectName("annotation_bar")
        self._session = session
        self._colours: dict[str, QToolButton] = {}
        self._glyphs: dict[QToolButton, tuple[str, str, str]] = {}  # with the words and the action
        row = QHBoxLayout(self)
        row.setContentsMargins(5, 4, 5, 4)
        row.setSpacing(1)
        for name in COLOURS:
            button = self._button(row)
            button.clicked.connect(lambda _checked=False, name=name: self.colour_chosen.emit(name))
            self._colours[name] = button
        rule = QFrame(self)
        rule.setObjectName("annotation_rule")
        rule.setFixedSize(1, 18)
        row.addSpacing(4)
        row.addWidget(rule)
        row.addSpacing(4)
        for glyph, words, action, signal in (
            ("underline", _("Underline"), "annotate.underline", self.underline_chosen),
            ("note", _("Write a note"), "annotate.note", self.note_chosen),
            ("tag", _("Add tags"), "annotate.tags", self.tags_chosen),
            ("copy-link", _("Copy with a link"), "annotate.copy", self.copy_chosen),
        ):
            button = self._button(row)
            button.clicked.connect(signal)
            self._glyphs[button] = glyph, words, action
        session.theming.theme_changed.connect(self._dress)
        session.actions.keys_changed.connect(self._dress)
        session.settings.on_change(lambda name: self._dress() if name == "colour_meanings" else None)
        self._dress()
        self.hide()

    def show_at(self, words: QRect) -> None:
        """Show the bar above `words` (in the parent's coordinates), or below where there is no room."""
        self.adjustSize()
        room = self._around.rect()
        x = min(max(words.center().x() - self.width() // 2, 6), room.width() - self.width() - 6)
        y = words.top() - self.height() - GAP
        if y < 4:
            y = min(words.bottom() + GAP, room.height() - self.height() - 4)
        self.move(x, y)
        self.show()
        self.raise_()

    def _button(self, row: QHBoxLayout) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
        return button

    def _dress(self) -> None:
        theming, ratio = self._session.theming, self.devicePixelRatioF()
        with_key = self._session.actions.with_key
        for name, button in self._colours.items():
            tip = with_key(meaning_of(name, self._session.settings), f"annotate.{name}")
            button.setIcon(swatch(name, theming.theme, ratio))
            button.setToolTip(tip)
            button.setAccessibleName(tip)
        for button, (glyph, words, action) in self._glyphs.items():
            button.setIcon(theming.icon(glyph))
            button.setToolTip(with_key(words, action))
            button.setAccessibleName(button.toolTip())

"""The page of the very first start: which library, which language, which theme; then never again.

It stands in the place of the text, alone, and can be skipped. Nothing is asked
that has no good answer already, and all of it is in the settings too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import LANGUAGES, use_language
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.base.theming import program_icon
from reader.ui.parts.theme_choice import ThemeChoice
from reader.ui.settings.setting_editors import language_name

if TYPE_CHECKING:
    from reader.ui.window.main_window import MainWindow

WIDEST = 520  # pixels
PICTURE = 48


def welcome(window: MainWindow, open_library: Callable[[Path | None], object]) -> FirstRunPage:
    """Show the page in `window`; `open_library` is called with the folder chosen, or None for ours."""
    session, middle = window.session, window.middle
    page = FirstRunPage(session.settings, window)

    def leave(*_opened: object) -> None:  # by an answer, or because something was opened without one
        session.settings.set("welcomed", True)
        session.library_opened.disconnect(leave)
        middle.removeWidget(page)
        page.deleteLater()

    page.answered.connect(leave)
    page.answered.connect(open_library)
    session.library_opened.connect(leave)
    window.setWindowIcon(program_icon())
    middle.addWidget(page)
    middle.setCurrentWidget(page)
    page.setFocus(Qt.FocusReason.OtherFocusReason)
    return page


class FirstRunPage(QScrollArea):
    """Three questions and two buttons. Language and theme take effect at once."""

    answered = Signal(object)  # Path | None: the folder of the library; None for the one that ships

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._folder: Path | None = None
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.picture = QLabel()
        self.picture.setPixmap(program_icon().pixmap(PICTURE, PICTURE))
        self.heading = QLabel()
        self.heading.setProperty("heading", True)
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("quiet", True)
        self.ours = QRadioButton()
        self.own = QRadioButton()
        self.choose = QPushButton()
        self.languages = QComboBox()
        self.themes = ThemeChoice(str(settings.get("theme")))
        self.begin = QPushButton(autoDefault=True)
        self.begin.setProperty("primary", True)
        self.skip = QPushButton()
        self._labels = tuple(QLabel() for _row in range(3))
        self._lay_out()
        self._word()
        self.languages.setCurrentIndex(self.languages.findData(settings.get("language")))
        self.choose.clicked.connect(self._ask_for_folder)
        self.languages.activated.connect(lambda _row: self._speak(self.languages.currentData()))
        self.themes.chosen.connect(partial(settings.set, "theme"))
        self.begin.clicked.connect(lambda: self.answered.emit(self._folder if self.own.isChecked() else None))
        self.skip.clicked.connect(lambda: self.answered.emit(None))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.begin.setFocus(event.reason())  # a proxy would hold Tab between these two

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(None)
        else:
            super().keyPressEvent(event)

    # ---- within

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("page")
        inner.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inner)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self.picture, self.heading, self.sentence):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addLayout(self._questions())
        column.addSpacing(12)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.begin)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(3)
        outer = QWidget()
        outer.setObjectName("page")
        row = QHBoxLayout(outer)
        row.addStretch(1)
        row.addWidget(inner, 8)
        row.addStretch(1)
        self.setWidget(outer)

    def _questions(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(16)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        libraries = QVBoxLayout()
        libraries.setSpacing(4)
        own = QHBoxLayout()
        own.addWidget(self.own)
        own.addStretch(1)
        own.addWidget(self.choose)
        libraries.addWidget(self.ours)
        libraries.addLayout(own)
        form.addRow(self._labels[0], libraries)
        form.addRow(self._labels[1], self.languages)
        form.addRow(self._labels[2], self.themes)
        self._labels[1].setBuddy(self.languages)
        return form

    def _word(self) -> None:
        """Say everything in the language in use."""
        self.setAccessibleName(_("Welcome to Gangmu"))
        self.heading.setText(_("Welcome to Gangmu"))
        self.sentence.setText(
            _("Three questions, each answered already. All of it can be changed in the settings later.")
        )
        for label, words in zip(self._labels, (_("Library"), _("Language"), _("Theme")), strict=True):
            label.setText(words)
        self.ours.setText(_("The starter library: a guide, and articles to try"))
        self.choose.setText(_("Choose a folder…"))
        for place, key in enumerate(("", *LANGUAGES)):
            if place < self.languages.count():
                self.languages.setItemText(place, language_name(key) or _("The system's"))
            else:
                self.languages.addItem(language_name(key) or _("The system's"), key)
        self.languages.setAccessibleName(_("Language"))
        self.themes.word()
        self.begin.setText(_("Begin reading"))
        self.skip.setText(_("Skip"))
        self.skip.setToolTip(_("Read the starter library, and ask no more (Esc)"))
        self._show_library()

    def _show_library(self) -> None:
        folder = self._folder
        self.own.setText(_("A folder of mine") if folder is None else folder.name)
        self.own.setToolTip("" if folder is None else str(folder))
        self.own.setEnabled(folder is not None)
        (self.ours if folder is None else self.own).setChecked(True)

    def _ask_for_folder(self) -> None:
        from reader.ui.parts.file_dialogs import ask_for_folder, folder_at_hand

        title, shown = _("Which folder is your library?"), folder_at_hand(self._settings)
        chosen = ask_for_folder(self.window(), title, self._settings, shown)
        self._folder = chosen or self._folder
        self._show_library()

    def _speak(self, language: str) -> None:
        self._settings.set("language", language)
        use_language(language)
        self._word()

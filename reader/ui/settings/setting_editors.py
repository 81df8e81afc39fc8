"""What a setting of one value is edited with: a box to check, a number, a choice.

Each tells by `changed` what the person has set, and is told by `show_value`
what was set elsewhere. A wheel that turns over one while the page is scrolled
changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from reader import paths
from reader.i18n import ENGLISH, LANGUAGES, labelled
from reader.i18n import gettext as _
from reader.settings import Setting, Settings
from reader.theme import themes
from reader.ui.parts.file_dialogs import ask_for_folder
from reader.ui.settings.font_editor import FONT_SETTINGS, FontEditor

# Pixels left, above, right and below a number: the style sheet's padding does not reach it.
_NUMBER_MARGINS = (6, 0, 0, 0)


class CheckEditor(QCheckBox):
    """Edits what is on or off."""

    changed = Signal(object)

    def __init__(self, value: bool) -> None:
        super().__init__()
        self.setChecked(value)
        self.toggled.connect(self.changed.emit)

    def show_value(self, value: Any) -> None:
        """Show `value`, which is set already."""
        self.setChecked(bool(value))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)  # Qt's own is the box alone, 18 pixels: too little for many hands


class NumberEditor(QDoubleSpinBox):
    """Edits a number, whole or not, in the range and the steps of its setting."""

    changed = Signal(object)

    def __init__(self, setting: Setting, value: float) -> None:
        super().__init__()
        self._kind = type(setting.default)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDecimals(0 if self._kind is int else 2)
        self.setRange(setting.least, setting.most)
        self.setSingleStep(setting.step)
        self.setKeyboardTracking(False)  # "22" is not first a 2
        self.lineEdit().setTextMargins(*_NUMBER_MARGINS)
        self.setValue(value)
        self.valueChanged.connect(lambda number: self.changed.emit(self._kind(round(number, 2))))

    def show_value(self, value: Any) -> None:
        """Show `value`, which is set already."""
        self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(QComboBox):
    """Edits a choice among keys, each with its words. One that is set but not there is shown as it is."""

    changed = Signal(object)

    def __init__(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.offer(choices, value)
        self.currentIndexChanged.connect(lambda _row: self.changed.emit(self.currentData()))

    def offer(self, choices: Sequence[tuple[str, str]], value: str) -> None:
        """Offer `choices` from now on, with `value` chosen; nothing is told."""
        self.blockSignals(True)
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.show_value(value)
        self.blockSignals(False)

    def show_value(self, value: Any) -> None:
        """Show `value`, which is set already."""
        if self.findData(value) < 0:
            self.addItem(value, value)
        self.setCurrentIndex(self.findData(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TextEditor(QLineEdit):
    """Edits a text that may be anything. While it is empty, it says what that stands for."""

    changed = Signal(object)

    def __init__(self, empty: str, value: str) -> None:
        super().__init__(value)
        self.setPlaceholderText(empty)
        self.editingFinished.connect(lambda: self.changed.emit(self.text().strip()))

    def show_value(self, value: Any) -> None:
        """Show `value`, which is set already."""
        if value != self.text().strip():
            self.setText(value)


class FolderEditor(QWidget):
    """Edits a folder: its name, the whole path on hover, and a button to choose another.

    Where none is chosen it says what is used then.
    """

    changed = Signal(object)

    def __init__(self, title: str, settings: Settings, value: str, empty: str = "") -> None:
        super().__init__()
        self._title, self._settings, self._value, self._empty = title, settings, value, empty
        self.name = QLabel()
        self.name.setProperty("quiet", True)
        self.choose = QPushButton(_("Choose…"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.name, 1)
        row.addWidget(self.choose)
        self.setFocusProxy(self.choose)
        self.show_value(value)

    def show_value(self, value: Any) -> None:
        """Show `value`, which is set already."""
        self._value = value
        shown = Path(value).name or value or self._empty
        room = 16 * self.name.fontMetrics().averageCharWidth()
        cut = self.name.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideMiddle, room)
        self.name.setText(cut if value else shown)
        self.setToolTip(value)
        self.choose.setAccessibleName(labelled(self._title, f"{shown} {self.choose.text()}"))

    def _ask(self) -> None:
        folder = Path(self._value) if self._value and paths.is_folder(Path(self._value)) else None
        chosen = ask_for_folder(self, self._title, self._settings, folder)
        if chosen is not None:
            self.show_value(str(chosen))
            self.changed.emit(str(chosen))


def editor_for(setting: Setting, settings: Settings) -> QWidget:
    """Return a new editor for `setting`, which shows its value; it has `changed` and `show_value`."""
    value = settings.get(setting.name)
    empty = _(setting.words[0]) if setting.words and not setting.choices else ""
    if setting.is_path:
        return FolderEditor(plain_help(setting), settings, value, empty)
    if isinstance(setting.default, bool):
        return CheckEditor(value)
    if isinstance(setting.default, int | float):
        return NumberEditor(setting, value)
    if setting.name in FONT_SETTINGS:
        return FontEditor(setting.name, value)
    choices = choices_of(setting)
    return ChoiceEditor(choices, value) if choices else TextEditor(empty, value)


def plain_help(setting: Setting) -> str:
    """Return what a setting is called, without what its help says behind a semicolon."""
    return re.split("[;；]", _(setting.help))[0]


def choices_of(setting: Setting) -> list[tuple[str, str]]:
    """Return the keys that a setting can have, each with its words in the language in use."""
    if setting.name == "theme":
        return [("auto", _("Follow the system")), *((theme.key, _(theme.name)) for theme in themes())]
    if setting.name in ("light_theme", "dark_theme"):
        mode = setting.name.split("_")[0]
        return [(theme.key, _(theme.name)) for theme in themes() if theme.mode == mode]
    words = dict(zip(setting.choices, map(_, setting.words), strict=False))
    return [(key, words.get(key) or language_name(key)) for key in setting.choices]


def language_name(language: str) -> str:
    """Return what one of `LANGUAGES` calls itself; anything else as it is."""
    if language == ENGLISH:
        return "English"
    return QLocale(language).nativeLanguageName() if language in LANGUAGES else language

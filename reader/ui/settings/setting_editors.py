"""What a setting of one value is edited with: a box to check, a number, a choice.

Each tells by `changed` what the person has set, and is told by `show_value`
what was set elsewhere. A wheel that turns over one while the page is scrolled
changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QWidget

from reader.i18n import ENGLISH, LANGUAGES
from reader.i18n import gettext as _
from reader.settings import Setting
from reader.theme import themes
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


def editor_for(setting: Setting, value: Any) -> QWidget:
    """Return a new editor for `setting`, which shows `value`; it has `changed` and `show_value`."""
    if isinstance(setting.default, bool):
        return CheckEditor(value)
    if isinstance(setting.default, int | float):
        return NumberEditor(setting, value)
    if setting.name in FONT_SETTINGS:
        return FontEditor(setting.name, value)
    return ChoiceEditor(choices_of(setting), value)


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

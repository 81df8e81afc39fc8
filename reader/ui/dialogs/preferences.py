"""The preferences, made from the declared settings: a new setting has its place here without a line.

Everything takes effect at once, behind the dialog; only the language waits for
the next start.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import ENGLISH, LANGUAGES, pgettext
from reader.i18n import gettext as _
from reader.settings import SETTINGS, Setting, Settings
from reader.theme import themes

HIDDEN = frozenset(
    {"last_library", "last_folder", "highlight_colour", "export_format", "welcomed"}
)  # kept by what they belong to
WRITING = {
    "chinese_font": QFontDatabase.WritingSystem.SimplifiedChinese,
    "latin_font": QFontDatabase.WritingSystem.Latin,
}

# Pixels left, above, right and below a number: the style sheet's padding does not reach it.
_NUMBER_MARGINS = (6, 0, 0, 0)


class Preferences(QDialog):
    """Shows the settings that are one value each, and sets them as they are changed."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.editors: dict[str, QWidget] = {}
        self.setWindowTitle(_("Settings"))
        self._form = QGridLayout()  # a QFormLayout gives words that wrap the height of one line
        self._form.setColumnStretch(0, 1)
        self._form.setColumnStretch(1, 1)
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(10)
        self._form.setContentsMargins(24, 20, 24, 12)
        for setting in SETTINGS:
            if setting.name not in HIDDEN and isinstance(setting.default, bool | int | float | str):
                self._add(setting)
        inner = QWidget()
        inner.setLayout(self._form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        buttons = QDialogButtonBox()
        usual = buttons.addButton(_("Reset to defaults"), QDialogButtonBox.ButtonRole.ResetRole)
        usual.clicked.connect(self._reset)
        close = buttons.addButton(_("Done"), QDialogButtonBox.ButtonRole.AcceptRole)
        close.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 0, 24, 0)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        foot.addWidget(self._problem)
        self._tell(settings.problem)
        foot.addWidget(buttons)
        column.addLayout(foot)
        self.resize(620, min(720, inner.sizeHint().height() + 90))

    def _add(self, setting: Setting) -> None:
        value = self._settings.get(setting.name)
        editor: QWidget
        if isinstance(setting.default, bool):
            editor = self._check(setting, value)
        elif isinstance(setting.default, int | float):
            editor = self._number(setting, value)
        else:
            editor = self._choice(setting, value)
        self.editors[setting.name] = editor
        words = _(setting.help)
        editor.setAccessibleName(words)
        label = QLabel(re.split("[;；]", words)[0])
        label.setWordWrap(True)
        label.setBuddy(editor)
        row = self._form.rowCount()
        self._form.addWidget(label, row, 0)
        self._form.addWidget(editor, row, 1)
        if setting.name == "language":
            note = QLabel(_("Takes effect when Gangmu is started again."))
            note.setProperty("quiet", True)
            note.setWordWrap(True)
            self._form.addWidget(note, row + 1, 1)

    def _check(self, setting: Setting, value: bool) -> QWidget:
        box = QCheckBox()
        box.setChecked(value)
        box.toggled.connect(self._setter(setting.name))
        return box

    def _number(self, setting: Setting, value: float) -> QWidget:
        if isinstance(setting.default, int):
            whole = QSpinBox()
            whole.setRange(int(setting.least), int(setting.most))
            whole.setSingleStep(int(setting.step))
            whole.lineEdit().setTextMargins(*_NUMBER_MARGINS)
            whole.setValue(int(value))
            whole.valueChanged.connect(self._setter(setting.name))
            return whole
        part = QDoubleSpinBox()
        part.setRange(setting.least, setting.most)
        part.setSingleStep(setting.step)
        part.lineEdit().setTextMargins(*_NUMBER_MARGINS)
        part.setDecimals(2)
        part.setValue(value)
        part.valueChanged.connect(self._setter(setting.name))
        return part

    def _choice(self, setting: Setting, value: str) -> QWidget:
        box = QComboBox()
        for key, words in self._choices(setting):
            box.addItem(words, key)
        if box.findData(value) < 0:
            box.addItem(value, value)
        box.setCurrentIndex(box.findData(value))
        setter = self._setter(setting.name)
        box.currentIndexChanged.connect(lambda _row: setter(box.currentData()))
        return box

    def _choices(self, setting: Setting) -> list[tuple[str, str]]:
        if setting.name == "theme":
            names = [(theme.key, _(theme.name)) for theme in themes()]
            return [("auto", _("Follow the system")), *names]
        if setting.name in WRITING:
            families = QFontDatabase.families(WRITING[setting.name])
            return [("", _("Best available")), *((name, name) for name in families)]
        return [(key, choice_words(key)) for key in setting.choices or (setting.default,)]

    def _setter(self, name: str) -> Callable[[object], None]:
        return lambda value: self._tell(self._settings.set(name, value))

    def _tell(self, problem: str) -> None:
        """Say under the settings what is wrong with their file; nothing where all is well."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _reset(self) -> None:
        defaults = {setting.name: setting.default for setting in SETTINGS}
        for name, editor in self.editors.items():
            if isinstance(editor, QCheckBox):
                editor.setChecked(defaults[name])
            elif isinstance(editor, QSpinBox | QDoubleSpinBox):
                editor.setValue(defaults[name])
            elif isinstance(editor, QComboBox):
                editor.setCurrentIndex(max(0, editor.findData(defaults[name])))


def choice_words(key: str) -> str:
    """Return what a choice is called, in the language in use."""
    words = {
        "": _("The system's"),
        "zh_TW": "繁體中文（台灣）",
        "zh_HK": "繁體中文（香港）",
        "ja": "日本語",
        "serif": pgettext("type", "Serif"),
        "sans": pgettext("type", "Sans serif"),
    }
    return language_name(key) if key in LANGUAGES else words.get(key, key)


def language_name(language: str) -> str:
    """Return what one of `LANGUAGES` calls itself."""
    return "English" if language == ENGLISH else QLocale(language).nativeLanguageName()

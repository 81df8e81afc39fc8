"""A button for each theme, in its own colours, and one that follows the system."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QToolButton, QWidget

from reader.i18n import gettext as _
from reader.theme import Theme, themes


class ThemeChoice(QWidget):
    """One theme of all there are."""

    chosen = Signal(str)  # a theme's key, or "auto"

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        """Show the theme `key` as the one in use."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        group = QButtonGroup(self)
        self.buttons: dict[str, QAbstractButton] = {}
        for theme in (None, *themes()):
            name = theme.key if theme is not None else "auto"
            button = _button(theme)
            button.setChecked(key == name)
            button.clicked.connect(partial(self.chosen.emit, name))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[name] = button
        row.addStretch(1)
        self.word()

    def word(self) -> None:
        """Say everything in the language in use."""
        names = {theme.key: _(theme.name) for theme in themes()}
        for key, button in self.buttons.items():
            words = names.get(key, _("Follow the system"))
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.buttons["auto"].setText(_("Auto"))


def _button(theme: Theme | None) -> QToolButton:
    button = QToolButton()
    button.setText("Aa")
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setMinimumSize(30, 28)
    if theme is not None:
        button.setStyleSheet(_coloured(theme))
    return button


def _coloured(theme: Theme) -> str:
    """Return the style of a theme's button. The ring is the theme's own: it stands on its ground."""
    roles = theme.roles
    return (
        f"QToolButton {{ background: {roles['background']}; color: {roles['text']};"
        f" border: 1px solid {roles['border']}; border-radius: 6px; padding: 2px; }}"
        f"QToolButton:checked {{ border: 2px solid {roles['accent']}; }}"
        f"QToolButton:focus {{ border: 2px solid {roles['focus']}; }}"
    )

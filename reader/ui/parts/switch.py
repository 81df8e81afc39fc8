"""A choice of two or three, side by side, of which one holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget


class Switch(QFrame):
    """Shows the choices by their words; tells the key of the one that is chosen."""

    chosen = Signal(str)

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switch")
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for key, words in choices.items():
            button = QToolButton(self, text=words, checkable=True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked, key=key: self.chosen.emit(key))
            group.addButton(button)
            row.addWidget(button)
            self.buttons[key] = button
        self.show_choice(next(iter(choices)))

    def show_choice(self, key: str) -> None:
        """Let `key` hold, without telling."""
        self.buttons[key].setChecked(True)

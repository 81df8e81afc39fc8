"""Two or three buttons side by side, one of which is pressed: a segmented control."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)


class ChoiceSwitch(QFrame):
    """Shows the choices by their words; tells the key of the one that is chosen."""

    chosen = Signal(str)

    def __init__(self, choices: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("switch")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        for key, words in choices.items():
            button = QToolButton(self)
            button.setText(words)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            group.addButton(button)
            row.addWidget(button)
            self.buttons[key] = button
        group.buttonClicked.connect(self._tell)
        self.show_choice(next(iter(choices)))

    def _tell(self, clicked: QAbstractButton) -> None:
        self.chosen.emit(next(key for key, button in self.buttons.items() if button is clicked))

    def show_choice(self, key: str) -> None:
        """Press the button of `key`; `chosen` is not emitted."""
        self.buttons[key].setChecked(True)

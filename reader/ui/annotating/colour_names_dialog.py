"""The dialog in which a person says what each colour means to them."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from reader.annotations.model import COLOURS
from reader.i18n import gettext as _
from reader.ui.parts.highlight_colours import plain_name, swatch
from reader.ui.session.session import Session


def name_colours(session: Session) -> None:
    """Open the dialog over the window in front, and wait for its end."""
    ColourNamesDialog(session, QApplication.activeWindow()).exec()


class ColourNamesDialog(QDialog):
    """A line for each colour; an empty one gives the colour its own name back."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("What the colours mean"))
        kept = session.settings.get("colour_meanings")
        form = QFormLayout()
        form.setSpacing(8)
        self.lines: dict[str, QLineEdit] = {}
        for name in COLOURS:
            line = QLineEdit(str(kept.get(name, "")))
            line.setPlaceholderText(plain_name(name))
            line.setAccessibleName(plain_name(name))
            spot = QLabel()
            spot.setPixmap(swatch(name, session.theming.theme, self.devicePixelRatioF()).pixmap(16, 16))
            form.addRow(spot, line)
            self.lines[name] = line
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.addWidget(QLabel(_("For example: claim, evidence, question, quote, to do.")))
        column.addLayout(form)
        column.addWidget(buttons)

    def accept(self) -> None:
        meanings = {name: line.text().strip() for name, line in self.lines.items() if line.text().strip()}
        self._session.settings.set("colour_meanings", meanings)
        super().accept()

"""Whose work is shipped, and under which licence: a list, and the text of the one that is chosen."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from reader.doctor.licences import Component, shipped
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks


class LicencesPage(QWidget):
    """Reads the metadata in the background, when it is first looked at."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._components: tuple[Component, ...] = ()
        self._is_asked = False
        self.list = QListWidget()
        self.list.setAccessibleName(_("What is shipped"))
        self.list.setMinimumWidth(210)
        self.licence = QLabel(wordWrap=True)
        self.licence.setProperty("quiet", True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text of the licence"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        right = QVBoxLayout()
        right.addWidget(self.licence)
        right.addWidget(self.text, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 14, 4, 4)
        row.setSpacing(12)
        row.addWidget(self.list, 2)
        row.addLayout(right, 3)
        self.list.currentRowChanged.connect(self._show)

    def look(self) -> None:
        """Look up what there is, if that was not done yet."""
        if not self._is_asked:
            self._is_asked = True
            self.licence.setText(_("Looking…"))
            self._tasks.run(shipped, self._take)

    def _take(self, components: tuple[Component, ...]) -> None:
        if not isValid(self):
            return  # closed meanwhile
        self._components = components
        self.list.addItems([f"{each.name} {each.version}".strip() for each in components])
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        chosen = self._components[row]
        self.licence.setText(chosen.licence)
        self._tasks.run(chosen.text, lambda text: self._show_text(row, text))

    def _show_text(self, row: int, text: str) -> None:
        if isValid(self) and row == self.list.currentRow():  # no other was chosen meanwhile
            self.text.setPlainText(text)

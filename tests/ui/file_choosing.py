"""Answers the dialogs for files as a person does: what is typed into them, and which button is pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QMessageBox

from reader.ui.annotating.export_dialog import ExportDialog

Answer = Callable[[QDialog], None]


class Person:
    """Answers one dialog after another, each as soon as it is there, and keeps what was on it."""

    def __init__(self, monkeypatch) -> None:
        self.answers: list[Answer] = []
        self.seen: list[QDialog] = []
        self.proposed: list[str] = []
        self.asked: list[str] = []
        for kind in (QFileDialog, QMessageBox, ExportDialog):
            self._watch(monkeypatch, kind)

    def _watch(self, monkeypatch, kind) -> None:
        run = kind.exec

        def exec_(dialog):
            QTimer.singleShot(0, dialog, lambda: self._answer(dialog))
            return run(dialog)

        monkeypatch.setattr(kind, "exec", exec_)

    def _answer(self, dialog: QDialog) -> None:
        self.seen.append(dialog)
        if not self.answers:  # nobody expected this one: it may not wait for ever
            self.asked.append("unexpected")
            dialog.reject()
            return
        self.answers.pop(0)(dialog)

    def types(self, name: str) -> Answer:
        """Return the answer that names the file `name`; "" leaves what is proposed."""

        def answer(dialog: QDialog) -> None:
            assert isinstance(dialog, QFileDialog)
            line = dialog.findChild(QLineEdit)
            self.proposed.append(line.text())
            if name:
                line.setText(name)
            dialog.accept()

        return answer

    def presses(self, words: str) -> Answer:
        """Return the answer that presses the button `words` of a question."""

        def answer(dialog: QDialog) -> None:
            assert isinstance(dialog, QMessageBox)
            self.asked.append(dialog.text())
            next(button for button in dialog.buttons() if button.text() == words).click()

        return answer

    def chooses(self, name: str, *, empty_nodes: bool | None = None, template: str = "") -> Answer:
        """Return the answer that exports to the format `name`."""

        def answer(dialog: QDialog) -> None:
            assert isinstance(dialog, ExportDialog)
            dialog.formats.setCurrentIndex(dialog.formats.findData(name))
            if empty_nodes is not None:
                dialog.empty_nodes.setChecked(empty_nodes)
            dialog.template.setText(template)
            dialog.accept()

        return answer

    def cancels(self, dialog: QDialog) -> None:
        """Want none."""
        dialog.reject()

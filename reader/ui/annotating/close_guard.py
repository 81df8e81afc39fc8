"""Leaving: the window does not close over an annotation that is not on the disk unless told to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService


def may_leave(annotations: AnnotationService, parent: QWidget) -> bool:
    """Save what is not saved; where that fails, ask. Return whether the window may close."""
    while not annotations.finish():
        answer = _ask(annotations.problem, parent)
        if answer == "again":
            continue
        if answer == "elsewhere" and save_elsewhere(annotations, parent) is not None:
            return True
        if answer == "leave":
            return True
        if answer == "stay":
            return False
    return True


def _ask(problem: str, parent: QWidget) -> str:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("Annotations are not saved"))
    box.setText(_("Some annotations are not saved yet."))
    box.setInformativeText(problem)
    buttons = {
        box.addButton(_("Try again"), QMessageBox.ButtonRole.AcceptRole): "again",
        box.addButton(_("Save elsewhere…"), QMessageBox.ButtonRole.ActionRole): "elsewhere",
        box.addButton(_("Close without saving"), QMessageBox.ButtonRole.DestructiveRole): "leave",
        box.addButton(_("Stay"), QMessageBox.ButtonRole.RejectRole): "stay",
    }
    box.exec()
    return next((answer for button, answer in buttons.items() if button is box.clickedButton()), "stay")


def save_elsewhere(annotations: AnnotationService, parent: QWidget) -> Path | None:
    """Write what is not saved to a folder the person chooses; return it, or None where it was not done."""
    folder = QFileDialog.getExistingDirectory(parent, _("Save the annotations in"))
    if not folder:
        return None
    try:
        annotations.save_elsewhere(Path(folder))
    except ReaderError as error:
        QMessageBox.warning(parent, _("Annotations are not saved"), str(error))
        return None
    return Path(folder)

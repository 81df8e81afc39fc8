"""Leaving: the window does not close over an annotation that is not on the disk unless told to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.parts.file_dialogs import ask_for_folder


def may_leave(annotations: AnnotationService, settings: Settings, parent: QWidget) -> bool:
    """Save what is not saved; where that fails, ask. Return whether the window may close."""
    while not annotations.finish():
        answer = _ask(annotations.problem, parent)
        if answer == "again":
            continue
        if answer == "elsewhere" and save_elsewhere(annotations, settings, parent) is not None:
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


def save_elsewhere(annotations: AnnotationService, settings: Settings, parent: QWidget) -> Path | None:
    """Write what is not saved to a folder the person chooses; return it, or None where it was not done."""
    folder = ask_for_folder(parent, _("Save the annotations in"), settings)
    if folder is None:
        return None
    try:
        annotations.save_elsewhere(folder)
    except ReaderError as error:
        QMessageBox.warning(parent, _("Annotations are not saved"), str(error))
        return None
    return folder

"""Asking for a file or a folder, in one way for the whole window.

Kinds of files are words, without patterns. A file to save has a proposed name,
the suffix of its kind, and takes no other file's place unasked: the question is
ours, about the very file that is written, because the systems' own dialogs ask
about the name without its suffix, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QWidget

from reader import paths
from reader.i18n import gettext as _
from reader.settings import Settings

_LAST = "last_folder"  # the setting: where a file was saved or chosen last


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a kind of files is called, and its suffixes, such as ".md"; none for every file."""

    label: str
    suffixes: tuple[str, ...] = ()

    @property
    def filter(self) -> str:
        """How Qt is told; it shows the words alone."""
        return f"{self.label} ({' '.join(f'*{suffix}' for suffix in sorted(self.suffixes)) or '*'})"


def ask_where_to_save(
    parent: QWidget | None, title: str, settings: Settings, proposed: str, kind: FileKind
) -> Path | None:
    """Ask for a file of `kind`; return it with a suffix of the kind, or None where the person wants none.

    `proposed` is a name without suffix (`paths.file_name` makes safe ones). A file that is
    there is only returned if the person says that it may be replaced.
    """
    dialog = _dialog(parent, title, settings)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setNameFilter(kind.filter)
    dialog.setDefaultSuffix(kind.suffixes[0])
    dialog.selectFile(proposed + kind.suffixes[0])
    while dialog.exec():
        path = Path(dialog.selectedFiles()[0])
        if path.suffix.lower() not in kind.suffixes:  # Qt adds none to "version 1.2"
            path = path.with_name(path.name + kind.suffixes[0])
        if not paths.is_there(path) or _may_replace(parent, path):
            settings.set(_LAST, str(path.parent))
            return path
        dialog.selectFile(path.name)
    return None


def ask_for_file(
    parent: QWidget | None,
    title: str,
    settings: Settings,
    kinds: Sequence[FileKind],
    folder: Path | None = None,
) -> Path | None:
    """Ask for a file that is there, of one of `kinds`; `folder` is shown first, or the last one used.

    The folder of the file is the last one used from then on, where no `folder` was given.
    """
    dialog = _dialog(parent, title, settings, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([kind.filter for kind in kinds])
    if not dialog.exec():
        return None
    file = Path(dialog.selectedFiles()[0])
    if folder is None:
        settings.set(_LAST, str(file.parent))
    return file


def ask_for_files(
    parent: QWidget | None, title: str, settings: Settings, kinds: Sequence[FileKind]
) -> list[Path]:
    """Ask for files that are there, of one of `kinds`, in the folder that was used last."""
    dialog = _dialog(parent, title, settings)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([kind.filter for kind in kinds])
    if not dialog.exec():
        return []
    files = [Path(name) for name in dialog.selectedFiles()]
    settings.set(_LAST, str(files[0].parent))
    return files


def ask_for_folder(
    parent: QWidget | None, title: str, settings: Settings, folder: Path | None = None
) -> Path | None:
    """Ask for a folder; `folder` is shown first, or the last one used, which it is then itself."""
    dialog = _dialog(parent, title, settings, folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if not dialog.exec():
        return None
    chosen = Path(dialog.selectedFiles()[0])
    if folder is None:
        settings.set(_LAST, str(chosen))
    return chosen


def folder_at_hand(settings: Settings) -> Path:
    """Return the folder that was used last, or that of the person's documents, or their own."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    for name in (str(settings.get(_LAST)), documents):
        if name and paths.is_folder(Path(name)):
            return Path(name)
    return Path.home()


def _dialog(
    parent: QWidget | None, title: str, settings: Settings, folder: Path | None = None
) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder or folder_at_hand(settings)))
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    for field in dialog.findChildren(QLineEdit):  # none where the system has a dialog of its own
        field.setCompleter(None)  # type: ignore[arg-type] # its list lay over the field; what is there is listed above
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, _("Folder:"))  # Qt 6.11 has no Chinese for these two
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, _("Kind:"))
    return dialog


def _may_replace(parent: QWidget | None, path: Path) -> bool:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("Replace the file?"))
    box.setText(_("“{name}” is already in this folder.").format(name=path.name))
    box.setInformativeText(_("If you replace it, what it holds now is gone."))
    replace = box.addButton(_("Replace"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(_("Choose another name"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is replace

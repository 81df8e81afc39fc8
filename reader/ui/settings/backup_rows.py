"""What the page of backups has besides its settings: write one, bring one back, and the automatic ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from reader import backup
from reader.catalogue.library import Library
from reader.dictionaries.dictionary_place import folder_of
from reader.errors import ReaderError, words_of
from reader.i18n import gettext as _
from reader.ui.parts.file_dialogs import FileKind, ask_for_file, ask_where_to_save
from reader.ui.session.session import Session
from reader.ui.settings.file_notes import FileNotes
from reader.ui.settings.settings_section import SettingsSection

T = TypeVar("T")


class BackupRow(QWidget):
    """Two buttons; the work is done on a thread, and what came of it is told."""

    def __init__(self, section: SettingsSection, session: Session) -> None:
        super().__init__()
        self._section, self._session = section, session
        self.write_button = QPushButton(_("Back up…"))
        self.restore_button = QPushButton(_("Bring back…"))
        self.write_button.clicked.connect(self._write)
        self.restore_button.clicked.connect(self._restore)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.write_button, self.restore_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)

    def _write(self) -> None:
        library, settings = self._session.library, self._session.settings
        if library is None:
            return
        path = ask_where_to_save(self, _("Back up"), settings, f"gangmu-{library.folder.name}", _kind())
        if path is not None:
            own, dictionaries = settings.own(), folder_of(settings)
            self._run(
                lambda: backup.write_backup(path, library, own, dictionaries),
                lambda _count: self._section.told.emit(_("The backup is {path}.").format(path=path)),
            )

    def _restore(self) -> None:
        library, settings = self._session.library, self._session.settings
        if library is None:
            return
        path = ask_for_file(self, _("Bring a backup back"), settings, [_kind()])
        if path is not None:
            own = settings.own()
            self._run(lambda: backup.restore_backup(path, library, own), self._take)

    def _take(self, done: backup.Restored) -> None:
        """Set the settings of a backup, and say what came of it; the rest the library's watch has seen."""
        words = " ".join(backup.told(done))
        if done.values:
            with self._section.can_be_taken_back(words):
                self._session.settings.set_all(done.values)
        else:
            self._section.told.emit(words)

    def _run(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._session.tasks.run(work, done, self._fail)

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            self._section.told.emit(_("That could not be done: {reason}.").format(reason=words_of(error)))
        elif isinstance(error, ReaderError):
            self._section.told.emit(str(error))
        else:
            raise error


def fill_backup_page(section: SettingsSection, session: Session) -> None:
    """Add to the page what is no setting."""
    words = _("All that you have made, as one zip")
    section.add_row(
        words,
        BackupRow(section, session),
        _("Annotations, reading, shelves, settings and themes: back up and bring back"),
    )

    def names() -> tuple[Sequence[str], Sequence[str]]:
        return _names(session.library, backup.folder_of(session.settings)), ()

    if session.library is not None:
        folder = backup.folder_of(session.settings)
        none = _("No automatic backup of this library is there yet.")
        section.add_block(_("Automatic backups"), FileNotes(none, names, folder, session.theming))
    section.add_note(
        _(
            "Bringing back only adds: what is here stays, and nothing that is newer is overwritten. Articles"
            " are files of your own, and dictionaries too: of these a backup has the names."
        )
    )


def _names(library: Library | None, folder: Path) -> list[str]:
    return [one.name for one in backup.automatic_backups(folder, library)] if library is not None else []


def _kind() -> FileKind:
    return FileKind(_("Backups of Gangmu"), (".zip",))

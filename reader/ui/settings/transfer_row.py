"""Saving the settings to a file, and taking those of a file in."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from reader.errors import ReaderError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.settings_transfer import export_settings, read_settings
from reader.ui.parts.file_dialogs import FileKind, ask_for_file, ask_where_to_save
from reader.ui.settings.settings_section import SettingsSection


class TransferRow(QWidget):
    """Two buttons; what came of it is told."""

    def __init__(self, section: SettingsSection) -> None:
        super().__init__()
        self._section = section
        self.export_button = QPushButton(_("Save…"))
        self.import_button = QPushButton(_("Take in…"))
        self.export_button.clicked.connect(self._export)
        self.import_button.clicked.connect(self._import)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.export_button, self.import_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)

    def _export(self) -> None:
        settings = self._section.settings
        path = ask_where_to_save(self, _("Save settings"), settings, "gangmu-settings", _kind())
        if path is None:
            return
        try:
            count = export_settings(settings, path)
        except ReaderError as error:
            self._section.told.emit(str(error))
            return
        words = ngettext("{count} setting is in “{name}”.", "{count} settings are in “{name}”.", count)
        self._section.told.emit(words.format(count=figure(count), name=path.name))

    def _import(self) -> None:
        path = ask_for_file(self, _("Take settings in"), self._section.settings, [_kind()])
        if path is None:
            return
        try:
            taken = read_settings(path)
        except ReaderError as error:
            self._section.told.emit(str(error))
            return
        count = len(taken.values)
        words = ngettext("{count} setting is taken in.", "{count} settings are taken in.", count).format(
            count=figure(count)
        )
        if taken.refused:
            refused = _("Not understood, and left out: {names}.").format(names=", ".join(taken.refused))
            words = f"{words} {refused}"
        with self._section.can_be_taken_back(words):
            self._section.settings.set_all(taken.values)


def _kind() -> FileKind:
    return FileKind(_("Settings of Gangmu"), (".json",))

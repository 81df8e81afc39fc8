"""Choosing, keeping and dropping reading profiles."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLineEdit, QPushButton, QWidget

from reader.i18n import gettext as _
from reader.reading_profiles import (
    PROFILED,
    SETTING,
    drop_profile,
    keep_profile,
    profile_in_use,
    profiles,
    use_profile,
)
from reader.ui.settings.setting_editors import ChoiceEditor
from reader.ui.settings.settings_section import SettingsSection

LONGEST = 40  # code points of a name


class ProfileRow(QWidget):
    """A choice of profiles, a button that keeps what is set now as one, and one that drops it."""

    def __init__(self, section: SettingsSection) -> None:
        super().__init__()
        self._section = section
        self._settings = section.settings
        self.choice = ChoiceEditor([], "")
        self.choice.setAccessibleName(_("Reading profile"))
        self.choice.changed.connect(self._use)
        self.keep = QPushButton(_("Keep as…"))
        self.keep.setToolTip(_("Keep size, column, lines, fonts and theme, as they are now, under a name"))
        self.keep.clicked.connect(self._ask)
        self.drop = QPushButton(_("Remove"))
        self.drop.clicked.connect(self._drop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice, 1)
        for button in (self.keep, self.drop):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.show_profiles()

    def show_profiles(self) -> None:
        """Show the profiles there are, and the one in use."""
        now = profile_in_use(self._settings)
        names = [(name, name) for name in profiles(self._settings)]
        none = _("None: set one by one") if names else _("None yet")
        self.choice.offer([("", none), *names], now)
        self.drop.setEnabled(bool(now))

    def note_setting(self, name: str) -> None:
        """Follow a setting that has changed."""
        if name in (*PROFILED, SETTING):
            self.show_profiles()

    def _use(self, name: str) -> None:
        if name:
            use_profile(self._settings, name)
        self.show_profiles()

    def _ask(self) -> None:
        name, is_given = QInputDialog.getText(
            self,
            _("Keep as a reading profile"),
            _("Its name, such as “at night” or “large”:"),
            QLineEdit.EchoMode.Normal,
            profile_in_use(self._settings),
        )
        if is_given and name.strip():
            with self._section.can_be_taken_back(_("“{name}” is kept.").format(name=name.strip()[:LONGEST])):
                keep_profile(self._settings, name.strip()[:LONGEST])

    def _drop(self) -> None:
        if now := profile_in_use(self._settings):
            with self._section.can_be_taken_back(_("“{name}” is removed.").format(name=now)):
                drop_profile(self._settings, now)

"""The pages of the settings, and what each has besides the settings that are declared for it.

To add something that is no setting of one value, write a function and name it in
the page's line. A page's settings stand first, in the order of `SETTINGS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reader import __version__
from reader.i18n import gettext as _
from reader.i18n import pgettext
from reader.ui.session.session import Session
from reader.ui.settings.settings_section import SettingsSection

Fill = Callable[[SettingsSection, Session], None]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its key in `reader.settings.PAGES`, what it is called, and what adds the rest to it."""

    key: str
    title: Callable[[], str]
    fill: Fill | None = None
    is_previewed: bool = False  # a few lines of text stand above it


def _fill_reading(section: SettingsSection, _session: Session) -> None:
    from reader.ui.settings.profile_row import ProfileRow

    row = ProfileRow(section)
    section.add_row(_("Reading profile"), row, row.keep.toolTip())
    section.follow(row.note_setting)


def _fill_theme(section: SettingsSection, session: Session) -> None:
    from reader.ui.settings.theme_page import fill_theme_page

    fill_theme_page(section, session.theming)


def _fill_keys(section: SettingsSection, session: Session) -> None:
    section.add_action(_("See all keys, and choose your own"), session.actions["help.keys"])


def _fill_annotations(section: SettingsSection, session: Session) -> None:
    words = {
        "annotate.colours": _("What the colours mean to you"),
        "annotate.export_library": _("Take your annotations with you"),
        "annotate.import": _("Bring annotations in"),
    }
    for name, said in words.items():
        if name in session.actions:  # they come after the first painted article
            section.add_action(said, session.actions[name])


def _fill_backup(section: SettingsSection, session: Session) -> None:
    from reader.ui.settings.backup_rows import fill_backup_page
    from reader.ui.settings.transfer_row import TransferRow

    fill_backup_page(section, session)
    section.add_row(_("Settings as a file"), TransferRow(section), _("Export and import settings"))
    section.add_note(
        _(
            "Your notes, and what you have read, are in the library's own .gangmu folder: whoever copies the "
            "library has them too."
        )
    )


def _fill_language(section: SettingsSection, _session: Session) -> None:
    from reader.articles.script.script_conversion import can_convert

    if not can_convert():
        section.add_note(
            _("To change characters Gangmu needs OpenCC: install it with “pip install 'gangmu[opencc]'”.")
        )


def _fill_about(section: SettingsSection, session: Session) -> None:
    section.add_action(f"Gangmu 纲目 {__version__}", session.actions["help.about"])


PAGES = (
    Page("reading", lambda: pgettext("page", "Reading"), _fill_reading, is_previewed=True),
    Page("theme", lambda: _("Themes"), _fill_theme, is_previewed=True),
    Page("keys", lambda: _("Keys"), _fill_keys),
    Page("annotations", lambda: _("Annotations"), _fill_annotations),
    Page("library", lambda: _("Library")),
    Page("backup", lambda: _("Backup"), _fill_backup),
    Page("language", lambda: _("Language"), _fill_language),
    Page("about", lambda: _("About"), _fill_about),
)

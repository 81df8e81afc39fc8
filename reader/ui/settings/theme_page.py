"""What the page of themes has besides its settings: one's own themes and style sheets, broken ones named."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton

from reader.articles.exporting.own_styles import own_styles, styles_folder
from reader.i18n import gettext as _
from reader.settings import SETTINGS
from reader.theme import broken_themes, copy_theme, themes, themes_folder
from reader.ui.base.theming import Theming
from reader.ui.settings.file_notes import FileNotes
from reader.ui.settings.setting_editors import ChoiceEditor, choices_of
from reader.ui.settings.settings_section import SettingsSection


def fill_theme_page(section: SettingsSection, theming: Theming) -> None:
    """Add one's own themes, and the style sheets for saved web pages."""
    copy = QPushButton(_("Make one from this theme"))
    own = FileNotes(
        _("None yet. A theme is one file of colours."), _own_themes, themes_folder(), theming, copy
    )

    def make() -> None:
        try:
            made = copy_theme(theming.theme)
        except OSError as error:
            section.told.emit(
                _("The theme cannot be copied ({reason}).").format(reason=error.strerror or error)
            )
            return
        own.look_again()
        _offer_again(section)
        section.settings.set("theme", made.stem)
        section.told.emit(
            _("You use “{name}” now: what you change in its file is seen at once.").format(name=made.name)
        )

    copy.clicked.connect(make)
    section.add_block(_("Your own themes"), own)
    none = _("None yet. They change how articles look that you save as web pages.")
    section.add_block(
        _("Your own style sheets (CSS)"), FileNotes(none, _own_styles, styles_folder(), theming)
    )


def _offer_again(section: SettingsSection) -> None:
    """Let the lists of themes have what is new."""
    for setting in SETTINGS:
        editor = section.editors.get(setting.name)
        if isinstance(editor, ChoiceEditor):
            editor.offer(choices_of(setting), section.settings.get(setting.name))


def _own_themes() -> tuple[Sequence[str], Sequence[str]]:
    used = [theme.name for theme in themes() if theme.is_own]
    return used, [broken.problem for broken in broken_themes()]


def _own_styles() -> tuple[Sequence[str], Sequence[str]]:
    found = own_styles()
    return [each.name for each in found if not each.problem], [each.problem for each in found if each.problem]

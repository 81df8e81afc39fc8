"""The window's own menu and dialogs: themes, preferences, what this program is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from reader import __version__
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.theme import themes
from reader.ui.base.theming import program_icon

if TYPE_CHECKING:
    from reader.ui.window.main_window import MainWindow

GAP = 8  # pixels between what opens and the edge of the window


def theme_menu(window: QWidget, settings: Settings) -> QMenu:
    """Return a menu of the themes there are, filled when it opens."""
    menu = QMenu(window)
    menu.aboutToShow.connect(partial(_fill_themes, settings, menu))
    return menu


def _fill_themes(settings: Settings, menu: QMenu) -> None:
    from PySide6.QtGui import QActionGroup

    from reader.ui.base.mnemonics import with_mnemonics

    menu.clear()
    group = QActionGroup(menu)
    choices = [("auto", _("Follow the system")), *((theme.key, _(theme.name)) for theme in themes())]
    texts = with_mnemonics([words for _key, words in choices])
    for (key, _words), words in zip(choices, texts, strict=True):
        action = menu.addAction(words, partial(settings.set, "theme", key))
        action.setCheckable(True)
        action.setChecked(settings.get("theme") == key)
        group.addAction(action)


def open_palette(window: MainWindow, typed: str) -> None:
    """Open the palette of `window`, made when it is first asked for, with `typed` in its line."""
    from reader.ui.window.quick_open import QuickOpen

    (window.findChild(QuickOpen) or QuickOpen(window)).open(typed)


def show_type(window: MainWindow) -> None:
    """Open what sets the type, below its button, or in the corner of the text while there is no bar."""
    from reader.ui.dialogs.type_popover import TypePopover

    below = window.bar if window.bar.isVisible() else window.pane
    y = below.height() if below is window.bar else 0
    corner = below.mapToGlobal(QPoint(below.width() - GAP, y + GAP // 2))
    popover = TypePopover(window.session.settings, window.binding.size, window.binding.set_size, window)
    popover.open_at(corner, window.screen().availableGeometry())


def show_shortcuts(window: MainWindow) -> None:
    """Open the sheet of all keys."""
    from reader.ui.dialogs.shortcuts import Shortcuts

    dialog = Shortcuts(window.session.actions, window.session.settings, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_preferences(window: QWidget, settings: Settings) -> None:
    """Open the preferences."""
    from reader.ui.dialogs.preferences import Preferences

    Preferences(settings, window).open()


def show_about(window: QWidget) -> None:
    """Say which version this is, and what it is made with."""
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setWindowTitle(_("About Gangmu"))
    box.setIconPixmap(program_icon().pixmap(64, 64))
    box.setText(f"Gangmu 纲目 {__version__}")
    box.setInformativeText(
        _("An offline reader that opens every article by its author's own framework. MIT licence. ")
        + _("Built with Qt, through PySide6 (LGPL).")
    )
    box.open()

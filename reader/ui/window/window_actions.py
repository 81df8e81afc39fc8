"""The actions that belong to the window itself: moving about, looks, help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from reader import __version__
from reader.i18n import gettext as _
from reader.theme import themes

if TYPE_CHECKING:
    from reader.ui.window.main_window import MainWindow

Key = QKeySequence.StandardKey


def add_window_actions(window: MainWindow) -> None:
    """Add the window's own actions to the session's."""
    add = window.session.actions.add
    add("file.quit", _("&Quit"), window.close, tip=_("Close the window and quit"), shortcut="Ctrl+Q", group=9)
    add(
        "edit.search",
        _("Search the library"),
        lambda: window.show_panel("search"),
        tip=_("Find words in all articles, by their framework"),
        shortcut=["Ctrl+K", "Ctrl+Shift+F"],
        icon="search",
        group=5,
    )
    _add_looks(window)
    _add_go(window)
    add(
        "help.about",
        _("&About Gangmu"),
        partial(_show_about, window),
        tip=_("Version and licence"),
        shortcut="Ctrl+F1",
        group=9,
    )


def _add_looks(window: MainWindow) -> None:
    add = window.session.actions.add
    menu = QMenu(_("&Theme"), window)
    menu.aboutToShow.connect(partial(_fill_themes, window, menu))
    window.session.actions.add_menu("view.theme", menu, group=4)
    full = add(
        "view.full_screen",
        _("&Full screen"),
        tip=_("Fill the screen with the window"),
        shortcut="F11",
        checked=False,
        group=4,
    )
    full.toggled.connect(lambda on: window.showFullScreen() if on else window.showNormal())
    add(
        "view.preferences",
        _("&Preferences…"),
        partial(_show_preferences, window),
        tip=_("Type, theme and language"),
        shortcut="Ctrl+,",
        icon="text-size",
        group=5,
    )


def _add_go(window: MainWindow) -> None:
    session = window.session
    add = session.actions.add
    back = add(
        "go.back",
        _("&Back"),
        session.go_back,
        tip=_("Back to where you jumped from"),
        shortcut="Alt+Left",
        icon="back",
    )
    forward = add(
        "go.forward",
        _("&Forward"),
        session.go_forward,
        tip=_("Forward again"),
        shortcut="Alt+Right",
        icon="forward",
    )
    nodes = (
        ("go.next_node", _("&Next point"), 1, "Alt+Down", "next", _("Go to the next point of the framework")),
        (
            "go.previous_node",
            _("&Previous point"),
            -1,
            "Alt+Up",
            "previous",
            _("Go to the previous point of the framework"),
        ),
    )
    for name, text, by, keys, icon, tip in nodes:
        add(name, text, partial(session.jump_to_next_node, by), tip=tip, shortcut=keys, icon=icon, group=1)

    def enable() -> None:
        back.setEnabled(session.history.can_go_back)
        forward.setEnabled(session.history.can_go_forward)

    session.history_changed.connect(enable)
    enable()


def _fill_themes(window: MainWindow, menu: QMenu) -> None:
    from PySide6.QtGui import QActionGroup

    menu.clear()
    settings = window.session.settings
    group = QActionGroup(menu)
    for key, words in [("auto", _("Follow the system")), *((theme.key, _(theme.name)) for theme in themes())]:
        action = menu.addAction(words, partial(settings.set, "theme", key))
        action.setCheckable(True)
        action.setChecked(settings.get("theme") == key)
        group.addAction(action)


def _show_preferences(window: MainWindow) -> None:
    from reader.ui.dialogs.preferences import Preferences

    Preferences(window.session.settings, window).open()


def _show_about(window: MainWindow) -> None:
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(window)
    box.setWindowTitle(_("About Gangmu"))
    box.setText(f"Gangmu 纲目 {__version__}")
    box.setInformativeText(
        _("An offline reader that opens every article by its author's own framework. MIT licence. ")
        + _("Drawn with Qt, through PySide6 (LGPL).")
    )
    box.open()

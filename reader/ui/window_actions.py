"""The actions that belong to the window itself: opening, moving about, looks, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.ui.window import MainWindow

Key = QKeySequence.StandardKey


def add_window_actions(window: MainWindow) -> None:
    """Add the window's own actions to the session's."""
    _add_file(window)
    _add_go(window)


def _add_file(window: MainWindow) -> None:
    add = window.session.actions.add
    add("file.quit", _("&Quit"), window.close, tip=_("Close the window and quit"), shortcut="Ctrl+Q", group=9)


def _add_go(window: MainWindow) -> None:
    session = window.session
    add = session.actions.add
    back = add(
        "go.back",
        _("&Back"),
        session.go_back,
        tip=_("Back to where you jumped from"),
        shortcut=Key.Back,
        icon="back",
    )
    forward = add(
        "go.forward",
        _("&Forward"),
        session.go_forward,
        tip=_("Forward again"),
        shortcut=Key.Forward,
        icon="forward",
    )
    add(
        "go.next_node",
        _("&Next node"),
        lambda: session.jump_to_next_node(1),
        tip=_("Go to the next point of the framework"),
        shortcut="Alt+Down",
        icon="next",
        group=1,
    )
    add(
        "go.previous_node",
        _("&Previous node"),
        lambda: session.jump_to_next_node(-1),
        tip=_("Go to the previous point of the framework"),
        shortcut="Alt+Up",
        icon="previous",
        group=1,
    )

    def enable() -> None:
        back.setEnabled(session.history.can_go_back)
        forward.setEnabled(session.history.can_go_forward)

    session.history_changed.connect(enable)
    enable()

"""Where something opens: in the tab in front, in one of its own, or beside; and how a person says so.

Everything that opens an article by a click or a key asks `way_of`, so that it is the same everywhere.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt


class Way(Enum):
    """Where an article is to open."""

    HERE = "here"  # in the tab in front: the way back leads to what was there
    BEHIND = "behind"  # in a new tab, which waits behind the one in front
    TAB = "tab"  # in a new tab, in front
    BESIDE = "beside"  # in the other pane, in a new tab
    WINDOW = "window"  # in a window of its own


def way_of(
    modifiers: Qt.KeyboardModifier, button: Qt.MouseButton = Qt.MouseButton.LeftButton, *, key: bool = False
) -> Way:
    """Return where a click, or a key, opens: Ctrl or the middle button a tab, with Alt beside.

    With Shift besides the new tab comes to the front; so it does by a `key`, which has nothing to stay with.
    Shift alone opens a window, Alt too: as in browsers.
    """
    has_ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    if not has_ctrl and button is not Qt.MouseButton.MiddleButton:
        return Way.WINDOW if modifiers & Qt.KeyboardModifier.ShiftModifier else Way.HERE
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return Way.BESIDE
    return Way.TAB if key or modifiers & Qt.KeyboardModifier.ShiftModifier else Way.BEHIND

"""Whether there is a display that Qt can open. Qt itself aborts the whole process where there is none."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from reader.doctor import system_libraries
from reader.errors import MachineError
from reader.i18n import gettext as _


def platform() -> str:
    """Return the name of the platform plugin that Qt would choose here; "" where there is no display."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if chosen:
        return chosen
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin":
        return "cocoa"
    if _wayland_socket_exists():
        return "wayland"
    return "xcb" if os.environ.get("DISPLAY") else ""


def check_display() -> None:
    """Raise `MachineError`, a sentence that says what works instead, where no window can be opened."""
    name = platform()
    if not name:
        raise MachineError(
            _(
                "There is no display here, so no window can open; “gangmu outline”, “gangmu search”, "
                "“gangmu notes”, “gangmu export” and “gangmu screenshot” work without one."
            )
        )
    lacking = system_libraries.missing(system_libraries.needed(name))
    if lacking:
        raise MachineError(system_libraries.sentence(lacking))
    if name == "xcb" and not _x_server_answers():
        raise MachineError(
            _(
                "The display {display} does not answer; start Gangmu from your desktop, or correct the "
                "variable DISPLAY. “gangmu screenshot” works without a display."
            ).format(display=os.environ.get("DISPLAY", ""))
        )


def _wayland_socket_exists() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", ""), name).exists()


def _x_server_answers() -> bool:
    """Ask libxcb, as Qt's own plugin will; it is there, or the plugin's libraries would be missing."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # cannot tell: let Qt try
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed

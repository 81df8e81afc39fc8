"""Whether the person has told their system that things should not move. Qt does not say (6.11)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_SECONDS = 5
_WINDOWS_ANIMATION = 0x1042  # SPI_GETCLIENTAREAANIMATION


def prefers_less_motion() -> bool:
    """Ask GNOME, KDE, Windows or macOS; False where none says so. May start a process: on a thread."""
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return _says(["defaults", "read", "com.apple.universalaccess", "reduceMotion"], "1")
    return _kde() or _says(["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"], "false")


def _says(command: list[str], answer: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return False
    return done.returncode == 0 and done.stdout.strip() == answer


def _kde() -> bool:
    """Whether KDE's speed of animations is nothing at all."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    path = (folder if folder.is_absolute() else Path.home() / ".config") / "kdeglobals"
    try:
        words = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    import configparser  # not where there is no KDE

    found = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        found.read_string(words)
        return found.getfloat("KDE", "AnimationDurationFactor", fallback=1.0) == 0
    except (ValueError, configparser.Error):
        return False


def _windows() -> bool:
    if sys.platform == "win32":
        import ctypes

        is_animated = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(_WINDOWS_ANIMATION, 0, ctypes.byref(is_animated), 0)
        return not is_animated.value
    return False

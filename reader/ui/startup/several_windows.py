"""More windows than one, from the moment when the first is complete: those that were open last come back."""

from __future__ import annotations

from collections.abc import Callable

from reader.settings import Settings
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.language_switch import LanguageSwitch
from reader.ui.window.main_window import MainWindow
from reader.ui.window.several.open_windows import OpenWindows

Make = Callable[[Settings, WindowMemory], MainWindow]


def allow_several(first: MainWindow, make: Make) -> OpenWindows:
    """Let there be windows besides the `first`, made by `make`; return them all.

    Each is replaced by another one when the person chooses another language.
    """
    settings = first.session.settings
    windows = OpenWindows(first, lambda memory: make(settings.for_window(), memory))

    def watch_language(window: MainWindow) -> None:
        LanguageSwitch(window, make).replaced.connect(windows.put_in_place)

    watch_language(first)
    windows.added.connect(watch_language)
    return windows

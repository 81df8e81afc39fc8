"""A program of several windows on two small libraries; all work is done at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt

from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.session.open_library import OpenLibraries
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import make_window, memory_of_first
from reader.ui.startup.several_windows import allow_several

TEXT = "# {title}\n\n文章框架\n\n├── 成因\n└── 影响\n\n## 成因\n\n月球的引力。\n\n## 影响\n\n潮间带的生物。\n"


def library(folder, *titles):
    folder.mkdir()
    for title in titles:
        (folder / f"{title}.md").write_text(TEXT.format(title=title), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return library(tmp_path / "海洋", "潮汐", "洋流")


@pytest.fixture
def other(tmp_path):
    return library(tmp_path / "天空", "云")


class Program:
    """What a start of the program makes; `start` it again after `windows.quit()`."""

    def __init__(self, qtbot, immediate):
        self._qtbot, self._immediate = qtbot, immediate

    def start(self, target=None):
        self.libraries = OpenLibraries(Tasks(self._immediate))
        settings = Settings()
        memory = memory_of_first(WindowMemory(), settings, target)
        first = self._make(settings.for_window(), memory)
        first.opening.open(target)
        first.show()
        first.complete()
        self.windows = allow_several(first, self._make)
        self.windows.restore()
        for window in self.windows.windows:
            window.complete()
        return first

    def open_beside(self, window):
        """Open another window at the place of `window`, by its key; return it, complete."""
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        count = len(self.windows.windows)
        self._qtbot.keyClick(
            window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        assert len(self.windows.windows) == count + 1
        made = self.windows.windows[-1]
        made.complete()
        return made

    def alive(self, kind):
        """Return how many of that kind belong to libraries, when what was ended is gone."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(self.libraries.findChildren(kind))

    def _make(self, settings, memory):
        return make_window(settings, Tasks(self._immediate), memory, self.libraries)


@pytest.fixture
def program(qtbot, immediate):
    program = Program(qtbot, immediate)
    yield program
    program.windows.quit()
    program.libraries.shut_down()

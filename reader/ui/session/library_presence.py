"""Whether the folder of the open library is there, and where it went if it was renamed.

A folder is known again by what the system numbers it with, and looked for
beside its old place. One that is found nowhere (a disk that was taken out, a
share that is not reached) is waited for: what is open stays open.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader import paths

_BURST = 50  # milliseconds from an event to the look
WAIT = 2_000  # milliseconds between looks for a folder that is lost: mounting a disk tells nobody


class LibraryPresence(QObject):
    """Watches one folder. Nothing runs while it is there."""

    lost = Signal()
    returned = Signal()
    moved = Signal(Path)  # the folder is now called this

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_lost = False
        self._folder: Path | None = None
        self._identity: tuple[int, int] | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._stir)
        self._calm = QTimer(self, singleShot=True, interval=_BURST)
        self._calm.timeout.connect(self.look)

    def watch(self, folder: Path) -> None:
        """Watch `folder`, which is there now, in place of the one before."""
        self._folder, self._identity, self.is_lost = folder, _identity(folder), False
        self._calm.stop()
        self._watch()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._folder = None
        self._calm.stop()
        self._watch()

    def look(self) -> None:
        """Look now whether the folder is there; tell what has changed."""
        folder = self._folder
        if folder is None:
            return
        if paths.is_folder(folder):
            self._watch()
            if self.is_lost:
                self.is_lost, self._identity = False, _identity(folder)
                self.returned.emit()
        elif (now := self._renamed(folder)) is not None:
            self.moved.emit(now)
        else:
            if not self.is_lost:
                self.is_lost = True
                self.lost.emit()
            self._calm.start(WAIT)

    # ---- within

    def _stir(self) -> None:
        self._calm.start(_BURST)

    def _watch(self) -> None:
        folder = self._folder
        wanted = {str(each) for each in (folder, folder.parent) if paths.is_folder(each)} if folder else set()
        watched = set(self._watcher.directories())
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))

    def _renamed(self, folder: Path) -> Path | None:
        """Return the folder beside `folder` that is the same one; None where there is none."""
        if self._identity is None:
            return None
        try:
            with os.scandir(folder.parent) as entries:
                beside = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            return None
        return next((each for each in beside if _identity(each) == self._identity), None)


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what the system knows a folder by; None where it numbers none, or it cannot be looked at."""
    try:
        state = folder.stat()
    except OSError:
        return None
    return (state.st_dev, state.st_ino) if state.st_ino else None

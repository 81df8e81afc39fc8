"""The open article, that changes under us.

An editor saves in many ways: in place, by a new file moved over the old one,
by deleting and writing anew. So the folder is watched beside the file, what
has changed is judged by time and size, and a burst of events is one change.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader import paths
from reader.articles.partial_reading import stamp

_BURST = 30  # milliseconds: two looks so far apart that find the same are a file that is finished
_EMPTY = 15  # looks at an empty file before it is believed: some editors truncate first and then write


class FileWatch(QObject):
    """Tells when one file's contents have changed, and when it is gone; it is waited for then."""

    changed = Signal(Path)
    gone = Signal(Path, object)  # with the `stamp` that it had last

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._stamp = (0, 0)
        self._is_gone = False
        self._may_be_read = True  # as of then; that may change with nothing else
        self._seen = (0, 0)  # at the last look
        self._looks_at_nothing = 0
        self._watcher = QFileSystemWatcher(self)
        self._calm = QTimer(self, singleShot=True, interval=_BURST)
        self._watcher.fileChanged.connect(self._stir)
        self._watcher.directoryChanged.connect(self._stir)
        self._calm.timeout.connect(self._look)

    def watch(self, path: Path | None, state: tuple[int, int] = (0, 0)) -> None:
        """Watch `path`, last seen in `state` (of `stamp`), in place of what was watched before."""
        if path is None and (old := self._watcher.files() + self._watcher.directories()):
            self._watcher.removePaths(old)
        self._path, self._stamp = path, state
        self._is_gone = state == (0, 0)  # it is not there yet: it cannot go
        if path is not None:
            self._may_be_read = os.access(path, os.R_OK)
            self._watch(path)
            if stamp(path) != state:
                self._calm.start()

    def look_again(self) -> None:
        """Look at the file soon: something has happened near it."""
        if self._path is not None:
            self._stir()

    def _stir(self) -> None:
        self._looks_at_nothing = 0
        self._calm.start()

    def _look(self) -> None:
        if self._path is None:
            return
        now, before = stamp(self._path), self._seen
        self._seen = now
        self._watch(self._path)
        if now == (0, 0):
            self._miss(self._path)
            return
        may_be_read = os.access(self._path, os.R_OK)
        if now == self._stamp and may_be_read == self._may_be_read:
            return
        self._looks_at_nothing = 0 if now[1] else self._looks_at_nothing + 1
        if now != before or 0 < self._looks_at_nothing < _EMPTY:
            self._calm.start()
            return
        self._stamp, self._may_be_read, self._is_gone = now, may_be_read, False
        self.changed.emit(self._path)

    def _miss(self, path: Path) -> None:
        """Tell that the file is gone, once that has lasted: some editors delete it before they write anew."""
        if self._is_gone:
            return
        self._looks_at_nothing += 1
        if self._looks_at_nothing < _EMPTY:
            self._calm.start()
            return
        last, self._stamp, self._is_gone = self._stamp, (0, 0), True
        self.gone.emit(path, last)

    def _watch(self, path: Path) -> None:
        """Watch the file and the two folders above it that are there.

        What is deleted may come back, and of a folder that is renamed only the one above it tells.
        """
        above = [each for each in path.parents if paths.is_folder(each)][:2]
        wanted = {str(each) for each in (path, *above) if os.path.lexists(each)}
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))

"""The open article, that changes under us.

An editor saves in many ways: in place, by a new file moved over the old one,
by deleting and writing anew. So the folder is watched beside the file, what
has changed is judged by time and size, and a burst of events is one change.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader import paths
from reader.articles.partial_reading import stamp
from reader.ui.base.tasks import Tasks

_BURST = 30  # milliseconds: two looks so far apart that find the same are a file that is finished
_EMPTY = 15  # looks at an empty file before it is believed: some editors truncate first and then write


class FileWatch(QObject):
    """Tells when one file's contents have changed, and when it is gone; it is waited for then."""

    changed = Signal(Path)
    gone = Signal(Path, object)  # with the `stamp` that it had last

    def __init__(self, parent: QObject, tasks: Tasks) -> None:
        """`tasks` look at the file: where a mount has died, no answer comes."""
        super().__init__(parent)
        self._tasks = tasks
        self._path: Path | None = None
        self._number = 0  # of what is watched: an answer about another file is none
        self._is_looking = self._looks_again = False
        self._stamp = (0, 0)
        self._is_gone = False
        self._may_be_read: bool | None = None  # as of then; that may change with nothing else
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
        self._may_be_read = None
        self._number += 1
        self._is_looking = False
        if path is not None:
            self._look()

    def look_again(self) -> None:
        """Look at the file soon: something has happened near it."""
        if self._path is not None:
            self._stir()

    def _stir(self) -> None:
        self._looks_at_nothing = 0
        self._calm.start()

    def _look(self) -> None:
        """Look at the file, on the thread. One look at a time: a second waits for the first."""
        path, number = self._path, self._number
        if path is None:
            return
        if self._is_looking:
            self._looks_again = True
            return
        self._is_looking, self._looks_again = True, False
        self._tasks.run(lambda: Sight.of(path), lambda sight: self._take(path, number, sight))

    def _take(self, path: Path, number: int, sight: Sight) -> None:
        if number != self._number:
            return
        self._is_looking = False
        self._watch(sight.to_watch)
        if self._looks_again:
            self._calm.start()
        if self._may_be_read is None:  # the first look: what came after it and before the watch is not told
            self._may_be_read = sight.may_be_read
            self._calm.start()
            return
        now, before = sight.state, self._seen
        self._seen = now
        if now == (0, 0):
            self._miss(path)
            return
        if now == self._stamp and sight.may_be_read == self._may_be_read:
            return
        self._looks_at_nothing = 0 if now[1] else self._looks_at_nothing + 1
        if now != before or 0 < self._looks_at_nothing < _EMPTY:
            self._calm.start()
            return
        self._stamp, self._may_be_read, self._is_gone = now, sight.may_be_read, False
        self.changed.emit(path)

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

    def _watch(self, wanted: frozenset[str]) -> None:
        watched = {*self._watcher.files(), *self._watcher.directories()}
        if watched - wanted:
            self._watcher.removePaths(sorted(watched - wanted))
        if wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))


class Sight(NamedTuple):
    """What a look at a file found: its `stamp`, whether it may be read, and what is to be watched for it.

    What is deleted may come back, and of a folder that is renamed only the one above it tells.
    """

    state: tuple[int, int]
    may_be_read: bool
    to_watch: frozenset[str]

    @classmethod
    def of(cls, path: Path) -> Sight:
        """Look at `path`. On any thread."""
        above = [each for each in path.parents if paths.is_folder(each)][:2]
        there = frozenset(str(each) for each in (path, *above) if os.path.lexists(each))
        return cls(stamp(path), os.access(path, os.R_OK), there)

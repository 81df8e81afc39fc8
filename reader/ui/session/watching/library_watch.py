"""Watching the open library on a thread of its own, once the first article has been painted.

A folder that is found nowhere (a disk that was taken out, a share that is not reached) is waited for: what is
open stays open.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QStorageInfo, QTimer, Signal

from reader import paths
from reader.catalogue.library import Library
from reader.paths import Identity, holds_something, identity_of
from reader.ui.base.tasks import Tasks

# Mounts on which other machines write, of which nobody tells this one; "fuse." ones are of any kind.
_REMOTE = ("nfs", "cifs", "smb", "afpfs", "webdav", "9p", "ceph", "fuse.", "vboxsf", "prl_fs", "virtiofs")

MOST_LOOKS = 2  # one under way, and one behind it
AGAIN = 2_000  # milliseconds between looks whether a folder that is gone is back


class LibraryWatch(QObject):
    """Tells what others do in the folder of a library."""

    articles_changed = Signal()  # some came, went or were written; perhaps
    sheets_changed = Signal()  # of annotations, or of tags and shelves
    folder_changed = Signal()  # it is gone, or is another one than before

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: Tasks | None = None  # once it has begun
        self._library: Library | None = None
        self._end = _End()
        self._is_left = False

    def begin(self) -> None:
        """Watch from now on. Modules are imported for it on the thread."""
        if self._tasks is None:
            self._tasks = Tasks()
            self.watch(self._library)

    def watch(self, library: Library | None) -> None:
        """Watch `library` in place of the one before."""
        self._end.set()
        self._library, self._end = library, _End()
        if library is not None and self._tasks is not None:
            end = self._end
            self._tasks.run(lambda: self._tell(library, end), self._go_if_left)

    def leave(self) -> None:
        """Watch nothing any more, and go once the thread has seen that. Waits for nothing."""
        self._end.set()
        self._is_left = True
        if self._tasks is None:
            self.deleteLater()

    def _go_if_left(self, _none: None) -> None:
        if self._is_left and self._tasks is not None:
            self._tasks.shut_down()
            self.deleteLater()

    def stop(self) -> None:
        """Watch nothing any more, and end the thread."""
        self._end.set()
        if self._tasks is not None:
            self._tasks.shut_down()

    def _tell(self, library: Library, end: _End) -> None:
        """Tell what changes until `end` is set. On the thread."""
        from reader.annotations.store.places import places_of
        from reader.catalogue.shelves.shelf_store import folders_of
        from reader.catalogue.watching.folder_changes import FolderChanges

        sheets = [places_of(library)[0].annotations, folders_of(library)[0]]
        kind = bytes(QStorageInfo(str(library.folder)).fileSystemType().data()).decode(errors="replace")
        for stir in FolderChanges(library, sheets, end, polls=kind.startswith(_REMOTE)):
            if end.is_set():
                return
            if stir.folder:
                self.folder_changed.emit()
            if stir.articles:
                self.articles_changed.emit()
            if stir.sheets:
                self.sheets_changed.emit()


class _End(threading.Event):
    """Is set too when the main thread has ended: whoever forgets to stop the watch keeps no process alive."""

    def is_set(self) -> bool:
        return super().is_set() or not threading.main_thread().is_alive()


class LibraryPresence(QObject):
    """Whether the open library's folder is there, and where it went. `LibraryWatch` says when to look."""

    lost = Signal()
    returned = Signal()
    moved = Signal(Path)  # the folder is now called this

    def __init__(self, parent: QObject | None = None, tasks: Tasks | None = None) -> None:
        """`tasks` look, as a mount that died answers never; without, it is looked at once."""
        super().__init__(parent)
        self.is_lost = False
        self._tasks = tasks
        self._looks = 0  # under way
        self._then: list[Callable[[], None]] = []
        self._folder: Path | None = None
        self._identity: Identity | None = None
        self._held_something = False
        # The watch tells when it is back, but may have ended with the folder. Only while that is lost.
        self._again = QTimer(self, interval=AGAIN)
        self._again.timeout.connect(self.look)

    def watch(self, folder: Path, *, held_something: bool = False) -> None:
        """Look after `folder` from now on, and no other.

        `held_something`: there were articles in it before, so that an empty folder counts as lost.
        """
        self._folder, self._identity = folder, identity_of(folder)
        self._then.clear()
        self._held_something = holds_something(folder)
        self.is_lost = held_something and not self._held_something
        if self.is_lost:
            self._identity, self._held_something = None, True
        (self._again.start if self.is_lost else self._again.stop)()

    def stop(self) -> None:
        """Look after no folder any more."""
        self._again.stop()
        self._folder = None
        self._then.clear()

    def look(self, then: Callable[[], None] | None = None) -> None:
        """Look whether the folder is there; tell what has changed, soon, and call `then`."""
        folder, known = self._folder, self._known()
        if folder is None:
            return
        if then is not None:
            self._then.append(then)
        if self._tasks is None:
            self._judge(folder, known, _seen(folder, *known))
        elif self._looks < MOST_LOOKS:  # the last one may have been under way before it came or went
            self._looks += 1

            def judge(seen: Seen) -> None:
                self._looks -= 1
                self._judge(folder, known, seen)

            self._tasks.run(lambda: _seen(folder, *known), judge)

    def _known(self) -> tuple[Identity | None, bool, bool]:
        return self._identity, self._held_something, self.is_lost

    def _judge(self, folder: Path, known: tuple[Identity | None, bool, bool], seen: Seen) -> None:
        if folder != self._folder:
            return
        if known != self._known():  # what was known then is not what is known now
            self.look()
            return
        if seen.is_there:
            self._identity = seen.identity
            self._held_something = seen.holds_something
            if self.is_lost:
                self.is_lost = False
                self._again.stop()
                self.returned.emit()
        elif seen.moved_to is not None:
            self.moved.emit(seen.moved_to)
        elif not self.is_lost:
            self.is_lost = True
            self._again.start()
            self.lost.emit()
        while self._then:
            self._then.pop(0)()


class Seen(NamedTuple):
    """What a look at a folder found."""

    is_there: bool
    identity: Identity | None = None
    holds_something: bool = False
    moved_to: Path | None = None


def _seen(folder: Path, known: Identity | None, held_something: bool, was_lost: bool) -> Seen:
    """Look at `folder`, of which so much was known. On any thread."""
    if not paths.is_folder(folder):
        from reader.catalogue.watching.renamed_folder import found_again  # not for the start

        return Seen(False, moved_to=found_again(folder, known) if known is not None else None)
    identity, holds = identity_of(folder), holds_something(folder)
    is_same = identity == known and not was_lost
    return Seen(is_same or not held_something or holds, identity, held_something or holds)

"""What was read in one library, for all windows that show it: the log, read once and written in one order.

What could not be written is kept and tried again with the next, and is told once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from itertools import chain

from PySide6.QtCore import Signal

from reader.catalogue.reading_log import Event, ReadingLog, read_events
from reader.catalogue.reading_progress import speed_of
from reader.catalogue.text_length import USUAL, Speed
from reader.errors import LibraryError
from reader.ui.base.tasks import Tasks
from reader.ui.session.open_library import LibraryPart, OpenLibrary


class LibraryReading(LibraryPart):
    """The reading log of one library. Ask on the main thread."""

    read = Signal()  # the log is read, or what was in it is erased: all may count otherwise
    noted = Signal(frozenset)  # the names of the articles of which more was read
    failed = Signal(str)  # with the sentence to show

    def __init__(self, shared: OpenLibrary, tasks: Tasks) -> None:
        """`tasks` loads and writes, in the order in which it is asked; it outlives every window."""
        super().__init__(shared)
        self._tasks = tasks
        self._logs: tuple[ReadingLog, ...] = ()  # the one that is written to, and where else events may stand
        self._on_the_way: list[tuple[Event, ...]] = []  # to the disk, on the thread
        self._unwritten: tuple[Event, ...] = ()
        self.events: tuple[Event, ...] = ()
        self.speed = USUAL
        library = shared.library

        def load() -> tuple[tuple[ReadingLog, ...], tuple[Event, ...], Speed]:
            from reader.annotations.store.device import this_device

            device = this_device(library.folder).name
            logs = tuple(ReadingLog(folder, device) for folder in library.own_folders)
            events = read_events(*library.own_folders)
            return logs, events, speed_of(events)

        tasks.run(load, self._take, self._tell)

    @property
    def is_read(self) -> bool:
        """Whether the log is read."""
        return bool(self._logs)

    def note(self, events: Iterable[Event]) -> None:
        """Keep `events`."""
        fresh = tuple(events)
        if fresh:
            self.events += fresh
            self._unwritten += fresh
            self._write()
            self.noted.emit(frozenset(event.article for event in fresh))

    def erase(self, at: int, name: str) -> None:
        """Forget what was read before the second `at`, of the article called `name`; "" for all."""
        if not (logs := self._logs):
            return
        self.events = tuple(one for one in self.events if name and one.article != name)
        self._unwritten = ()
        self._tasks.run(lambda: logs[0].erase(at, name), lambda _none: None, self._tell)
        self.read.emit()

    def finish(self) -> None:
        """Write what is still unwritten before this returns: a window closes.

        Where the library is not there now, beside it, where it is read with the rest. What may be on its way
        to the disk is written too: a line that stands twice counts once.
        """
        left = (*chain.from_iterable(self._on_the_way), *self._unwritten)
        for log in self._logs if left else ():
            with contextlib.suppress(LibraryError):
                log.append(left)
                self._on_the_way, self._unwritten = [], ()
                break

    def leave(self) -> bool:
        self.finish()
        return True

    def _take(self, loaded: tuple[tuple[ReadingLog, ...], tuple[Event, ...], Speed]) -> None:
        self._logs, events, self.speed = loaded
        self.events = events + self._unwritten
        self._write()
        self.read.emit()

    def _write(self) -> None:
        logs, events = self._logs, self._unwritten
        if not logs or not events:
            return
        self._unwritten = ()
        self._on_the_way.append(events)

        def settle() -> None:
            self._on_the_way = [each for each in self._on_the_way if each is not events]

        def fail(error: BaseException) -> None:
            if any(each is events for each in self._on_the_way):  # else it was written beside
                self._unwritten = events + self._unwritten
            settle()
            self._tell(error)

        self._tasks.run(lambda: logs[0].append(events), lambda _none: settle(), fail)

    def _tell(self, error: BaseException) -> None:
        self.failed.emit(str(error))

"""What was read in one library, for all windows that show it: the log, read once and written in one order.

What could not be written is kept and tried again with the next, and is told once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from PySide6.QtCore import Signal

from reader.catalogue.reading_log import Event, ReadingLog
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
        self._log: ReadingLog | None = None
        self._unwritten: tuple[Event, ...] = ()
        self.events: tuple[Event, ...] = ()
        self.speed = USUAL
        library = shared.library

        def load() -> tuple[ReadingLog, tuple[Event, ...], Speed]:
            from reader.annotations.store.device import this_device

            log = ReadingLog(library.own_folder, this_device(library.folder).name)
            events = log.events()
            return log, events, speed_of(events)

        tasks.run(load, self._take, self._tell)

    @property
    def is_read(self) -> bool:
        """Whether the log is read."""
        return self._log is not None

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
        if (log := self._log) is None:
            return
        self.events = tuple(one for one in self.events if name and one.article != name)
        self._unwritten = ()
        self._tasks.run(lambda: log.erase(at, name), lambda _none: None, self._tell)
        self.read.emit()

    def finish(self) -> None:
        """Write what is still unwritten before this returns: a window closes."""
        if self._log is not None and self._unwritten:
            with contextlib.suppress(LibraryError):  # the folder is gone, and was not back in time
                self._log.append(self._unwritten)
                self._unwritten = ()

    def leave(self) -> bool:
        self.finish()
        return True

    def _take(self, loaded: tuple[ReadingLog, tuple[Event, ...], Speed]) -> None:
        self._log, events, self.speed = loaded
        self.events = events + self._unwritten
        self._write()
        self.read.emit()

    def _write(self) -> None:
        log, events = self._log, self._unwritten
        if log is None or not events:
            return
        self._unwritten = ()

        def fail(error: BaseException) -> None:
            self._unwritten = events + self._unwritten
            self._tell(error)

        self._tasks.run(lambda: log.append(events), lambda _none: None, fail)

    def _tell(self, error: BaseException) -> None:
        self.failed.emit(str(error))

"""Keeping the search index of one library fresh, in a process of its own, for all windows that show it.

One change after the other: a thread that mostly waits asks the process, which
is there while there is something to do. When nothing has changed for a while,
small segments are merged, and it is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal

from reader.catalogue.library import Library
from reader.search.build.build_control import Progress
from reader.search.build.index_client import IndexClient, IndexKeeper
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.search.search_thread import IndexToAsk
from reader.ui.session.open_library import LibraryPart, OpenLibrary

_IDLE = 4000  # milliseconds without a change after which segments are merged


class KeptIndex(LibraryPart):
    """The index of one library. It is read at once."""

    progressed = Signal(object)  # Progress while reading; None: what had changed is in the index
    failed = Signal(str)  # with the sentence to show
    _read = Signal(object)

    def __init__(
        self,
        shared: OpenLibrary,
        settings: Settings,
        tasks: Tasks | None = None,
        *,
        is_paused: bool = False,
        waits: bool = False,
    ) -> None:
        """`tasks` does everything where it is given, and in this process.

        Where it `waits` for the frameworks that the person has made, nothing is read before they are known.
        """
        super().__init__(shared)
        self._settings = settings
        self._shared = shared
        self._tasks = tasks.beside() if tasks is not None else Tasks()
        self._pending: set[str] | None = None  # names of changed articles; None for the whole library
        self.is_paused = is_paused  # whether the reading of the library is held
        self._is_reading = False
        self.is_busy = False  # whether something is being read or merged
        self.index = IndexToAsk(shared.library)
        self.progress: Progress | None = None
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._tidy)
        self._again = QTimer(self, singleShot=True, interval=_IDLE)
        self._again.timeout.connect(self.refresh)
        self._read.connect(self._report)
        self._has_read = True  # something, since the process was let go
        self._is_leaving = self._has_left = False
        self._make: Callable[[], IndexKeeper] = partial(_keeping, shared.library, is_here=tasks is not None)
        self._upkeep = self._make()
        self._upkeep.pause(on=is_paused)
        shared.frameworks_changed.connect(self._take_frameworks)
        if waits and shared.store is None:
            self._pending = set()
        self._work()

    def _take_frameworks(self, name: str) -> None:
        self.refresh(name or None)

    def _frameworks(self) -> Mapping[str, str] | None:
        """Return the frameworks that the person has made; None where they are not read yet. On the thread."""
        from reader.annotations.made_framework import frameworks_in

        store = self._shared.store
        return frameworks_in(store) if store is not None else None

    def refresh(self, name: str | None = None) -> None:
        """Read the article called `name` anew; without a name, whatever has changed in the library."""
        if name is None:
            self._pending = None
        elif self._pending is not None:
            self._pending.add(name)
        self._work()

    def pause(self, *, on: bool) -> None:
        """Hold the reading of the library, or let it go on."""
        self.is_paused = on
        self._upkeep.pause(on=on)

    @property
    def is_reading(self) -> bool:
        """Whether the library is looked through, by us or another process: not all can be found yet."""
        return self._is_reading or self._again.isActive()

    def leave(self) -> bool:
        """End what is running, without waiting for it; what has been read is mostly kept."""
        if not self._is_leaving:
            self._is_leaving = True
            self._idle.stop()
            self._again.stop()
            self._upkeep.stop()
            self._tasks.run(self._upkeep.rest, self._note_left)
        return self._has_left

    def come_back(self) -> None:
        if self._is_leaving:
            self._is_leaving = self._has_left = False
            self._upkeep = self._make()
            self._upkeep.pause(on=self.is_paused)
            self._pending = None
            self._work()

    def _note_left(self, _none: None) -> None:
        self._has_left = True
        self.ended.emit()

    def shut_down(self) -> None:
        """End what is running, at once."""
        self._idle.stop()
        self._again.stop()
        self._upkeep.stop()
        self._tasks.shut_down()
        self._upkeep.rest()

    def _work(self) -> None:
        upkeep, names = self._upkeep, self._pending
        if self.is_busy or self._is_leaving or (names is not None and not names):
            return
        self.is_busy = True
        self._has_read = names is not None
        self._is_reading = names is None
        self._pending = set()
        self._idle.stop()
        workers = 2 if self._settings.get("index_with_two") else 1

        def failed(error: BaseException) -> None:
            self._end()
            self.failed.emit(str(error))

        def done(finished: bool) -> None:
            if not finished and not self._is_leaving:
                # Another process is at it: what it leaves out is read when it is done.
                self._again.start()
            self._end()

        self._tasks.run(
            lambda: upkeep.refresh(names, workers, self._read.emit, self._frameworks()), done, failed
        )

    def _tidy(self) -> None:
        upkeep = self._upkeep
        if self.is_busy or self._is_leaving or self._again.isActive():
            return

        def work() -> None:
            try:
                upkeep.tidy()
            finally:
                upkeep.rest()

        self.is_busy = True
        # A merge that failed is tried again after the next change; the search goes on without.
        self._tasks.run(work, self._end_tidying, self._end_tidying)

    def _end_tidying(self, _merged: object) -> None:
        self._end(tidied=True)

    def _end(self, *, tidied: bool = False) -> None:
        self.is_busy = False
        if not tidied:
            self._is_reading = False
            # Where nothing had changed, as at most starts, the process has nothing to wait for.
            self._idle.start(_IDLE if self._has_read else 0)
        self._report(None)
        self._work()

    def _report(self, progress: Progress | None) -> None:
        self._has_read = self._has_read or progress is not None
        self.progress = progress
        self.progressed.emit(progress)


def _keeping(library: Library, *, is_here: bool) -> IndexKeeper:
    if not is_here:
        return IndexClient(library)
    from reader.search.build.index_server import IndexServer

    return IndexServer(library)

"""Keeping the search index of the open library fresh, in a process of its own.

One change after the other: a thread that mostly waits asks the process, which
is there while there is something to do. When nothing has changed for a while,
small segments are merged, and it is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from reader.catalogue.library import Library
from reader.search.build.build_control import Progress
from reader.search.build.index_client import IndexClient, IndexKeeper
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.search.search_thread import IndexToAsk

_IDLE = 4000  # milliseconds without a change after which segments are merged


class IndexUpkeep(QObject):
    """The index of one library after another."""

    progressed = Signal(object)  # Progress while reading; None: what had changed is in the index
    failed = Signal(str)  # with the sentence to show
    _read = Signal(object)

    def __init__(
        self,
        parent: QObject,
        settings: Settings,
        tasks: Tasks | None = None,
        frameworks: Callable[[], Mapping[str, str] | None] = lambda: None,
    ) -> None:
        """`tasks` does everything where it is given, and in this process.

        `frameworks`, called on the thread, returns those that the person has made in the open library, as
        their notes by the articles' names; None where they are not read yet.
        """
        super().__init__(parent)
        self._settings = settings
        self._frameworks = frameworks
        self._is_here = tasks is not None
        self._tasks = tasks or Tasks()
        self._upkeep: IndexKeeper | None = None
        self._pending: set[str] | None = set()  # names of changed articles; None for the whole library
        self.is_paused = False  # whether the reading of the library is held
        self._is_reading = False
        self.is_busy = False  # whether something is being read or merged
        self.index: IndexToAsk | None = None
        self.progress: Progress | None = None
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._tidy)
        self._again = QTimer(self, singleShot=True, interval=_IDLE)
        self._again.timeout.connect(self.refresh)
        self._read.connect(self._report)
        self._has_read = True  # something, since the process was let go

    def open(self, library: Library, *, waits: bool = False) -> None:
        """Take up another library. Where it `waits`, nothing is read before `refresh` is called."""
        self._leave()
        self.index = IndexToAsk(library)
        self._upkeep = self._keeping(library)
        self._upkeep.pause(on=self.is_paused)
        self._pending = set() if waits else None
        if not waits:
            self._work()

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
        if self._upkeep is not None:
            self._upkeep.pause(on=on)

    @property
    def is_reading(self) -> bool:
        """Whether the library is looked through, by us or another process: not all can be found yet."""
        return self._is_reading or self._again.isActive()

    def shut_down(self) -> None:
        """End what is running; what has been read is mostly kept."""
        self._idle.stop()
        self._again.stop()
        if self._upkeep is not None:
            self._upkeep.stop()
        self._tasks.shut_down()
        if self._upkeep is not None:
            self._upkeep.rest()

    def _leave(self) -> None:
        if (left := self._upkeep) is not None:
            left.stop()
            self._tasks.run(left.rest, lambda _none: None)

    def _keeping(self, library: Library) -> IndexKeeper:
        if not self._is_here:
            return IndexClient(library)
        from reader.search.build.index_server import IndexServer

        return IndexServer(library)

    def _work(self) -> None:
        upkeep, names = self._upkeep, self._pending
        if upkeep is None or self.is_busy or (names is not None and not names):
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
            if not finished and upkeep is self._upkeep:
                # Another process is at it: what it leaves out is read when it is done.
                self._again.start()
            self._end()

        self._tasks.run(
            lambda: upkeep.refresh(names, workers, self._read.emit, self._frameworks()), done, failed
        )

    def _tidy(self) -> None:
        upkeep = self._upkeep
        if upkeep is None or self.is_busy or self._again.isActive():
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

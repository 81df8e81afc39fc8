"""Keeping the search index of the open library fresh, in the background.

One change after the other, on a thread of its own that mostly waits: articles
are read in another process, or in two where the person asks for it. When
nothing has changed for a while, small segments are merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader.catalogue.library import Library
from reader.search.hand import Hand, Progress
from reader.settings import Settings
from reader.ui.tasks import Tasks

if TYPE_CHECKING:
    from reader.search.index import LibraryIndex

_IDLE = 4000  # milliseconds without a change after which segments are merged
_OFTEN = 40  # progress signals for a build, at most


class Indexing(QObject):
    """The index of one library after another."""

    opened = Signal()  # there is an index to ask now, as far as it is read
    progressed = Signal(object)  # Progress while reading; None: what had changed is in the index
    failed = Signal(str)  # with the sentence to show
    _read = Signal(object)

    def __init__(self, parent: QObject, settings: Settings, tasks: Tasks | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._tasks = tasks or Tasks()
        self._hand = Hand()
        self._pending: set[str] | None = set()  # names of changed articles; None for the whole library
        self._busy = False
        self._library: Library | None = None
        self.index: LibraryIndex | None = None
        self.progress: Progress | None = None
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._tidy)
        self._again = QTimer(self, singleShot=True, interval=_IDLE)
        self._again.timeout.connect(self.refresh)
        self._read.connect(self._report)

    def open(self, library: Library) -> None:
        """Take up another library."""
        paused = self._hand.paused()
        self._hand.stop()
        self._hand = Hand()
        self._hand.pause(on=paused)
        self.index = None
        self._pending = None

        def make() -> LibraryIndex:
            from reader.search.index import LibraryIndex

            return LibraryIndex(library)

        def arrive(index: LibraryIndex) -> None:
            if self._library == library:
                self.index = index
                self.opened.emit()
                self._work()

        self._library = library
        self._tasks.run(make, arrive)

    def refresh(self, name: str | None = None) -> None:
        """Read the article called `name` anew; without a name, whatever has changed in the library."""
        if name is None:
            self._pending = None
        elif self._pending is not None:
            self._pending.add(name)
        self._work()

    def pause(self, *, on: bool) -> None:
        """Hold the reading of the library, or let it go on."""
        self._hand.pause(on=on)

    def shut_down(self) -> None:
        """End what is running; what has been read is mostly kept."""
        self._idle.stop()
        self._again.stop()
        self._hand.stop()
        self._tasks.shut_down()

    def _work(self) -> None:
        index, hand, names = self.index, self._hand, self._pending
        if index is None or self._busy or (names is not None and not names):
            return
        self._busy = True
        self._pending = set()
        self._idle.stop()
        workers = 2 if self._settings.get("index_with_two") else 1

        def report(progress: Progress) -> None:
            step = max(1, progress.total // _OFTEN)
            if progress.total and (progress.done % step == 0 or progress.done == progress.total):
                self._read.emit(progress)

        def work() -> bool:
            if names is None or not index.is_complete:
                return index.update(workers=workers, hand=hand, progress=report)
            return index.update_articles(names)

        def failed(error: BaseException) -> None:
            self._end()
            self.failed.emit(str(error))

        def done(finished: bool) -> None:
            self._end()
            if not finished and not hand.stopped():
                # Another process is at it: what it leaves out is read when it is done.
                self._again.start()

        self._tasks.run(work, done, failed)

    def _tidy(self) -> None:
        if self.index is not None and not self._busy:
            self._busy = True
            # A merge that failed is tried again after the next change; the search goes on without.
            self._tasks.run(self.index.tidy, self._end_tidying, self._end_tidying)

    def _end_tidying(self, _merged: object) -> None:
        self._end(tidied=True)

    def _end(self, *, tidied: bool = False) -> None:
        self._busy = False
        if not tidied:
            self._idle.start()
        self._report(None)
        self._work()

    def _report(self, progress: Progress | None) -> None:
        self.progress = progress
        self.progressed.emit(progress)

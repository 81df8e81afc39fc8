"""The index of the library that is open in a window, whichever that is: what its widgets ask and listen to.

The index itself belongs to the library, and all windows on it (`kept_index`). Whether the reading is held
goes along from one library to the next.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.search.build.build_control import Progress
from reader.ui.base.tasks import Tasks
from reader.ui.search.kept_index import KeptIndex
from reader.ui.search.search_thread import IndexToAsk
from reader.ui.session.session import Session


class IndexUpkeep(QObject):
    """The index of one library after another."""

    progressed = Signal(object)  # Progress while reading; None: what had changed is in the index
    failed = Signal(str)  # with the sentence to show

    def __init__(self, session: Session, parent: QObject, tasks: Tasks | None = None) -> None:
        """`tasks` does everything where it is given, and in this process."""
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._is_paused = False  # while no library is open
        self.kept: KeptIndex | None = None

    def take_library(self, *, waits: bool = False) -> None:
        """Turn to the index of the library that is open now, made or found.

        Where it `waits`, the library is read once the person's own frameworks are known.
        """
        shared, is_paused = self._session.shared, self.is_paused
        self.leave()
        if shared is None:
            return
        settings = self._session.settings
        self.kept = shared.part(
            KeptIndex, lambda: KeptIndex(shared, settings, self._tasks, is_paused=is_paused, waits=waits)
        )
        self.kept.progressed.connect(self.progressed)
        self.kept.failed.connect(self.failed)

    def leave(self) -> None:
        """Listen to none any more."""
        if self.kept is not None:
            self.kept.progressed.disconnect(self.progressed)
            self.kept.failed.disconnect(self.failed)
            self.kept = None

    def refresh(self, name: str | None = None) -> None:
        """Read the article called `name` anew; without a name, whatever has changed in the library."""
        if self.kept is not None:
            self.kept.refresh(name)

    def pause(self, *, on: bool) -> None:
        """Hold the reading of the library, or let it go on."""
        self._is_paused = on
        if self.kept is not None:
            self.kept.pause(on=on)

    @property
    def is_paused(self) -> bool:
        """Whether the reading of the library is held."""
        return self.kept.is_paused if self.kept is not None else self._is_paused

    @property
    def is_reading(self) -> bool:
        """Whether the library is looked through: not all can be found yet."""
        return self.kept is not None and self.kept.is_reading

    @property
    def is_busy(self) -> bool:
        """Whether something is being read or merged."""
        return self.kept is not None and self.kept.is_busy

    @property
    def progress(self) -> Progress | None:
        """How far the reading is; None while nothing is read."""
        return self.kept.progress if self.kept is not None else None

    @property
    def index(self) -> IndexToAsk | None:
        """What answers; None until a library is open."""
        return self.kept.index if self.kept is not None else None

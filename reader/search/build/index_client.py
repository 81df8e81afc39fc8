"""The keeping of an index as the window sees it: a process that is there while there is something to do.

Imports nothing of Whoosh, nor what reads articles: 8 MB, and time, that the
window's own process does without.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

from reader.catalogue.library import Library
from reader.errors import SearchError
from reader.i18n import gettext as _
from reader.i18n import language
from reader.search.build.build_control import Progress
from reader.search.build.child_process import ChildProcess


class IndexKeeper(Protocol):
    """What keeps the index of one library: an `IndexClient`, or an `IndexServer` in this process."""

    def refresh(
        self,
        names: Collection[str] | None,
        workers: int,
        progress: Callable[[Progress], None],
        frameworks: Mapping[str, str] | None = None,
    ) -> bool: ...

    def tidy(self) -> bool: ...

    def pause(self, *, on: bool) -> None: ...

    def stop(self) -> None: ...

    def rest(self) -> None: ...


class IndexClient:
    """Does what `IndexServer` does, and says the same, in a process of its own.

    One thread asks; `pause` and `stop` may be called from any other meanwhile.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()  # of all below
        self._process: ChildProcess | None = None
        self._is_paused = self._is_stopped = False

    def refresh(
        self,
        names: Collection[str] | None,
        workers: int,
        progress: Callable[[Progress], None],
        frameworks: Mapping[str, str] | None = None,
    ) -> bool:
        """As `IndexServer.refresh`. Raises `SearchError`."""
        asked = None if names is None else sorted(names)
        made = None if frameworks is None else dict(frameworks)
        return self._ask({"refresh": asked, "workers": workers, "frameworks": made}, progress)

    def tidy(self) -> bool:
        """As `IndexServer.tidy`. Raises `SearchError`."""
        return self._ask({"tidy": True}, lambda _progress: None)

    def pause(self, *, on: bool) -> None:
        """As `IndexServer.pause`."""
        with self._lock:
            self._is_paused = on
            if self._process is not None:
                self._process.tell({"pause": on})

    def stop(self) -> None:
        """As `IndexServer.stop`; call `rest` when nobody asks any more."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.hang_up()

    def rest(self) -> None:
        """Let the process go, and wait until it has gone; the next question starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.end()

    def _ask(self, question: dict[str, Any], progress: Callable[[Progress], None]) -> bool:
        if self._process is not None and self._process.has_ended:
            self.rest()  # somebody ended it while it had nothing to do
        with self._lock:
            process = self._started()
            if process is None:
                return False
            process.tell(question)
        for answer in process.answers():
            if "finished" in answer:
                return bool(answer["finished"])
            if "failed" in answer:
                raise SearchError(answer["failed"])
            progress(Progress(**answer))
        self.rest()
        if self._is_stopped:
            return False
        raise SearchError(_("Reading the library for the search stopped unexpectedly. Start it again."))

    def _started(self) -> ChildProcess | None:
        if self._process is None and not self._is_stopped:
            self._process = ChildProcess(
                "reader.search.build.index_server", str(self._library.folder), language()
            )
            if self._is_paused:
                self._process.tell({"pause": True})
        return self._process

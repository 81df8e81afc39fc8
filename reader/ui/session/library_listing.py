"""One look at the folder of a library, on a thread: what was known, what was read by now, all of it.

Each window has its own list, and looks; what was read is the library's, so that nothing is read twice.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.catalogue.article_list import Facts
from reader.catalogue.entries import Catalogue, CatalogueEntry, Progress
from reader.catalogue.library import Library
from reader.ui.models.article_arrangement import Arrangement, Order, arranged
from reader.ui.session.open_library import LibraryPart, OpenLibrary

SHARE = 5  # so many times as long as arranging the list takes, a library is read before it is shown again
WAIT = 0.05  # seconds between looks whether one is to be given up that waits for another window's


class ListedFolder(LibraryPart):
    """The catalogue of one library, shared by the lists of all windows. Call from any thread.

    A lock lets one list bring it up to date at a time.
    """

    def __init__(self, shared: OpenLibrary) -> None:
        super().__init__(shared)
        self._catalogue = Catalogue(shared.library)
        self._guard = threading.Lock()

    def update(
        self, is_stopped: Callable[[], bool], progressed: Progress | None
    ) -> tuple[CatalogueEntry, ...]:
        """Return the entries as the folder is now, see `Catalogue.update`; none if stopped before."""
        while not self._guard.acquire(timeout=WAIT):
            if is_stopped():
                return ()
        try:
            return self._catalogue.update(is_stopped, progressed)
        finally:
            self._guard.release()

    def kept(self) -> tuple[CatalogueEntry, ...]:
        """Return the entries as they were last seen."""
        return self._catalogue.kept()


class Listing(NamedTuple):
    """The answer to a `LibraryLook`: the articles, in the order in which the list shows them."""

    number: int  # of the look that it answers
    library: Library
    arrangement: Arrangement


@dataclass(slots=True, eq=False)
class LibraryLook:
    """One request to list a library, run by `take` on any thread.

    While a library is read for the first time, `counted(number, articles)` is called with how many were
    looked at, and `grown` with the listing so far.
    """

    number: int
    library: Library
    catalogue: ListedFolder
    order: Order
    facts: Facts
    before: Arrangement  # what the list shows
    is_stopped: Callable[[], bool]
    grown: Callable[[Listing], object]
    counted: Callable[[int, int], object]
    next_time: float = 0.0  # to show the list again, by the monotonic clock

    def take(self, *, is_first: bool) -> Listing | None:
        """Return the articles now in the folder; None where `is_stopped` said True meanwhile."""
        kept = self.catalogue.kept() if is_first else ()
        if kept and not self.is_stopped():
            self.grown(self._listing(kept))

        def progressed(found: Sequence[CatalogueEntry], looked_at: int) -> None:
            self.counted(self.number, looked_at)
            begin = time.monotonic()
            if begin >= self.next_time:
                names = {entry.name for entry in found}
                self.grown(self._listing((*found, *(one for one in kept if one.name not in names))))
                self.next_time = time.monotonic() + SHARE * (time.monotonic() - begin)

        entries = self.catalogue.update(self.is_stopped, progressed if is_first else None)
        if self.is_stopped():
            return None
        return self._listing(entries)

    def take_known(self) -> Listing:
        """Return the articles as the catalogue last knew them, without a look at the folder."""
        return self._listing(self.catalogue.kept())

    def _listing(self, entries: Sequence[CatalogueEntry]) -> Listing:
        arrangement = self.before = arranged(entries, self.before, self.order, self.facts)
        return Listing(self.number, self.library, arrangement)

"""One look at the folder of a library, on a thread: what was known, what was read by now, all of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.catalogue.article_list import Facts
from reader.catalogue.entries import Catalogue, CatalogueEntry
from reader.catalogue.library import Library
from reader.ui.models.article_arrangement import Arrangement, Order, arranged

SHARE = 5  # so many times as long as arranging the list takes, a library is read before it is shown again


class Listing(NamedTuple):
    """What was found: the articles as they are to be shown."""

    number: int  # of the look that it answers
    library: Library
    arrangement: Arrangement


@dataclass(slots=True)
class LibraryLook:
    """A look to be taken by `take`, on any thread.

    While articles are read for the first time, `counted` is told how many, and `grown` what is known by then.
    """

    number: int
    library: Library
    catalogue: Catalogue
    order: Order
    facts: Facts
    before: Arrangement  # what the list shows
    is_stopped: Callable[[], bool]
    grown: Callable[[Listing], object]
    counted: Callable[[int, int], object]
    next_time: float = 0.0  # to show the list again, by the monotonic clock

    def take(self, *, is_first: bool) -> Listing | None:
        """Return what is in the folder now; None where the look was given up."""
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
        """Return what was in the folder when it was there last."""
        return self._listing(self.catalogue.kept())

    def _listing(self, entries: Sequence[CatalogueEntry]) -> Listing:
        arrangement = self.before = arranged(entries, self.before, self.order, self.facts)
        return Listing(self.number, self.library, arrangement)

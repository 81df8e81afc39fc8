"""How far each article of the open library has been read: for lists of articles.

What was reckoned before is kept (`reader.catalogue.kept_shares`); the rest is reckoned in the background, an
article at a time, so that whatever else is asked of the thread comes in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.catalogue.article_list import last_read_in
from reader.catalogue.kept_shares import KeptShares, Stamp, stamp_of
from reader.catalogue.library import Library
from reader.catalogue.reading_log import Event, by_article
from reader.catalogue.reading_progress import Progress, progress_of
from reader.errors import ArticleError
from reader.ui.session.reading_service import ReadingService
from reader.ui.session.session import Session


@dataclass(frozen=True, slots=True)
class _Stale:
    """An article whose share is to be reckoned."""

    name: str
    stamp: Stamp
    events: tuple[Event, ...]


class LibraryProgress(QObject):
    """`shares` and `last_read` of the articles that were ever read, by name. Ask on the main thread."""

    changed = Signal()
    settled = Signal()  # all that was stale has been reckoned anew

    def __init__(self, session: Session, reading: ReadingService) -> None:
        super().__init__(reading)
        self._session = session
        self._reading = reading
        self._asked = 0
        self._kept: KeptShares | None = None
        self.shares: dict[str, float] = {}
        self.last_read: dict[str, int] = {}
        session.library_opened.connect(self._forget)
        reading.events_changed.connect(self._begin)
        reading.progress_changed.connect(self._take_open)
        self._begin()

    def _forget(self) -> None:
        self._asked += 1
        self._kept, self.shares, self.last_read = None, {}, {}

    def _begin(self) -> None:
        """Take what was kept, then reckon what is stale, one article after the other."""
        library, events = self._session.library, self._reading.events
        if library is None:
            return
        self._asked += 1
        number, kept = self._asked, self._kept

        def work() -> tuple[KeptShares, dict[str, float], list[_Stale]]:
            store = kept or KeptShares(library)
            shares, stale = {}, []
            for name, own in by_article(events).items():
                stamp = stamp_of(library.folder / name, own)
                if stamp is None:
                    continue
                share = store.share(name, stamp)
                if share is None:
                    stale.append(_Stale(name, stamp, tuple(own)))
                else:
                    shares[name] = share
            return store, shares, stale

        def done(found: tuple[KeptShares, dict[str, float], list[_Stale]]) -> None:
            if number == self._asked:
                self._kept, shares, stale = found
                before = {one.name: self.shares[one.name] for one in stale if one.name in self.shares}
                self.shares = shares | before  # until they are reckoned anew
                self.last_read = last_read_in(events)
                self._go_on(library, found[0], list(reversed(stale)), number)

        self._session.cataloguing.run(work, done)

    def _go_on(self, library: Library, kept: KeptShares, stale: list[_Stale], number: int) -> None:
        self.changed.emit()
        if not stale:
            self.settled.emit()
            self._session.cataloguing.run(kept.save, lambda _none: None)
            return
        one, speed = stale.pop(), self._reading.speed

        def work() -> float | None:
            try:
                share = progress_of(self._reading.read(library, one.name), one.events, speed).share
            except ArticleError:  # it cannot be read now: its events stay
                return None
            kept.keep(one.name, one.stamp, share)
            return share

        def done(share: float | None) -> None:
            if number == self._asked:
                if share is not None:
                    self.shares[one.name] = share
                self._go_on(library, kept, stale, number)

        self._session.cataloguing.run(work, done)

    def _take_open(self, progress: Progress) -> None:
        article, library = self._session.article, self._session.library
        if article is None or library is None:
            return
        name = library.relative_name(article.path)
        self.shares[name] = progress.share
        own = [event for event in self._reading.events if event.article == name]
        self.last_read.update(last_read_in(own))
        self.changed.emit()
        if own and self._kept is not None:
            self._session.cataloguing.run(
                partial(_keep, self._kept, library.folder / name, name, own, progress.share),
                lambda _none: None,
            )


def _keep(kept: KeptShares, path: Path, name: str, events: list[Event], share: float) -> None:
    if (stamp := stamp_of(path, events)) is not None:
        kept.keep(name, stamp, share)
        kept.save()

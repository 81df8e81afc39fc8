"""The index of one library: a cache that looks after itself.

It lies in the person's cache folder, under the library's key, one folder for
each making of it, named by the versions of format, tokens and canonical text;
the file `current` names the one in use. One that is missing, damaged or of
another version is made anew beside the old, which serves until the new one is
ready; then `current` is swapped and the old one removed.

Any process may search. One at a time writes; the others see its commits.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.articles.text import EXTRACTOR_VERSION
from reader.catalogue.library import Library
from reader.errors import SearchError
from reader.i18n import gettext as _
from reader.search.analysis import ANALYZER_VERSION
from reader.search.reading import stamp_of
from reader.search.segments import EMPTY, Snapshot
from reader.search.store import IndexBusyError, Store, Writing
from reader.search.tables import DamagedIndexError
from reader.search.workers import Read, Written, merge_elsewhere, read_elsewhere, read_here

FORMAT = 1
VERSION = f"{FORMAT}.{ANALYZER_VERSION}.{EXTRACTOR_VERSION}"
_FEW = 4  # articles that are not worth a process of their own
_SMALL = 5_000  # documents below which a segment is merged with its like
_MANY_SMALL = 10
_MUCH_DEAD = 0.3
_COMPLETE = "complete"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: articles read, articles to read, the one just read."""

    done: int
    total: int
    name: str = ""


class Hand:
    """Stops or pauses a build from another thread."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pause = threading.Event()

    def stop(self) -> None:
        """End the build; what has been read is kept."""
        self._stop.set()

    def pause(self, *, on: bool) -> None:
        """Hold the build, or let it go on."""
        (self._pause.set if on else self._pause.clear)()

    def stopped(self) -> bool:
        """Whether the build should end."""
        return self._stop.is_set()

    def paused(self) -> bool:
        """Whether the build should wait."""
        return self._pause.is_set()


class LibraryIndex:
    """The index of `library`. Any thread may read; one at a time writes."""

    def __init__(self, library: Library, root: Path | None = None) -> None:
        self.library = library
        self._root = root or paths.cache_folder() / "index" / library.key
        self._snapshot = EMPTY
        self._store: Store | None = None
        self._lock = threading.Lock()

    # -- reading ----------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Return the index as it is now; an empty one where there is none. Never waits for a build."""
        with self._lock:
            store = self._open_store()
            if store is None:
                self._snapshot = EMPTY
            else:
                try:
                    self._snapshot = store.snapshot(self._snapshot)
                except DamagedIndexError:
                    log.warning("The index in %s is damaged and will be made anew", store.folder)
                    self._forget(store)
            return self._snapshot

    def distrust(self) -> None:
        """Throw the index away, because a search in it failed: the next update makes it anew."""
        with self._lock:
            if (store := self._open_store()) is not None:
                log.warning("The index in %s gave nonsense and will be made anew", store.folder)
                self._forget(store)

    @property
    def is_complete(self) -> bool:
        """Whether every article has been read at least once by this version."""
        name = self._current()
        return name.startswith(VERSION + ".") and (self._root / name / _COMPLETE).exists()

    def _current(self) -> str:
        try:
            name = (self._root / "current").read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return ""
        return name if name and Path(name).name == name and (self._root / name).is_dir() else ""

    def _open_store(self) -> Store | None:
        name = self._current()
        # Another format cannot be read; other tokens can, and serve until the new index is ready.
        if not name or name.split(".")[0] != str(FORMAT):
            self._store = None
        elif self._store is None or self._store.folder.name != name:
            self._store = Store(self._root / name)
            self._snapshot = EMPTY
        return self._store

    def _forget(self, store: Store) -> None:
        (self._root / "current").unlink(missing_ok=True)
        shutil.rmtree(store.folder, ignore_errors=True)
        self._store = None
        self._snapshot = EMPTY

    # -- writing ----------------------------------------------------------

    def update(
        self,
        *,
        rebuild: bool = False,
        workers: int = 1,
        hand: Hand | None = None,
        progress: Callable[[Progress], None] = lambda _: None,
        patience: float = 0.0,
    ) -> bool:
        """Bring the index up to date; return whether it is (False: another process is at it, or stopped).

        Where there is no index that can serve, the new one serves at once, with what has been read so far.
        """
        hand = hand or Hand()
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with Store(self._root).lock(patience):
                return self._update(rebuild, workers, hand, progress)
        except IndexBusyError:
            return False
        except OSError as error:
            raise SearchError(
                _("The search index cannot be kept in {folder}: {reason}").format(
                    folder=self._root, reason=error.strerror or error
                )
            ) from error

    def _update(self, rebuild: bool, workers: int, hand: Hand, progress: Callable[[Progress], None]) -> bool:
        serving = self.snapshot()  # a damaged one is gone after this
        name = self._current()
        anew = rebuild or not name.startswith(VERSION + ".")
        if anew:
            name = f"{VERSION}.{secrets.token_hex(4)}"
            Store.create(self._root / name)
            if not serving.segments:
                self._make_current(name)
        store = Store(self._root / name)
        known = EMPTY if anew else self.snapshot()
        if not all(segment.file.is_whole() for segment in known.segments):
            self._forget(store)
            return self._update(rebuild, workers, hand, progress)
        finished = self._read_changes(store, known, workers, hand, progress)
        if finished:
            (store.folder / _COMPLETE).touch()
            self._make_current(name)
            self._sweep(name)
        elif anew and serving.segments:
            shutil.rmtree(store.folder, ignore_errors=True)
        return finished

    def _read_changes(
        self, store: Store, known: Snapshot, workers: int, hand: Hand, progress: Callable[[Progress], None]
    ) -> bool:
        changed, gone = self._changes(known)
        done = 0
        progress(Progress(0, len(changed)))
        with store.writing() as writing:
            if gone:
                _delete(writing, known, gone)
                writing.commit()
            if len(changed) <= _FEW or not workers:
                coming = read_here(self.library.folder, changed, writing.incoming)
            else:
                coming = read_elsewhere(self.library.folder, changed, writing.incoming, workers, hand)
            for event in coming if changed else ():
                if isinstance(event, Read):
                    done += 1
                    progress(Progress(done, len(changed), event.name))
                else:
                    _put(writing, known, event)
        return not hand.stopped() and done == len(changed)

    def _changes(self, known: Snapshot) -> tuple[list[str], list[str]]:
        """Return the names of the articles to read, and of those that are gone."""
        folder = self.library.folder
        before = {name: about.stamp for name, (_, _, about) in known.articles.items()}
        changed = []
        for path in self.library.article_paths():
            name = path.relative_to(folder).as_posix()
            stamp = before.pop(name, None)
            try:
                status = path.stat()
                if stamp is None or (
                    stamp[:2] != (status.st_mtime_ns, status.st_size)
                    and (stamp[1] != status.st_size or stamp_of(path)[2] != stamp[2])
                ):
                    changed.append(name)
            except OSError:
                continue  # gone between the listing and the look; the next update sees it
        return changed, list(before)

    def update_articles(self, names: Iterable[str], *, patience: float = 5.0) -> bool:
        """Read these articles anew, or take out those whose file is gone. Returns whether it was done.

        Quick at any size of library: nothing else is looked at. False where
        another process is building, which then sees the change itself.
        """
        store = self._open_store()
        if store is None or not self._current().startswith(VERSION + "."):
            return False
        there = [name for name in names if (self.library.folder / name).is_file()]
        try:
            with Store(self._root).lock(patience), store.writing(patience) as writing:
                known = self.snapshot()
                _delete(writing, known, [name for name in names if name not in there])
                for event in read_here(self.library.folder, there, writing.incoming):
                    if isinstance(event, Written):
                        _put(writing, known, event)
        except IndexBusyError:
            return False
        return True

    def tidy(self) -> bool:
        """Merge small and half-deleted segments, in a worker; for idle times. Return whether it did."""
        store = self._open_store()
        if store is None:
            return False
        try:
            with Store(self._root).lock(), store.writing() as writing:
                return _tidy(self.library.folder, writing, self.snapshot(), store.folder)
        except IndexBusyError:
            return False

    def _make_current(self, name: str) -> None:
        fresh = self._root / f"current.{os.getpid()}"
        fresh.write_text(name + "\n", encoding="utf-8")
        fresh.replace(self._root / "current")

    def _sweep(self, name: str) -> None:
        """Remove other makings of the index."""
        for path in self._root.iterdir():
            if path.is_dir() and path.name != name:
                shutil.rmtree(path, ignore_errors=True)


def _put(writing: Writing, known: Snapshot, written: Written) -> None:
    _delete(writing, known, written.names)
    if written.documents:
        writing.add(written.path, written.documents)
    writing.commit()


def _delete(writing: Writing, known: Snapshot, names: Iterable[str]) -> None:
    for name in names:
        if found := known.find(name):
            segment, head = found
            writing.delete(segment.key, segment.article(head))


def _tidy(folder: Path, writing: Writing, snapshot: Snapshot, place: Path) -> bool:
    small = [segment for segment in snapshot.segments if segment.living < _SMALL]
    chosen = small if len(small) > _MANY_SMALL else []
    chosen += [
        segment for segment in snapshot.segments
        if segment not in chosen and len(segment.dead) > _MUCH_DEAD * segment.file.count
    ]  # fmt: skip
    if not chosen:
        return False
    # Oldest first, so that what is newest stays last.
    parts = [(place / f"{one.key}.seg", list(one.dead)) for one in reversed(chosen)]
    path = writing.incoming("merged.seg")
    count = merge_elsewhere(folder, parts, path)
    writing.drop({one.key for one in chosen})
    if count:
        writing.add(path, count)
    writing.commit()
    return True

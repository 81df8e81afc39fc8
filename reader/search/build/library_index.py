"""The index of one library: a cache that looks after itself.

It lies in the person's cache folder, under the library's key, one folder for
each making of it, named by the versions of format, tokens and canonical text;
the file `current` names the one in use. One that is missing, damaged or of
another version is made anew beside the old, which serves until the new one is
ready; then `current` is swapped and the old one removed.

Any process may search. One at a time writes; the others see its commits.
"""

from __future__ import annotations

import getpass
import logging
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from reader import __version__, paths
from reader.articles.source.canonical_text import EXTRACTOR_VERSION
from reader.catalogue.library import Library
from reader.errors import SearchError
from reader.i18n import gettext as _
from reader.search.build.build_control import BuildControl, Progress
from reader.search.build.build_coordinator import Read, Written, read_elsewhere, read_here
from reader.search.build.library_changes import changes, delete, merge_small, put
from reader.search.build.segment_build import Frameworks
from reader.search.storage.index_folder import IndexBusyError, Store, Writing
from reader.search.storage.segment_file import DamagedIndexError
from reader.search.storage.segments import EMPTY, Snapshot
from reader.search.text.analysis import ANALYZER_VERSION
from reader.whole_file import name_beside

FORMAT = 7  # also where articles are divided otherwise
# Another version of the program may divide articles into other passages.
VERSION = f"{FORMAT}.{ANALYZER_VERSION}.{EXTRACTOR_VERSION}.{__version__}"
_FEW = 4  # articles that are not worth other processes
_COMPLETE = "complete"
_LONGEST_NAME = 250  # characters that are read of the name of the index in use

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Way:
    """How articles are read: in how many processes, watched and held by whom, with which frameworks."""

    workers: int = 1
    control: BuildControl = field(default_factory=BuildControl)
    progress: Tell = lambda _: None
    frameworks: Frameworks | None = None


log = logging.getLogger(__name__)


class LibraryIndex:
    """The index of `library`. Any thread may read; one at a time writes."""

    def __init__(self, library: Library, root: Path | None = None) -> None:
        self.library = library
        self._given = root
        self._snapshot = EMPTY
        self._store: Store | None = None
        self._lock = threading.Lock()

    @cached_property
    def _root(self) -> Path:
        return self._given or _writable(paths.cache_folder() / "index" / self.library.key)

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
            with (self._root / "current").open(encoding="utf-8") as file:
                name = file.read(_LONGEST_NAME).strip()
            return name if name and Path(name).name == name and (self._root / name).is_dir() else ""
        except (OSError, ValueError):
            return ""  # there is none, or it is not ours: a folder, no text, a name that no file can have

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
        _remove(self._root / "current")
        shutil.rmtree(store.folder, ignore_errors=True)
        self._store = None
        self._snapshot = EMPTY

    # -- writing ----------------------------------------------------------

    def update(
        self,
        *,
        rebuild: bool = False,
        workers: int = 1,
        control: BuildControl | None = None,
        progress: Tell = lambda _: None,
        patience: float = 0.0,
        frameworks: Frameworks | None = None,
    ) -> bool:
        """Bring the index up to date; return whether it is (False: another process is at it, or stopped).

        `frameworks` are those that the person has made; None where nobody knows of any yet.
        Where there is no index that can serve, the new one serves at once, with what has been read so far.
        """
        control = control or BuildControl()
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with Store(self._root).lock(patience):
                return self._update(rebuild, _Way(workers, control, progress, frameworks))
        except IndexBusyError:
            return False
        except OSError as error:
            raise SearchError(
                _("The search index cannot be kept in {folder}: {reason}").format(
                    folder=self._root, reason=error.strerror or error
                )
            ) from error

    def _update(self, rebuild: bool, way: _Way) -> bool:
        serving = self.snapshot()  # a damaged one is gone after this
        name = self._current()
        anew = rebuild or not name.startswith(VERSION + ".")
        if anew:
            name = f"{VERSION}.{os.urandom(4).hex()}"
            Store.create(self._root / name)
            if not serving.segments:
                self._make_current(name)
        store = Store(self._root / name)
        known = EMPTY if anew else self.snapshot()
        if not all(segment.file.is_whole() for segment in known.segments):
            self._forget(store)
            return self._update(rebuild, way)
        finished = self._read_changes(store, known, way)
        if finished:
            (store.folder / _COMPLETE).touch()
            self._make_current(name)
            self._sweep(name)
        elif anew and serving.segments:
            shutil.rmtree(store.folder, ignore_errors=True)
        return finished

    def _read_changes(self, store: Store, known: Snapshot, way: _Way) -> bool:
        changed, gone = changes(self.library, known, way.frameworks)
        done = 0
        way.progress(Progress(0, len(changed)))
        with store.writing() as writing:
            if gone:
                delete(writing, known, gone)
                writing.commit()
            for event in self._coming(changed, writing, way):
                if isinstance(event, Read):
                    done += 1
                    way.progress(Progress(done, len(changed), event.name))
                else:
                    put(writing, known, event)
        return not way.control.stopped() and done == len(changed)

    def _coming(self, names: list[str], writing: Writing, way: _Way) -> Iterable[Read | Written]:
        """Read these articles, many of them in several processes, and say what has been done."""
        if not names:
            return ()
        folder, frameworks = self.library.folder, way.frameworks or {}
        if len(names) <= _FEW or way.workers < 2:
            return read_here(folder, names, writing.incoming, way.control, frameworks)
        return read_elsewhere(folder, names, writing.incoming, way.workers, way.control, frameworks)

    def update_articles(
        self, names: Iterable[str], *, patience: float = 5.0, frameworks: Frameworks | None = None
    ) -> bool:
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
                if gone := [name for name in names if name not in there]:
                    delete(writing, known, gone)
                    writing.commit()
                for event in self._coming(there, writing, _Way(frameworks=frameworks)):
                    if isinstance(event, Written):
                        put(writing, known, event)
        except IndexBusyError:
            return False
        return True

    def tidy(self) -> bool:
        """Merge small and half-deleted segments, for idle times. Return whether it did."""
        store = self._open_store()
        if store is None:
            return False
        try:
            with Store(self._root).lock(), store.writing() as writing:
                return merge_small(self.library.folder, writing, self.snapshot(), store.folder)
        except IndexBusyError:
            return False

    def _make_current(self, name: str) -> None:
        fresh = name_beside(self._root / "current")
        fresh.write_text(name + "\n", encoding="utf-8")
        if (self._root / "current").is_dir():
            _remove(self._root / "current")
        fresh.replace(self._root / "current")

    def _sweep(self, name: str) -> None:
        """Remove other makings of the index."""
        for path in self._root.iterdir():
            if path.is_dir() and path.name != name:
                shutil.rmtree(path, ignore_errors=True)


def _remove(path: Path) -> None:
    """Remove a file, or a folder that stands in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _writable(folder: Path) -> Path:
    """Return `folder`, or one for temporary files in its place where it cannot be written.

    Every process of this person comes to the same, so that one may search what another has read.
    """
    if _can_write(folder):
        return folder
    owner = os.getuid() if hasattr(os, "getuid") else getpass.getuser()
    own = Path(tempfile.gettempdir(), f"gangmu-{owner}")
    try:
        own.mkdir(mode=0o700, exist_ok=True)
        is_ours = not own.is_symlink() and (os.name == "nt" or own.stat().st_uid == owner)
    except OSError:
        is_ours = False
    instead = own / folder.name
    return instead if is_ours and _can_write(instead) else folder


def _can_write(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)

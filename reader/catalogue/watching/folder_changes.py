"""What changes in a library's folder, as it happens.

`watchfiles` tells of it (inotify, FSEvents, ReadDirectoryChanges). On Linux each folder is watched by itself:
its own way down would follow links to folders, and watch `.git` and `node_modules`. Where the system cannot
watch (its limit is reached) or would see only half of it (a network mount tells nothing of other machines),
one looks again now and then.

The folder itself may go without a word (an unmounted disk, a renamed grandparent); so it is looked at each
time `watchfiles` comes back, twice a second.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.articles.formats import SUFFIXES
from reader.catalogue import ignore_rules
from reader.catalogue.library import Library
from reader.paths import Identity, holds_something, identity_of

LOOK = 500  # milliseconds between looks at the folder itself
STEP = 100  # milliseconds without a change after which the changes so far are told
BURST = 400  # milliseconds after which they are told in any case
POLL = 1.5  # seconds between looks at everything, where nothing can be watched
SHARE = 20  # so many times as long as such a look took, none is taken

Folders = dict[Path, Identity | None]


@dataclass(frozen=True, slots=True)
class Stir:
    """What has changed in a library's folder since the last report.

    `articles` came, went or were written; `sheets` were, of annotations or of what else one makes; or the
    library's `folder` is not the one that it was.
    """

    articles: bool = False
    sheets: bool = False
    folder: bool = False


ALL = Stir(articles=True, sheets=True, folder=True)  # nobody knows what happened before one watched


class FolderChanges:
    """The changes in one library's folder, and in its folders of sheets, until `stop` is set."""

    def __init__(
        self, library: Library, sheets: Sequence[Path], stop: threading.Event, *, polls: bool = False
    ) -> None:
        """Do not ask the system to watch where it `polls`."""
        self._library = library
        self._sheets = tuple(sheets)
        self._stop = stop
        self._polls = polls
        self._identity = identity_of(library.folder)

    def __iter__(self) -> Iterator[Stir]:
        """Yield what has changed; first, once the watch has begun, that all may have. Runs on a thread."""
        while not self._stop.is_set():
            if not paths.is_folder(self._library.folder):
                yield from self._waited()
            elif self._polls:
                yield from self._polled()
            else:
                yield from self._watched()

    # ---- within

    def _watched(self) -> Iterator[Stir]:
        """Yield changes until other folders are to be watched than now."""
        from watchfiles import watch

        folders, is_begun = self._folders(), False
        try:
            for changes in watch(
                *(folders if sys.platform == "linux" else self._roots()),
                watch_filter=None,
                debounce=BURST,
                step=STEP,
                rust_timeout=LOOK,
                yield_on_timeout=True,
                recursive=sys.platform != "linux",
                ignore_permission_denied=True,
                stop_event=self._stop,
                raise_interrupt=False,
            ):
                if self._is_another():
                    yield Stir(folder=True)
                    return
                if not is_begun or changes:
                    stir = self._stir(Path(path) for _change, path in changes)
                    is_other = self._folders() != folders
                    yield stir if is_begun and not is_other else ALL
                    if is_other:
                        return
                    is_begun = True
        except FileNotFoundError:  # a folder went between the listing and the watch
            self._stop.wait(STEP / 1000)
        except (OSError, RuntimeError):  # the system gives out a limited number of watches, and of watchers
            self._polls = True

    def _polled(self) -> Iterator[Stir]:
        """Yield changes by looking at everything again and again."""
        begin = time.monotonic()
        before = self._state()
        yield ALL
        while not self._stop.wait(max(POLL, SHARE * (time.monotonic() - begin))):
            if self._is_another():
                yield Stir(folder=True)
                return
            begin = time.monotonic()
            articles, sheets = self._state()
            if (articles, sheets) != before:
                yield Stir(articles=articles != before[0], sheets=sheets != before[1])
            before = articles, sheets

    def _waited(self) -> Iterator[Stir]:
        """Say that the folder is gone, and wait until it is back."""
        yield Stir(folder=True)
        while not self._stop.wait(LOOK / 1000):
            if paths.is_folder(self._library.folder):
                self._is_another()
                yield Stir(folder=True)
                return

    def _is_another(self) -> bool:
        """Whether the folder is another one than at the last look, or is not there."""
        before, self._identity = self._identity, identity_of(self._library.folder)
        return before != self._identity

    def _folders(self) -> Folders:
        """Return the folders to watch, with what they are known by: one may go and come back by its name."""
        found = [*self._library.folders(), *map(_nearest, self._sheets)]
        return {folder: identity_of(folder) for folder in found}

    def _roots(self) -> set[Path]:
        """Return what to watch where the system watches all that is below a folder."""
        outside = (one for one in self._sheets if not one.is_relative_to(self._library.folder))
        return {self._library.folder, *map(_nearest, outside)}

    def _stir(self, changed: Iterable[Path]) -> Stir:
        articles = sheets = False
        for path in changed:
            if any(path.is_relative_to(one) or one.is_relative_to(path) for one in self._sheets):
                sheets = True
            articles = articles or self._may_be_article(path)
        return Stir(articles, sheets)

    def _may_be_article(self, path: Path) -> bool:
        """Whether `path` is an article, or something by which one may come or go."""
        try:
            parts = path.relative_to(self._library.folder).parts
        except ValueError:
            return False
        if not parts or any(part[0] == "." for part in parts[:-1]):
            return False
        if path.name[0] == ".":
            return path.name in ignore_rules.FILES
        return path.suffix.lower() in SUFFIXES or not paths.is_file(path)

    def _state(self) -> tuple[int, int]:
        """Return two numbers that change with the articles, and with the sheets."""
        seen = []
        for name, file in self._library.files():
            try:
                state = file.stat()
            except OSError:
                continue
            seen.append((name, state.st_mtime_ns, state.st_size))
        sheets = []
        for sheet in (each for folder in filter(holds_something, self._sheets) for each in folder.iterdir()):
            try:
                state = sheet.stat()
            except OSError:
                continue
            sheets.append((sheet, state.st_mtime_ns, state.st_size))
        return hash(tuple(seen)), hash(frozenset(sheets))


def _nearest(folder: Path) -> Path:
    """Return `folder`, or the nearest above it that is there."""
    return next(filter(paths.is_folder, (folder, *folder.parents)))

"""What belongs to a library, made once for all windows that show it, and ended when the last has left it.

The watch of its folder is here from the start. The rest (annotations, index, reading log, shelves) comes when
somebody first needs it: each is a `LibraryPart`, made by whoever needs it and found here by all others. What
belongs to a window alone stays in its session and its services, which pass on what the parts tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from reader.catalogue.library import Library
from reader.ui.base.tasks import Tasks
from reader.ui.session.first_article import is_taken_out
from reader.ui.session.watching.library_watch import LibraryPresence, LibraryWatch

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore


class LibraryPart(QObject):
    """Base of what an open library has once, for all windows that show it: notes, reading log, shelves."""

    ended = Signal()  # all is saved: after `leave` has returned False, it may be asked again

    def leave(self) -> bool:
        """Stop working: the last window that shows the library leaves it.

        Returns False where something is still being saved; `ended` follows when it is.
        """
        return True

    def come_back(self) -> None:
        """Resume after `leave` returned False: a window shows the library again before all was saved."""

    def shut_down(self) -> None:
        """Stop at once: the program quits."""


Part = TypeVar("Part", bound=LibraryPart)


class OpenLibrary(QObject):
    """What belongs to one open library, once, for all windows that show it: store, watch and parts."""

    # An article's own framework was made or changed: its name; "" where any may have come.
    frameworks_changed = Signal(str)

    def __init__(self, library: Library, libraries: OpenLibraries) -> None:
        super().__init__(libraries)
        self.library = library
        self.writing = libraries.writing
        self.store: AnnotationStore | None = None  # all that the person made here, once it is read
        self.windows = 0  # that show it
        self.successor: OpenLibrary | None = None  # the same library under its new name, once it has one
        self.before: OpenLibrary | None = None  # the same under its old one
        self.watching = LibraryWatch(libraries)  # goes when its thread has
        self.presence = LibraryPresence(self, libraries.looking)
        self.watching.folder_changed.connect(self.presence.look)
        self.watching.watch(library)
        self.presence.watch(library.folder, held_something=is_taken_out(library))
        self._parts: dict[type[LibraryPart], LibraryPart] = {}

    def take_store(self, store: AnnotationStore) -> None:
        """Take what was read. Called by the part that reads it."""
        self.store = store
        self.note_frameworks()

    def note_frameworks(self, name: str = "") -> None:
        """Tell that an article's own framework is another. Called by the part that keeps them."""
        self.frameworks_changed.emit(name)

    def part(self, kind: type[Part], make: Callable[[], Part]) -> Part:
        """Return the part of this `kind`, made by `make` where there is none yet."""
        if (found := self.made(kind)) is not None:
            return found
        made = self._parts[kind] = make()
        return made

    def made(self, kind: type[Part]) -> Part | None:
        """Return the part of this `kind`; None where nobody needed it yet."""
        found = self._parts.get(kind)
        return found if isinstance(found, kind) else None

    def parts(self) -> tuple[LibraryPart, ...]:
        """Return all parts that were made."""
        return tuple(self._parts.values())


class OpenLibraries(QObject):
    """The libraries that the windows of this process show."""

    def __init__(self, writing: Tasks, parent: QObject | None = None, looking: Tasks | None = None) -> None:
        """Let `writing` read and write what the person made, of all libraries.

        `looking` looks whether their folders are there: a mount that died answers never.
        """
        super().__init__(parent)
        self.writing = writing
        self.looking = looking or writing
        self._open: dict[Library, OpenLibrary] = {}
        self._is_watching = False

    def __iter__(self) -> Iterator[OpenLibrary]:
        """Yield all, those too that no window shows but that have something left to save."""
        return iter(tuple(self._open.values()))

    def take(self, library: Library) -> OpenLibrary:
        """Return what belongs to `library`, for one more window."""
        key = Library(library.folder.resolve())
        if (found := self._open.get(key)) is None:
            found = self._open[key] = OpenLibrary(library, self)
        elif not found.windows:
            for part in found.parts():
                part.come_back()
        found.windows += 1
        return found

    def leave(self, one: OpenLibrary) -> None:
        """Note that a window shows `one` no longer."""
        one.windows -= 1
        self._end_if_left(one)

    def note_moved(self, one: OpenLibrary, library: Library) -> None:
        """Note that the folder of `one` is that of `library` now: what is not saved is for there."""
        key = Library(library.folder.resolve())
        if (found := self._open.get(key)) is None:
            found = self._open[key] = OpenLibrary(library, self)
        one.successor, found.before = found, one

    def watch(self, one: OpenLibrary) -> None:
        """Watch the folder of `one`, if any is watched by now: whoever listens does so already."""
        if self._is_watching:
            one.watching.begin()

    def begin_watching(self) -> None:
        """Watch the folders from now on: the first window is complete."""
        self._is_watching = True
        for one in self:
            one.watching.begin()

    def shut_down(self) -> None:
        """End everything. Call before quitting."""
        for one in self:
            one.watching.stop()
            one.presence.stop()
            for part in one.parts():
                part.shut_down()
        self._open.clear()
        self.looking.shut_down()
        self.writing.shut_down()

    def _end_if_left(self, one: OpenLibrary) -> None:
        key = next((key for key, kept in self._open.items() if kept is one), None)
        if one.windows or key is None:
            return
        unsaved = [part for part in one.parts() if not part.leave()]
        for part in unsaved:
            part.ended.connect(partial(self._end_if_left, one))
        if unsaved:
            return
        del self._open[key]
        one.watching.leave()
        one.presence.stop()
        for part in one.parts():
            part.shut_down()
        if one.before is not None:
            one.before.successor = None
        if one.successor is not None:
            one.successor.before = None
        one.deleteLater()

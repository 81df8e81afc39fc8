"""What a person arranges one library by, for all windows that show it: read once, written in one order.

What could not be written is kept and tried again with the next act, and when the library is there again. What
other devices wrote comes in as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain

from PySide6.QtCore import Signal

from reader.catalogue.shelves.shelf_items import Change, Item, ShelfSet, Shelved, fresh_id, known_again
from reader.catalogue.shelves.shelf_store import ShelfStore, read_shelves
from reader.errors import LibraryError
from reader.ui.base.tasks import Tasks
from reader.ui.session.open_library import LibraryPart, OpenLibrary


class LibraryShelves(LibraryPart):
    """The shelves of one library. Ask on the main thread."""

    changed = Signal()  # `shelved` is another
    saving_failed = Signal(str)  # with the sentence to show
    saved = Signal()

    def __init__(self, shared: OpenLibrary, tasks: Tasks) -> None:
        """`tasks` reads and writes, in the order in which it is asked; it outlives every window."""
        super().__init__(shared)
        self._library = library = shared.library
        self._tasks = tasks
        self._store: ShelfStore | None = None
        self._set = ShelfSet()
        self._unwritten: tuple[Change, ...] = ()
        self._in_flight: list[tuple[Change, ...]] = []  # what is being written
        self._digests: Mapping[str, str] = {}  # of each article of the library that is known
        self._has_failed = False
        self.shelved = Shelved()
        shared.watching.sheets_changed.connect(self._read_again)
        shared.presence.returned.connect(self.write)

        def load() -> tuple[ShelfStore, ShelfSet]:
            from reader.annotations.store.device import this_device

            store = ShelfStore(library, this_device(library.folder).name)
            return store, store.read()

        def take(loaded: tuple[ShelfStore, ShelfSet]) -> None:
            self._store = loaded[0]
            self._take(loaded[1])
            self.write()

        tasks.run(load, take)

    def know(self, digests: Mapping[str, str]) -> None:
        """Take the name and the digest of each article there is: what was moved is known again by them."""
        if digests != self._digests:
            self._digests = digests
            if (found := known_again(self.shelved, digests)) is not self.shelved:
                self.shelved = found
                self.changed.emit()

    def digest_of(self, name: str) -> str:
        """Return the digest of the article called `name`; "" where it is not known."""
        return self._digests.get(name, "")

    def exchange(self, put: Sequence[Item], over: Sequence[Item]) -> None:
        """Replace every item that says the same as one of `over` by the items `put`, under new ids."""
        ids = dict.fromkeys(one for item in over for one in self.shelved.alike(item))
        fresh = tuple(item._replace(item_id=fresh_id()) for item in put)
        self.apply(Change(fresh, tuple(ids)))

    def apply(self, change: Change) -> None:
        """Apply `change`: it shows at once, and is written to the disk on a thread."""
        self._set.apply(change)
        self._unwritten += (change,)
        self._show()
        self.write()

    def write(self) -> None:
        """Begin to write all changes that are not on the disk yet, on a thread."""
        store, changes = self._store, self._unwritten
        if store is None or not changes:
            return
        self._unwritten = ()
        self._in_flight.append(changes)

        def done(_none: None) -> None:
            self._in_flight = [one for one in self._in_flight if one is not changes]
            if self._has_failed:
                self._has_failed = False
                self.saved.emit()
            self.ended.emit()

        def fail(error: BaseException) -> None:
            self._in_flight = [one for one in self._in_flight if one is not changes]
            self._fail(changes, error)

        self._tasks.run(partial(store.append, changes), done, fail)

    def finish(self) -> None:
        """Write what is still unwritten before this returns: a window closes, or opens another library."""
        store, changes = self._store, self._unwritten
        if store is not None and changes:
            self._unwritten = ()
            try:
                store.append(changes)
            except LibraryError as error:
                self._fail(changes, error)

    def leave(self) -> bool:
        self.finish()
        return not self._unwritten and not self._in_flight

    # ---- within

    def _show(self) -> None:
        self.shelved = known_again(self._set.alive(), self._digests)
        self.changed.emit()

    def _read_again(self) -> None:
        if self._store is not None:
            self._tasks.run(partial(read_shelves, self._library), self._take)

    def _take(self, found: ShelfSet) -> None:
        for change in (*chain.from_iterable(self._in_flight), *self._unwritten):
            found.apply(change)
        if found != self._set:
            self._set = found
            self._show()

    def _fail(self, changes: tuple[Change, ...], error: BaseException) -> None:
        self._unwritten = changes + self._unwritten
        self._has_failed = True
        self.saving_failed.emit(str(error))

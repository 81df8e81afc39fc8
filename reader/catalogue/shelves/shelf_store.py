"""Own tags, favourites, the reading list and shelves on the disk: `shelves/` in the library's own folder."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from pathlib import Path

from reader.catalogue.device_log import DeviceLog, values_in
from reader.catalogue.library import OWN_FOLDER, Library
from reader.catalogue.shelves.shelf_items import Change, ShelfSet, as_lines, from_line
from reader.errors import LibraryError
from reader.i18n import gettext as _
from reader.paths import holds_something

FOLDER = "shelves"


class ShelfStore:
    """The shelves of one library. `device` names the only file that is written; it may run on any thread."""

    def __init__(self, library: Library, device: str) -> None:
        self.folder = library.own_folder / FOLDER
        self._library = library
        self._log = DeviceLog(self.folder, device)

    def read(self) -> ShelfSet:
        """Return all devices' items, see `read_shelves`."""
        return read_shelves(self._library)

    def append(self, changes: Iterable[Change]) -> None:
        """Write `changes` behind what is there. Raises `LibraryError`; then the caller still has them."""
        try:
            inside = self._library.folder / OWN_FOLDER
            if self.folder.is_relative_to(inside) and not holds_something(self._library.folder):
                raise OSError(errno.ENOENT, _("the library is not there now"))
            self._log.append(line for change in changes for line in as_lines(change))
        except OSError as error:
            raise LibraryError(
                _("Tags and shelves could not be saved in {folder}: {reason}.").format(
                    folder=self.folder, reason=error.strerror or error
                )
            ) from error


def read_shelves(library: Library) -> ShelfSet:
    """Return what all devices wrote. Raises nothing, writes nothing."""
    found = ShelfSet()
    for folder in folders_of(library):
        for value in values_in(folder):
            change = from_line(value)
            if change is not None:
                found.apply(change)
    return found


def folders_of(library: Library) -> list[Path]:
    """Return where the shelves are looked for: a library may have become read-only, or writable again."""
    return [folder / FOLDER for folder in library.own_folders]

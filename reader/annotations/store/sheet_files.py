"""The sheets on the disk, as last seen: every JSON file is read, whatever a syncing tool named it.

Files are read again only when their time, size or inode changes. This device's
own damaged file is set aside; another device's is left alone (its writer or the
syncing tool may still be at it) and told of. A file or folder that cannot be
read now is left alone whosever it is, and read again at each look.
"""

from __future__ import annotations

import os
from collections.abc import ItemsView
from pathlib import Path

from reader.annotations.store.atomic_files import as_bytes, set_aside, write_safely
from reader.annotations.store.json_reading import BACKUP, Reading, read_safely
from reader.annotations.store.merge import merge
from reader.annotations.store.places import Place, stray_link_notice
from reader.annotations.store.sheet import Sheet, from_file, latest_about, sheet_name, to_file
from reader.errors import AnnotationError
from reader.i18n import gettext as _

Stamp = tuple[int, int, int]


class SheetShelf:
    """The sheets in some folders, by the key of their article. Only the first folder is written to."""

    def __init__(self, device: str, place: Place, *others: Place) -> None:
        self._place = place
        self._places = (place, *others)
        self._folder = place.annotations
        self._device = device
        self._stamps: dict[Path, Stamp] = {}
        self._sheets: dict[Path, tuple[Sheet, ...]] = {}
        self._by_key: dict[str, list[Sheet]] = {}
        self._problems: dict[Path, str] = {}
        self._stuck: set[Path] = set()  # ours, damaged, and not to be set aside: never written over
        self._hindered: dict[Path, str] = {}  # cannot be read now, and why: never written over
        self._has_looked = False

    def __getitem__(self, key: str) -> list[Sheet]:
        return self._by_key.get(key, [])

    def items(self) -> ItemsView[str, list[Sheet]]:
        """Return all sheets, by key."""
        return self._by_key.items()

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read, in sentences."""
        return tuple(self._problems.values())

    def look_once(self) -> None:
        """Look, unless that was done."""
        if not self._has_looked:
            self.look()

    def look(self) -> frozenset[str]:
        """Read what has changed since the last look; return the keys that are concerned.

        A file that has vanished is not forgotten: an empty folder is a library
        that is offline, and nobody deletes an annotation by deleting a file.
        """
        changed: set[str] = set()
        for path, stamp in [each for place in self._places for each in self._files(place)]:
            if self._stamps.get(path) == stamp:
                continue
            sheets, before = self._read(path), self._sheets.get(path, ())
            if path not in self._hindered:
                self._stamps[path] = stamp
            if path in self._problems:
                sheets += before  # half of it may have come yet: what was read before is not forgotten
            if sheets == before:
                continue
            changed |= {sheet.key for sheet in sheets}
            self._sheets[path] = sheets
        if changed:
            self._sort()
        self._has_looked = True
        return frozenset(changed)

    def own(self, key: str) -> Sheet:
        """Return this device's sheet for `key` as it is on the disk now. Sets a damaged one aside.

        Raises `AnnotationError` where there is one that can be neither read nor set aside.
        """
        path = self._folder / sheet_name(key, self._device)
        fresh = Sheet(key, self._device)
        found = self._read(path)
        if path in self._stuck or path in self._hindered:
            raise AnnotationError(
                _("The annotations could not be saved in {folder}: {reason}.").format(
                    folder=self._folder, reason=_("{name} cannot be read").format(name=path.name)
                )
            )
        # What was read before and has vanished from the disk since is written again.
        mine = [sheet for sheet in (*found, *self._sheets.get(path, ())) if sheet.key == key]
        if not mine:
            return fresh
        versions = merge(*(sheet.versions for sheet in mine))
        unread: list[object] = []
        for sheet in mine:
            unread += [item for item in sheet.unread if item not in unread]
        return Sheet(
            key,
            self._device,
            latest_about(sheet.about for sheet in mine),
            tuple(one for each in versions.values() for one in each),
            tuple(unread),
            max(sheet.format for sheet in mine),
            mine[0].raw,
        )

    def write(self, sheet: Sheet) -> None:
        """Write this device's sheet. Raises `AnnotationError`. To be seen, it is handed to `replace`."""
        if self._place.strays(self._folder):  # the link may have come since the library was opened
            raise AnnotationError(stray_link_notice(self._folder))
        write_safely(self._folder / sheet_name(sheet.key, self._device), as_bytes(to_file(sheet)))

    def replace(self, sheet: Sheet) -> None:
        """Take `sheet`, which was just written, for what this device's file holds."""
        path = self._folder / sheet_name(sheet.key, self._device)
        # Its stamp is not noted: another process may have written it since, and the next look will see.
        self._stamps.pop(path, None)
        self._sheets[path] = (sheet,)
        self._sort()

    def _read(self, path: Path) -> tuple[Sheet, ...]:
        if path.is_symlink() and any(place.strays(path) for place in self._places if _holds(place, path)):
            self._problems[path] = self._hindered[path] = stray_link_notice(path)
            return ()
        reading = read_safely(path)
        sheets = []
        damaged = reading.is_damaged
        for value in reading.values:
            try:
                sheets.append(from_file(value, path.name))
            except ValueError:
                damaged = True
        self._problems.pop(path, None)
        self._stuck.discard(path)
        self._hindered.pop(path, None)
        if reading.hindrance:
            self._problems[path] = self._hindered[path] = _told(path, reading)
        elif damaged:
            is_ours = path.parent == self._folder and path.name.endswith(f".{self._device}.json")
            self._problems[path] = self._deal_with(path, is_ours=is_ours)
        return tuple(sheets)

    def _files(self, place: Place) -> list[tuple[Path, Stamp]]:
        """Return the sheets in `place` with their stamps; a folder that cannot be looked into is told of."""
        folder = place.annotations
        self._problems.pop(folder, None)
        if place.strays(folder):
            self._problems[folder] = stray_link_notice(folder)
            return []
        try:
            return _files(folder)
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            self._problems[folder] = _told(folder, Reading(hindrance=error.strerror or str(error)))
            return []

    def _deal_with(self, path: Path, *, is_ours: bool) -> str:
        aside = set_aside(path) if is_ours else None
        if aside is None:
            if is_ours:
                self._stuck.add(path)
            return _("{name} is damaged; what its backup holds is shown. The file was not touched.").format(
                name=path.name
            )
        return _("{name} was damaged. It is kept as {aside}; what its backup held is shown.").format(
            name=path.name, aside=aside.name
        )

    def _sort(self) -> None:
        self._by_key = {}
        for path in sorted(self._sheets):
            for sheet in self._sheets[path]:
                self._by_key.setdefault(sheet.key, []).append(sheet)


def _holds(place: Place, path: Path) -> bool:
    return path.parent == place.annotations


def _told(path: Path, reading: Reading) -> str:
    return _("{path} cannot be read now: {reason}. It was not touched, and is read when it can be.").format(
        path=path, reason=reading.hindrance
    )


def _files(folder: Path) -> list[tuple[Path, Stamp]]:
    """Return the sheets in `folder` with their stamps; one of which only the backup is left, too."""
    with os.scandir(folder) as entries:
        found = {entry.name: entry for entry in entries}
    files = []
    for name, entry in found.items():
        try:
            if name.endswith(".json") and not name.startswith("."):
                files.append((folder / name, _stamp(entry.stat())))
            elif name.endswith(f".json{BACKUP}") and name.removesuffix(BACKUP) not in found:
                files.append((folder / name.removesuffix(BACKUP), _stamp(entry.stat())))
        except OSError:  # it went away while we looked
            continue
    return sorted(files)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_mtime_ns, status.st_size, status.st_ino

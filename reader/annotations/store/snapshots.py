"""Snapshots of a library's annotations, kept outside the library: one a day, verified, rotated.

Syncing is no backup: what is deleted here is soon deleted everywhere. A
snapshot is a zip of the sheets and old texts as they were before the first
save of the day, and one before a new format is first written.
"""

from __future__ import annotations

import contextlib
import json
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reader import paths
from reader.annotations.model import Annotation
from reader.annotations.store.json_reading import UnreadableError, parse, read_regular
from reader.annotations.store.merge import Versions, merge, settled
from reader.annotations.store.places import places_of
from reader.annotations.store.sheet import Sheet, from_file
from reader.catalogue.library import Library
from reader.errors import AnnotationError, reason_of
from reader.i18n import gettext as _
from reader.whole_file import name_beside

DAYS = 30
FEWEST = 10  # that are always left, whatever the clock says
_PARTS = ("annotations", "texts")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot: `name` is its date, with a reason where it has one."""

    name: str
    path: Path


def snapshots(library: Library) -> tuple[Snapshot, ...]:
    """Return the snapshots, oldest first. Raises `AnnotationError` where their folder cannot be read."""
    folder = _folder(library)
    try:
        found = paths.matching(folder, "*.zip")
    except OSError as error:
        raise AnnotationError(
            _("The snapshots in {folder} cannot be read: {reason}.").format(
                folder=folder, reason=reason_of(error)
            )
        ) from error
    return tuple(Snapshot(path.stem, path) for path in found)


def keep_snapshot(library: Library, reason: str = "", today: date | None = None) -> Path | None:
    """Keep a snapshot, unless there is one of today, or nothing to keep. Raises `AnnotationError`."""
    folder = paths.data_folder()
    try:
        day = (today or date.today()).isoformat()
        folder = _folder(library)
        path = folder / (f"{day}-{reason}.zip" if reason else f"{day}.zip")
        if path.exists() or not any(file.parent.name == "annotations" for file in _files(library)):
            return None
        _write(library, path)
        _rotate(library, today or date.today())
    except Exception as error:  # whatever it is, it says something about the copy and not about the notes
        raise AnnotationError(
            _("Today's snapshot of the annotations could not be kept in {folder}: {reason}.").format(
                folder=folder, reason=error if isinstance(error, AnnotationError) else reason_of(error)
            )
        ) from error
    return path


def read_snapshot(snapshot: Snapshot) -> tuple[Sheet, ...]:
    """Return the sheets in a snapshot. Raises `AnnotationError` where it cannot be read."""
    sheets = []
    try:
        with zipfile.ZipFile(snapshot.path) as archive:
            for name in archive.namelist():
                if not name.startswith("annotations/") or not name.endswith(".json"):
                    continue
                with contextlib.suppress(ValueError):  # it was damaged already when it was kept
                    data = parse(archive.read(name).decode("utf-8"))
                    sheets.append(from_file(data, name.removeprefix("annotations/")))
    except (OSError, zipfile.BadZipFile) as error:
        raise AnnotationError(
            _("The snapshot {name} cannot be read: {reason}.").format(
                name=snapshot.name, reason=reason_of(error)
            )
        ) from error
    return tuple(sheets)


def missing(snapshot: Snapshot, known: Versions, *, deleted: bool = False) -> Iterator[Annotation]:
    """Yield what the snapshot holds and `known` has lost; with `deleted`, what is in the trash as well."""
    for name, versions in merge(*(sheet.versions for sheet in read_snapshot(snapshot))).items():
        then, _conflicts = settled(versions)
        if then.deleted:
            continue
        if name not in known or (deleted and settled(known[name])[0].deleted):
            yield then


def _folder(library: Library) -> Path:
    return paths.data_folder() / "snapshots" / library.key


def _files(library: Library) -> Iterator[Path]:
    place = places_of(library)[0]
    for part in _PARTS:
        for path in paths.matching(place.folder / part, "*.json"):
            if not path.name.startswith(".") and not (path.is_symlink() and place.strays(path)):
                yield path


def _write(library: Library, path: Path) -> None:
    """Write the snapshot `path`: beside it first, and looked through, before it has its name."""
    fresh = name_beside(path)
    try:
        fresh.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            _add(archive, "library.json", json.dumps({"folder": str(library.folder)}).encode())
            for file in _files(library):
                # One that is replaced while we read it: either is whole. One that cannot be read now is not
                # in today's snapshot; the others are.
                with contextlib.suppress(UnreadableError):
                    if (data := read_regular(file)) is not None:
                        _add(archive, f"{file.parent.name}/{file.name}", data)
        if not _is_whole(fresh):
            raise OSError("the copy does not match")
        fresh.replace(path)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    # The time in a ZIP begins in 1980, which a machine's clock need not have reached.
    earliest = (1980, 1, 1, 0, 0, 0)
    entry = zipfile.ZipInfo(name, max(earliest, time.localtime()[:6]))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, data)


def _is_whole(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None


def _rotate(library: Library, today: date) -> None:
    kept = snapshots(library)
    for snapshot in kept[:-FEWEST]:
        with contextlib.suppress(ValueError, OSError):
            if (today - date.fromisoformat(snapshot.name[:10])).days > DAYS:
                snapshot.path.unlink()

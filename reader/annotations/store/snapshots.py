"""Snapshots of a library's annotations, kept outside the library: one a day, verified, rotated.

Syncing is no backup: what is deleted here is soon deleted everywhere. A
snapshot is a zip of the sheets and old texts as they were before the first
save of the day, and one before a new format is first written.
"""

from __future__ import annotations

import contextlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reader import paths
from reader.annotations.model import Annotation
from reader.annotations.store.merge import Versions, merge, settled
from reader.annotations.store.sheet import Sheet, from_file
from reader.catalogue.library import Library
from reader.errors import AnnotationError
from reader.i18n import gettext as _

DAYS = 30
FEWEST = 10  # that are always left, whatever the clock says
_PARTS = ("annotations", "texts")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One snapshot: `name` is its date, with a reason where it has one."""

    name: str
    path: Path


def snapshots(library: Library) -> tuple[Snapshot, ...]:
    """Return the library's snapshots, oldest first."""
    found = sorted(_folder(library).glob("*.zip"))
    return tuple(Snapshot(path.stem, path) for path in found)


def keep_snapshot(library: Library, reason: str = "", today: date | None = None) -> Path | None:
    """Keep a snapshot, unless there is one of today, or nothing to keep. Raises `AnnotationError`."""
    day = (today or date.today()).isoformat()
    path = _folder(library) / (f"{day}-{reason}.zip" if reason else f"{day}.zip")
    try:
        files = list(_files(library))
        if path.exists() or not any(file.parent.name == "annotations" for file in files):
            return None
    except OSError:  # forbidden: saving will say so
        return None
    fresh = path.with_suffix(f".{os.getpid()}.new")
    try:
        fresh.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("library.json", json.dumps({"folder": str(library.folder)}))
            for file in files:
                # A sheet that is replaced while we read it: either one is whole.
                with contextlib.suppress(FileNotFoundError):
                    archive.writestr(f"{file.parent.name}/{file.name}", file.read_bytes())
        if not _is_whole(fresh):
            raise OSError("the copy does not match")
        fresh.replace(path)
    except (OSError, zipfile.BadZipFile) as error:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise AnnotationError(
            _("Today's snapshot of the annotations could not be kept in {folder}: {reason}.").format(
                folder=path.parent, reason=error
            )
        ) from error
    _rotate(library, today or date.today())
    return path


def read_snapshot(snapshot: Snapshot) -> tuple[Sheet, ...]:
    """Return the sheets in a snapshot. Raises `AnnotationError` where it cannot be read."""
    sheets = []
    try:
        with zipfile.ZipFile(snapshot.path) as archive:
            for name in archive.namelist():
                if not name.startswith("annotations/") or not name.endswith(".json"):
                    continue
                with contextlib.suppress(
                    ValueError, RecursionError
                ):  # it was damaged already when it was kept
                    data: Any = json.loads(archive.read(name).decode("utf-8"))
                    sheets.append(from_file(data, name.removeprefix("annotations/")))
    except (OSError, zipfile.BadZipFile) as error:
        raise AnnotationError(
            _("The snapshot {name} cannot be read: {reason}.").format(name=snapshot.name, reason=error)
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
    for part in _PARTS:
        folder = library.own_folder / part
        for path in sorted(folder.glob("*.json")):
            if not path.name.startswith("."):
                yield path


def _is_whole(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None


def _rotate(library: Library, today: date) -> None:
    kept = snapshots(library)
    for snapshot in kept[:-FEWEST]:
        with contextlib.suppress(ValueError, OSError):
            if (today - date.fromisoformat(snapshot.name[:10])).days > DAYS:
                snapshot.path.unlink()

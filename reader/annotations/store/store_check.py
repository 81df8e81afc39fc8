"""Verifying a library's annotations, file by file. Reads only: nothing is set aside or mended here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.annotations.store import snapshots
from reader.annotations.store.json_reading import BACKUP, read_safely
from reader.annotations.store.kept_texts import is_intact
from reader.annotations.store.places import places_of, stray_link_notice
from reader.annotations.store.sheet import Sheet, from_file
from reader.catalogue.library import Library
from reader.errors import AnnotationError, reason_of
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Report:
    """What was verified, and a sentence for each damage."""

    files: int
    annotations: int
    snapshots: int
    problems: tuple[str, ...]


def check_store(library: Library) -> Report:
    """Return what is in the library's store, and what is wrong with it."""
    files = 0
    names: set[str] = set()
    problems: list[str] = []
    for place in places_of(library):
        folder = place.folder
        if stray := next((part for part in (place.annotations, place.texts) if place.strays(part)), None):
            problems.append(stray_link_notice(stray))
            continue
        for path in _listed(folder / "annotations", "*.json", problems):
            if path.name.startswith("."):
                continue
            files += 1
            if path.is_symlink() and place.strays(path):
                problems.append(stray_link_notice(path))
                continue
            sheet, wrong = _check_sheet(path)
            problems += wrong
            names |= {version.annotation_id for version in sheet.versions} if sheet else set()
        problems += _lonely_backups(folder / "annotations")
        for aside in _listed(folder / "annotations", "*.damaged-*"):
            problems.append(
                _(
                    "{path} is a damaged file that was set aside. Remove it when you no longer need it."
                ).format(path=aside)
            )
        for path in _listed(folder / "texts", "*.json", problems):
            files += 1
            if not is_intact(path):
                problems.append(
                    _("{path}: the old text is damaged; its annotations fall back to their words.").format(
                        path=path
                    )
                )
    kept: tuple[snapshots.Snapshot, ...] = ()
    try:
        kept = snapshots.snapshots(library)
    except AnnotationError as error:
        problems.append(str(error))
    return Report(files, len(names), len(kept), (*problems, *_bad_snapshots(kept)))


def _listed(folder: Path, pattern: str, problems: list[str] | None = None) -> list[Path]:
    """Return the files of that pattern. Of a folder that cannot be looked at, `problems` is told."""
    try:
        return paths.matching(folder, pattern)
    except OSError as error:
        if problems is not None:
            problems.append(
                _("{path} cannot be read now: {reason}.").format(path=folder, reason=reason_of(error))
            )
        return []


def _check_sheet(path: Path) -> tuple[Sheet | None, list[str]]:
    reading = read_safely(path)
    sheet = None
    wrong = []
    try:
        sheet = from_file(reading.values[0], path.name) if reading.values else None
    except ValueError:
        wrong.append(_("{path} is not a file of annotations.").format(path=path))
    if reading.hindrance:
        wrong.append(_("{path} cannot be read now: {reason}.").format(path=path, reason=reading.hindrance))
    if reading.is_damaged:
        saved = path.with_name(path.name + BACKUP).is_file()
        told = _("{path} is damaged; its backup is whole.") if saved and sheet else _("{path} is damaged.")
        wrong.append(told.format(path=path))
    if sheet and sheet.unread:
        wrong.append(
            ngettext(
                "{path}: {count} entry cannot be understood; it is kept.",
                "{path}: {count} entries cannot be understood; they are kept.",
                len(sheet.unread),
            ).format(path=path, count=figure(len(sheet.unread)))
        )
    return sheet, wrong


def _lonely_backups(folder: Path) -> Iterator[str]:
    for backup in _listed(folder, f"*.json{BACKUP}"):
        path = backup.with_name(backup.name.removesuffix(BACKUP))
        if not path.exists() and not backup.name.startswith("."):
            yield _("{path} is missing; only its backup is left, and is used.").format(path=path)


def _bad_snapshots(kept: tuple[snapshots.Snapshot, ...]) -> Iterator[str]:
    for snapshot in kept:
        try:
            snapshots.read_snapshot(snapshot)
        except AnnotationError as error:
            yield str(error)

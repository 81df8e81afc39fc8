"""A backup: what a person made, as one zip, and bringing it back. Articles and the index are not in it.

In it are the settings; the themes, style sheets and templates beside them; all that belongs to one library
(annotations, with the texts that they stood in, reading log, shelves); and the names of the dictionaries.
Bringing it back only adds: an annotation is taken in by its clock as from another device, a log gets the
lines that it lacks, a setting only counts where the person has none, a file that differs stays as it is and
is named. So a backup can be brought back at any time, twice too, and nothing that is newer is lost.

`gangmu.json` says what the zip is; `config/`, `library/` and `settings.json` hold the files.
"""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from reader import __version__, paths
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.json_reading import BACKUP, parse
from reader.annotations.store.merge import has_seen
from reader.annotations.store.sheet import from_file
from reader.catalogue.device_log import SUFFIX
from reader.catalogue.library import Library
from reader.errors import ReaderError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.settings_transfer import PORTABLE
from reader.whole_file import save_as, write_whole

DAYS = {"daily": 1, "weekly": 7}  # between automatic backups, by the setting `backup_every`
MOST_KEPT = 10  # automatic ones of a library: the oldest go
LARGEST = 64 << 20  # bytes of a file in a backup, as of a log
_MARK = "gangmu.json"
_FORMAT = 1
_MOST_NAMED = 8  # files, in a sentence
_OWN = ("themes", "styles", "templates")  # folders beside the settings


@dataclass(slots=True)
class Restored:
    """What came of bringing a backup back. `values` are settings, still to be set; `kept` stayed as it is."""

    annotations: int = 0
    lines: int = 0  # of reading logs and shelves
    files: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # what could not be understood


def write_backup(path: Path, library: Library, own: Mapping[str, Any], dictionaries: Path) -> int:
    """Write a backup to `path`, whole or not at all; return how many files are in it.

    `own` are the person's settings (`Settings.own`). Runs on any thread. Raises `ReaderError`.
    """
    files = dict(_files(library))
    about = {
        "format": _FORMAT,
        "version": __version__,
        "made": date.today().isoformat(),
        "library": str(library.folder),
        "dictionaries": sorted(one.name for one in _regular(dictionaries)),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_MARK, _as_json(about))
        archive.writestr("settings.json", _as_json({one: own[one] for one in own if one in PORTABLE}))
        for name, data in files.items():
            archive.writestr(name, data)
    with contextlib.suppress(OSError):  # what cannot be made, nothing can be written to: that is told
        path.parent.mkdir(parents=True, exist_ok=True)
    save_as(path, made.getvalue())
    return len(files) + 1


def restore_backup(path: Path, library: Library, own: Mapping[str, Any]) -> Restored:
    """Bring back what `library` and the person's folders lack of the backup at `path`.

    `own` are the person's settings; those to be set are in what is returned. Runs on any thread. Raises
    `ReaderError` where `path` is no backup, `OSError` where a file cannot be written.
    """
    done = Restored()
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read(_MARK))
            if about["format"] > _FORMAT:
                raise ReaderError(_("“{name}” was made by a newer Gangmu.").format(name=path.name))
            store = AnnotationStore(library)
            for name, data in _entries(archive, done):
                _bring_back(name, data, library, store, own, done)
            if done.annotations:
                store.save()
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, NotImplementedError, RuntimeError) as error:
        raise ReaderError(
            _("“{name}” is no backup of Gangmu, or it is damaged.").format(name=path.name)
        ) from error
    return done


def back_up_if_due(
    folder: Path, every: str, library: Library, own: Mapping[str, Any], dictionaries: Path, today: date
) -> Path | None:
    """Write an automatic backup into `folder` where the last one of `library` is too old; return its path.

    Only the newest `MOST_KEPT` are left. Raises `ReaderError`.
    """
    if every not in DAYS or not any(True for _one in _files(library)):
        return None
    before = automatic_backups(folder, library)
    if before and (today - _day_of(before[-1])).days < DAYS[every]:
        return None
    path = folder / f"{_stem(library)}{today.isoformat()}.zip"
    write_backup(path, library, own, dictionaries)
    for old in automatic_backups(folder, library)[:-MOST_KEPT]:
        old.unlink(missing_ok=True)
    return path


def automatic_backups(folder: Path, library: Library) -> list[Path]:
    """Return the automatic backups of `library` in `folder`, oldest first."""
    stem = _stem(library)
    found = [one for one in _regular(folder) if one.name.startswith(stem) and one.suffix == ".zip"]
    return sorted(one for one in found if _day_of(one) != date.min)


def folder_of(settings: Settings) -> Path:
    """Return where automatic backups are kept."""
    chosen = str(settings.get("backup_folder"))
    return Path(chosen) if chosen else paths.data_folder() / "backups"


def told(done: Restored) -> list[str]:
    """Return what came of bringing a backup back, a sentence each, in the language in use."""
    counts = (
        (done.annotations, ngettext("{count} annotation", "{count} annotations", done.annotations)),
        (
            done.lines,
            ngettext(
                "{count} line of reading and shelves", "{count} lines of reading and shelves", done.lines
            ),
        ),
        (done.files, ngettext("{count} file", "{count} files", done.files)),
        (len(done.values), ngettext("{count} setting", "{count} settings", len(done.values))),
    )
    back = [words.format(count=figure(count)) for count, words in counts if count]
    said = [
        _("Brought back: {what}.").format(what=_(", ").join(back))
        if back
        else _("Nothing of the backup was missing here.")
    ]
    if done.kept:
        said.append(
            _("Here already and different, so left as they are: {names}.").format(names=_named(done.kept))
        )
    if done.refused:
        said.append(_("Not understood, and left out: {names}.").format(names=_named(done.refused)))
    return said


def _named(names: list[str]) -> str:
    return _(", ").join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")


# ---- what is in it


def _files(library: Library) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a backup but for the settings: the name in it, and what it holds."""
    config = paths.config_folder()
    folders = [(f"config/{name}", config / name) for name in _OWN] + [("library", library.own_folder)]
    for name, folder in folders:
        for file in _regular(folder, below=True):
            part = file.relative_to(folder)
            is_wanted = file.suffix != BACKUP and not any(step.startswith(".") for step in part.parts)
            if is_wanted and file.stat().st_size <= LARGEST:
                yield f"{name}/{part.as_posix()}", file.read_bytes()


def _regular(folder: Path, *, below: bool = False) -> list[Path]:
    """Return the regular files in `folder`, with those in folders below it; links are none."""
    found: list[Path] = []
    with contextlib.suppress(OSError):
        found = [one for one in (folder.rglob("*") if below else folder.iterdir()) if not one.is_symlink()]
    return sorted(one for one in found if paths.is_file(one))


def _as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def _stem(library: Library) -> str:
    return f"gangmu-{paths.file_name(library.folder.name or 'library')}-{library.key[:6]}-"


def _day_of(path: Path) -> date:
    try:
        return date.fromisoformat(path.stem[-10:])
    except ValueError:
        return date.min


# ---- bringing back


def _entries(archive: zipfile.ZipFile, done: Restored) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield name and data of what a backup holds; a name that leads elsewhere is refused."""
    for one in archive.infolist():
        name = PurePosixPath(one.filename)
        is_safe = not name.is_absolute() and not any(part in ("..", "") or ":" in part for part in name.parts)
        if one.is_dir() or one.filename == _MARK:
            continue
        if not is_safe or "\\" in one.filename or one.file_size > LARGEST:
            done.refused.append(one.filename)
        else:
            yield name, archive.read(one)


def _bring_back(
    name: PurePosixPath,
    data: bytes,
    library: Library,
    store: AnnotationStore,
    own: Mapping[str, Any],
    done: Restored,
) -> None:
    """Bring back one file of a backup, as what it is."""
    match name.parts:
        case ("settings.json",):
            done.values = _lacking_settings(json.loads(data), own)
        case ("config", folder, *rest) if folder in _OWN and rest:
            _add_file(paths.config_folder().joinpath(folder, *rest), str(name), data, done)
        case ("library", "annotations", sheet) if sheet.endswith(".json"):
            _take_sheet(sheet, data, store, done)
        case ("library", *rest) if rest and name.suffix == SUFFIX:
            _add_lines(library.own_folder.joinpath(*rest), data, done)
        case ("library", *rest) if rest:
            _add_file(library.own_folder.joinpath(*rest), str(name), data, done)
        case _:
            done.refused.append(str(name))


def _take_sheet(name: str, data: bytes, store: AnnotationStore, done: Restored) -> None:
    """Take in what a sheet says that was never seen here. What is in the trash since then stays there."""
    try:
        sheet = from_file(parse(data.decode("utf-8")), name)
    except ValueError:
        done.refused.append(name)
        return
    taken = 0
    for version in sheet.versions:
        known = store.versions(store.key_of(version.annotation_id) or sheet.key)
        if not any(has_seen(each.clock, version.clock) for each in known.get(version.annotation_id, ())):
            taken += store.take(version)
    if taken and sheet.key not in store.abouts():
        store.tell(sheet.key, sheet.about.source, sheet.about.title, sheet.about.digest)
    done.annotations += taken


def _add_lines(path: Path, data: bytes, done: Restored) -> None:
    """Append to a log the lines that it lacks."""
    if path.is_symlink():
        done.kept.append(path.name)
        return
    before = path.read_bytes() if path.exists() else b""
    has = set(before.splitlines())
    lacking = [line for line in dict.fromkeys(data.splitlines()) if line and line not in has]
    if lacking:
        path.parent.mkdir(parents=True, exist_ok=True)
        start = b"" if before.endswith(b"\n") or not before else b"\n"
        with path.open("ab") as file:
            file.write(start + b"\n".join(lacking) + b"\n")
    done.lines += len(lacking)


def _add_file(path: Path, name: str, data: bytes, done: Restored) -> None:
    """Write a file that is not there; one that is, and differs, is kept."""
    if path.is_symlink() or path.exists():
        if not paths.is_file(path) or path.read_bytes() != data:
            done.kept.append(name)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    done.files += 1


def _lacking_settings(values: object, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a backup that are not set here; lists and dicts get what they lack."""
    found: dict[str, Any] = {}
    for name, value in values.items() if isinstance(values, dict) else ():
        if name not in PORTABLE or not PORTABLE[name].fits(value):
            continue
        mine = own.get(name)
        if name not in own:
            found[name] = value
        elif isinstance(value, list) and isinstance(mine, list):
            found[name] = [*mine, *(one for one in value if one not in mine)]
        elif isinstance(value, dict) and isinstance(mine, dict):
            found[name] = {**value, **mine}
    return {name: value for name, value in found.items() if value != own.get(name)}

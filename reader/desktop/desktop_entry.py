"""The program in the person's menu of programs, for who installed it with pip: entry, icons, kinds of files.

Written below the person's own data folder, as freedesktop.org has it. What was
written is noted with its hash, so that it can be taken away again, and nothing
is ever written over or removed that is not ours, or that the person changed.
Gangmu is offered for Markdown; it is never made the default.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reader import paths
from reader.errors import MachineError
from reader.i18n import gettext as _
from reader.whole_file import write_whole

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)  # pixels, of hicolor's folders
_NOTED = "desktop-files.json"  # in the data folder: what was written, by path, each with its hash
_FOLDER, _CACHE = (
    "folder",
    "cache",
)  # in place of a hash: a folder that was made, what a tool of the desktop made
_PLAIN = re.compile(r"[\w/.+,:@-]+\Z", re.ASCII)
_SECONDS = 20


@dataclass(slots=True)
class Done:
    """What an act did: files written, removed, and left alone because the person had changed them."""

    written: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)


def install(picture: Callable[[int], bytes], command: str | None = None) -> Done:
    """Put the program into the menu. `picture` returns the icon as PNG, so many pixels wide.

    Raises `MachineError` where this is no Linux desktop, or where a file that is not ours stands in the way:
    then nothing was written.
    """
    home, noted, done = _data_home(), _read_noted(), Done()
    wanted = dict(_files(home, picture, command or exec_line()))
    foreign = [path for path in wanted if path.exists() and str(path) not in noted]
    if foreign:
        raise MachineError(
            _(
                "{path} is there already, and not from this command. Move it away, or leave it as it is."
            ).format(path=foreign[0])
        )
    for path, data in wanted.items():
        if _is_changed(path, noted):
            done.kept.append(path)
            continue
        _make_folder(path.parent, noted)
        noted[str(path)] = hashlib.sha256(data).hexdigest()
        _write_noted(noted)  # before the file: what is noted and not there does no harm
        write_whole(path, data)
        done.written.append(path)
    made = _refresh(home)
    if made:
        _write_noted(noted | dict.fromkeys(made, _CACHE))
    return done


def remove() -> Done:
    """Take away what `install` wrote, but for what the person has changed since: no empty folder is left."""
    home, noted, done = _data_home(), _read_noted(), Done()
    files = [name for name, value in noted.items() if value not in (_FOLDER, _CACHE)]
    for name in files:
        path = Path(name)
        if _is_changed(path, noted):
            done.kept.append(path)
        elif path.exists():
            path.unlink()
            done.removed.append(path)
    _write_noted({})
    _refresh(home)
    _clear(noted)
    return done


def exec_line() -> str:
    """Return how the desktop starts this very program, quoted as the Desktop Entry Specification asks."""
    started = Path(sys.argv[0]).absolute()
    found = started if started.stem == "gangmu" and started.is_file() else None
    if found is None and (other := shutil.which("gangmu")):
        found = Path(other)
    if getattr(sys, "frozen", False):
        found = Path(sys.executable)
    words = [str(found)] if found is not None else [sys.executable, "-m", "reader"]
    return " ".join(map(_quoted, words)) + " %u"


def _files(home: Path, picture: Callable[[int], bytes], command: str) -> Mapping[Path, bytes]:
    entry = paths.resource("desktop/gangmu.desktop").read_text("utf-8")
    entry = re.sub(r"(?m)^Exec=.*$", lambda _found: f"Exec={command}", entry)
    icons = home / "icons" / "hicolor"
    found = {home / "applications" / "gangmu.desktop": entry.encode()}
    for size in SIZES:
        found[icons / f"{size}x{size}" / "apps" / "gangmu.png"] = picture(size)
    found[icons / "scalable" / "apps" / "gangmu.svg"] = paths.resource("icons/gangmu.svg").read_bytes()
    return found


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if _PLAIN.match(word):
        return word
    return '"' + re.sub(r'(["`$\\])', r"\\\1", word).replace("\\", "\\\\") + '"'


def _data_home() -> Path:
    if not sys.platform.startswith("linux"):
        raise MachineError(
            _("This is for the desktops of Linux. On Windows and macOS, the installer does the same.")
        )
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return data if data.is_absolute() else Path.home() / ".local" / "share"


def _is_changed(path: Path, noted: Mapping[str, str]) -> bool:
    """Whether `path`, which we wrote, is there and holds something else now."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() != noted.get(str(path))
    except FileNotFoundError:
        return False


def _read_noted() -> dict[str, str]:
    try:
        noted = json.loads((paths.data_folder() / _NOTED).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in noted.items()} if isinstance(noted, dict) else {}


def _write_noted(noted: Mapping[str, str]) -> None:
    path = paths.data_folder() / _NOTED
    if not noted:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(noted, indent=1, ensure_ascii=False).encode())


def _make_folder(folder: Path, noted: dict[str, str]) -> None:
    """Make `folder`, and note those on the way that were not there."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    noted.update(dict.fromkeys(map(str, missing), _FOLDER))
    folder.mkdir(parents=True, exist_ok=True)


def _clear(noted: Mapping[str, str]) -> None:
    """Remove the folders that were made, and the caches in them, where nothing else is in there by now."""
    folders = sorted((Path(name) for name, value in noted.items() if value == _FOLDER), reverse=True)
    caches = [Path(name) for name, value in noted.items() if value == _CACHE]
    for folder in folders:  # those within others come first
        with contextlib.suppress(OSError):
            left = set(folder.iterdir())
            if left <= set(caches):
                for cache in left:
                    cache.unlink()
                folder.rmdir()


def _refresh(home: Path) -> list[str]:
    """Tell the desktop, where its tools are there; without them it looks by itself, later.

    Returns the caches that the tools made where there was none.
    """
    made = []
    for tool, folder, cache in (
        ("update-desktop-database", "applications", "mimeinfo.cache"),
        ("gtk-update-icon-cache", "icons/hicolor", "icon-theme.cache"),
    ):
        path = home / folder / cache
        is_new = not path.exists()
        if (home / folder).is_dir() and (program := shutil.which(tool)):
            arguments = ["-q", "-t", "-f"] if tool.startswith("gtk") else ["-q"]
            subprocess.run(
                [program, *arguments, str(home / folder)], capture_output=True, timeout=_SECONDS, check=False
            )
            if is_new and path.exists():
                made.append(str(path))
    return made

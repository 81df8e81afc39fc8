"""Where things live: what ships with the reader, and what belongs to the person.

In a checkout the resources and the starter library stand beside the package,
as `resources/` and `library/`. In a wheel they are inside it, under `_data/`
(the wheel's `sources` in pyproject.toml put them there). This is the only
module that knows the difference.

Each of the person's own folders can be moved by an environment variable; the
tests do so, and so can a person who carries the program on a stick.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import platformdirs

# Qt and Whoosh open files by name, so we need real paths. A wheel is always
# unpacked on disk, which makes this conversion safe.
_PACKAGE = Path(__file__).resolve().parent
Identity = tuple[int, int]  # a device and a number on it, of a folder
_NAME = "gangmu"

_LONGEST_NAME = 80  # code points; three bytes each in Chinese, and file systems allow 255 bytes
_FORBIDDEN = r'[\x00-\x1f\x7f<>:"/\\|?*#^\[\]]+'
_RESERVED = r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)"

MODULE_OPTION = "--module"  # hidden: `gangmu --module reader.some.module ARGUMENTS` runs its main()


def resource(name: str) -> Path:
    """Return the path of a shipped resource, such as "themes/paper.toml"."""
    return _shipped("resources") / name


def starter_library() -> Path:
    """Return the folder of articles that a new reader opens first."""
    return _shipped("library")


def config_folder() -> Path:
    """Return the folder of the person's settings. It may not exist yet. `GANGMU_CONFIG` moves it."""
    return _moved("GANGMU_CONFIG") or platformdirs.user_config_path(_NAME, appauthor=False)


def data_folder() -> Path:
    """Return the folder of what the person made outside any library. `GANGMU_DATA` moves it."""
    return _moved("GANGMU_DATA") or platformdirs.user_data_path(_NAME, appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be made again at any time. `GANGMU_CACHE` moves it."""
    return _moved("GANGMU_CACHE") or platformdirs.user_cache_path(_NAME, appauthor=False)


def file_name(title: str) -> str:
    """Return a file's name, without suffix, for an article of that title: one that every system allows."""
    name = re.sub(_FORBIDDEN, " ", title)
    name = " ".join(name.split()).strip(". ")[:_LONGEST_NAME].strip(". ")
    return f"_{name}" if not name or re.match(_RESERVED, name) else name


def is_file(path: Path) -> bool:
    """Whether `path` is a file. Not, where the system gives no answer: a locked folder, too long a name."""
    return _is(path, stat.S_ISREG)


def is_folder(path: Path) -> bool:
    """Whether `path` is a folder. Not, where the system gives no answer, as above."""
    return _is(path, stat.S_ISDIR)


def is_there(path: Path) -> bool:
    """Whether there is anything at `path`. Not, where the system gives no answer, as above."""
    return _is(path, lambda _mode: True)


def resolved(path: Path) -> Path:
    """Return `path` with links followed as far as they lead: one that leads to itself stays as it is.

    `Path.resolve` raises `RuntimeError` there, up to Python 3.12.
    """
    return Path(os.path.realpath(path))


def identity_of(folder: Path) -> Identity | None:
    """Return what the system knows a folder by; None where it numbers none, or it cannot be looked at.

    An unmounted disk leaves its mount point behind, an empty folder of the same name and another number: what
    held something and is now another folder that holds nothing at all has lost no files, it is not there.
    """
    try:
        state = folder.stat()
    except (OSError, ValueError):
        return None
    return (state.st_dev, state.st_ino) if state.st_ino else None


def matching(folder: Path, pattern: str) -> list[Path]:
    """Return what stands in `folder` under a name such as "*.json", sorted; nothing where there is no folder.

    Raises `OSError` where it cannot be looked at. `Path.glob` raises in some of these cases and
    finds nothing in others, by the version of Python.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted(folder / entry.name for entry in entries if fnmatch(entry.name, pattern))
    except (FileNotFoundError, NotADirectoryError):
        return []


def holds_something(folder: Path) -> bool:
    """Whether there is anything in `folder`, hidden or not. Not where there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it may not be looked at: whoever reads will see
        return True


def _is(path: Path, kind: Callable[[int], bool]) -> bool:
    # `Path.is_file` and its like raise what they do not expect, up to Python 3.13.
    try:
        return kind(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def log_folder() -> Path:
    """Return the folder of the log (`reader.log`). It may not exist yet. `GANGMU_LOG` moves it."""
    return _moved("GANGMU_LOG") or platformdirs.user_log_path(_NAME, appauthor=False)


def module_command(module: str) -> list[str]:
    """Return the command line that runs `module.main()` in a process of its own; add its arguments.

    It goes through this program's own command (`reader.__main__`), because a program that is one frozen
    file has no `python -m`.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, MODULE_OPTION, module]
    # -P: no module is looked for where the program happens to have been started.
    return [sys.executable, "-P", "-m", __package__, MODULE_OPTION, module]


def module_environment() -> dict[str, str]:
    """Return the environment for `module_command`: it finds this very package, and speaks UTF-8."""
    places = [str(_PACKAGE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places), "PYTHONIOENCODING": "utf-8"}


def _moved(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _shipped(folder: str) -> Path:
    packaged = _PACKAGE / "_data" / folder
    return packaged if packaged.is_dir() else _PACKAGE.parent / folder

"""Writing a file so that a crash at any moment leaves the old one or the new one, whole.

Written beside the old one, synced, the old one kept as `.bak`, swapped, the
folder synced: only then is it acknowledged. What is damaged is never written
over: it is set aside under a new name, and its `.bak` is used (`json_reading`).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from reader.annotations.store.json_reading import BACKUP
from reader.errors import AnnotationError
from reader.i18n import gettext as _
from reader.whole_file import name_beside, put_in_place, written_beside


def write_safely(path: Path, data: bytes) -> None:
    """Write `data` to `path` and keep what was there as `.bak`. When it returns, the disk has it.

    Raises `AnnotationError` with a sentence for the person; then `path` is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_beside(path, data) as fresh:
            _keep_backup(path)
            put_in_place(fresh, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise AnnotationError(
            _("The annotations could not be saved in {folder}: {reason}.").format(
                folder=path.parent, reason=error.strerror or error
            )
        ) from error


def set_aside(path: Path) -> Path | None:
    """Rename a damaged file to a name that is free; return the new one, or None where that was refused."""
    try:
        for number in range(1, 1000):
            aside = path.with_name(f"{path.name}.damaged-{number}")
            if not aside.exists():
                return path.rename(aside)
    except OSError:
        pass
    return None


def as_bytes(value: Any) -> bytes:
    """Return JSON that a person can read."""
    try:
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    except UnicodeEncodeError:  # half a surrogate pair, from hostile JSON
        return (json.dumps(value, ensure_ascii=True, indent=1) + "\n").encode()


@contextlib.contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file at `path`, waiting for other processes that hold it.

    Where the file system has no locks, go on without one.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+b")
    except OSError:
        yield
        return
    with file:
        unlock = _lock(file.fileno())
        try:
            yield
        finally:
            unlock()


def _keep_backup(path: Path) -> None:
    if not path.is_file():
        return
    backup = path.with_name(path.name + BACKUP)
    between = name_beside(backup)
    try:
        os.link(path, between)
    except OSError:  # a file system without hard links
        shutil.copy2(path, between)
    put_in_place(between, backup)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # a folder cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network file systems refuse; the file itself is synced
    finally:
        os.close(handle)


def _lock(handle: int) -> Callable[[], None]:
    if sys.platform == "win32":
        import msvcrt

        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
        return lambda: None  # closing the file unlocks it
    import fcntl

    with contextlib.suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)
    return lambda: fcntl.flock(handle, fcntl.LOCK_UN)

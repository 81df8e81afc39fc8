"""Writing a file so that it is there whole or not at all: a full disk or a crash loses nothing.

A process that is killed leaves the file beside behind. The next one that writes in that folder removes it.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from reader import paths
from reader.errors import ReaderError, reason_of
from reader.i18n import gettext as _

_RETRIES = 20  # on Windows a virus scanner may hold the file for a moment
_TAIL = 50  # code points of the name that the file beside has too: with it, of four bytes each, 227 bytes
_LEFT = 3600  # seconds after which an unfinished file is one that a crash left behind
_UNFINISHED = re.compile(r"\..+\.\d{1,10}-[0-9a-f]{8}\.new\Z", re.DOTALL)


def write_whole(path: Path, data: bytes, *, synced: bool = True) -> None:
    """Write `data` beside `path`, then put it in its place. Raises `OSError`; then `path` is as it was.

    `synced`: the disk has it when this returns, which may take longer than a frame. A link stays one: the
    file that it leads to is written. What is no file, such as a pipe, is written to as it stands.
    """
    path = paths.resolved(path) if path.is_symlink() else path
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    with written_beside(path, data, synced=synced) as fresh:
        put_in_place(fresh, path)


def save_as(path: Path, data: bytes) -> None:
    """Write `data` to the file that a person named. Raises `ReaderError`, a sentence: where, and why not."""
    try:
        write_whole(path, data)
    except OSError as error:
        words = _("{path} cannot be written: {reason}.")
        raise ReaderError(words.format(path=path, reason=reason_of(error))) from error


@contextlib.contextmanager
def written_beside(path: Path, data: bytes, *, synced: bool = True) -> Iterator[Path]:
    """Yield a new file in the folder of `path` that holds `data`; removed at the end, unless it was moved."""
    fresh = name_beside(path)
    try:
        with fresh.open("xb") as file:
            file.write(data)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        yield fresh
    finally:
        with contextlib.suppress(OSError):  # what cannot be written may not be removed either
            fresh.unlink(missing_ok=True)


def name_beside(path: Path) -> Path:
    """Return a new name in the folder of `path`, for what is to be put in its place."""
    _clear(path.parent)
    # Not `tempfile`: its files may be read by their owner alone.
    return path.with_name(f".{path.name[-_TAIL:]}.{os.getpid()}-{os.urandom(4).hex()}.new")


@lru_cache(maxsize=1000)  # once a folder: to look through it at each file of an export would be quadratic
def _clear(folder: Path) -> None:
    """Remove the unfinished files that crashes have left in `folder`. Nothing that can go wrong matters."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _UNFINISHED.match(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT:
                        Path(entry).unlink()


def put_in_place(fresh: Path, path: Path) -> None:
    """Give `fresh` the name `path`, in place of what has it. Raises `OSError`."""
    for attempt in range(_RETRIES):
        try:
            fresh.replace(path)
        except PermissionError:
            if sys.platform != "win32" or attempt == _RETRIES - 1:
                raise
            time.sleep(0.02)
        else:
            return

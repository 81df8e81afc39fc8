"""Lines of JSON that each device appends to a file of its own; they merge by being read together.

Nothing that stands there is ever changed, so that a syncing tool may bring the files in any order. A line
that was cut by a crash, or that nobody understands, is passed over and kept.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reader.i18n import gettext as _

SUFFIX = ".jsonl"
LARGEST = 64 * 2**20  # bytes of one device's file
_LONGEST_LINE = 16_384  # bytes; whoever logs writes no longer ones


class DeviceLog:
    """The log of one device in a folder of such logs. It may run on any thread, one at a time."""

    def __init__(self, folder: Path, device: str) -> None:
        self._folder = folder
        self._file = folder / f"{device}{SUFFIX}"

    def append(self, values: Iterable[object]) -> None:
        """Write a line for each of `values` behind the rest. Raises `OSError`; the caller still has them."""
        lines = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
        if not lines:
            return
        data = lines.encode("utf-8", "surrogatepass")  # names of files may hold half of a pair
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._folder.is_symlink() or not _is_ours(self._file):  # it would lead out of the library
            raise OSError(errno.EPERM, _("it is no regular file"))
        if _is_cut(self._file):
            data = b"\n" + data
        with self._file.open("ab") as file:
            file.write(data)


def values_in(folder: Path) -> Iterator[Any]:
    """Yield the values in all logs of `folder`, file by file. Raises nothing, writes nothing."""
    files: list[Path] = []
    with contextlib.suppress(OSError):
        files = sorted(folder.glob(f"*{SUFFIX}"))
    for path in files:
        with contextlib.suppress(OSError):
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
                continue
            with path.open("rb") as lines:
                for line in lines:
                    if len(line) <= _LONGEST_LINE:
                        with contextlib.suppress(ValueError, RecursionError):
                            yield json.loads(line)


def _is_ours(path: Path) -> bool:
    """Whether a log may be written at `path`: nothing is there yet, or a plain file."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True


def _is_cut(path: Path) -> bool:
    """Whether the last line of the file was not finished: the program or the machine ended in it."""
    try:
        with path.open("rb") as file:
            if file.seek(0, os.SEEK_END) == 0:
                return False
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except FileNotFoundError:
        return False

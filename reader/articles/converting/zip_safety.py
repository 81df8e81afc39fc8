"""Reading zip files that somebody else made: bounded, and never by a path that leads outside."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from reader.errors import ConversionError
from reader.i18n import gettext as _

MOST_FILES = 20_000
LARGEST_FILE = 64 * 2**20  # bytes, unpacked
LARGEST = 1024 * 2**20  # bytes, unpacked, all together
MOST_TIMES = 400  # unpacked against packed, beyond which it is a bomb; text packs 3 to 20 times


@contextmanager
def open_zip(file: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    """Open the zip in `file`. Raises `ConversionError` where it is none, or would fill the disk."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ConversionError(_("{name} is damaged, or of another kind.").format(name=name)) from error
    with archive:
        infos = archive.infolist()
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        is_bomb = unpacked > 2**20 and unpacked > MOST_TIMES * max(packed, 1)
        if len(infos) > MOST_FILES or unpacked > LARGEST or is_bomb:
            raise ConversionError(_("{name} would fill the disk when unpacked.").format(name=name))
        yield archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return the file called `name` in the archive; None where it is not there, too large or damaged."""
    try:
        info = archive.getinfo(name)
        if info.is_dir() or info.file_size > LARGEST_FILE:
            return None
        with archive.open(info) as member:
            # The size that the archive tells of may be a lie.
            data = member.read(LARGEST_FILE + 1)
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error, ValueError):
        return None
    return data if len(data) <= LARGEST_FILE else None

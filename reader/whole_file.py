"""Writing a file for a person so that it is there whole or not at all; a full disk loses nothing."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` beside `path`, then put it in its place. Raises `OSError`; then `path` is as it was.

    What is no plain file, such as a pipe or a link to one, is written to as it stands.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.write_bytes(data)
        return
    fresh = path.with_name(f".{path.name[:40]}.{os.getpid()}-{os.urandom(4).hex()}.new")
    try:
        with fresh.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)

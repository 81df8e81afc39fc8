"""Which library a command works on when it is not told."""

from __future__ import annotations

from pathlib import Path

from reader import paths
from reader.settings import Settings


def default_library_folder() -> Path:
    """Return the folder of the last library that was open, or the starter library's."""
    last = Settings().get("last_library")
    return Path(last) if last and Path(last).is_dir() else paths.starter_library()

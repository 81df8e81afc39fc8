"""Which library a command works on."""

from __future__ import annotations

from pathlib import Path

from reader import paths
from reader.catalogue.library import OWN_FOLDER, Library, open_library
from reader.settings import Settings


def default_library_folder() -> Path:
    """Return the folder of the last library that was open, or the starter library's."""
    last = Settings().get("last_library")
    return Path(last) if last and paths.is_folder(Path(last)) else paths.starter_library()


def library_of(folder: str | None, *files: str) -> Library:
    """Return the library in `folder`, or the one that the first of `files` lies in, or the last open.

    A file lies in the nearest folder above it that has been annotated or
    indexed before, else in its own folder. Raises `LibraryError`.
    """
    if folder is not None:
        return open_library(Path(folder))
    for name in files:
        path = Path(name)
        if paths.is_there(path):
            above = paths.resolved(path).parents
            return Library(next((each for each in above if paths.is_folder(each / OWN_FOLDER)), above[0]))
    return open_library(default_library_folder())

"""Whether a folder is the one that it was: there, gone, empty, renamed.

A folder is known again by what the system numbers it with. An unmounted disk leaves its mount point behind,
an empty folder of the same name and another number: what held something and is now another folder that holds
nothing at all has not lost its files, it is not there.
"""

from __future__ import annotations

import os
from pathlib import Path

from reader import paths

Identity = tuple[int, int]


def identity_of(folder: Path) -> Identity | None:
    """Return what the system knows a folder by; None where it numbers none, or it cannot be looked at."""
    try:
        state = folder.stat()
    except (OSError, ValueError):
        return None
    return (state.st_dev, state.st_ino) if state.st_ino else None


def holds_something(folder: Path) -> bool:
    """Whether there is anything in `folder`, hidden or not. Not where there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            return next(entries, None) is not None
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # it may not be looked at: whoever reads will see
        return True


def found_again(folder: Path, identity: Identity) -> Path | None:
    """Return where the folder with `identity` is now, if it or a folder above it was renamed; else None.

    Only beside the old place is looked: a whole disk would take too long.
    """
    above = next((each for each in folder.parents if paths.is_folder(each)), None)
    if above is None:
        return None
    below = folder.relative_to(above).parts[1:]
    try:
        with os.scandir(above) as entries:
            beside = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return None
    return next((here for each in beside if identity_of(here := each.joinpath(*below)) == identity), None)

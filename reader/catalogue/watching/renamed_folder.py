"""Where a folder went that was renamed, or below one that was."""

from __future__ import annotations

import os
from pathlib import Path

from reader.paths import Identity, identity_of, is_folder


def found_again(folder: Path, identity: Identity) -> Path | None:
    """Return where the folder with `identity` is now, if it or a folder above it was renamed; else None.

    Only beside the old place is looked: a whole disk would take too long.
    """
    above = next((each for each in folder.parents if is_folder(each)), None)
    if above is None:
        return None
    below = folder.relative_to(above).parts[1:]
    try:
        with os.scandir(above) as entries:
            beside = [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return None
    return next((here for each in beside if identity_of(here := each.joinpath(*below)) == identity), None)

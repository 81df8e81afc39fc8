"""How far each article was read, kept from one start to the next: reckoning it means reading the article.

A cache in the cache folder, one file a library; delete it and it is reckoned anew. A share counts as long as
the file and the events of its article are the same. That a person reads faster by now moves it a little:
then the next reading of the article reckons it anew.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from pathlib import Path

from reader import paths
from reader.catalogue.library import Library
from reader.catalogue.reading_log import Event
from reader.whole_file import write_whole

FORMAT = 1
Stamp = tuple[int, int, int, int]  # the file's time and size; how many events there are, and the last one's


class KeptShares:
    """The shares of the texts of one library that were read. It may run on any thread, one at a time."""

    def __init__(self, library: Library) -> None:
        self._file = paths.cache_folder() / "progress" / f"{library.key}.json"
        self._kept = _load(self._file)

    def share(self, name: str, stamp: Stamp) -> float | None:
        """Return what was kept of the article `name`; None where it has changed since."""
        kept = self._kept.get(name)
        return kept[1] if kept is not None and kept[0] == stamp else None

    def keep(self, name: str, stamp: Stamp, share: float) -> None:
        """Note the share (0 to 1) read of the article `name`; it holds as long as its `stamp` stays."""
        self._kept[name] = (stamp, share)

    def save(self) -> None:
        """Write the file. Where that fails, the shares are computed anew at the next start."""
        lines = {
            "format": FORMAT,
            "shares": {name: [*stamp, share] for name, (stamp, share) in self._kept.items()},
        }
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, json.dumps(lines).encode(), synced=False)


def stamp_of(path: Path, events: Iterable[Event]) -> Stamp | None:
    """Return by what it is seen whether an article or its `events` have changed; None where it is gone."""
    try:
        state = path.stat()
    except OSError:
        return None
    starts = [event.start for event in events]
    return state.st_mtime_ns, state.st_size, len(starts), max(starts, default=0)


def _load(file: Path) -> dict[str, tuple[Stamp, float]]:
    found: dict[str, tuple[Stamp, float]] = {}
    with contextlib.suppress(OSError, ValueError, RecursionError):
        match json.loads(file.read_bytes()):
            case {"format": 1, "shares": dict(shares)}:
                for name, kept in shares.items():
                    match kept:
                        case [int(time), int(size), int(count), int(last), (int() | float()) as share]:
                            found[name] = ((time, size, count, last), float(share))
    return found

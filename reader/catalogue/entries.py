"""What the catalogue knows of each article: its head, read once and kept while the file stays as it is.

The catalogue is a cache of its own in the cache folder, one file for each
library: delete it and nothing is lost. An article that cannot be read is listed
too, by its name, with the sentence that says why.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reader import paths
from reader.articles.digest.metadata import read_metadata
from reader.articles.formats import read_source
from reader.articles.source.scanner import scan
from reader.catalogue.library import Library
from reader.errors import ArticleError

FORMAT = 2
_HEAD = 16_384  # bytes from each end of a long file: the head is at the top, tags may stand at the end


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One article of the library. `name` is its path below the library's folder, with forward slashes."""

    name: str
    title: str
    original_title: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    modified: int = 0  # nanoseconds since the epoch
    size: int = 0  # bytes
    problem: str = ""  # why it cannot be read; a sentence


_FIELDS = [one.name for one in fields(CatalogueEntry)]


class Catalogue:
    """The entries of one library, by name. `update` looks at the folder; nothing else touches the disk."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._file = paths.cache_folder() / "catalogues" / f"{library.key}.json"
        self._entries: dict[str, CatalogueEntry] | None = None

    def update(self, is_stopped: Callable[[], bool] = lambda: False) -> tuple[CatalogueEntry, ...]:
        """Return the entries as the folder is now, in order of the folders and names. Reads what has changed.

        It may run on any thread, one at a time. `is_stopped` is asked between articles.
        """
        if self._entries is None:
            self._entries = _load(self._file)
        known, found = self._entries, {}
        for name, file in self._library.files():
            if is_stopped():
                break
            try:
                state = file.stat()
            except OSError:
                continue
            entry = known.get(name)
            if entry is None or (entry.modified, entry.size) != (state.st_mtime_ns, state.st_size):
                entry = _read(Path(file.path), name, state)
            found[name] = entry
        if found != known and not is_stopped():
            self._entries = found
            _save(self._file, found.values())
        return tuple(found.values())


def _read(path: Path, name: str, state: os.stat_result) -> CatalogueEntry:
    try:
        source = _ends(path, state.st_size)
    except ArticleError as error:
        return CatalogueEntry(
            name, path.stem, modified=state.st_mtime_ns, size=state.st_size, problem=str(error)
        )
    metadata = read_metadata(scan(source))
    return CatalogueEntry(
        name,
        metadata.title or path.stem,
        metadata.original.title,
        metadata.category,
        metadata.tags,
        metadata.original.url,
        state.st_mtime_ns,
        state.st_size,
    )


def _ends(path: Path, size: int) -> str:
    """Return the text of the article, of a long one only the parts in which its head and tags can stand."""
    source, _encoding = read_source(path)
    if size <= 4 * _HEAD:
        return source
    head, tail = source[:_HEAD], source[-_HEAD:]
    return head[: head.rfind("\n") + 1] + tail[tail.find("\n") + 1 :]


def _load(file: Path) -> dict[str, CatalogueEntry]:
    # A line for each entry: one piece of JSON of them all would hold up the window while it is parsed.
    try:
        with file.open(encoding="utf-8", errors="surrogatepass") as lines:
            if json.loads(next(lines, "")) != {"format": FORMAT, "fields": _FIELDS}:
                return {}
            entries = (_entry(json.loads(line)) for line in lines)
            return {entry.name: entry for entry in entries}
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def _entry(kept: list[Any]) -> CatalogueEntry:
    values = dict(zip(_FIELDS, kept, strict=True))
    return CatalogueEntry(**{**values, "tags": tuple(values["tags"])})


def _save(file: Path, entries: Iterable[CatalogueEntry]) -> None:
    fresh = file.with_suffix(f".{os.getpid()}.new")
    with contextlib.suppress(OSError):  # a cache: it is made again
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8", errors="surrogatepass") as lines:
            lines.write(json.dumps({"format": FORMAT, "fields": _FIELDS}) + "\n")
            for entry in entries:
                kept = [getattr(entry, name) for name in _FIELDS]
                lines.write(json.dumps(kept, ensure_ascii=False) + "\n")
        fresh.replace(file)

"""What the catalogue knows of each article: its head, read once and kept while the file stays as it is.

The catalogue is a cache of its own in the cache folder, one file for each
library: delete it and nothing is lost but the days on which articles were added
(they are then taken from the files). An article that cannot be read is listed
too, by its name, with the sentence that says why.

The file holds a line of JSON an entry. What changes is written behind the rest,
so that one changed article of 20,000 costs one line; a later line of the same
name counts, one with nothing but a name says that the article is gone. When half
of the lines are old, the file is written anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from reader import paths
from reader.articles.formats import read_source
from reader.articles.shortening import shortened
from reader.catalogue.library import Library
from reader.catalogue.text_length import length_of
from reader.errors import ArticleError, LibraryError
from reader.i18n import gettext as _
from reader.paths import Identity, holds_something, identity_of
from reader.text_hash import digest_of
from reader.whole_file import name_beside

FORMAT = 4
_HEAD = 16_384  # code points from each end of a long text: the head is at the top, tags may stand at the end
_AT_ONCE = 200  # lines that are parsed together
_FEW = 100  # old lines that are never worth writing the file anew


class CatalogueEntry(NamedTuple):
    """One article of the library. `name` is its path below the library's folder, with forward slashes."""

    # No frozen dataclass: 20,000 of these are made in 10 ms, of those in 96, and the list waits for them.

    name: str
    title: str
    original_title: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    modified: int = 0  # nanoseconds since the epoch
    size: int = 0  # bytes
    added: int = 0  # seconds since the epoch: when it was first seen here, or its file's time before that
    han: int = 0  # characters of Chinese, kana and hangul
    words: int = 0  # words of other scripts
    digest: str = ""  # of its text, 16 hexadecimal digits: the same for copies
    problem: str = ""  # why it cannot be read; a sentence
    aliases: tuple[str, ...] = ()  # other names that links may give it


_FIELDS = list(CatalogueEntry._fields)
_CATEGORY, _TAGS, _ALIASES = map(_FIELDS.index, ("category", "tags", "aliases"))
# What is known so far, and how many files were looked at.
Progress = Callable[[Sequence[CatalogueEntry], int], None]
_TELL_AFTER = 0.25  # seconds between two tellings


class Catalogue:
    """The entries of one library, by name. `update` looks at the folder; nothing else touches the disk."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._entries: dict[str, CatalogueEntry] | None = None
        self._lines = 0  # in the file, old ones included

    @cached_property
    def _file(self) -> Path:
        # Not before the disk is asked anyway: the key takes OpenSSL, 4 ms where the window would make a list.
        return paths.cache_folder() / "catalogues" / f"{self._library.key}.json"

    def update(
        self,
        is_stopped: Callable[[], bool] = lambda: False,
        progressed: Progress | None = None,
    ) -> tuple[CatalogueEntry, ...]:
        """Return the entries as the folder is now, in order of the folders and names. Reads what has changed.

        Raises `LibraryError` where the folder is not there, or goes meanwhile; what is known is kept.
        It may run on any thread, one at a time. `is_stopped` is asked between articles. `progressed` is told
        now and then while articles are read, of what is known by then: a large library is seen growing.
        """
        known, is_new = self._known(), not self._lines
        identity = identity_of(self._library.folder)
        found: dict[str, CatalogueEntry] = {}
        told = time.monotonic()
        for name, file in self._library.files():
            if is_stopped():
                break
            try:
                state = file.stat()
            except OSError:
                continue
            entry = known.get(name)
            if entry is None or (entry.modified, entry.size) != (state.st_mtime_ns, state.st_size):
                added = int(state.st_mtime if is_new else time.time()) if entry is None else entry.added
                entry = _read(Path(file.path), name, state, added)
                if progressed is not None and time.monotonic() - told > _TELL_AFTER:
                    progressed((*found.values(), entry), len(found) + 1)
                    told = time.monotonic()
            found[name] = entry
        if is_stopped():
            both = {**known, **found}  # what was read need not be read again
            if is_new:  # in memory alone: whatever the file lacks later on counts as added then
                self._entries = both
            else:
                self._keep(known, both)
            return tuple(found.values())
        self._refuse_if_gone(identity, has_lost_all=bool(known) and not found)
        self._keep(known, found)
        return tuple(found.values())

    def _refuse_if_gone(self, identity: Identity | None, *, has_lost_all: bool) -> None:
        """Raise `LibraryError` where the folder is another than the one with `identity`, or holds nothing."""
        folder = self._library.folder
        is_other = not paths.is_folder(folder) or identity_of(folder) != identity
        if is_other or (has_lost_all and not holds_something(folder)):
            raise LibraryError(_("The library folder {folder} is not there now.").format(folder=folder))

    def kept(self) -> tuple[CatalogueEntry, ...]:
        """Return the entries as they were last seen, without a look at the folder: for the first moment."""
        return tuple(self._known().values())

    def _known(self) -> Mapping[str, CatalogueEntry]:
        if self._entries is None:
            self._entries, self._lines = _load(self._file)
        return self._entries

    def _keep(self, known: Mapping[str, CatalogueEntry], found: dict[str, CatalogueEntry]) -> None:
        changed = [entry for name, entry in found.items() if known.get(name) is not entry]
        gone = [name for name in known if name not in found]
        self._entries = found
        if not changed and not gone and (self._lines or not found):
            return
        lines = self._lines + len(changed) + len(gone)
        if self._lines and lines <= 2 * len(found) + _FEW:
            _append(self._file, changed, gone)
            self._lines = lines
        else:
            _save(self._file, found.values())
            self._lines = len(found)


def _read(path: Path, name: str, state: os.stat_result, added: int) -> CatalogueEntry:
    try:
        source, _encoding = read_source(path)
    except ArticleError as error:
        return CatalogueEntry(
            name,
            path.stem,
            modified=state.st_mtime_ns,
            size=state.st_size,
            added=added,
            problem=str(error),
        )
    # Not for the start, when most entries are known.
    from reader.articles.digest.front_matter import aliases_in
    from reader.articles.digest.metadata import read_metadata
    from reader.articles.source.scanner import scan

    found = scan(_ends(source, state.st_size))
    metadata = read_metadata(found)
    length = length_of(source)
    return CatalogueEntry(
        name,
        shortened(metadata.title) or path.stem,
        shortened(metadata.original.title),
        shortened(metadata.category),
        metadata.tags,
        metadata.original.url,
        modified=state.st_mtime_ns,
        size=state.st_size,
        added=added,
        han=length.han,
        words=length.words,
        digest=digest_of(source)[:16],
        aliases=aliases_in(found.lines),
    )


def _ends(source: str, size: int) -> str:
    """Return `source`, of a long one only the parts in which its head and tags can stand."""
    if size <= 4 * _HEAD:
        return source
    head, tail = source[:_HEAD], source[-_HEAD:]
    return head[: head.rfind("\n") + 1] + tail[tail.find("\n") + 1 :]


def _load(file: Path) -> tuple[dict[str, CatalogueEntry], int]:
    """Return the entries in the file, and of how many lines they were made."""
    entries: dict[str, CatalogueEntry] = {}
    count = 0
    try:
        with file.open(encoding="utf-8", errors="surrogatepass") as lines:
            if json.loads(next(lines, "")) != {"format": FORMAT, "fields": _FIELDS}:
                return {}, 0
            for kept in _parsed(lines):
                count += 1
                if len(kept) == 1:
                    entries.pop(kept[0], None)
                elif len(kept) == len(_FIELDS):
                    entry = _entry(kept)
                    entries[entry.name] = entry
                else:
                    return {}, 0
    except (OSError, ValueError, TypeError, RecursionError):
        return {}, 0
    return entries, count


def _parsed(lines: Iterator[str]) -> Iterator[list[Any]]:
    # Some at once: one by one they take three times as long, all at once would hold up the window.
    while some := list(islice(lines, _AT_ONCE)):
        yield from json.loads(f"[{','.join(some)}]")


def _entry(kept: list[Any]) -> CatalogueEntry:
    """Return the entry whose fields are `kept`. Tags and categories are few: each is in memory once."""
    kept[_CATEGORY] = sys.intern(kept[_CATEGORY])
    kept[_TAGS], kept[_ALIASES] = tuple(map(sys.intern, kept[_TAGS])), tuple(kept[_ALIASES])
    return CatalogueEntry(*kept)


def _save(file: Path, entries: Iterable[CatalogueEntry]) -> None:
    fresh = name_beside(file)
    with contextlib.suppress(OSError):  # a cache: it is made again
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8", errors="surrogatepass") as lines:
            lines.write(json.dumps({"format": FORMAT, "fields": _FIELDS}) + "\n")
            lines.writelines(map(_line, entries))
        fresh.replace(file)


def _append(file: Path, changed: Iterable[CatalogueEntry], gone: Iterable[str]) -> None:
    with (
        contextlib.suppress(OSError),  # what is missing is read again at the next start
        file.open("a", encoding="utf-8", errors="surrogatepass") as lines,
    ):
        lines.writelines(map(_line, changed))
        lines.writelines(json.dumps([name], ensure_ascii=False) + "\n" for name in gone)


def _line(entry: CatalogueEntry) -> str:
    return json.dumps([getattr(entry, name) for name in _FIELDS], ensure_ascii=False) + "\n"

"""The folder of an index on disk, as Whoosh keeps it: which segments there are, what is deleted, who writes.

The list of segments is written beside the old one and swapped in, so a process
that is killed at any moment leaves the last commit whole. The lock is the
system's, held by the process and gone with it. Nothing relies on the disk
having kept what was written last: an index that is not whole is made anew.
"""

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, clean_files
from whoosh.util.filelock import try_for

from reader.search.storage.postings import Sparse
from reader.search.storage.segment_file import DamagedIndexError, SegmentFile
from reader.search.storage.segments import EMPTY, Segment, Snapshot

NAME = "gangmu"
_EXTENSION = ".seg"
_LOCK = "WRITING"
_INCOMING = "incoming"
_TRIES = 40
_PAUSE = 0.01


class IndexBusyError(Exception):
    """Another process is writing to this index."""


class _Folder(FileStorage):  # type: ignore[misc]
    """Whoosh's folder; the list of segments is read at once, as Whoosh leaves a damaged one open."""

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        return StructFile(BytesIO(Path(self.folder, name).read_bytes()), name=name)


class Store:
    """One index folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._storage = _Folder(str(folder))

    @classmethod
    def create(cls, folder: Path) -> Store:
        """Make a new, empty index in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        store = cls(folder)
        TOC.create(store._storage, Schema(), NAME)  # which fields there are, a segment file says
        return store

    def snapshot(self, old: Snapshot = EMPTY) -> Snapshot:
        """Return the index as it is now, sharing open segments with `old`. Raises `DamagedIndexError`."""
        if old is not EMPTY and self.is_current(old):
            return old
        error: Exception | None = None
        for _ in range(_TRIES):
            try:
                return self._open(old)
            except (OSError, EOFError, pickle.UnpicklingError) as trouble:
                # A writer removed a file between the list and its opening: the next list is whole.
                error = trouble
                time.sleep(_PAUSE)
            except DamagedIndexError:
                raise
            except Exception as trouble:  # unpickling damaged bytes raises whatever it likes
                raise DamagedIndexError(str(self.folder)) from trouble
        raise DamagedIndexError(str(self.folder)) from error

    def _open(self, old: Snapshot) -> Snapshot:
        toc = TOC.read(self._storage, NAME)
        open_now = {segment.key: segment for segment in old.segments}
        found = []
        for entry in reversed(toc.segments):
            key = str(entry.segment_id())
            known = open_now.get(key)
            dead = Sparse(sorted(entry.deleted_docs()))
            if known is None:
                known = Segment(key, SegmentFile(_path_of(self.folder, entry)), dead)
            elif len(known.dead) != len(dead):
                known = known.with_dead(dead)
            found.append(known)
        return Snapshot(int(toc.generation), tuple(found))

    def is_current(self, snapshot: Snapshot) -> bool:
        """Whether there has been no commit since `snapshot`: a commit removes the list before it."""
        return (self.folder / f"_{NAME}_{snapshot.generation}.toc").exists()

    @contextmanager
    def lock(self, patience: float = 0.0) -> Iterator[None]:
        """Hold this folder's lock; wait `patience` seconds for it. Raises `IndexBusyError`."""
        if (in_the_way := self.folder / _LOCK).is_dir():  # damage: it is a cache, and ours
            shutil.rmtree(in_the_way, ignore_errors=True)
        lock = self._storage.lock(_LOCK)
        if not try_for(lock.acquire, timeout=patience, delay=0.02):
            raise IndexBusyError
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[Writing]:
        """Hold the lock, and change the index. Raises `IndexBusyError`."""
        with self.lock(patience):
            yield Writing(self.folder, self._storage)


def _path_of(folder: Path, segment: W3Segment) -> Path:
    """Return the path of a segment's file."""
    return folder / str(segment.make_filename(_EXTENSION))


class Writing:
    """What the one process that holds the lock can do."""

    def __init__(self, folder: Path, storage: Any) -> None:
        self._folder = folder
        self._storage = storage
        self._toc = TOC.read(storage, NAME)
        # The worker of a writer that was killed goes on for a moment, and would write into another's file.
        self._own = os.urandom(4).hex()
        for left_over in (folder / _INCOMING).glob("*"):
            with suppress(OSError):  # a worker whose writer was killed may still have it open
                left_over.unlink()

    def incoming(self, name: str) -> Path:
        """Return a path to write a segment file at before it is added; no other writer ever has the same."""
        (self._folder / _INCOMING).mkdir(exist_ok=True)
        return self._folder / _INCOMING / f"{self._own}.{name}"

    def add(self, path: Path, documents: int) -> None:
        """Add the segment file at `path`, which is moved."""
        segment = W3Segment(W3Codec(), NAME)
        segment.set_doc_count(documents)
        path.replace(_path_of(self._folder, segment))
        self._toc.segments.append(segment)

    def delete(self, key: str, documents: range) -> None:
        """Delete documents of the segment called `key`."""
        for segment in self._toc.segments:
            if segment.segment_id() == key:
                for document in documents:
                    segment.delete_document(document)

    def drop(self, keys: set[str]) -> None:
        """Take whole segments out."""
        self._toc.segments = [one for one in self._toc.segments if one.segment_id() not in keys]

    def commit(self) -> None:
        """Make what was added and deleted visible, at once and all of it."""
        toc = self._toc
        toc.segments = [one for one in toc.segments if one.deleted_count() < one.doc_count_all()]
        toc.generation += 1
        toc.write(self._storage, NAME)
        clean_files(self._storage, NAME, toc.generation, toc.segments)

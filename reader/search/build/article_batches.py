"""From the files of a library to segment files: what the build does, here or in a worker process."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from reader.articles.reading import read_article
from reader.errors import ReaderError
from reader.search.build.documents import Document, documents_of
from reader.search.build.segment_build import SegmentBuilder
from reader.search.storage.passage_records import About, Place
from reader.search.storage.segment_file import SegmentFile

log = logging.getLogger(__name__)

Stamp = tuple[int, int, str]


def stamp_of(path: Path) -> Stamp:
    """Return by what a changed file is known: its time in nanoseconds, its size, the start of its SHA-256."""
    status = path.stat()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    return status.st_mtime_ns, status.st_size, digest


class ArticleBuilder:
    """Reads articles of one library into a segment."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segment = SegmentBuilder()

    @property
    def count(self) -> int:
        """How many documents there are so far."""
        return self._segment.count

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return self._segment.is_full

    def add(self, name: str) -> None:
        """Read and add the article called `name`. One that cannot be read is noted, without words."""
        path = self._folder / name
        try:
            stamp = stamp_of(path)
        except OSError:
            return  # gone since it was listed
        try:
            documents = documents_of(read_article(path), name, stamp)
        except (ReaderError, OSError):
            documents = [_unreadable(path, name, stamp)]
        except Exception:
            # A fault of ours in one article must not cost the person the search in all others.
            log.exception("The article %s could not be indexed", name)
            documents = [_unreadable(path, name, stamp)]
        for document in documents:
            self._segment.add(document)

    def merge(self, paths: list[tuple[Path, set[int]]]) -> None:
        """Add the documents of other segments, but for the deleted ones."""
        for path, dead in paths:
            file = SegmentFile(path)
            for document in range(file.count):
                if document not in dead:
                    self._segment.copy(file, document)

    def write(self, path: Path) -> int:
        """Write what was added, and begin anew; return how many documents were written."""
        count = self._segment.count
        if count:
            self._segment.write(path)
        self._segment = SegmentBuilder()
        return count


def _unreadable(path: Path, name: str, stamp: Stamp) -> Document:
    return Document("", Place("passage", 1, 0), (), About(name, path.stem, stamp=stamp))

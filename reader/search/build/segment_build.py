"""From the files of a library to segment files: what a build does, in whichever process."""

from __future__ import annotations

import hashlib
import logging
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from reader.articles.given_framework import with_framework
from reader.articles.reading import read_article
from reader.errors import ReaderError
from reader.search.build.documents import Document, documents_of, keys_of_article, keys_of_place
from reader.search.storage.passage_records import About, Place
from reader.search.storage.postings import bitmap, code_of, width_for
from reader.search.storage.segment_file import SegmentFile
from reader.search.storage.segment_writer import Header, Parts
from reader.search.text.pinyin import spell, tokens
from reader.text_hash import digest_of

log = logging.getLogger(__name__)

FULL = 50_000  # documents in a segment; below 65,536 a number takes two bytes
_FULL_OF_TEXT = 24_000_000  # characters in a segment, where passages are long: some 400 MB in the making
BLOBS = ("place", "about", "names")  # besides those of the text


class SegmentBuilder:
    """Gathers documents and writes them as one segment file."""

    def __init__(self) -> None:
        from reader.search.build.inversion import Inversion  # with numpy: 0.1 s, 20 MB, for whoever builds

        self.count = 0
        self._size = 0  # characters
        self._texts = Inversion()
        self._terms: dict[str, dict[str, array[int]]] = defaultdict(lambda: defaultdict(lambda: array("I")))
        self._blobs: dict[str, list[bytes]] = {name: [] for name in BLOBS}

    @property
    def is_full(self) -> bool:
        """Whether a new segment should be begun, for the memory that this one takes."""
        return self.count >= FULL or self._size >= _FULL_OF_TEXT

    def add(self, document: Document) -> None:
        """Add a document; those of one article come one after the other, the one with `about` first."""
        self._texts.add(document.text)
        self._size += len(document.text)
        called = [name.replace("\n", " ") for name in document.names]
        own = document.place.label  # a name that the place says already is not said again
        names = "\n".join(
            spelled if name == own else f"{spelled}\t{name}" for name in called for spelled in spell(name)
        )
        self._add(document.place, document.about, names)

    def copy(self, segment: SegmentFile, document: int) -> None:
        """Add a document of another segment as it is."""
        blobs = segment.blobs
        self._texts.copy(blobs["form"][document], blobs["edits"][document])
        about = blobs["about"][document]
        self._add(
            Place.from_bytes(blobs["place"][document]),
            About.from_bytes(about) if about else None,
            blobs["names"].text(document),
        )

    def _add(self, place: Place, about: About | None, names: str) -> None:
        spelled = {token for line in names.split("\n") if line for token in tokens(line.split("\t")[0])}
        self._note("pinyin", spelled)
        for keys in (keys_of_place(place), keys_of_article(about) if about else {}):
            for name, values in keys.items():
                self._note(name, values)
        kept = (place.to_bytes(), about.to_bytes() if about else b"", names.encode("utf-8", "surrogatepass"))
        for blobs, value in zip(self._blobs.values(), kept, strict=True):
            blobs.append(value)
        self.count += 1

    def _note(self, table: str, terms: Iterable[str]) -> None:
        lists = self._terms[table]
        for term in terms:
            lists[term].append(self.count)

    def write(self, path: Path) -> None:
        """Write the segment file."""
        with Parts(path) as parts:
            tables, blobs = self._texts.write(parts)
            tables |= {name: _add_table(parts, terms, self.count) for name, terms in self._terms.items()}
            blobs |= {name: parts.blobs(values) for name, values in self._blobs.items()}
            parts.finish({
                "documents": self.count, "wide": code_of(self.count) == "I", "order": sys.byteorder,
                "tables": tables, "blobs": blobs,
            })  # fmt: skip


def _add_table(parts: Parts, lists: Mapping[str, Sequence[int]], total: int) -> Header:
    """Add a table of terms and their documents in a segment of `total`; return its header."""
    code, width = code_of(total), width_for(total)
    size = width // array(code).itemsize  # of a list that is kept as a bitmap
    terms = sorted(lists)
    posts = [
        bytes(bitmap(one, width)) if len(one) >= size else array(code, one).tobytes()
        for one in map(lists.__getitem__, terms)
    ]
    ends = array("I", accumulate((min(len(lists[term]), size) for term in terms), initial=0)).tobytes()
    return parts.lists(parts.written(terms), ends, [b"".join(posts)], ranked=False)


Stamp = tuple[int, int, str]
Frameworks = Mapping[str, str]  # that a person has made, as their notes, by the articles' names
_DIGEST = 16  # hexadecimal digits of a file's hash; what stands behind them is the framework's


def stamp_of(path: Path, framework: str = "") -> Stamp:
    """Return by what a changed article is known: its file's time in nanoseconds, its size, and hashes.

    These are the start of the file's SHA-256, and that of the `framework` that a person has made for it.
    """
    status = path.stat()
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST]
    return status.st_mtime_ns, status.st_size, digest + _mark_of(framework)


def has_framework(stamp: Stamp, framework: str) -> bool:
    """Whether an article was indexed with the `framework` that a person has made; "": with none."""
    return stamp[2][_DIGEST:] == _mark_of(framework)


def _mark_of(framework: str) -> str:
    return digest_of(framework)[:_DIGEST] if framework else ""


class ArticleBuilder:
    """Reads articles of one library into a segment."""

    def __init__(self, folder: Path, frameworks: Frameworks | None = None) -> None:
        self._folder = folder
        self._frameworks = frameworks or {}
        self._segment = SegmentBuilder()

    @property
    def count(self) -> int:
        """How many documents there are so far."""
        return self._segment.count

    @property
    def is_full(self) -> bool:
        """Whether the segment takes so much memory that it should be written, and a new one begun."""
        return self._segment.is_full

    def add(self, name: str) -> None:
        """Read and add the article called `name`. One that cannot be read is noted, without words."""
        path, framework = self._folder / name, self._frameworks.get(name, "")
        try:
            stamp = stamp_of(path, framework)
        except OSError:
            return  # gone since it was listed
        try:
            documents = documents_of(with_framework(read_article(path), framework), name, stamp)
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

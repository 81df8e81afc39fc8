"""Our segments as Whoosh sees them: its codec, its field type, its readers.

Whoosh keeps the directory of segments, the schema, what has been deleted and
the lock; the searches that have to be quick go to the segment file themselves.
Through this codec any other query of Whoosh's runs on the same index.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from whoosh import fields, formats
from whoosh.codec.base import PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment, W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.reading import TermNotFound

from reader.search.storage.segment_file import SegmentFile, Table

EXTENSION = ".seg"


class Terms(fields.FieldType):  # type: ignore[misc]
    """A field of terms without positions or weights. Its values are made by `analysis`, not by Whoosh."""

    indexed = True
    stored = scorable = unique = vector = spelling = False
    analyzer = None
    column_type = None
    multitoken_query = "default"

    def __init__(self) -> None:
        self.format = formats.Existence()

    def index(self, value: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("segments are made by reader.search.build.segment_build")

    def supports(self, name: str) -> bool:
        return False

    def separate_spelling(self) -> bool:
        return False

    def to_bytes(self, value: str | bytes) -> bytes:
        return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")

    def from_bytes(self, value: bytes) -> str:
        return value.decode("utf-8", "surrogatepass")

    def process_text(self, qstring: str, mode: str = "", **kwargs: Any) -> list[str]:
        return [qstring]

    def self_parsing(self) -> bool:
        return False


TABLES = (
    "words", "grams", "pinyin", "kind", "node", "path", "role", "article", "name", "title", "category", "tag",
    "source", "host", "lang", "date", "year", "length",
)  # fmt: skip


def schema() -> fields.Schema:
    """Return the schema of the index: a field for each table."""
    return fields.Schema(**{name: Terms() for name in TABLES})


def segment_path(storage: Any, segment: Any) -> Path:
    """Return the path of a segment's file."""
    return Path(str(storage.folder), str(segment.make_filename(EXTENSION)))


class PassageCodec(W3Codec):  # type: ignore[misc]
    """Reads segments of one file each."""

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)

    def per_document_reader(self, storage: Any, segment: Any) -> PassageDocuments:
        return PassageDocuments(segment)

    def terms_reader(self, storage: Any, segment: Any) -> PassageTerms:
        return PassageTerms(SegmentFile(segment_path(storage, segment)))


class PassageDocuments(PerDocumentReader):  # type: ignore[misc]
    """How many documents there are, and which were deleted. Whoosh stores nothing of them."""

    def __init__(self, segment: Any) -> None:
        self._segment = segment

    def close(self) -> None:
        pass

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return int(self._segment.doc_count_all())

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> frozenset[int]:
        return frozenset(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        return False

    def has_column(self, fieldname: str) -> bool:
        return False

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 1) -> int:
        return default

    def field_length(self, fieldname: str) -> int:
        return self.doc_count_all()

    def min_field_length(self, fieldname: str) -> int:
        return 1

    def max_field_length(self, fieldname: str) -> int:
        return 1

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {}


class PassageTerms(TermsReader):  # type: ignore[misc]
    """The tables of a segment file."""

    def __init__(self, file: SegmentFile) -> None:
        self._tables: dict[str, Table] = {
            name: table for name, table in file.tables.items() if not table.ranked
        }

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        table = self._tables.get(term[0])
        return table is not None and table.index(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        return list(self._tables)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in sorted(self._tables):
            yield from self.terms_from(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        if (table := self._tables.get(fieldname)) is not None:
            for index in range(table.first_from(prefix), table.count):
                yield fieldname, table.term(index)

    def term_info(self, fieldname: str, text: bytes) -> W3TermInfo:
        ids = self._ids(fieldname, text)
        count = len(ids)
        # weight, how many, shortest, longest, greatest weight, first, last
        return W3TermInfo(count, count, 1, 1, 1, ids[0], ids[-1])

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._ids(fieldname, text)) if (fieldname, text) in self else 0

    def frequency(self, fieldname: str, text: bytes) -> int:
        return self.doc_frequency(fieldname, text)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        return ListMatcher(self._ids(fieldname, text), scorer=scorer, format=format_, term=(fieldname, text))

    def close(self) -> None:
        self._tables = {}

    def _ids(self, fieldname: str, text: bytes) -> list[int]:
        table = self._tables.get(fieldname)
        index = table.index(text) if table is not None else -1
        if table is None or index < 0:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return list(table.documents(index))

"""Matching pinyin: the passages of a segment with a title, label or tag that is read as the letters typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import compress

from reader.search.match.term_filter import narrowed
from reader.search.query.query_tree import Spelled
from reader.search.storage.postings import NOTHING, Documents, Sparse, unite
from reader.search.storage.segment_file import Table
from reader.search.storage.segments import Segment
from reader.search.text.pinyin import Spelling, readings

_OFTEN = 1024  # passages between two looks at whether anybody still waits for the answer


def _candidates(segment: Segment, node: Spelled) -> list[tuple[Spelling, Documents]]:
    """Return for each reading of what was typed the passages whose names have all its parts."""
    table = segment.table("pinyin")
    if table is None:
        return []
    found = []
    for reading in readings(node.typed):
        lists = []
        for token in reading.tokens:
            encoded = token.encode()
            lists.append(table.union(table.prefixed(encoded)) if len(token) < 3 else _one(table, encoded))
        if documents := narrowed(lists):
            found.append((reading, documents))
    return found


def named_in_pinyin(segment: Segment, node: Spelled, cancelled: Callable[[], bool]) -> Documents | None:
    """Return the passages of which a name is pronounced as `node` says; None once `cancelled`."""
    found: list[Documents] = []
    for reading, documents in _candidates(segment, node):
        ids = list(documents)
        kept: list[int] = []
        for at in range(0, len(ids), _OFTEN):
            if cancelled():
                return None
            kept += _called(segment, ids[at : at + _OFTEN], reading, node)
        if kept:
            found.append(Sparse(kept))
    return unite(found, segment.file.width)


def _called(segment: Segment, ids: list[int], reading: Spelling, node: Spelled) -> Iterator[int]:
    if node.of_nodes:
        return (one for one in ids if _is_node_called(segment, one, reading))
    blobs = segment.file.blobs["names"]
    # Without a line of Python for each: thousands may have to be looked at.
    places = map(slice, map(blobs.starts.__getitem__, ids), map(blobs.ends.__getitem__, ids))
    return compress(ids, map(reading.line.search, map(blobs.map.__getitem__, places)))


def _is_node_called(segment: Segment, document: int, reading: Spelling) -> bool:
    labels = segment.place(document).labels
    return any(name in labels and reading.find(spelled) for name, spelled in segment.names(document))


def _one(table: Table, term: bytes) -> Documents:
    index = table.index(term)
    return table.documents(index) if index >= 0 else NOTHING

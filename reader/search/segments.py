"""An open index: segments that never change, and snapshots of which of them there are.

A snapshot is what one question is asked of. A commit makes a new one that
shares the open files with the last; whoever holds the old one goes on reading
it undisturbed, even where a file has been removed since.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reader.search.analysis import Restored
from reader.search.documents import About, Place
from reader.search.postings import Dense, Documents, Sparse, as_number, dense, subtract
from reader.search.tables import SegmentFile, Table


@dataclass
class Segment:
    """One segment, its deleted documents, and the sets that are worth keeping."""

    key: str
    file: SegmentFile
    dead: Sparse
    kept: dict[object, Documents] = field(default_factory=dict)

    def with_dead(self, dead: Sparse) -> Segment:
        """Return this segment with other deletions; what is kept does not know of them."""
        return Segment(self.key, self.file, dead, self.kept)

    @cached_property
    def living(self) -> int:
        """How many documents are not deleted."""
        return self.file.count - len(self.dead)

    @cached_property
    def heads(self) -> list[int]:
        """The first document of each article."""
        table = self.file.tables.get("article")
        return list(table.documents(0)) if table is not None and table.count else []

    @property
    def living_articles(self) -> int:
        """How many articles are not deleted."""
        return sum(head not in self.dead for head in self.heads)

    def article(self, document: int) -> range:
        """Return the documents of the article that `document` belongs to."""
        at = bisect_right(self.heads, document)
        end = self.heads[at] if at < len(self.heads) else self.file.count
        return range(self.heads[at - 1], end)

    def widened(self, heads: Documents) -> Documents:
        """Return all documents of the articles whose first documents are given."""
        every = self.heads
        if len(heads) == 1:
            return Sparse(self.article(next(iter(heads))))
        ends = dict(zip(every, [*every[1:], self.file.count], strict=True))
        number = 0
        low = high = -1
        runs: list[tuple[int, int]] = []
        for head in heads:
            if head == high:
                high = ends[head]
            else:
                if high > 0:
                    runs.append((low, high))
                low, high = head, ends[head]
        if high > 0:
            runs.append((low, high))
        if len(runs) < 64 and sum(high - low for low, high in runs) < 512:
            return Sparse([document for low, high in runs for document in range(low, high)])
        bits = bytearray(self.file.width)
        for low, high in runs:
            if high - low > 64:
                number |= ((1 << (high - low)) - 1) << low
            else:
                for document in range(low, high):
                    bits[document >> 3] |= 1 << (document & 7)
        return dense(number | int.from_bytes(bits, "little"), self.file.width)

    def alive(self, documents: Documents) -> Documents:
        """Return `documents` without the deleted ones."""
        return subtract(documents, self.dead) if self.dead else documents

    def table(self, name: str) -> Table | None:
        """Return a table, if the segment has any term of it."""
        return self.file.tables.get(name)

    def place(self, document: int) -> Place:
        """Return where a document stands."""
        return Place.from_bytes(self.file.blobs["place"][document])

    def about(self, document: int) -> About:
        """Return what is known of a document's article."""
        return About.from_bytes(self.file.blobs["about"][self.article(document).start])

    def restored(self, document: int) -> Restored:
        """Return the canonical text of a document, with the way from its search form."""
        blobs = self.file.blobs
        return Restored(blobs["form"].text(document), blobs["edits"].text(document))

    def names(self, document: int) -> list[tuple[str, str]]:
        """Return the names of a document, each with how it is spelled."""
        lines = self.file.blobs["names"].text(document).split("\n")
        return [(name, spelled) for spelled, _, name in (line.partition("\t") for line in lines if line)]


@dataclass(frozen=True)
class Snapshot:
    """The index as one commit left it; the newest segment first."""

    generation: int
    segments: tuple[Segment, ...]

    @cached_property
    def documents(self) -> int:
        """How many passages can be found."""
        return sum(segment.living for segment in self.segments)

    @cached_property
    def articles(self) -> Mapping[str, tuple[Segment, int, About]]:
        """Every article by its name, with its segment and first document. Reads all: not for searching."""
        found = {}
        for segment in reversed(self.segments):
            dead = segment.dead.as_set()
            for head in segment.heads:
                if head not in dead:
                    about = About.from_bytes(segment.file.blobs["about"][head])
                    found[about.name] = (segment, head, about)
        return found

    def find(self, name: str) -> tuple[Segment, int] | None:
        """Return the segment and the first document of the article called `name`."""
        for segment in self.segments:
            table = segment.table("name")
            index = table.index(name.encode("utf-8", "surrogatepass")) if table is not None else -1
            if table is not None and index >= 0:
                for head in table.documents(index):
                    if head not in segment.dead:
                        return segment, head
        return None


EMPTY = Snapshot(0, ())


def both(one: Documents, other: Documents, width: int) -> int:
    """Return how many documents are in both sets."""
    if isinstance(one, Sparse) and isinstance(other, Dense):
        one, other = other, one
    if isinstance(one, Dense) and isinstance(other, Sparse):
        bits = one.bits
        return sum(bits[document >> 3] >> (document & 7) & 1 for document in other.ids)
    if isinstance(one, Sparse) and isinstance(other, Sparse):
        return len(one.as_set().intersection(other.ids))
    return (as_number(one, width) & as_number(other, width)).bit_count()

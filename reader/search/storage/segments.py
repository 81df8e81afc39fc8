"""An open index: segments that never change, and snapshots of which of them there are.

A snapshot is what one question is asked of. A commit makes a new one that
shares the open files with the last; whoever holds the old one goes on reading
it undisturbed, even where a file has been removed since.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from reader.search.storage.passage_records import About, Place
from reader.search.storage.postings import Dense, Documents, Sparse, as_number, dense, number_of, subtract
from reader.search.storage.segment_file import SegmentFile, Table
from reader.search.text.analysis import Restored

_FEW = 512  # documents up to which a list is kept and not a bitmap


@dataclass
class Segment:
    """One segment file, its deleted documents (`dead`), and a cache of sets of documents (`kept`)."""

    key: str
    file: SegmentFile
    dead: Sparse
    kept: dict[object, Documents] = field(default_factory=dict)

    def with_dead(self, dead: Sparse) -> Segment:
        """Return this segment with other deletions. The cache is shared: its sets hold deleted ones too."""
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

    @cached_property
    def trigrams(self) -> Mapping[str, int]:
        """The index of each term of the table of trigrams: they are few, and often asked for."""
        table = self.file.tables.get("trigrams")
        terms = bytes(table.terms).decode("utf-8", "surrogatepass").split("\n")[:-1] if table else ()
        return {term: index for index, term in enumerate(terms)}

    @property
    def living_articles(self) -> int:
        """How many articles are not deleted."""
        return sum(head not in self.dead for head in self.heads)

    def article(self, document: int) -> range:
        """Return the documents of the article that `document` belongs to."""
        at = bisect_right(self.heads, document)
        end = self.heads[at] if at < len(self.heads) else self.file.count
        return range(self.heads[at - 1], end)

    @cached_property
    def ends(self) -> dict[int, int]:
        """For the first document of each article, the one after its last."""
        return dict(zip(self.heads, [*self.heads[1:], self.file.count], strict=True))

    @cached_property
    def lasts(self) -> int:
        """The last document of each article, as one integer."""
        width = self.file.width
        return number_of((end - 1 for end in self.ends.values()), len(self.heads), width)

    def articles_among(self, sets: Sequence[Documents]) -> int:
        """Return how many articles have a document in any of `sets`."""
        width, lasts = self.file.width, self.lasts
        found = reduce(or_, (as_number(one, width) for one in sets), 0)
        # Within each article, any bit below its last carries into the last, and never further.
        below = ((1 << self.file.count) - 1) & ~lasts
        return ((((found & below) + below) | found) & lasts).bit_count()

    def whole_articles(self, heads: Documents) -> Documents:
        """Return all documents of the articles whose first documents are given."""
        if len(heads) * 16 < _FEW:
            ends = self.ends
            found = [document for head in heads for document in range(head, ends[head])]
            if len(found) < _FEW:
                return Sparse(found)
        # 2^end - 2^start has the bits from start to end, and sums of such carry none into another.
        width = self.file.width
        starts = list(heads)
        upper = number_of(map(self.ends.__getitem__, starts), len(starts), width + 8)
        return dense(upper - as_number(heads, width), width)

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
        own = self.place(document).label
        return [
            (name if tab else own, spelled)
            for spelled, tab, name in (line.partition("\t") for line in lines if line)
        ]


@dataclass(frozen=True)
class Snapshot:
    """The index as one commit left it; the newest segment first."""

    generation: int
    segments: tuple[Segment, ...]

    @cached_property
    def documents(self) -> int:
        """How many passages can be found."""
        return sum(segment.living for segment in self.segments)

    def articles(self) -> Mapping[str, tuple[Segment, int, About]]:
        """Return every article by its name, with its segment and first document. Reads all; keeps nothing."""
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
    """Return how many documents are in both sets, whose bitmaps are `width` bytes long."""
    if isinstance(one, Sparse) and isinstance(other, Dense):
        one, other = other, one
    if isinstance(one, Dense) and isinstance(other, Sparse):
        bits = one.bits
        return sum(bits[document >> 3] >> (document & 7) & 1 for document in other.ids)
    if isinstance(one, Sparse) and isinstance(other, Sparse):
        return len(one.as_set().intersection(other.ids))
    return (as_number(one, width) & as_number(other, width)).bit_count()

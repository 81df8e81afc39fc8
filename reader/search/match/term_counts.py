"""Term frequencies: how often a text occurs in each passage of a segment, for ranking.

For a text that is one term of the index no passage is read. The segment file keeps, for each term, the
passages in which it occurs more than once, with the number (`storage/segment_file.py`, its tables); a passage
that has the term and is not in that list has it once. A text of several terms is counted in the passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop
from itertools import compress, repeat

from reader.search.storage.bm25 import COMMON, HEAVIEST, MOST, length_weight, most_kept
from reader.search.storage.postings import NOTHING, Documents, Sparse, among, dense, number_of
from reader.search.storage.segment_file import Table
from reader.search.storage.segments import Segment
from reader.search.text.analysis import is_chinese, is_token, runs

_FOUND = (-1).__lt__  # of a place that `find` has given
_MANY = 4096  # passages that are kept as a bitmap
_FEW = 16  # passages that are counted by reading them all
_AT_A_TIME = 1024  # passages between two looks at whether anybody still waits for the answer
_MOST_ADDED = 10_000  # passages whose words are added up where many words have a text in them


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a text stands in the passages of one segment.

    `holding` are passages that hold it: all that do, if `everywhere`. `often`
    says how often it stands in those with more than one: in all of them, if
    `complete`. The first `ranked` of it are the weightiest of all that hold it. `whole` are the
    passages that have it as a word of its own; None where every one does. If
    not `exact`, it may stand more often than `often` says.
    """

    holding: Documents
    often: Mapping[int, int]
    complete: bool = True
    everywhere: bool = True
    ranked: int = 0
    whole: Documents | None = None
    exact: bool = True


UNKNOWN = Counts(NOTHING, {}, complete=False, everywhere=False)


def those_holding(
    segment: Segment, documents: Documents, form: str, cancelled: Callable[[], bool]
) -> Documents | None:
    """Return those of `documents` whose texts hold `form`, by reading them; None once `cancelled`."""
    blobs = segment.file.blobs["form"]
    find, starts, ends = blobs.map.find, blobs.starts.__getitem__, blobs.ends.__getitem__
    sought = form.encode("utf-8", "surrogatepass")
    ids = documents.ids if isinstance(documents, Sparse) else list(documents)
    found: list[int] = []
    for at in range(0, len(ids), _AT_A_TIME):
        if cancelled():
            return None
        few = ids[at : at + _AT_A_TIME]
        # Without a line of Python for each: most of the time of a longer text goes by here.
        places = map(find, repeat(sought), map(starts, few), map(ends, few))
        found += compress(few, map(_FOUND, places))
    # Many are asked of again and again, by facets: as a bitmap that is quick.
    width = segment.file.width
    return Sparse(found) if len(found) < _MANY else dense(number_of(found, len(found), width), width)


def counts_by_reading(segment: Segment, form: str, holding: Documents, first: int = 0) -> Counts:
    """Return the counts of a longer text in all that hold it; if `first`, at least in so many weightiest."""
    heaviest = segment.table("grams heaviest")
    pairs = _pairs(form) if heaviest is not None and len(holding) > _FEW else ()
    lists = [heaviest.heaviest(pair.encode("utf-8", "surrogatepass")) for pair in pairs if heaviest]
    # Where the text stands more than once, each of its pairs does.
    documents, counts = min(lists, key=lambda one: len(one[0]), default=((), ()))
    complete = len(documents) < most_kept(2)
    if lists and first:
        often, is_enough = _weightiest(segment, zip(documents, counts, strict=True), holding, form, first)
        if complete or is_enough:
            return Counts(holding, often)
    if not lists or (len(documents) > len(holding) if complete else len(holding) <= _MANY):
        return Counts(holding, _read_all(segment, holding, form))
    suspects = among([one for one, count in zip(documents, counts, strict=True) if count > 1], holding)
    return Counts(holding, _read_all(segment, suspects, form), complete)


def _pairs(form: str) -> set[str]:
    return {run[at : at + 2] for run in runs(form) if is_chinese(run) for at in range(len(run) - 1)}


def _read_all(segment: Segment, documents: Iterable[int], form: str) -> dict[int, int]:
    """Return how often those of `documents` hold a text that hold it more than once."""
    return {one: count for one in documents if (count := read(segment, one, form)) > 1}


def _weightiest(
    segment: Segment, listed: Iterable[tuple[int, int]], holding: Documents, form: str, first: int
) -> tuple[dict[int, int], bool]:
    """Return how often those hold `form` that hold it more than once: at least the `first` weightiest.

    `listed` are passages with a pair of it, heaviest first, and how often they hold that. By its pair a
    passage weighs at least what it weighs by the whole. The second value says whether the list had more.
    """
    starts = segment.file.blobs["form"].starts
    often: dict[int, int] = {}
    weights: list[float] = []  # a heap, of the weightiest
    for one, most in listed:
        spread = length_weight(starts[one + 1] - starts[one])
        if len(weights) == first and most / (most + spread) < weights[0]:
            return often, True
        if most > 1 and one in holding and (count := read(segment, one, form)) > 1:
            often[one] = count
            (heappush if len(weights) < first else heappushpop)(weights, count / (count + spread))
    return often, False


def read(segment: Segment, document: int, form: str) -> int:
    """Read a passage, and return how often `form` stands in it, counted as the index counts."""
    text = segment.file.blobs["form"][document]
    sought = form.encode("utf-8", "surrogatepass")
    if is_token(form) and form == form[0] * 2:  # each pair of neighbours counts, those that overlap too
        found = sum(text.startswith(sought, at) for at in range(len(text)))
    else:
        found = text.count(sought)
    return min(found, MOST)


def counts_of_token(segment: Segment, form: str, holding: Documents, first: int) -> Counts:
    """Return the counts of a token of Chinese; if `first`, at least those of so many of the weightiest."""
    return _of_term(segment.table("grams heaviest"), form, holding, first)


def counts_of_word(
    segment: Segment, form: str, holding: Documents, variants: Sequence[int], first: int
) -> Counts:
    """Return the counts of a Latin word; `variants` are the indexes of the words that have it in them."""
    words, heaviest = segment.table("words"), segment.table("words heaviest")
    assert words is not None
    encoded = form.encode("utf-8", "surrogatepass")
    own = words.index(encoded)
    if list(variants) == [own]:
        return _of_term(heaviest, form, holding, first)
    times, complete = _added_up(words, variants, encoded)
    listed = heaviest.containing(encoded) if heaviest is not None else ()
    most = max(_FEW, _MOST_ADDED // max(1, len(listed)))  # of very many words only the first of each
    so_far = times.get
    for index in listed:
        assert heaviest is not None
        documents, counts = heaviest.heaviest_at(index)
        word = heaviest.term(index)
        kept = min(most_kept(len(word.decode("utf-8", "surrogatepass"))), most + 1)
        complete = complete and len(documents) < kept
        often = word.count(encoded)
        for one, count in zip(documents[:most], counts[:most], strict=True):
            if count > 1:
                times[one] = so_far(one, 1) + often * (count - 1)
    whole = words.documents(own) if own >= 0 else NOTHING
    several = {one: count for one, count in times.items() if count > 1}
    return Counts(holding, several, complete, whole=whole, exact=complete)


def _of_term(table: Table | None, term: str, holding: Documents, first: int) -> Counts:
    if table is None:
        return Counts(holding, {})
    documents, counts = table.heaviest(term.encode("utf-8", "surrogatepass"))
    complete = len(documents) < most_kept(len(term))
    if 0 < first <= len(documents):
        # Whoever is not among these is outweighed by them, however often it holds the text.
        documents, counts, complete = documents[:first], counts[:first], True
    ranked = HEAVIEST if len(holding) > COMMON else 0
    return Counts(holding, dict(zip(documents, counts, strict=True)), complete, ranked=ranked)


def _added_up(words: Table, variants: Sequence[int], sought: bytes) -> tuple[dict[int, int], bool]:
    """Return in how many of the `variants` each passage holds `sought`; and whether all were gone through.

    Who holds only the commonest of them holds it once, and is left out: so that
    one's long list is not gone through.
    """
    commonest, *others = sorted(variants, key=words.length, reverse=True)
    complete = words.term(commonest).count(sought) == 1
    times: Counter[int] = Counter()
    room = _MOST_ADDED
    for one in reversed(others):
        room -= words.length(one)
        if room < 0:
            return times, False
        for _ in range(words.term(one).count(sought)):
            times.update(words.documents(one))
    for document in among(list(times), words.documents(commonest)):
        times[document] += 1
    return times, complete

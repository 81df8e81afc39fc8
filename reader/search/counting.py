"""How often a text stands in the passages of a segment: what ranking has to know.

Of most texts the index says it. A passage holds most of its terms once; of
those that it holds more often the segment file keeps how often (`tables`). So
a passage that holds a term and is not in its list of the heaviest holds it once.
Texts of several terms are counted when they are found, in the passages
themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress, repeat

from reader.search.analysis import is_chinese, is_token, runs
from reader.search.postings import NOTHING, Dense, Documents, Sparse, among, bitmap
from reader.search.ranking import COMMON, HEAVIEST, MOST, most_kept
from reader.search.segments import Segment
from reader.search.tables import Table

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


def counted(
    segment: Segment, documents: Documents, form: str, cancelled: Callable[[], bool], *, everywhere: bool
) -> Counts | None:
    """Look for `form` in the texts of `documents`, and count it. None where nobody waits any more."""
    blobs = segment.file.blobs["form"]
    find, starts, ends = blobs.map.find, blobs.starts.__getitem__, blobs.ends.__getitem__
    sought = form.encode("utf-8", "surrogatepass")
    ids = documents.ids if isinstance(documents, Sparse) else list(documents)
    holding: list[int] = []
    for at in range(0, len(ids), _AT_A_TIME):
        if cancelled():
            return None
        few = ids[at : at + _AT_A_TIME]
        # Without a line of Python for each: most of the time of a longer text goes by here.
        places = map(find, repeat(sought), map(starts, few), map(ends, few))
        holding += compress(few, map(_FOUND, places))
    # Many are asked of again and again, by facets: as a bitmap that is quick.
    held = Sparse(holding) if len(holding) < _MANY else Dense(bytes(bitmap(holding, segment.file.width)))
    return replace(counts_by_reading(segment, form, held), everywhere=everywhere)


def counts_by_reading(segment: Segment, form: str, holding: Documents) -> Counts:
    """Return the counts of a longer text in all that hold it."""
    suspects, complete = _suspects(segment, holding, form)
    often = {one: count for one in suspects if (count := read(segment, one, form)) > 1}
    return Counts(holding, often, complete)


def _suspects(segment: Segment, holding: Documents, form: str) -> tuple[Iterable[int], bool]:
    """Return those that may hold `form` more than once, and whether these are all.

    Each of its pairs must stand there more than once.
    """
    heaviest = segment.table("grams heaviest")
    if heaviest is None or len(holding) <= _FEW:
        return holding, True
    pairs = {run[at : at + 2] for run in runs(form) if is_chinese(run) for at in range(len(run) - 1)}
    lists = [heaviest.heaviest(pair.encode("utf-8", "surrogatepass")) for pair in pairs]
    documents, counts = min(lists, key=lambda one: len(one[0]), default=((), ()))
    complete = len(documents) < most_kept(2)
    if not lists or (len(documents) > len(holding) if complete else len(holding) <= _MANY):
        return holding, True
    often = [one for one, count in zip(documents, counts, strict=True) if count > 1]
    return among(often, holding), complete


def read(segment: Segment, document: int, form: str) -> int:
    """Return how often `form` stands in a passage, by reading it; as the index would say."""
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
    for index in () if heaviest is None else heaviest.containing(encoded):
        assert heaviest is not None
        documents, counts = heaviest.heaviest_at(index)
        word = heaviest.term(index)
        complete = complete and len(documents) < most_kept(len(word.decode("utf-8", "surrogatepass")))
        often = word.count(encoded)
        for one, count in zip(documents, counts, strict=True):
            if count > 1:
                times[one] = times.get(one, 1) + often * (count - 1)
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

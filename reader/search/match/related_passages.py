"""*Related*: passages of other articles that share a text's telling words, and what it is that they share.

Nothing is learned, and nothing leaves the machine. A text is known by its most telling terms (Latin words,
pairs of Chinese characters): the root of how often it has them, times the square of their rarity. A passage
weighs the rarity of those that it has, shortened by its length as in BM25; an article its best passages,
a little more for each tag, the category and the source that it shares. Weights are shares of what the text
itself would weigh: what has less than `LEAST` is not related.

The numbers were chosen on what people link: of the articles of JavaGuide and of OI-wiki that link to others,
100 of each taken at random, 0.73 and 0.62 of those linked to are among the first eight.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import sqrt

from reader.search.match.hit_builder import hit_of_forms
from reader.search.match.verification import CancelledError
from reader.search.model import Hit
from reader.search.storage.bm25 import length_weight, rarity
from reader.search.storage.passage_records import About, host_of
from reader.search.storage.segments import Segment, Snapshot
from reader.search.text.analysis import is_chinese, parted, search_form, words_and_marks

LEAST = 0.05  # of the weight of the text itself
_MOST_TEXT = 60_000  # code points that are looked at
_TERMS = 160  # the most telling ones that are looked for
_SHORTEST_WORD = 3
_COMMON = 8  # what stands in more than one of so many passages tells nothing
_BEST = 8  # passages of an article that count
_TOLD = 3  # phrases that are told
_LONGEST_PHRASE = 12
_WIDER = 2  # characters by which a phrase may grow on each side
_TOGETHER = 0.8  # of the times that a phrase is said a character must stand beside it, to be a part of it
_PARTICLES = "的了和与是在及把被对从为以到就都也而其这那们用由将"
_TAG, _CATEGORY, _SOURCE = 0.2, 0.1, 0.1  # by how much of its weight an article gains

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Related:
    """A related passage as a hit, with what is shared: `phrases` as it writes them, tags, category, site."""

    hit: Hit
    phrases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    category: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Passage:
    weight: float
    segment: Segment
    document: int


def related_articles(
    snapshot: Snapshot, text: str, name: str, limit: int = 8, cancelled: Cancelled = lambda: False
) -> tuple[Related, ...]:
    """Return the articles nearest to `text`, that of the article `name`, each by its best passage.

    Raises `CancelledError`.
    """
    form = search_form(text[:_MOST_TEXT])
    terms, own = _telling(snapshot, form, cancelled), _about(snapshot, name)
    articles: dict[str, tuple[float, About, _Passage]] = {}
    whole = 0.0
    for best in _by_article(_weighed(snapshot, terms, cancelled)):
        about = best[0].segment.about(best[0].document)
        weight = sum(one.weight for one in best)
        if about.name == name:
            whole = max(whole, weight)
        else:
            articles[about.name] = weight * _gain(own, about), about, best[0]
    found = nlargest(limit, articles.values(), key=lambda one: one[0])
    return tuple(
        _told(passage, terms, form, own, about) for weight, about, passage in found if weight >= LEAST * whole
    )


def related_passages(
    snapshot: Snapshot, text: str, name: str, limit: int = 6, cancelled: Cancelled = lambda: False
) -> tuple[Related, ...]:
    """Return the passages of other articles that are nearest to `text`, a passage of the article `name`.

    One an article at the most. Raises `CancelledError`.
    """
    form = search_form(text[:_MOST_TEXT])
    terms, own = _telling(snapshot, form, cancelled), _about(snapshot, name)
    passages = _weighed(snapshot, terms, cancelled)
    found: dict[str, tuple[_Passage, About]] = {}
    whole = 0.0
    for passage in sorted(passages, key=lambda one: one.weight, reverse=True):
        about = passage.segment.about(passage.document)
        if about.name == name:
            whole = whole or passage.weight
        elif about.name not in found:
            found[about.name] = passage, about
            if len(found) == limit:
                break
    return tuple(
        _told(passage, terms, form, own, about)
        for passage, about in found.values()
        if passage.weight >= _least_of_passages(whole)
    )


def _least_of_passages(whole: float) -> float:
    return 2 * LEAST * whole


def _about(snapshot: Snapshot, name: str) -> About:
    for segment in snapshot.segments:
        table = segment.table("name")
        index = table.index(name.encode("utf-8", "surrogatepass")) if table is not None else -1
        if table is not None and index >= 0:
            for document in segment.alive(table.documents(index)):
                return segment.about(document)
    return About(name, "")


def _telling(snapshot: Snapshot, form: str, cancelled: Cancelled) -> Mapping[tuple[str, str], float]:
    """Return the most telling terms of `form` with their rarity, by table and term."""
    chinese, others = parted(form)
    words = (word for word in words_and_marks(others)[0] if sum(map(str.isalpha, word)) >= _SHORTEST_WORD)
    pairs = (run[at : at + 2] for run in chinese.split() for at in range(len(run) - 1))
    total = snapshot.documents
    weighed = []
    for table, terms in (("words", words), ("grams", pairs)):
        for number, (term, count) in enumerate(Counter(terms).items()):
            if not number % 200 and cancelled():
                raise CancelledError
            holding = sum(segment_holding for segment_holding in _holding(snapshot, table, term))
            if 1 < holding <= max(2, total // _COMMON):
                rare = rarity(holding, max(total, holding))
                weighed.append((sqrt(count) * rare * rare, table, term, rare))
    return {(table, term): rare for _weight, table, term, rare in nlargest(_TERMS, weighed)}


def _holding(snapshot: Snapshot, name: str, term: str) -> Iterator[int]:
    for segment in snapshot.segments:
        table = segment.table(name)
        index = table.index(term.encode("utf-8", "surrogatepass")) if table is not None else -1
        if table is not None and index >= 0:
            yield len(table.documents(index))  # `length` would be a bitmap's


def _weighed(
    snapshot: Snapshot, terms: Mapping[tuple[str, str], float], cancelled: Cancelled
) -> list[_Passage]:
    """Return every passage that has any of `terms`, with its weight; those of an article together."""
    found = []
    for segment in snapshot.segments:
        if cancelled():
            raise CancelledError
        weights: dict[int, float] = defaultdict(float)
        for (name, term), rare in terms.items():
            table = segment.table(name)
            index = table.index(term.encode("utf-8", "surrogatepass")) if table is not None else -1
            if table is not None and index >= 0:
                for document in segment.alive(table.documents(index)):
                    weights[document] += rare
        starts = segment.file.blobs["form"].starts
        for document in sorted(weights):
            length = length_weight(starts[document + 1] - starts[document])
            found.append(_Passage(weights[document] / (1 + length), segment, document))
    return found


def _by_article(passages: Sequence[_Passage]) -> Iterator[list[_Passage]]:
    """Yield the best passages of each article, the weightiest first."""
    group: list[_Passage] = []
    end = 0
    for passage in passages:
        if group and (passage.segment is not group[0].segment or passage.document >= end):
            yield nlargest(_BEST, group, key=lambda one: one.weight)
            group = []
        if not group:
            end = passage.segment.article(passage.document).stop
        group.append(passage)
    if group:
        yield nlargest(_BEST, group, key=lambda one: one.weight)


def _gain(own: About, other: About) -> float:
    tags, category, source = _shared(own, other)
    return 1 + _TAG * len(tags) + _CATEGORY * bool(category) + _SOURCE * bool(source)


def _shared(own: About, other: About) -> tuple[tuple[str, ...], str, str]:
    """Return the tags, the category and the site of the source that both articles have."""
    mine = {search_form(tag) for tag in own.tags}
    tags = tuple(tag for tag in other.tags if search_form(tag) in mine)
    category = other.category if search_form(other.category) == search_form(own.category) else ""
    host = host_of(other.url)
    return tags, category, host if host == host_of(own.url) else ""


def _told(
    passage: _Passage, terms: Mapping[tuple[str, str], float], form: str, own: About, about: About
) -> Related:
    passage_form = passage.segment.file.blobs["form"].text(passage.document)
    forms = _phrases(passage_form, form, terms)
    hit = hit_of_forms(passage.segment, passage.document, forms, passage.weight)
    start = hit.span.start
    words = passage.segment.restored(passage.document).text
    written: dict[str, str] = {}  # each phrase as this article writes it
    for span in hit.spans:
        shown = " ".join(words[span.start - start : span.end - start].split())
        written.setdefault(search_form(shown), shown)
    return Related(hit, tuple(written.get(one, one) for one in forms), *_shared(own, about))


def _phrases(passage: str, form: str, terms: Mapping[tuple[str, str], float]) -> list[str]:
    """Return the phrases of `passage` that `form` has too and that weigh most, as search forms."""
    chinese, others = parted(passage)
    weights = {word: rare for word in set(words_and_marks(others)[0]) if (rare := terms.get(("words", word)))}
    for run in chinese.split():
        for phrase, weight in _stretches(run, form, terms):
            weights[phrase] = max(weight, weights.get(phrase, 0.0))
    chosen: list[str] = []
    for bare in sorted(weights, key=lambda one: (-weights[one], one)):
        phrase = _whole_words(bare, passage, form)
        if phrase and not any(phrase in one or one in phrase for one in chosen):
            chosen.append(phrase)
        if len(chosen) == _TOLD:
            break
    return chosen


def _whole_words(phrase: str, passage: str, form: str) -> str:
    """Return `phrase` with what nearly always stands beside it, and without particles at its ends."""
    if not is_chinese(phrase):
        return phrase
    for _character in range(_WIDER):
        for before, behind in ((1, 0), (0, 1)):
            at = passage.find(phrase)
            wider = passage[max(0, at - before) : at + len(phrase) + behind]
            often = form.count(phrase)
            is_word = often > 1 and is_chinese(wider[0]) and is_chinese(wider[-1])
            if is_word and form.count(wider) >= _TOGETHER * often:
                phrase = wider
    bare = phrase.strip(_PARTICLES)
    return bare if len(bare) > 1 else ""


def _stretches(run: str, form: str, terms: Mapping[tuple[str, str], float]) -> Iterable[tuple[str, float]]:
    """Yield the stretches of Chinese whose pairs are all `terms`, and that stand in `form` as a whole."""
    begin, weight = 0, 0.0
    for at, (one, other) in enumerate(pairwise(run)):
        rare = terms.get(("grams", one + other), 0.0)
        longer = run[begin : at + 2]
        if rare and weight and len(longer) <= _LONGEST_PHRASE and longer in form:
            weight += rare
            continue
        if weight:
            yield run[begin : at + 1], weight
        begin, weight = at, rare
    if weight:
        yield run[begin:], weight

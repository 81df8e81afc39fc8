"""*More like this passage*: the words that tell it from the rest of the library, as a query."""

from __future__ import annotations

from collections import Counter

from reader.search.storage.bm25 import rarity
from reader.search.storage.segments import Snapshot
from reader.search.text.analysis import is_chinese, parted, search_form, words_and_marks

_TERMS = 6
_TRIED = 40
_SHORTEST_WORD = 3


def similar_query(snapshot: Snapshot, text: str) -> str:
    """Return a query for passages similar to `text`: its six most characteristic terms, joined by OR.

    Terms are words, and pairs of Chinese characters, by frequency times inverse document frequency.
    """
    form = search_form(text)
    chinese, others = parted(form)
    words = [
        word for word in words_and_marks(others)[0] if len(word) >= _SHORTEST_WORD and not word.isdigit()
    ]
    pairs = [run[at : at + 2] for run in chinese.split() for at in range(len(run) - 1)]
    weights: Counter[str] = Counter()
    for table, terms in (("words", words), ("grams", pairs)):
        for term, count in Counter(terms).items():
            if not term.isdigit():
                holding = _holding(snapshot, table, term)
                weights[term] = round(1000 * count * rarity(holding, max(snapshot.documents, holding)))
    chosen: list[str] = []
    for term, _weight in weights.most_common(_TRIED):
        longer = _joined(chosen, term, form)
        if not longer and not any(term in one for one in chosen):
            chosen.append(term)
    return " OR ".join(f'"{term}"' if " " in term else term for term in chosen[:_TERMS])


def _joined(chosen: list[str], term: str, form: str) -> bool:
    """Join a pair to one that it overlaps, if the longer text stands more than once: 出口, 口管."""
    if not is_chinese(term):
        return False
    for index, one in enumerate(chosen):
        for longer in (
            one + term[1:] if one.endswith(term[0]) else "",
            term[:-1] + one if one.startswith(term[-1]) else "",
        ):
            if longer and is_chinese(one) and form.count(longer) > 1:
                chosen[index] = longer
                return True
    return False


def _holding(snapshot: Snapshot, name: str, term: str) -> int:
    total = 0
    for segment in snapshot.segments:
        table = segment.table(name)
        index = table.index(term.encode("utf-8", "surrogatepass")) if table is not None else -1
        if table is not None and index >= 0:
            total += len(table.documents(index))
    return total

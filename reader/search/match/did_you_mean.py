"""*Did you mean*: words of the library that are spelled nearly as a word that is not in it."""

from __future__ import annotations

from collections import Counter

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reader.search.storage.segments import Snapshot
from reader.search.text.analysis import is_word, runs, search_form

_SHORTEST = 4  # letters; shorter words are all near one another
_LONGER = 7  # letters from which two slips are forgiven
_MOST = 3
_MOST_WORDS = 300_000


def near(snapshot: Snapshot, text: str) -> tuple[str, ...]:
    """Return up to three ways to write `text` with words that the library has, the likeliest first."""
    words = text.split()
    forms = [search_form(word) for word in words]
    if not any(map(_is_doubtful, forms)):
        return ()
    known = _words_of(snapshot)
    vocabulary = "\n".join(known)
    found: list[str] = []
    for number, form in enumerate(forms):
        # What stands somewhere is right: another word is the one at fault.
        if _is_doubtful(form) and form not in vocabulary:
            found += [" ".join([*words[:number], one, *words[number + 1 :]]) for one in _like(form, known)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _is_doubtful(form: str) -> bool:
    """Whether a word is one whose spelling can be compared."""
    return len(form) >= _SHORTEST and form.isascii() and runs(form) == [form] and is_word(form)


def _like(form: str, words: Counter[str]) -> list[str]:
    """Return the words within one slip of `form` (two for a long one): nearest, then commonest, first."""
    slips = 2 if len(form) >= _LONGER else 1
    matches = process.extract(form, list(words), scorer=OSA.distance, score_cutoff=slips, limit=20)
    return [word for word, _, _ in sorted(matches, key=lambda match: (match[1], -words[match[0]]))]


def _words_of(snapshot: Snapshot) -> Counter[str]:
    words: Counter[str] = Counter()
    for segment in snapshot.segments:
        if (table := segment.table("words")) is not None and len(words) < _MOST_WORDS:
            terms = bytes(table.terms).decode("utf-8", "surrogatepass").split("\n")[:-1]
            for index, term in enumerate(terms):
                words[term] += table.length(index)
    return words

"""Which choices fit a few letters, and which of them best: words, Chinese, pinyin and initials. No Qt.

Each word that is typed must be found: in the label, best at its beginning or at
that of a word; in the pinyin of the label, whole syllables or initials; or in
the line below the label. Where that finds little, letters that stand in the
label in this order, with others between them, count too.

Whole lists are passed through by C, a word at a time; only what is left is
weighed one by one. Pinyin is spelled in slices (`spell_on`), which takes some
20 microseconds a label: until then a label is found by its letters alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from itertools import compress

from reader.articles.source.character_folding import fold
from reader.ui.palette.choices import Choice

MOST = 200  # choices that are shown
_FEW = 8  # where fewer are found, letters with others between them are looked for
_SLICE = 512  # choices that are weighed before it is asked whether anybody still waits
# What a word is worth by where it is found: at the start of the label, of a word in it, of its pinyin, ...
_START, _WORD, _SPELLED_START, _WITHIN, _SPELLED, _DETAIL, _LOOSE = 100, 80, 70, 60, 50, 20, 5
_RECENT = 40  # for the one used last; less for each one before it

Span = tuple[int, int]
Stopped = Callable[[], bool]
# What a choice is worth, then what settles a tie, the larger the better: short labels, then earlier ones.
Weighed = tuple[float, int, int, Choice]


class Matcher:
    """The choices of one list, ready to be asked. Not for two threads at once."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = choices
        self._labels = [fold(choice.label) for choice in choices]
        self._details = [fold(choice.detail) for choice in choices]
        self._spelled: list[tuple[str, ...]] = [()] * len(choices)
        self._forms = [""] * len(choices)  # of each that is spelled: its letters, and its initials
        self._all = [f"{one}\n{other}" for one, other in zip(self._labels, self._details, strict=True)]
        self._next = 0  # to be spelled

    def spell_on(self, count: int) -> bool:
        """Spell the labels of the next `count` choices; return whether any are left."""
        from reader.search.text.pinyin import plain_spelling, spell

        end = min(self._next + count, len(self.choices))
        for at in range(self._next, end):
            if spelled := spell(self.choices[at].label):
                self._spelled[at] = spelled
                self._forms[at] = "\n".join(form for one in spelled for form in plain_spelling(one))
                self._all[at] += "\n" + self._forms[at]
        self._next = end
        return end < len(self.choices)

    def weigh(self, words: Sequence[str], recent: Mapping[str, int], is_stopped: Stopped) -> list[Weighed]:
        """Return those that fit all of the folded `words` best, at most `MOST`, the best first.

        Without words that is all, those used lately first: `recent` numbers them, 0 the last, by
        `Choice.remembered`. Stopped, it returns nothing.
        """
        found = self._holding(words)
        weighed = self._weighed(found, words, recent, is_stopped, loosely=False)
        if words and len(found) < _FEW:
            known = set(found)
            others = [at for at in range(len(self.choices)) if at not in known]
            weighed += self._weighed(others, words, recent, is_stopped, loosely=True)
        return nlargest(MOST, weighed, key=lambda one: one[:3])

    def _holding(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of the choices that hold all of `words` somewhere."""
        numbers, texts = list(range(len(self.choices))), self._all
        for word in words:
            holding = [word in text for text in texts]
            numbers, texts = list(compress(numbers, holding)), list(compress(texts, holding))
        return numbers

    def _weighed(
        self,
        numbers: Sequence[int],
        words: Sequence[str],
        recent: Mapping[str, int],
        is_stopped: Stopped,
        *,
        loosely: bool,
    ) -> list[Weighed]:
        weighed: list[Weighed] = []
        for place, at in enumerate(numbers):
            if place % _SLICE == 0 and is_stopped():
                return []
            weight = 0
            for word in words:
                one = self._weight(at, word, loosely=loosely)
                if not one:
                    break
                weight += one
            else:
                choice = self.choices[at]
                rank = recent.get(choice.remembered, _RECENT)
                mean = weight / len(words) if words else 0.0
                length = len(self._labels[at]) if words else 0
                weighed.append((mean + max(0, _RECENT - rank), -length, -at, choice))
        return weighed

    def _weight(self, at: int, word: str, *, loosely: bool) -> int:
        label = self._labels[at]
        place = label.find(word)
        if place == 0:
            return _START
        if place > 0:
            return _WORD if _begins_word(label, place) else _WITHIN
        is_spelled = loosely or word in self._forms[at]  # syllables and then initials stand in no form
        if is_spelled and (worth := _spelled_worth(self._spelled[at], word)):
            return worth
        if word in self._details[at]:
            return _DETAIL
        return _LOOSE if loosely and len(word) > 2 and _loose(label, word) else 0


def best(
    matchers: Sequence[Matcher],
    typed: str,
    recent: Mapping[str, int],
    is_stopped: Stopped = lambda: False,
) -> list[Choice]:
    """Return what fits `typed` best in all of the lists, at most `MOST`; of equals, the first list's."""
    words = fold(typed).split()
    found = [
        (-weight, number, place, choice)
        for number, matcher in enumerate(matchers)
        for place, (weight, _length, _at, choice) in enumerate(matcher.weigh(words, recent, is_stopped))
    ]
    found.sort(key=lambda one: one[:3])
    return [choice for _weight, _number, _place, choice in found[:MOST]]


def marked(label: str, typed: str) -> list[Span]:
    """Return the parts of `label`, in code points, that `typed` was found by, in their order."""
    from reader.search.text.pinyin import readings, spell, words_at

    folded, found = fold(label), []
    for word in fold(typed).split():
        if (place := folded.find(word)) >= 0:
            found.append((place, place + len(word)))
            continue
        spans = (
            (spelled, span)
            for reading in readings(word)
            for spelled in spell(label)
            if (span := reading.find(spelled)) is not None
        )
        if (first := next(spans, None)) is not None:
            found.append(words_at(label, first[0], *first[1]))
        elif len(word) > 2:
            found += [(one, one + 1) for one in _loose(folded, word)]
    return sorted(found)


def _spelled_worth(spellings: Sequence[str], word: str) -> int:
    """Return what it is worth that `word` is syllables or initials of a name; 0 where it is not."""
    if not spellings or not word.isascii():
        return 0
    from reader.search.text.pinyin import readings

    found = [reading.find(spelling) for reading in readings(word) for spelling in spellings]
    starts = [span[0] for span in found if span is not None]
    return 0 if not starts else _SPELLED_START if 0 in starts else _SPELLED


def _begins_word(label: str, place: int) -> bool:
    return not (label[place - 1].isalnum() and label[place - 1].isascii() and label[place].isascii())


def _loose(label: str, word: str) -> list[int]:
    """Return where the letters of `word` stand in `label`, in this order; nothing where they do not."""
    found, at = [], -1
    for letter in word:
        if (at := label.find(letter, at + 1)) < 0:
            return []
        found.append(at)
    return found

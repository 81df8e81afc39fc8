"""What the index knows of a text: its search form, and the tokens of that form.

The *search form* of a text is what is compared when one searches: folded and
evened out (`reader.articles.source.character_folding`: width, case, quotes,
Traditional to Simplified, ligatures), and without the whitespace that means nothing. A
space counts only between two words that are not Chinese ("machine learning");
any other, and every newline, is as if it were not there, so that "AI 安全",
"AI安全" and a line broken between the two are the same. Characters that are
not seen (soft hyphens, zero-width spaces, selectors) are never in it.

Tokens only narrow the search down; what is found is then compared with the
form itself. No segmenter takes part: it would guess other borders than the
person does. Chinese (kana, hangul) gives single characters and pairs of
neighbours, everything else words, and each other mark gives itself.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import compress, count
from operator import ne

from reader.articles.source.character_folding import (
    SELECTORS,
    UNSEEN,
    WHITE,
    Evened,
    changing,
    even_out,
    fold,
)

ANALYZER_VERSION = 5  # raised when the same text would give another form or other tokens

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
WORD = rf"[^\W{CJK}]"

_words = re.compile(rf"{WORD}+")
_marks = re.compile(rf"[^\w\s{CJK}]")
_parted = re.compile(f"([{CJK}]+)").split
_find_runs = re.compile(rf"[{CJK}]+|{WORD}+|[^\w\s{CJK}]").findall
_blank_runs = re.compile(f"[{WHITE}{UNSEEN}]+").finditer
_white = re.compile(f"[{WHITE}]").search
_is_letter = re.compile(WORD).match
_has_rare = re.compile("[\U00010000-\U0010ffff]").search
_token = re.compile(f"[{CJK}]{{1,2}}\\Z").match
_is_chinese = re.compile(f"[{CJK}]").match


def search_form(text: str) -> str:
    """Return the search form of `text`; of a query as of an article."""
    return _form(even_out(fold(unicodedata.normalize("NFC", text)))[0])[0]


def path_form(path: Sequence[str]) -> str:
    """Return a framework path as it is indexed: search forms joined by a slash."""
    return "/".join(map(label_form, path))


@lru_cache(maxsize=1 << 10)  # the labels above are those of all the passages of an article
def label_form(label: str) -> str:
    """Return the search form of a node's label."""
    return search_form(label)


def _form(evened: str) -> tuple[str, list[int]]:
    """Return the form of folded and evened text, and where white space of that is a space of the form."""
    pieces: list[str] = []
    kept: list[int] = []
    done, last = 0, len(evened)
    for match in _blank_runs(evened):
        start, end = match.span()
        pieces.append(evened[done:start])
        done = end
        is_between = start and end < last and _is_letter(evened, start - 1) and _is_letter(evened, end)
        if is_between and (white := _white(evened, start, end)):
            pieces.append(" ")
            kept.append(white.start())
    pieces.append(evened[done:])
    return "".join(pieces), kept


def form_and_edits(text: str) -> tuple[str, str]:
    """Return the search form of canonical `text` (which is in NFC), and the edits that lead back to it.

    The edits are pairs of characters: how far this edit is from the one before (as a code point), and the
    character of `text` that stands there. It stands for one character of the form, or for none if it is not
    seen or is white space. Where it is otherwise, a pair of how many it stands for (as a code point) and
    `NOTHING` comes before. With them the text is kept once, and its capitals cost next to nothing.
    """
    folded = fold(text)
    evened = Evened(folded)
    form, kept = _form(evened.text)
    spaces = {at for at in map(evened.at, kept) if text[at] == " "}
    edits: list[str] = []
    before = 0
    for at in _changed(text, folded, evened.counts):
        if at in spaces:
            continue
        gap = at - before
        while gap > LONGEST_GAP:
            edits += chr(LONGEST_GAP), NOTHING
            gap -= LONGEST_GAP
        if at in evened.counts:
            edits += chr(evened.counts[at]), NOTHING
        edits += chr(gap), text[at]
        before = at
    return form, "".join(edits)


def _changed(text: str, folded: str, counts: Mapping[int, int]) -> Iterable[int]:
    """Return where a code point of `text` is not the one of the form, or may not be; in order."""
    found = (match.start() for match in changing().finditer(text))
    if not counts and not _has_rare(text):
        return found
    return sorted({*found, *counts, *compress(count(), map(ne, text, folded))})


_EVERY = "".join(map(chr, (*range(0x10000), *range(0xE0000, 0xE1000))))
_BLANKS = frozenset("".join(match[0] for match in _blank_runs(_EVERY)))  # what may stand for nothing
_SHAPING = frozenset(re.findall(f"[{SELECTORS}]", _EVERY))
LONGEST_GAP = 0xD000  # below the surrogates; more than any character stands for
NOTHING = "\0"  # the edit that only bridges a long gap, or says for how many characters the next one stands


class Restored:
    """A canonical text brought back from its search form, with the way between the two."""

    def __init__(self, form: str, edits: str) -> None:
        pieces: list[str] = []
        # From each of these places of the form on, the text is so much further on.
        self._places, self._shifts = places, shifts = [0], [0]
        self._tails: dict[int, int] = {}  # for places of the form, where in the text ends what belongs to it
        at = position = 0  # in the form; in the text
        before = 0
        stated: int | None = None  # for how many characters of the form the next edit stands
        for gap, original in zip(edits[::2], edits[1::2], strict=True):
            if original == NOTHING:
                stated = ord(gap) if ord(gap) < LONGEST_GAP else None
                before += LONGEST_GAP if stated is None else 0
                continue
            before += ord(gap)
            end = at + before - position
            pieces.append(form[at:end])
            pieces.append(original)
            at, position = end, before + 1
            if stated is None and (
                original not in _BLANKS or (original.isspace() and form[at : at + 1] == " ")
            ):
                at += 1
                continue
            if not stated:
                if (stated == 0 or original in _SHAPING) and at and self._end(at) == before:
                    self._tails[at] = position  # it belongs to the character before
                places.append(at)
                shifts.append(position - at)
            for ahead in range(1, stated or 0):
                places += at + ahead, at + ahead + 1
                shifts += before - at - ahead, position - at - ahead - 1
            at += stated or 0
            stated = None
        pieces.append(form[at:])
        self.form = form
        self.text = "".join(pieces)

    def _start(self, place: int) -> int:
        return place + self._shifts[bisect_right(self._places, place) - 1]

    def _end(self, place: int) -> int:
        return self._tails.get(place) or self._start(place - 1) + 1

    def spans(self, matches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where `matches` in the form are in the text: code points, half open."""
        return [(self._start(start), self._end(end)) for start, end in matches]


def parted(form: str) -> tuple[str, str]:
    """Split `form` in two: its runs of Chinese, and all other runs, each joined by spaces."""
    pieces = _parted(form)
    return " ".join(pieces[1::2]), " ".join(pieces[::2])


def words_and_marks(others: str) -> tuple[list[str], list[str]]:
    """Return the words and the marks of what is not Chinese."""
    return _words.findall(others), _marks.findall(others)


def runs(form: str) -> list[str]:
    """Return the runs of a query's form: Chinese runs, words, single marks, in order."""
    return _find_runs(form)


def is_token(form: str) -> bool:
    """Whether a form is one of the tokens of Chinese: a character, or two neighbours."""
    return len(form) <= 2 and _token(form) is not None


def is_chinese(run: str) -> bool:
    """Whether a run is of Chinese (kana, hangul) characters."""
    return _is_chinese(run) is not None


def is_word(run: str) -> bool:
    """Whether a run is a word that is not Chinese."""
    return not is_chinese(run) and (run[0].isalnum() or run[0] == "_")

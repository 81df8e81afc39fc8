"""What the index knows of a text: its search form, and the tokens of that form.

The *search form* of a text is what is compared when one searches: folded
(`reader.articles.source.character_folding`: width, case, Traditional to Simplified; one code
point stays one code point), and without the whitespace that means nothing. A
space counts only between two words that are not Chinese ("machine learning");
any other, and every newline, is as if it were not there, so that "AI 安全",
"AI安全" and a line broken between the two are the same. Characters that are
not seen (soft hyphens, zero-width spaces and joiners) are never in it.

Tokens only narrow the search down; what is found is then compared with the
form itself. No segmenter takes part: it would guess other borders than the
person does. Chinese (kana, hangul) gives single characters and pairs of
neighbours, everything else words, and each other mark gives itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from operator import add

from reader.articles.source.character_folding import fold

ANALYZER_VERSION = 4  # raised when the same text would give another form or other tokens

CJK = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
WORD = rf"[^\W{CJK}]"
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
SPACE, CHINESE, LETTER, MARK, NO_MARK = range(1, 6)  # the kinds of characters; the last are unseen

_words = re.compile(rf"{WORD}+")
_chinese = re.compile(f"[{CJK}]+")
_marks = re.compile(rf"[^\w\s{CJK}]")
_find_runs = re.compile(rf"[{CJK}]+|{WORD}+|[^\w\s{CJK}]").findall
_drop_spaces = re.compile(rf" (?!{WORD})|(?<!{WORD}) ").sub
_kept_spaces = re.compile(rf"(?<={WORD})[{UNSEEN}]*(\s)[\s{UNSEEN}]*(?={WORD})")
_seen = str.maketrans("", "", UNSEEN)
_token = re.compile(f"[{CJK}]{{1,2}}\\Z").match
_is_chinese = re.compile(f"[{CJK}]").match
_letter = re.compile(WORD)


def search_form(text: str) -> str:
    """Return the search form of `text`; of a query as of an article."""
    return _form(fold(unicodedata.normalize("NFC", text)))


def _form(folded: str) -> str:
    if not folded.isascii():
        folded = folded.translate(_seen)
    return _drop_spaces("", " ".join(folded.split()))


def form_and_edits(text: str) -> tuple[str, str]:
    """Return the search form of canonical `text` (which is in NFC), and the edits that lead back to it.

    The edits are pairs of characters: how far this edit is from the one before
    (as a code point), and the character of `text` that stands there. With them
    the text is kept once, and its capitals cost next to nothing.
    """
    folded = fold(text)
    kept = {match.start(1) for match in _kept_spaces.finditer(folded)}
    edits = []
    before = 0
    changed = [
        at
        for at, (own, form) in enumerate(zip(text, folded, strict=True))
        if own != form or own.isspace() or own in UNSEEN
    ]
    for at in changed:
        original = text[at]
        if original == " " and at in kept:
            continue
        gap = at - before
        while gap > LONGEST_GAP:
            edits += [chr(LONGEST_GAP), NOTHING]
            gap -= LONGEST_GAP
        edits += [chr(gap), original]
        before = at
    return _form(folded), "".join(edits)


LONGEST_GAP = 0xD000  # below the surrogates
NOTHING = "\0"  # the edit that only bridges a long gap


class Restored:
    """A canonical text brought back from its search form, with the way between the two."""

    def __init__(self, form: str, edits: str) -> None:
        pieces: list[str] = []
        dropped: list[int] = []  # for each dropped character, the position in the form that it stood before
        at = position = 0  # in the form; in the text
        before = 0
        for gap, original in zip(edits[::2], edits[1::2], strict=True):
            target = before + ord(gap)
            before = target
            if original == NOTHING and ord(gap) == LONGEST_GAP:
                continue
            pieces.append(form[at : at + target - position])
            at += target - position
            pieces.append(original)
            position = target + 1
            if original in UNSEEN or (original.isspace() and form[at : at + 1] != " "):
                dropped.append(at)
            else:
                at += 1
        pieces.append(form[at:])
        self.form = form
        self.text = "".join(pieces)
        self._dropped = dropped

    def spans(self, matches: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where ascending `matches` in the form are in the text: code points, half open."""
        found = []
        passed = 0
        dropped = self._dropped
        for start, end in matches:
            while passed < len(dropped) and dropped[passed] <= start:
                passed += 1
            within = passed
            while within < len(dropped) and dropped[within] <= end - 1:
                within += 1
            found.append((start + passed, end + within))
        return found


def token_counts(form: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return how often each word, and each Chinese character, pair and mark, stands in `form`."""
    # One list and one count of it: a count for each run costs more than all the rest.
    grams: list[str] = _marks.findall(form)
    for run in _chinese.findall(form):
        grams += map(add, run, run[1:])
        grams += run
    return Counter(_words.findall(form)), Counter(grams)


def kind_of(character: str) -> int:
    """Return of which kind a character is: the expressions above, one at a time."""
    if _is_chinese(character):
        return CHINESE
    if character.isspace():
        return SPACE
    if character in UNSEEN:
        return NO_MARK
    return LETTER if _letter.match(character) else MARK


def triples_of(form: str) -> set[str]:
    """Return each three neighbouring characters of Chinese in `form`."""
    return {run[at : at + 3] for run in _find_runs(form) if _is_chinese(run) for at in range(len(run) - 2)}


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

"""Where Chinese type wants more or less space than its letters give. The text itself is never changed.

After the W3C's *Requirements for Chinese Text Layout* (clreq): a quarter em
between Chinese and Latin letters or digits (3.2.2), full-width punctuation
that meets is squeezed by half an em (3.1.6), a space typed beside its empty half
is shut, and curly quotes, dashes and
ellipses are wide in Chinese and narrow in Latin text (which Unicode does not
say). Positions are code points of the text given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

# No pattern names the Chinese characters: to compile one takes 3 to 9 ms, as long as ten imports.
_LATIN = r"A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\ufffc"  # U+FFFC: a formula in the line
_BESIDE = re.compile(rf"[{_LATIN}$@#€£¥&+\-\\%‰°)\]!?*]+")  # Latin letters, and signs that go with them
_NEVER_FIRST, _NEVER_LAST = "%‰°)]!?*", "$@#€£¥&-\\"  # where they meet Chinese
_CLOSING = "，。、；：）〕】》〉」』”’"
_OPENING = "（〔【《〈「『“‘"
_STOPS = "！？"
_SQUEEZE = re.compile(
    rf"[{_CLOSING}](?=[{_CLOSING}{_OPENING}{_STOPS}])|[{_STOPS}](?=[{_CLOSING}])|[{_OPENING}](?=[{_OPENING}])"
)
_SHUT = re.compile(
    r"(?<=[，。、；：！？）〕】》〉」』”’]) (?=\S)|(?<=\S) (?=[（〔【《〈「『“‘，。、；：！？）〕】》〉」』])"
)
_MIDDLE = "！？：；"  # in the middle of their square in Japanese type
_BRACKETS = "）〕】》〉」』（〔【《〈「『“”‘’"
_SQUEEZE_CENTRED = (  # compiled where punctuation is centred
    r"[）〕】》〉」』”’](?=[）〕】》〉」』（〔【《〈「『“‘”’])|[（〔【《〈「『“‘](?=[（〔【《〈「『“‘])"
)
_AMBIGUOUS = re.compile(r"[“”‘’—…·]+")
_LETTER = re.compile(rf"[{_LATIN}]")


LEAST_CHINESE = 0.2  # of the characters of a paragraph whose lines are spread


class Space(Enum):
    """What the space after a character is made."""

    GAP = "gap"  # a quarter em more
    SQUEEZED = "squeezed"  # half an em less
    SHUT = "shut"  # a space that takes no room
    ROOM = "room"  # for the edge of a box


class Typography(NamedTuple):
    """`spaces`: what comes after a position; `narrow`, `wide`: quotes and dashes of Latin and Chinese."""

    spaces: dict[int, Space]
    narrow: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset()


def study(text: str, centred: bool = False, japanese: bool = False) -> Typography:
    """Return what `text` needs. `centred`: its punctuation sits in the middle (Traditional Chinese).

    Where it is `japanese`, that is so of question marks, exclamation marks and colons.
    """
    spaces: dict[int, Space] = {}
    for match in _BESIDE.finditer(text):
        start, end = match.span()
        if start and _is_han(text[start - 1]) and text[start] not in _NEVER_FIRST:
            spaces[start - 1] = Space.GAP
        if end < len(text) and _is_han(text[end]) and text[end - 1] not in _NEVER_LAST:
            spaces[end - 1] = Space.GAP
    narrow = frozenset(_narrow(text))
    for match in re.finditer(_SQUEEZE_CENTRED if centred else _SQUEEZE, text):
        at = match.start()
        between = japanese and text[at] in _MIDDLE and text[at + 1] not in _OPENING
        if at not in narrow and at + 1 not in narrow and not between:
            spaces[at] = Space.SQUEEZED
    if not centred:
        for match in _SHUT.finditer(text):
            if match.start() - 1 not in narrow and match.start() + 1 not in narrow:
                spaces[match.start()] = Space.SHUT
    every = {at for match in _AMBIGUOUS.finditer(text) for at in range(match.start(), match.end())}
    return Typography(spaces, narrow, frozenset(every - narrow))


def is_chinese(text: str) -> bool:
    """Say whether `text` has enough Chinese characters to spread its lines over them.

    A Latin paragraph is set ragged: without hyphenation a fifth of its lines at 38 em, and two
    thirds at 20, would need more than their spaces can bear; lines of both kinds are worse than either.
    """
    wide = sum(_is_wide(letter) for letter in text if letter >= "\u3000")
    return wide >= max(1.0, LEAST_CHINESE * len(text))


def _is_han(letter: str) -> bool:
    """Say whether `letter` is a Chinese character or a kana."""
    return (
        "\u3400" <= letter <= "\u9fff"
        or "\u3040" <= letter <= "\u30ff"
        or "\uf900" <= letter <= "\ufaff"
        or "\U00020000" <= letter <= "\U0003ffff"
    )


def _is_wide(letter: str) -> bool:
    """Say whether `letter` is one of these, or a full-width sign; "" is none."""
    return "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uffef" or _is_han(letter)


def _narrow(text: str) -> Iterator[int]:
    """Yield the positions of quotes and dashes that belong to Latin text."""
    chinese_quote = False
    for match in _AMBIGUOUS.finditer(text):
        for at in range(match.start(), match.end()):
            before, after = _neighbour(text, at, -1), _neighbour(text, at, 1)
            if (
                text[at] == "’"
                and _LETTER.match(before or " ")
                and at + 1 < len(text)
                and _LETTER.match(text[at + 1])
            ):
                yield at  # an apostrophe
            elif text[at] in "“‘":
                chinese_quote = bool(_is_wide(before) or _is_wide(after) or not (before or after))
                if not chinese_quote:
                    yield at
            elif text[at] in "”’":
                if not chinese_quote and not _is_wide(after):
                    yield at
            elif not (_is_wide(before) or _is_wide(after)):
                yield at


def _neighbour(text: str, at: int, step: int) -> str:
    """Return the nearest character that is no space, quote or dash, at most six away; "" for none."""
    for n in range(1, 7):
        other = at + step * n
        if not 0 <= other < len(text):
            return ""
        if text[other] not in " “”‘’—…·.,":
            return text[other]
    return ""


# What a line's end costs: none at a space or sign, most within the few characters that may be one word.
_AT_EDGE, _IN_RUN, _IN_WORD = 1, 3, 6
_WORD = 3  # characters
# Particles that a line may end or begin with; characters that rarely begin a word.
_ENDING, _BEGINNING, _SUFFIXES = "的地得了着之", "与和及或而是在对从把被将", "师者性化们员率型"


def cost_of_break(text: str, at: int) -> int:
    """Return what it costs to begin a line with the character `at`: 0 is best."""
    before, after = text[at - 1], text[at]
    if not (before.isalnum() and after.isalnum()):
        return 0
    if not (_is_chinese(before) and _is_chinese(after)) or before in _ENDING or after in _BEGINNING:
        return _AT_EDGE
    if any(each in _SUFFIXES for each in text[at : at + 2]):  # 工程师
        return _IN_WORD
    start, end = at, at
    while start and _is_chinese(text[start - 1]) and text[start - 1] not in _ENDING:
        start -= 1
    while end < len(text) and _is_chinese(text[end]) and text[end] not in _BEGINNING:
        end += 1
    return _IN_WORD if end - start <= _WORD or at - start < 2 or end - at < 2 else _IN_RUN


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000"

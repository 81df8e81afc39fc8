"""One folded form for letters that a reader takes for the same: width, case, Traditional and Simplified.

`fold` turns each code point into exactly one code point, so positions in the
folded text are positions in the text itself. It is for comparing and finding,
never for showing. The table of Traditional characters is OpenCC's t2s
character table (`resources/folding/`); where one Traditional character has
several Simplified ones the first is taken, on both sides of a comparison.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import cache

from reader.paths import resource

# Characters that differ from another only in form: full-width ASCII, half-width kana, Kangxi radicals.
_FORMS = (range(0xFF01, 0xFF5F), range(0xFF61, 0xFFA0), range(0x2F00, 0x2FD6))
# Their lower case depends on place, or is two code points; a no-break space is a space.
_SINGLE = {0x0130: "i", 0x03A3: "σ", 0x03C2: "σ", 0x00A0: " ", 0x3000: " "}


_RARE = re.compile("[\U00020000-\U0003ffff]")  # of the later planes of Chinese characters
_COMMON = 0x10000  # code points below this are in a string, each at its own place


def fold(text: str) -> str:
    """Return `text` folded for comparing: as many code points as it came with, in the same places."""
    if text.isascii():
        return text.lower()
    common, rare = _tables()
    if _RARE.search(text):
        text = text.translate(rare)  # nothing folds to what folds again
    return text.translate(common).lower()


@cache
def _tables() -> tuple[str, dict[int, str]]:
    """Return what common code points fold to, in order, and what rare ones do.

    A string and not a dictionary: a quarter of the time, and 0.4 MB less.
    """
    table: dict[int, str] = dict(_SINGLE)
    for line in resource("folding/traditional.txt").read_text(encoding="utf-8").split("\n"):
        if len(line) == 2:
            table[ord(line[0])] = line[1]
    for forms in _FORMS:
        for point in forms:
            form = unicodedata.normalize("NFKC", chr(point))
            if len(form) == 1:
                table[point] = table.get(ord(form), form)  # a radical may be that of a Traditional character
    rare = {point: table.pop(point) for point in [*table] if point >= _COMMON}
    common = array("I", range(_COMMON))  # not characters in a list: a fifth of the time
    for point, folded in table.items():
        common[point] = ord(folded)
    return common.tobytes().decode("utf-32", "surrogatepass"), rare

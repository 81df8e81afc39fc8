"""The terms of Chinese as numbers: a character, or a pair of neighbours, is four bytes.

Pairs are most of an index's terms. As text with an offset each takes eleven
bytes and a search step by step; as a number, made of the places of its
characters in the segment's own alphabet, four, and bisection in C finds it.
With more than 65,535 characters in the alphabet the numbers take eight bytes.
The order of the numbers is that of the terms.
"""

from __future__ import annotations

from bisect import bisect_left

_NARROW = 0xFFFF  # characters of an alphabet up to which a place takes 16 bits


def widths(characters: int) -> tuple[int, str]:
    """Return, for an alphabet of so many characters, the bits of a place and the type code of a number."""
    return (16, "I") if characters <= _NARROW else (32, "Q")


class Packed:
    """The numbers of a table's terms, and the alphabet that they are made of, as they lie in the file."""

    __slots__ = ("_alphabet", "_bits", "_keys")

    def __init__(self, alphabet: memoryview, keys: memoryview) -> None:
        self._alphabet = alphabet.cast("I")
        self._bits, code = widths(len(self._alphabet))
        self._keys = keys.cast("I" if code == "I" else "Q")

    def term(self, index: int) -> bytes:
        """Return the term at `index`."""
        key = self._keys[index]
        places = (key >> self._bits, key & ((1 << self._bits) - 1))
        text = "".join(chr(self._alphabet[place - 1]) for place in places if place)
        return text.encode("utf-8", "surrogatepass")

    def index(self, term: bytes) -> int:
        """Return the index of `term`, or -1."""
        text = term.decode("utf-8", "surrogatepass")
        if not 1 <= len(text) <= 2:
            return -1
        key = 0
        for character in text:
            code = ord(character)
            place = bisect_left(self._alphabet, code)
            if place == len(self._alphabet) or self._alphabet[place] != code:
                return -1
            key = key << self._bits | place + 1
        if len(text) == 1:
            key <<= self._bits
        at = bisect_left(self._keys, key)
        return at if at < len(self._keys) and self._keys[at] == key else -1

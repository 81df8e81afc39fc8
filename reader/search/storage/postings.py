"""Sets of documents in one segment, and what is done with them.

A document is a number from 0. A set is `Sparse`, ascending numbers (often a
view of the file itself), or `Dense`, a bitmap of one bit for each document of
the segment, the lowest bit first. A common character stands in most passages:
then a bitmap is the smaller of the two, and one operation on a big integer
does the work of ten thousand steps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, filterfalse

_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
_find_some = re.compile(rb"[^\0]+").finditer
MASKS = tuple(1 << bit for bit in range(8))
_ONE = ord("1")
_CROWDED = 4  # a bitmap of more documents than one in so many bytes is quicker made digit by digit
_FAR_LONGER = 10  # times as long: then looking up one by one is quicker than going through a list


class Sparse:
    """Ascending document numbers."""

    __slots__ = ("_set", "ids")

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = ids
        self._set: frozenset[int] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[int]:
        return iter(self.ids)

    def __contains__(self, document: int) -> bool:
        if self._set is not None:
            return document in self._set
        at = bisect_left(self.ids, document)
        return at < len(self.ids) and self.ids[at] == document

    def as_set(self) -> frozenset[int]:
        """Return the numbers as a set, which is kept."""
        if self._set is None:
            self._set = frozenset(self.ids)
        return self._set

    def last(self, count: int) -> list[int]:
        """Return the `count` highest numbers."""
        return list(self.ids[-count:]) if count else []


class Dense:
    """A bitmap of document numbers. One that is `later` is made when it is first looked into."""

    __slots__ = ("_bits", "_make", "_size")

    def __init__(self, bits: bytes | memoryview, size: int | None = None) -> None:
        self._bits = bits
        self._make: Callable[[], bytes] | None = None
        self._size = size

    @classmethod
    def later(cls, make: Callable[[], int], size: int, width: int) -> Dense:
        """Return the set of `size` documents whose bitmap `make` gives, `width` bytes long."""
        found = cls(b"", size)
        found._make = lambda: make().to_bytes(width, "little")
        return found

    @property
    def bits(self) -> bytes | memoryview:
        """The bitmap."""
        if (make := self._make) is not None:
            self._bits = make()
            self._make = None
        return self._bits

    def __len__(self) -> int:
        if self._size is None:
            self._size = self.number().bit_count()
        return self._size

    def __iter__(self) -> Iterator[int]:
        for match in _find_some(self.bits):
            at = match.start()
            for base, byte in enumerate(match[0], at):
                for bit in _BITS[byte]:
                    yield base * 8 + bit

    def __contains__(self, document: int) -> bool:
        return bool(self.bits[document >> 3] >> (document & 7) & 1)

    def number(self) -> int:
        """Return the bitmap as one integer."""
        return int.from_bytes(self.bits, "little")

    def last(self, count: int) -> list[int]:
        """Return the `count` highest numbers."""
        found: list[int] = []
        for index in range(len(self.bits) - 1, -1, -1):
            if len(found) >= count:
                break
            if byte := self.bits[index]:
                found.extend(index * 8 + bit for bit in reversed(_BITS[byte]))
        return found[:count]


Documents = Sparse | Dense
NOTHING = Sparse(())


def dense(number: int, width: int) -> Dense:
    """Return the set whose bitmap is `number`, `width` bytes long."""
    return Dense(number.to_bytes(width, "little"), number.bit_count())


def bitmap(documents: Iterable[int], width: int) -> bytearray:
    """Return the bitmap of `documents`, `width` bytes long."""
    bits = bytearray(width)
    for document in documents:
        bits[document >> 3] |= 1 << (document & 7)
    return bits


def as_number(documents: Documents, width: int) -> int:
    """Return the bitmap of a set as one integer."""
    if isinstance(documents, Dense):
        return documents.number()
    return number_of(documents.ids, len(documents), width)


def number_of(documents: Iterable[int], size: int, width: int) -> int:
    """Return the bitmap of about `size` documents, some of which may come several times, as one integer."""
    if size * _CROWDED < width:
        return int.from_bytes(bitmap(documents, width), "little")
    # As a number in writing, a digit for each document: a third of the time, as nothing is reckoned.
    digits = bytearray(b"0") * (width * 8)
    for document in documents:
        digits[document] = _ONE
    digits.reverse()
    return int(bytes(digits), 2)


def everything(count: int) -> Dense:
    """Return the set of all `count` documents of a segment."""
    return dense((1 << count) - 1, width_for(count))


def width_for(count: int) -> int:
    """Return the length in bytes of a bitmap of `count` documents; always a multiple of 8."""
    return (count + 63) // 64 * 8


def code_of(count: int) -> str:
    """Return the type code of a document's number in a segment of `count`: "H", or "I" in a wide one."""
    return "I" if count > 0xFFFF + 1 else "H"


def among(ids: Collection[int], documents: Documents) -> list[int]:
    """Return which of `ids` are in a set, in their order."""
    if isinstance(documents, Dense):
        bits, masks = documents.bits, MASKS
        return [one for one in ids if bits[one >> 3] & masks[one & 7]]
    if len(ids) * _FAR_LONGER < len(documents):
        return [one for one in ids if one in documents]
    return list(filter(documents.as_set().__contains__, ids))


def intersect(one: Documents, other: Documents) -> Documents:
    """Return what is in both."""
    if isinstance(one, Dense) and isinstance(other, Dense):
        return dense(one.number() & other.number(), len(one.bits))
    if isinstance(one, Dense):
        one, other = other, one
    if isinstance(other, Dense):
        return Sparse(among(one.ids, other))  # type: ignore[union-attr]
    if len(one) > len(other):
        one, other = other, one
    if len(one) * _FAR_LONGER < len(other):
        return Sparse(_probe(one.ids, other.ids))  # type: ignore[union-attr]
    return Sparse(list(filter(one.as_set().__contains__, other.ids)))  # type: ignore[union-attr]


def _probe(few: Sequence[int], many: Sequence[int]) -> list[int]:
    """Return which of `few` are in `many`, by bisection: nothing of the long list is copied."""
    found = []
    low, end = 0, len(many)
    for document in few:
        low = bisect_left(many, document, low)
        if low == end:
            break
        if many[low] == document:
            found.append(document)
    return found


def unite(sets: Sequence[Documents], width: int) -> Documents:
    """Return what is in any of `sets`."""
    if not sets:
        return NOTHING
    if len(sets) == 1:
        return sets[0]
    total = sum(len(documents) for documents in sets)
    if total > width or any(isinstance(documents, Dense) for documents in sets):
        loose = [documents.ids for documents in sets if isinstance(documents, Sparse)]
        number = number_of(chain.from_iterable(loose), total, width)
        for documents in sets:
            if isinstance(documents, Dense):
                number |= documents.number()
        return dense(number, width)
    return Sparse(sorted(set().union(*(documents.ids for documents in sets))))  # type: ignore[union-attr]


def subtract(one: Documents, other: Documents) -> Documents:
    """Return what is in `one` and not in `other`."""
    if not one or not other:
        return one
    if isinstance(one, Dense):
        width = len(one.bits)
        return dense(one.number() & ~as_number(other, width), width)
    if isinstance(other, Dense):
        bits, masks = other.bits, MASKS
        return Sparse([document for document in one if not bits[document >> 3] & masks[document & 7]])
    if len(other) * _FAR_LONGER < len(one):
        return Sparse(_without(list(one.ids), other.ids))
    return Sparse(list(filterfalse(other.as_set().__contains__, one.ids)))


def _without(many: list[int], few: Iterable[int]) -> list[int]:
    """Return `many` without `few`, by bisection; both ascend."""
    for document in few:
        at = bisect_left(many, document)
        if at < len(many) and many[at] == document:
            del many[at]
    return many

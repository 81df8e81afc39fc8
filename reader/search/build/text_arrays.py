"""Strings as arrays of code points, and of which kind each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reader.search.text.analysis import is_chinese, is_word

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

CHINESE, LETTER, MARK, SPACE = range(1, 5)  # the kinds of characters, as `analysis` cuts a form
_CODE = np.dtype("<u4")  # a character of UTF-32


@dataclass(frozen=True)
class Strings:
    """Strings one after another: all characters, and the n + 1 places where each begins and the last ends."""

    codes: Codes
    starts: Places

    @cached_property
    def owners(self) -> npt.NDArray[np.uint32]:
        """For each character, the number of its string."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.uint32), np.diff(self.starts))


def strings(texts: Sequence[str]) -> Strings:
    """Return `texts` as arrays."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=starts[1:])
    return Strings(np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), _CODE), starts)


def decoded(codes: Codes) -> str:
    """Return characters as text."""
    return codes.astype(_CODE, copy=False).tobytes().decode("utf-32-le", "surrogatepass")


class Kinds:
    """Of which kind each character is; asked of `analysis` when it is first met."""

    def __init__(self) -> None:
        self._kinds = np.zeros(0x110000, np.uint8)  # 0: never met
        self._kinds[ord(" ")] = SPACE

    def of(self, codes: Codes) -> npt.NDArray[np.uint8]:
        """Return the kind of each of `codes`, which are of search forms."""
        fresh = np.unique(codes[self._kinds[codes] == 0])
        if len(fresh):
            self._kinds[fresh] = list(map(_kind_of, decoded(fresh)))
        return self._kinds[codes]


def _kind_of(character: str) -> int:
    if is_chinese(character):
        return CHINESE
    return LETTER if is_word(character) else MARK

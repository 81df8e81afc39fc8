"""A StarDict dictionary: `.ifo` (what it is), `.idx` (headwords), `.dict` or `.dict.dz` (articles), `.syn`.

The format is that of StarDict's own `doc/StarDictFileFormat`, versions 2.4.2 and 3.0.0. The headwords are
kept in memory twice: as the file has them, and folded as one text with a line each, in which a word is found
within milliseconds.
"""

from __future__ import annotations

import struct
import unicodedata
from array import array
from collections.abc import Iterator
from pathlib import Path

from reader.dictionaries.dictzip import LARGEST, DictData, unpack_gzip
from reader.dictionaries.entry_html import entry_html

MOST_ENTRIES = 20  # of one headword
LARGEST_ENTRY = 400_000  # bytes
MAGIC = "StarDict's dict ifo file"


class StarDict:
    """One dictionary, opened by its `.ifo`."""

    def __init__(self, ifo: Path) -> None:
        """Read its headwords. Raises `OSError`, and `ValueError` where it is damaged or no StarDict."""
        about = _about(ifo)
        self.name = about.get("bookname") or ifo.stem
        self._types = about.get("sametypesequence", "")
        self._place = struct.Struct(">QL" if about.get("idxoffsetbits") == "64" else ">LL")
        self._data = DictData(_beside(ifo, ".dict", ".dict.dz"))
        self._index = _bytes_of(_beside(ifo, ".idx", ".idx.gz"))
        self._starts = array("L")  # of the headwords in `_index`
        targets = array("L")  # the headword that each line of `_folded` stands for
        folded = [""]
        for word, start, _end in _words(self._index, self._place.size):
            folded.append(fold(word))
            targets.append(len(self._starts))
            self._starts.append(start)
        synonyms = ifo.with_suffix(".syn")
        if synonyms.is_file():
            data = _bytes_of(synonyms)
            for word, _start, end in _words(data, 4):
                (target,) = struct.unpack_from(">L", data, end + 1)
                if target < len(self._starts):
                    folded.append(fold(word))
                    targets.append(target)
        self._folded = "\n".join([*folded, ""])
        self._targets = targets

    def __len__(self) -> int:
        return len(self._starts)

    def entries(self, word: str) -> list[tuple[str, str]]:
        """Return each headword that reads as `word`, in the file's order, with what is said of it: safe HTML.

        Upper and lower case, full and half width count as the same. Raises `OSError`, and `ValueError` where
        the file is damaged at this place.
        """
        asked = f"\n{fold(word)}\n"
        found: dict[int, None] = {}  # each once: a synonym may lead to what the headword itself does
        place = self._folded.find(asked) if len(asked) > 2 else -1
        while place >= 0 and len(found) < MOST_ENTRIES:
            found[self._targets[self._folded.count("\n", 0, place)]] = None
            place = self._folded.find(asked, place + 1)
        return [self._entry(number) for number in found]

    def _entry(self, number: int) -> tuple[str, str]:
        start = self._starts[number]
        end = self._index.index(b"\0", start)
        offset, length = self._place.unpack_from(self._index, end + 1)
        data = self._data.read(offset, min(length, LARGEST_ENTRY))
        return self._index[start:end].decode("utf-8", "replace"), entry_html(data, self._types)


def fold(word: str) -> str:
    """Return `word` as headwords are compared: without case and width, one line."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def _words(data: bytes, follows: int) -> Iterator[tuple[str, int, int]]:
    """Yield each word with where it starts and ends; behind its zero byte stand `follows` bytes."""
    start = 0
    while start < len(data):
        end = data.find(b"\0", start)
        if end < 0 or end + 1 + follows > len(data):
            raise ValueError("the list of its words is cut off")
        yield data[start:end].decode("utf-8", "replace"), start, end
        start = end + 1 + follows


def _about(ifo: Path) -> dict[str, str]:
    """Return what the `.ifo` says."""
    if not ifo.is_file():
        raise ValueError("it is no plain file")
    lines = ifo.read_text("utf-8-sig", "replace")[:100_000].splitlines()
    if not lines or lines[0].strip() != MAGIC:
        raise ValueError("it is no StarDict dictionary")
    pairs = (line.partition("=") for line in lines[1:])
    return {key.strip(): value.strip() for key, equals, value in pairs if equals}


def _beside(ifo: Path, *endings: str) -> Path:
    for ending in endings:
        if (path := ifo.with_suffix(ending)).is_file():
            return path
    raise ValueError(f"there is no {ifo.with_suffix(endings[0]).name} beside it")


def _bytes_of(path: Path) -> bytes:
    if path.suffix == ".gz":
        return unpack_gzip(path)
    if path.stat().st_size > LARGEST:
        raise ValueError("it is too large")
    return path.read_bytes()

"""Writes small StarDict dictionaries, in the ways in which they are found."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

CHUNK = 64  # bytes of a dictzip's chunk: small, so that an entry lies in several


def write_stardict(
    folder: Path,
    entries: list[tuple[str, str | bytes]],
    *,
    name: str = "Test",
    types: str = "m",
    synonyms: tuple[tuple[str, int], ...] = (),
    wide: bool = False,
    packed: str = "",
) -> Path:
    """Write a dictionary and return its `.ifo`. `packed`: "dictzip" or "gzip" for the articles."""
    folder.mkdir(parents=True, exist_ok=True)
    ifo = folder / f"{name}.ifo"
    index, data = b"", b""
    for word, said in entries:
        text = said.encode() if isinstance(said, str) else said
        index += word.encode() + b"\0" + struct.pack(">QL" if wide else ">LL", len(data), len(text))
        data += text
    about = [f"bookname={name}", f"wordcount={len(entries)}", *(["idxoffsetbits=64"] if wide else [])]
    about += [f"sametypesequence={types}"] if types else []
    ifo.write_text("\n".join(["StarDict's dict ifo file", "version=3.0.0", *about, ""]), "utf-8")
    ifo.with_suffix(".idx").write_bytes(index)
    if synonyms:
        lines = (word.encode() + b"\0" + struct.pack(">L", number) for word, number in synonyms)
        ifo.with_suffix(".syn").write_bytes(b"".join(lines))
    if packed:
        write = dictzip if packed == "dictzip" else gzip.compress
        ifo.with_suffix(".dict.dz").write_bytes(write(data))
    else:
        ifo.with_suffix(".dict").write_bytes(data)
    return ifo


def dictzip(data: bytes, name: bytes = b"test.dict") -> bytes:
    """Return `data` packed as `dictzip` does, with the file's name in the header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    chunks = []
    for start in range(0, len(data), CHUNK):
        chunk = packer.compress(data[start : start + CHUNK])
        chunks.append(chunk + packer.flush(zlib.Z_FULL_FLUSH))
    lengths = struct.pack(f"<3H{len(chunks)}H", 1, CHUNK, len(chunks), *map(len, chunks))
    extra = b"RA" + struct.pack("<H", len(lengths)) + lengths
    head = b"\x1f\x8b\x08" + bytes([4 | 8]) + bytes(6) + struct.pack("<H", len(extra)) + extra + name + b"\0"
    end = packer.flush() + struct.pack("<2L", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return head + b"".join(chunks) + end

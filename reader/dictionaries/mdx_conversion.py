"""Makes a StarDict dictionary of an MDX file, once, in the cache: one way of looking up for both.

`mdict-utils` (MIT, an extra) reads the file: all of it, which a look-up should not wait for.
Sounds and pictures (`.mdd`) are left out.
"""

from __future__ import annotations

import shutil
import struct
from importlib.util import find_spec
from pathlib import Path

from reader.dictionaries.stardict import MAGIC
from reader.text_hash import digest_of

_LINK = b"@@@LINK="
_MOST_STEPS = 5  # from a headword to the one that is said something of


def can_convert() -> bool:
    """Whether the package that reads MDX is there."""
    return find_spec("mdict_utils") is not None


def converted(mdx: Path, cache: Path) -> Path:
    """Return the `.ifo` of `mdx` in the folder `cache`; it is made where it is not there or of an older file.

    Raises `OSError`, and `ValueError` where it cannot be read. Takes some seconds for 100,000 words.
    """
    state = mdx.stat()
    place = digest_of(str(mdx))[:12]
    folder = cache / f"{place}-{state.st_mtime_ns:x}-{state.st_size:x}"
    ifo = folder / "converted.ifo"
    if ifo.is_file():
        return ifo
    cache.mkdir(parents=True, exist_ok=True)
    for older in cache.glob(f"{place}-*"):
        shutil.rmtree(older, ignore_errors=True)
    making = folder.with_name(f"making-{folder.name}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    try:
        _convert(mdx, making / ifo.name)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return ifo


def _convert(mdx: Path, ifo: Path) -> None:
    from mdict_utils.base.readmdict import MDX

    numbers: dict[bytes, int] = {}  # of each headword's first entry
    links: dict[bytes, bytes] = {}
    count = offset = 0
    try:
        source = MDX(str(mdx))
        title = source.header.get(b"Title", b"").decode("utf-8", "replace").strip()
        with ifo.with_suffix(".idx").open("wb") as index, ifo.with_suffix(".dict").open("wb") as data:
            for key, said in source.items():
                word = key.replace(b"\0", b"")
                if said.startswith(_LINK):
                    links[word] = said[len(_LINK) :].strip()
                    continue
                numbers.setdefault(word, count)
                index.write(word + b"\0" + struct.pack(">QL", offset, len(said)))
                data.write(said)
                count += 1
                offset += len(said)
    except OSError:
        raise
    except Exception as error:  # it says what it cannot read in many ways, a failed assertion among them
        raise ValueError(f"it cannot be read ({str(error) or type(error).__name__})") from error
    with ifo.with_suffix(".syn").open("wb") as synonyms:
        for word, target in links.items():
            for _step in range(_MOST_STEPS):
                target = links.get(target, target)
            if target in numbers:
                synonyms.write(word + b"\0" + struct.pack(">L", numbers[target]))
    name = title if title and title != "Title (No HTML code allowed)" else mdx.stem
    about = (
        MAGIC,
        "version=3.0.0",
        f"bookname={' '.join(name.split())}",
        "idxoffsetbits=64",
        "sametypesequence=h",
        "",
    )
    ifo.write_text("\n".join(about), "utf-8")

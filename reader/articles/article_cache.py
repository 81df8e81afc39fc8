"""Articles as they were read, kept on disk: a start shows one at once, and imports what reads them later.

To import all that reads an article takes longer than to read it: a third of the time until the first text.
What is kept is the article and its pieces with their blocks, of the last few articles that were looked at.
It counts only for the same state of the file, the same program and the same language; anything else, a
damaged file too, is as if nothing were kept. Only our own values are made of it (`_Unpickler`).
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reader import __version__, i18n, paths
from reader.articles.markdown.pieces import key_of
from reader.articles.model import Article, Prepared
from reader.articles.source.definitions import Definitions

MOST = 64_000  # bytes of a file whose article is kept: 3 to 5 ms to load at 5,000
KEPT = 12  # articles
_VALUES = frozenset(
    {
        "reader.articles.markdown.blocks",
        "reader.articles.markdown.pieces",
        "reader.articles.model",
        "reader.articles.source.canonical_text",
        "reader.articles.source.definitions",
        "reader.articles.source.lines",
    }
)  # modules whose classes are made
_PATH = type(Path())  # of `pathlib._local` in Python 3.13
_OTHERS = {(__name__, "_read_only"), (_PATH.__module__, _PATH.__name__), ("builtins", "frozenset")}


def find(path: Path) -> Article | None:
    """Return the article in the file at `path` as it was kept, if nothing has changed since. Never raises."""
    try:
        with _place(path).open("rb") as file:
            loading = _Unpickler(io.BytesIO(file.read()))
            if loading.load() != _state(path):
                return None
            article: Article
            prepared: Prepared
            article, prepared = loading.load()
    except Exception:  # not there, or not ours: `pickle` raises whatever it likes
        return None
    pieces = tuple(piece._replace(key=key_of(piece.cut, piece.definitions)) for piece in prepared.pieces)
    return replace(article, prepared=prepared._replace(pieces=pieces))


def may_hold(path: Path | None) -> bool:
    """Say quickly whether the article at `path` may be found; None: the one that was open last."""
    with contextlib.suppress(OSError):
        return _place(path).is_file() if path is not None else any(_folder().iterdir())
    return False


def keep(path: Path, hidden_lines: Callable[[Article], frozenset[int]]) -> None:
    """Keep the article in the file at `path`, with its pieces without their `hidden_lines`. Takes a while.

    It is read anew, so that it is what any other start would read. Raises `ArticleError` and `OSError`.
    """
    state, place = _state(path), _place(path)
    if path.stat().st_size > MOST:
        return
    kept = find(path)
    if kept is not None and kept.prepared is not None and kept.prepared.hidden_lines == hidden_lines(kept):
        with contextlib.suppress(OSError):
            os.utime(place)
        return
    from reader.articles.markdown.cutting import pieces_of
    from reader.articles.markdown.rendering import render
    from reader.articles.reading import read_article

    article = read_article(path)
    hidden = hidden_lines(article)
    pieces = tuple(
        piece._replace(key="", blocks=render(piece.cut, piece.definitions))
        for piece in pieces_of(article, hidden)
    )
    data = io.BytesIO()
    keeping = _Pickler(data, pickle.HIGHEST_PROTOCOL)
    keeping.dump(state)
    keeping.dump((article, Prepared(hidden, pieces)))
    if _state(path) == state:  # not changed meanwhile
        with contextlib.suppress(OSError):  # a cache: it is made again
            _write(place, data.getvalue())


def _write(place: Path, data: bytes) -> None:
    from reader.whole_file import write_whole

    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, data, synced=False)
    by_age = sorted(place.parent.glob("*.kept"), key=lambda file: file.stat().st_mtime_ns)
    for old in by_age[:-KEPT]:
        old.unlink(missing_ok=True)


def _folder() -> Path:
    return paths.cache_folder() / "articles"


def _place(path: Path) -> Path:
    """Return where the article at `path` is kept; `_state` tells two apart that have one name there."""
    return _folder() / f"{zlib.crc32(os.fsencode(path)):08x}.kept"


def _state(path: Path) -> tuple[object, ...]:
    """Return all that decides what is read: the file's state, the program, the language. Raises `OSError`."""
    state = path.stat()
    language = i18n.language()
    file = (str(path), state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
    words = paths.resource("translations") / language / "gangmu.mo"
    return (*file, language, _age(words), __version__, sys.version_info[:2], _newest_code())


def _newest_code() -> int:
    """Return when a module of this room was last changed: nobody who works on one is to be misled."""
    here = Path(__file__).parent
    modules = (Path(folder, name) for folder, _, names in os.walk(here) for name in names)
    return max((_age(module) for module in modules if module.suffix == ".py"), default=0)


def _age(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _read_only(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    """Writes our values without what they have worked out for this run of the program."""

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, MappingProxyType):
            return _read_only, (dict(value),)
        if isinstance(value, Definitions):
            return Definitions, (value.references, value.footnotes, value.abbreviations)
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Makes nothing but our values."""

    def find_class(self, module: str, name: str) -> Any:
        if module not in _VALUES and (module, name) not in _OTHERS:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)

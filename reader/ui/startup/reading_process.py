"""The first article, read by a second process while this one imports Qt.

To read an article and to convert its first screen takes 25,000 lines of Python
that Qt does not need, and 100 ms: as long as Qt takes. A copy of this process,
made before anything was imported, does it on the other core, sends what it has
made through a pipe, and ends. Where that cannot be done (no Linux, other
threads) or fails in any way, the window reads the article itself, as any other.
"""

from __future__ import annotations

import contextlib
import copyreg
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from reader.articles.markdown.blocks import Block
    from reader.articles.markdown.pieces import MarkdownPiece
    from reader.articles.model import Article
    from reader.articles.partial_reading import Look

ENOUGH = 6_000  # code points of Markdown that are converted beforehand: two screens


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the second process has made. `blocks` are those of the first pieces, by the key of the piece."""

    path: Path
    look: Look
    hidden_lines: frozenset[int]
    pieces: tuple[MarkdownPiece, ...]
    blocks: Mapping[str, tuple[Block, ...]]


class Beforehand:
    """The answer of the process that reads the first article. Each part of it is given once."""

    def __init__(self, child: int, pipe: BinaryIO) -> None:
        self._child = child
        self._pipe: BinaryIO | None = pipe
        self._prepared: Prepared | None = None

    def look(self, path: Path) -> Look | None:
        """Return the first look at the article at `path`; None where none was taken. Waits for it."""
        if self._pipe is None:
            return None
        prepared = self._received()
        if prepared is None or prepared.path != path:
            return None
        from reader.articles.partial_reading import stamp

        if stamp(path) != prepared.look.state:
            return None
        self._prepared = prepared
        return prepared.look

    def pieces(self, article: Article, hidden_lines: frozenset[int]) -> Iterator[MarkdownPiece] | None:
        """Return the pieces of `article` if it was read here; else forget what was."""
        prepared = self._prepared
        if prepared is None or article is not prepared.look.article or hidden_lines != prepared.hidden_lines:
            self._prepared = None
            return None
        return iter(prepared.pieces)

    def blocks(self, piece: MarkdownPiece) -> tuple[Block, ...] | None:
        """Return the blocks of `piece`, if they are there."""
        return self._prepared.blocks.get(piece.key) if self._prepared is not None else None

    def forget(self) -> None:
        """Keep nothing any more: the first screen is painted, or there will be none."""
        self._prepared = None
        pipe, self._pipe = self._pipe, None
        if pipe is not None:  # nobody has asked for the answer: it may still be at work
            pipe.close()
            with contextlib.suppress(OSError):
                os.kill(self._child, signal.SIGKILL)
            self._end()

    def _end(self) -> None:
        with contextlib.suppress(OSError):
            os.waitpid(self._child, 0)

    def _received(self) -> Prepared | None:
        pipe, self._pipe = self._pipe, None
        if pipe is None:
            return None
        with pipe:
            try:
                received = pickle.load(pipe)
            except (EOFError, OSError, pickle.UnpicklingError, AttributeError, ImportError):
                received = None
        self._end()
        return received if isinstance(received, Prepared) else None


def begin(target: Path | None) -> Beforehand | None:
    """Let a copy of this process read what will be opened first; None where that cannot be done."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return None
    try:
        reading, writing = os.pipe()
        child = os.fork()
    except OSError:
        return None
    if child:
        os.close(writing)
        return Beforehand(child, os.fdopen(reading, "rb"))
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            send(target, pipe)
    finally:
        os._exit(0)  # nothing of the parent's may run here: no handlers, no flushing


def send(target: Path | None, pipe: BinaryIO) -> None:
    """Read what will be opened first, and write it into `pipe`; nothing where it cannot be read."""
    with contextlib.suppress(Exception):  # whatever it is: the window finds it too, and tells the person
        prepared = prepare(target)
        if prepared is not None:
            pickler = pickle.Pickler(pipe, pickle.HIGHEST_PROTOCOL)
            pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: _reduce_mapping}
            pickler.dump(prepared)


def prepare(target: Path | None) -> Prepared | None:
    """Read what will be opened first. Raises what reading it raises."""
    from reader import i18n
    from reader.articles.digest.contents import hidden_lines
    from reader.articles.markdown.pieces import pieces_of
    from reader.articles.markdown.rendering import render
    from reader.articles.partial_reading import look
    from reader.catalogue.library import absolute, open_library
    from reader.settings import Settings
    from reader.ui.session.first_article import article_to_open, folder_to_open
    from reader.ui.session.window_memory import WindowMemory

    settings = Settings()
    i18n.use_language(str(settings.get("language")))
    path = target
    if path is None or path.is_dir():
        path = article_to_open(open_library(absolute(folder_to_open(target, settings))), WindowMemory())
    if path is None:
        return None
    path = absolute(path)
    seen = look(path, sketches=True, line=WindowMemory().line(path)[0])
    article = seen.article
    hidden = article.metadata.lines if settings.get("show_drawing") else hidden_lines(article)
    pieces = tuple(pieces_of(article, hidden))
    blocks, done = {}, 0
    for piece in pieces:
        if done > ENOUGH:
            break
        blocks[piece.key] = render(piece.cut, piece.definitions)
        done += len(piece.text)
    return Prepared(path, seen, hidden, pieces, blocks)


def _reduce_mapping(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _read_only, (dict(mapping),)


def _read_only(values: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(values)

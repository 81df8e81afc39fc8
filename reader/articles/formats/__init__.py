"""The formats in which articles are written. To add one: a module in this folder, and its line in `FORMATS`.

The library lists the files of every format, the dialog that opens a file and
the command line offer them, and the tests run over them. Whatever the format,
what is read out of a file is Markdown: the source of the article. Where line n
of the source is line n of the file (`keeps_lines`), a part of a long file can be
read for a first look; else the whole is always converted. (What is made into an
article once, as a book is, is no format but has a converter: `reader.articles.converting`.)
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from reader.articles.formats import markdown_format, plain_text_format


class Format(Protocol):
    """What a module of this folder has."""

    suffixes: tuple[str, ...]  # of its files, in small letters, with their dot
    keeps_lines: bool

    def label(self) -> str:
        """Return what the format is called, in the language in use."""
        ...

    def read(self, path: Path, most: int) -> tuple[str, str]:
        r"""Return the source in the file at `path`, with "\n" for newlines, and the encoding of the file.

        Of a file larger than `most` bytes only whole lines from its first `most` bytes, where the format
        keeps its lines; -1 for all of it. Raises `ArticleError` with a sentence for the person.
        """
        ...


FORMATS: tuple[Format, ...] = (markdown_format, plain_text_format)
SUFFIXES = frozenset(suffix for each in FORMATS for suffix in each.suffixes)

_BY_SUFFIX = {suffix: each for each in FORMATS for suffix in each.suffixes}


def format_of(path: Path) -> Format:
    """Return the format of the file at `path`, by its suffix; Markdown for one that nobody knows."""
    return _BY_SUFFIX.get(path.suffix.lower(), FORMATS[0])


def read_source(path: Path, most: int = -1) -> tuple[str, str]:
    """Return the source in the file at `path`, and its encoding; `most` and errors as `Format.read` says."""
    return format_of(path).read(path, most)

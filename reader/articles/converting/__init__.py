"""Files of other kinds, made into articles: saved web pages, books, documents, maps.

A person asks for it. A converter is a module with what `Converter` asks for, named in `CONVERTERS`: `gangmu
import`, the window's import and the tests read that tuple. Converters take bytes and return values; nothing
is fetched, nothing written. The packages that they need are an extra of ours (`pip install
'gangmu[import]'`), imported late. What cannot be taken is a `ConversionError` with a sentence. Called by
`reader.catalogue.importing`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from reader.articles.converting import (
    diagram_file,
    epub_book,
    mhtml_page,
    mind_maps,
    pdf_text,
    saved_page,
    word_document,
)
from reader.articles.converting.converted import Beside, Converted


class Converter(Protocol):
    """What each module of this package provides: a converter is a module."""

    name: str
    suffixes: tuple[str, ...]
    packages: tuple[str, ...]  # that must be importable

    def label(self) -> str:
        """Return what such files are called, in the language in use."""
        ...

    def convert(self, path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
        """Yield the articles in `data`, the bytes of the file at `path`. Raises `ConversionError`."""
        ...


CONVERTERS: tuple[Converter, ...] = (
    saved_page,
    mhtml_page,
    epub_book,
    word_document,
    mind_maps,
    diagram_file,
    pdf_text,
)


def converter_for(path: Path) -> Converter | None:
    """Return what converts files such as `path`, by its suffix."""
    suffix = path.suffix.lower()
    return next((each for each in CONVERTERS if suffix in each.suffixes), None)


def missing_packages(converter: Converter) -> tuple[str, ...]:
    """Return the packages of `converter` that are not installed here."""
    from importlib.util import find_spec

    return tuple(name for name in converter.packages if find_spec(name) is None)

"""The formats that annotations can be exported to.

To add a format, write a module in this folder that provides what `Exporter`
asks for, and name it in `EXPORTERS`. The menu, the command line and the tests
all read that tuple; nothing else needs to change.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reader.annotations.exporters import (
    anki_deck,
    anki_tsv,
    csv_table,
    html_page,
    markdown_notes,
    plain_text,
    readwise_table,
    w3c_json,
)
from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.feedback import review_json, review_markdown
from reader.annotations.library_report import Annotated


class Exporter(Protocol):
    """What each module of this package provides: an exporter is a module."""

    name: str  # on the command line
    aliases: tuple[str, ...]
    suffix: str  # of the file
    choices: tuple[str, ...]  # the fields of `Options` that it heeds

    def label(self) -> str:
        """Return its name in the menu, in the language in use."""
        ...

    def export(self, articles: Sequence[Annotated], options: Options) -> bytes:
        """Return the annotations of `articles` as one file. Raises `AnnotationError`."""
        ...


EXPORTERS: tuple[Exporter, ...] = (
    markdown_notes,
    w3c_json,
    csv_table,
    readwise_table,
    html_page,
    anki_deck,
    anki_tsv,
    plain_text,
    review_markdown,
    review_json,
)


def exporter_named(name: str) -> Exporter | None:
    """Return the exporter that the command line calls `name`."""
    return next((each for each in EXPORTERS if name == each.name or name in each.aliases), None)

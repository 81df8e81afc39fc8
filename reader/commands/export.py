"""`gangmu export --to FORMAT [--out F] [FILE…]`: annotations in another program's format.

`--to html FILE` and `--to pdf FILE` are the article itself, with its highlights
and notes; `--to page` is a web page of the annotations alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import AnnotationError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.annotations.reporting import Annotated
    from reader.annotations.store import AnnotationStore
    from reader.catalogue.library import Library

name = "export"
_BINARY = {".apkg", ".pdf"}


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Export annotations, or an article with them, to another format")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help=_("the articles; by default the whole library")
    )
    formats = "markdown, json, csv, readwise, page, anki, anki-tsv, text, html, pdf"
    parser.add_argument(
        "--to", required=True, metavar="FORMAT", help=_("one of {formats}").format(formats=formats)
    )
    parser.add_argument("--out", metavar="FILE", help=_("the file to write; by default the terminal"))
    parser.add_argument("--library", metavar="FOLDER", help=_("the library"))
    parser.add_argument(
        "--template", metavar="FILE", help=_("a Jinja2 template of your own, for markdown and page")
    )
    parser.add_argument(
        "--without-empty",
        action="store_true",
        help=_("leave out points of the framework that have no annotations"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Export; return the exit status."""
    from reader.annotations.exporters import EXPORTERS, exporter_named
    from reader.annotations.exporters.options import Options
    from reader.annotations.store import AnnotationStore
    from reader.commands.libraries import library_of

    library = library_of(arguments.library, *arguments.files)
    store = AnnotationStore(library)
    exporter = exporter_named(arguments.to)
    if exporter is None:
        names = ", ".join(each.name for each in EXPORTERS)
        raise AnnotationError(
            _("There is no format {name}. There are: {names}.").format(name=arguments.to, names=names)
        )
    template = Path(arguments.template) if arguments.template else None
    options = Options(empty_nodes=not arguments.without_empty, template=template)
    data = exporter.export(_chosen(library, store, arguments.files), options)
    _write(data, Path(arguments.out) if arguments.out else None, exporter.suffix)
    return 0


def _chosen(library: Library, store: AnnotationStore, files: list[str]) -> tuple[Annotated, ...]:
    from reader.annotations.reporting import annotated, annotated_article
    from reader.annotations.whereabouts import article_path

    if not files:
        return annotated(library, store)
    chosen = []
    for file in files:
        path = article_path(library, file)
        one = annotated_article(library, store, path)
        if one.article is None and not one.placed:
            raise AnnotationError(_("There is no article {path}.").format(path=path))
        chosen.append(one)
    return tuple(chosen)


def _write(data: bytes, out: Path | None, suffix: str) -> None:
    if out is not None:
        try:
            out.write_bytes(data)
        except OSError as error:
            raise AnnotationError(
                _("{path} cannot be written: {reason}.").format(path=out, reason=error.strerror or error)
            ) from error
    elif suffix in _BINARY and sys.stdout.isatty():
        raise AnnotationError(_("This format is no text for a terminal. Name a file with --out."))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

"""`gangmu export --to FORMAT [--out F] [FILE…]`: annotations in another program's format.

`--to html FILE` and `--to pdf FILE` are the article itself, with its highlights
and notes; `--to page` is a web page of the annotations alone.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands import article_export
from reader.errors import AnnotationError
from reader.i18n import gettext as _
from reader.whole_file import save_as

if TYPE_CHECKING:
    from reader.annotations.exporters import Exporter
    from reader.annotations.exporters.export_options import Options
    from reader.annotations.library_report import Annotated
    from reader.annotations.store.annotation_store import AnnotationStore
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
    formats = "markdown, json, csv, readwise, page, anki, anki-tsv, text, review, review-json, html, pdf"
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
    from reader.annotations.anchoring.moved_articles import article_path
    from reader.annotations.library_report import problems_of
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.articles.reading import read_article
    from reader.commands.library_choice import library_of

    library = library_of(arguments.library, *arguments.files)
    store = AnnotationStore(library)
    out = Path(arguments.out) if arguments.out not in (None, "", "-") else None
    if arguments.to in article_export.FORMATS:
        if len(arguments.files) != 1:
            raise AnnotationError(article_export.told_format())
        (chosen,) = _chosen(library, store, arguments.files)
        article = chosen.article or read_article(article_path(library, arguments.files[0]))
        data = article_export.export_article(chosen, article, arguments.to)
        _write(data, out, f".{arguments.to}")
        return 0
    exporter = _exporter(arguments.to)
    groups = _chosen(library, store, arguments.files)
    _write(exporter.export(groups, _options(arguments)), out, exporter.suffix)
    problems = problems_of(store, groups)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _exporter(name: str) -> Exporter:
    from reader.annotations.exporters import EXPORTERS, exporter_named

    exporter = exporter_named(name)
    if exporter is None:
        names = ", ".join([*(each.name for each in EXPORTERS), *article_export.FORMATS])
        raise AnnotationError(
            _("There is no format {name}. There are: {names}.").format(name=name, names=names)
        )
    return exporter


def _options(arguments: argparse.Namespace) -> Options:
    from reader.annotations.exporters.export_options import Options

    template = Path(arguments.template) if arguments.template else None
    return Options(empty_nodes=not arguments.without_empty, template=template)


def _chosen(library: Library, store: AnnotationStore, files: list[str]) -> tuple[Annotated, ...]:
    from reader.annotations.anchoring.moved_articles import article_path
    from reader.annotations.library_report import annotated, annotated_article
    from reader.articles.reading import read_article

    if not files:
        return annotated(library, store)
    chosen = []
    for file in files:
        path = article_path(library, file)
        one = annotated_article(library, store, path)
        if one.article is None and not one.placed:
            read_article(path)  # says why: it is missing, empty, no text
        chosen.append(one)
    return tuple(chosen)


def _write(data: bytes, out: Path | None, suffix: str) -> None:
    if out is not None:
        save_as(out, data)
    elif suffix in _BINARY and sys.stdout.isatty():
        raise AnnotationError(_("This format is not text for a terminal. Name a file with --out."))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

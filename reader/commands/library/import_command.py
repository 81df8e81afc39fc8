"""`gangmu import PATH…`: bring files and folders into a library; other kinds than Markdown are converted."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.commands.library.json_answer import print_json
from reader.commands.library_choice import default_library_folder
from reader.i18n import gettext as _
from reader.i18n import figure, ngettext

if TYPE_CHECKING:
    from reader.catalogue.importing import ImportReport

name = "import"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Bring files and folders into a library: Markdown, web pages, books, documents, mind maps")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help=_("files and folders"))
    parser.add_argument(
        "--to", metavar="FOLDER", default="", help=_("the folder of the library to put them in")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only say what would be done"))
    parser.add_argument("--library", metavar="DIR", type=Path, help=_("the library's folder"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def run(arguments: argparse.Namespace) -> int:
    """Bring the files in; return 1 where some were refused, else 0. Raises `ReaderError`."""
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.importing import Importer
    from reader.catalogue.library import open_library

    library = open_library(arguments.library or default_library_folder())
    entries = Catalogue(library).update()
    importer = Importer(library, entries, arguments.to, dry_run=arguments.dry_run)
    report = importer.run(arguments.paths)
    if arguments.json:
        print_json(_as_object(report))
    else:
        _show(report, is_dry=arguments.dry_run)
    return 1 if report.refused else 0


def _as_object(report: ImportReport) -> dict[str, Any]:
    return {
        "taken": [{"from": one.origin, "file": one.file, "title": one.title} for one in report.taken],
        "same": [{"from": one.origin, "file": one.file} for one in report.same],
        "refused": [{"from": one.origin, "why": one.why} for one in report.refused],
    }


def _show(report: ImportReport, *, is_dry: bool) -> None:
    for taken in report.taken:
        print(f"{taken.title}\n    {taken.file}")
    for refused in report.refused:
        print(f"{refused.origin}: {refused.why}", file=sys.stderr)
    count = len(report.taken)
    if is_dry:
        came = ngettext("{count} article would be imported", "{count} articles would be imported", count)
    else:
        came = ngettext("{count} article was imported", "{count} articles were imported", count)
    words = _("{came}; already there: {same}; left out: {refused}.")
    print(words.format(came=came.format(count=figure(count)), same=figure(len(report.same)), refused=figure(len(report.refused))))

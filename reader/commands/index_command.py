"""`gangmu index`: bring the search index of a library up to date, or make it anew."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from reader.commands.index_progress import bring_up_to_date
from reader.commands.library.json_answer import print_json
from reader.commands.library_choice import default_library_folder
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

name = "index"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Bring the search index of a library up to date")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--library", metavar="DIR", type=Path, help=_("the library's folder"))
    parser.add_argument("--rebuild", action="store_true", help=_("rebuild the index"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def run(arguments: argparse.Namespace) -> int:
    """Update the index; return the exit status."""
    from reader.catalogue.library import open_library
    from reader.search.build.library_index import LibraryIndex

    library = open_library(arguments.library or default_library_folder())
    index = LibraryIndex(library)
    began = time.monotonic()
    read = bring_up_to_date(index, rebuild=arguments.rebuild)
    snapshot = index.snapshot()
    seconds = time.monotonic() - began
    articles = sum(segment.living_articles for segment in snapshot.segments)
    if arguments.json:
        found = {"library": str(library.folder), "articles": articles, "passages": snapshot.documents}
        print_json(found | {"read": read, "seconds": round(seconds, 3)}, None)
    else:
        print(
            _("{articles}, {passages}; {read} read in {seconds:.1f} s.").format(
                articles=_count_of(articles),
                passages=ngettext("{count} passage", "{count} passages", snapshot.documents).format(
                    count=figure(snapshot.documents)
                ),
                read=_count_of(read),
                seconds=seconds,
            )
        )
    return 0


def _count_of(articles: int) -> str:
    return ngettext("{count} article", "{count} articles", articles).format(count=figure(articles))

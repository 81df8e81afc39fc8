"""`gangmu stats`: how much was read in a library, on which days, how fast, and what is left."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.commands.library.json_answer import print_json
from reader.commands.library_choice import default_library_folder
from reader.i18n import gettext as _
from reader.i18n import figure, ngettext

if TYPE_CHECKING:
    from reader.catalogue.reading_statistics import Statistics

name = "stats"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Say how much was read in a library, on which days and how fast")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--library", metavar="DIR", type=Path, help=_("the library's folder"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def run(arguments: argparse.Namespace) -> int:
    """Print the statistics; return the exit status. Raises `ReaderError`."""
    from functools import partial

    from reader.annotations.reading_as_made import read_as_made
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.catalogue.article_list import progress_in
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.library import open_library
    from reader.catalogue.reading_log import read_events
    from reader.catalogue.reading_progress import speed_of
    from reader.catalogue.reading_statistics import statistics_of

    library = open_library(arguments.library or default_library_folder())
    names = {entry.name for entry in Catalogue(library).update()}
    events = read_events(*library.own_folders)
    read = partial(read_as_made, AnnotationStore(library))
    own = (one for one in events if one.article in names)
    progress = progress_in(library, own, speed_of(events), read)
    found = statistics_of(events, progress, len(names))
    if arguments.json:
        print_json(_as_object(found))
    else:
        _show(found)
    return 0


def _as_object(found: Statistics) -> dict[str, Any]:
    return {
        "days": [
            {"date": day.day.isoformat(), "minutes": round(day.minutes, 1), "articles": day.articles}
            for day in found.days
        ],
        "speed": {"han": round(found.speed.han), "latin": round(found.speed.words)},
        "articles": {"read": found.read, "begun": found.begun, "unread": found.unread},
        "nodes": {state.value: count for state, count in sorted(found.nodes.items())},
    }


def _show(found: Statistics) -> None:
    for day in found.days:
        articles = ngettext("{count} article", "{count} articles", day.articles).format(count=figure(day.articles))
        minutes = _("{minutes} min").format(minutes=round(day.minutes))
        print(f"{day.day.isoformat()}  {minutes}  {articles}")
    if not found.days:
        print(_("Nothing was read here yet."))
    print(
        ngettext(
            "{read} article read, {begun} begun, {unread} not opened.",
            "{read} articles read, {begun} begun, {unread} not opened.",
            found.read,
        ).format(read=figure(found.read), begun=figure(found.begun), unread=figure(found.unread))
    )
    print(
        _("Speed: {han} Chinese characters or {words} words a minute.").format(
            han=round(found.speed.han), words=round(found.speed.words)
        )
    )

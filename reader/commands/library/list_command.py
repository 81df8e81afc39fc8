"""`gangmu list [QUERY]`: the articles of a library, with how long they are and how far they were read."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.commands.library.json_answer import print_json
from reader.catalogue.article_list import SORTS, ListedArticle
from reader.commands.library_choice import default_library_folder
from reader.commands.search_command import find
from reader.i18n import gettext as _
from reader.i18n import figure, ngettext

if TYPE_CHECKING:
    from reader.catalogue.library import Library

name = "list"
_ALL = 1_000_000_000  # passages: as many as there are


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("List the articles of a library, with their length and how far they were read")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "query", metavar="QUERY", nargs="*", help=_("only articles that a search for this finds")
    )
    parser.add_argument("--sort", choices=sorted(SORTS), default="folder", help=_("what comes first"))
    parser.add_argument("--library", metavar="DIR", type=Path, help=_("the library's folder"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON list"))


def run(arguments: argparse.Namespace) -> int:
    """Print the list; return the exit status. Raises `ReaderError`."""
    from reader.catalogue.article_list import sorted_by
    from reader.catalogue.library import open_library
    from reader.search.text.pinyin import sort_key

    library = open_library(arguments.library or default_library_folder())
    articles = _listed(library)
    if arguments.query:
        answer = find(library, " ".join(arguments.query), limit=_ALL)
        for note in answer.notes:
            print(note, file=sys.stderr)
        found = {hit.name for hit in answer.hits}
        articles = [one for one in articles if one.entry.name in found]
    articles = sorted_by(articles, arguments.sort, sort_key)
    if arguments.json:
        print_json([_as_object(one) for one in articles])
    else:
        _show(articles)
    return 0


def _listed(library: Library) -> list[ListedArticle]:
    """Return the articles of `library` with lengths, progress and numbers of notes, folder by folder."""
    from reader.annotations.library_report import note_words
    from reader.annotations.reading_as_made import read_as_made
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.catalogue.article_list import articles_of, progress_in
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.reading_log import read_events
    from reader.catalogue.reading_progress import speed_of

    entries = Catalogue(library).update()
    events = read_events(*library.own_folders)
    speed = speed_of(events)
    store = AnnotationStore(library)
    notes = Counter(each.file for each in note_words(store))
    progress = progress_in(library, events, speed, partial(read_as_made, store))
    return articles_of(entries, events, progress, notes, speed)


def _as_object(one: ListedArticle) -> dict[str, Any]:
    entry = one.entry
    return {
        "file": entry.name,
        "title": entry.title,
        "category": entry.category,
        "tags": list(entry.tags),
        "source": {"title": entry.original_title, "url": entry.url},
        "characters": entry.han + entry.words,
        "minutes": round(one.minutes, 1),
        "read": round(one.read, 3),
        "notes": one.notes,
        "added": datetime.fromtimestamp(entry.added, UTC).date().isoformat(),
    }


def _show(articles: list[ListedArticle]) -> None:
    for one in articles:
        details = [_("{minutes} min").format(minutes=max(1, round(one.minutes)))]
        if one.read:
            details.append(_("{percent} % read").format(percent=round(100 * one.read)))
        if one.notes:
            details.append(ngettext("{count} note", "{count} notes", one.notes).format(count=figure(one.notes)))
        if one.entry.problem:
            details = [one.entry.problem]
        told = _(", ").join(details)
        print(f"{one.entry.title}  ·  {told}\n    {one.entry.name}")

"""`gangmu search QUERY`: the passages of a library that hold the words. Reads what has changed first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.commands.index_progress import bring_up_to_date
from reader.commands.library.json_answer import print_json
from reader.commands.library_choice import default_library_folder
from reader.errors import SearchError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.catalogue.library import Library
    from reader.search.model import Answer, Hit
    from reader.search.user_data import UserData

name = "search"
_BOLD, _DIM, _PLAIN = "\033[1;33m", "\033[2m", "\033[0m"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Search a library: Chinese and English, exactly, or by pinyin")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("query", nargs="+", help=_("the words, as one would type them into the search box"))
    parser.add_argument("--library", metavar="DIR", type=Path, help=_("the library's folder"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    parser.add_argument(
        "--limit", metavar="N", type=_count, default=20, help=_("show at most this many passages")
    )
    parser.add_argument(
        "--framework-only", action="store_true", help=_("search the labels of the frameworks alone")
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the hits; return the exit status."""
    from reader.catalogue.library import open_library

    library = open_library(arguments.library or default_library_folder())
    answer = find(library, " ".join(arguments.query), arguments.limit, arguments.framework_only)
    if arguments.json:
        print_json(_as_json(answer), None)
    else:
        _show(answer)
    return 0


def find(library: Library, text: str, limit: int, framework_only: bool = False) -> Answer:
    """Return what a search for `text` finds, at most `limit` passages. Reads what has changed."""
    from reader.search.ask import ask_index, suggest
    from reader.search.build.library_index import LibraryIndex
    from reader.search.model import Question
    from reader.search.query.query_language import understand
    from reader.search.query.query_tree import asks_for_person
    from reader.search.user_data import NONE

    index = LibraryIndex(library)
    try:
        bring_up_to_date(index)
    except SearchError as error:  # the disk is full, or may not be written: what is there serves
        if not index.is_complete:
            raise
        print(error, file=sys.stderr)
    question = Question(text, limit=limit, framework_only=framework_only)
    user_data = _user_data(library) if asks_for_person(understand(question.text).tree) else NONE
    found = ask_index(index, question, user_data, repair=bring_up_to_date)
    return suggest(index.snapshot(), found)


def _user_data(library: Library) -> UserData:
    """Return what the person read and noted in `library`."""
    from functools import partial

    from reader.annotations.library_report import note_words
    from reader.annotations.reading_as_made import read_as_made
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.catalogue.article_list import Facts, last_read_in, progress_in
    from reader.catalogue.reading_log import read_events
    from reader.catalogue.shelves.shelf_store import read_shelves
    from reader.search.user_data import NoteWords, UserData, with_facts

    store = AnnotationStore(library)
    words = note_words(store)
    notes = (NoteWords(each.note_id, each.file, each.quote, each.note, each.tags) for each in words)
    shelved, events = read_shelves(library).alive(), read_events(*library.own_folders)
    progress = progress_in(library, events, read=partial(read_as_made, store))
    facts = Facts(
        {name: one.share for name, one in progress.items()},
        last_read_in(events),
        tags=shelved.tags,
        favourites=shelved.favourites,
        queue={name: place for place, name in enumerate(shelved.queue)},
    )
    return with_facts(UserData(notes=tuple(notes)), facts)


def _count(value: str) -> int:
    if not value.isdecimal():
        words = _("“{value}” is not a whole number of 0 or more").format(value=value.strip())
        raise argparse.ArgumentTypeError(words)
    return int(value)


def _as_json(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "total": answer.total,
        "hits": [_hit(hit) for group in answer.grouped() for hit in group.hits],
    }
    if answer.notes:
        found["notes"] = list(answer.notes)
    if answer.suggestions:
        found["suggestions"] = list(answer.suggestions)
    return found


def _hit(hit: Hit) -> dict[str, Any]:
    found: dict[str, Any] = {
        "file": hit.name,
        "title": hit.title,
        "path": list(hit.path),
        "line": hit.line,
        "excerpt": hit.excerpt.text,
        "matches": [list(match) for match in hit.excerpt.matches],
    }
    return found | ({"why": hit.why} if hit.why else {})


def _show(answer: Answer) -> None:
    from reader.search.model import found_words

    colour = sys.stdout.isatty()
    for note in answer.notes:
        print(note, file=sys.stderr)
    for group in answer.grouped():
        print(f"{group.title}  {_dimmed(group.name, colour)}")
        for hit in group.hits:
            place = " › ".join(hit.path)
            why = f"  ({hit.why})" if hit.why else ""
            print(f"  {_dimmed(f'{hit.line}:', colour)} {place}{why}")
            print(f"      {_marked(hit, colour)}")
        print()
    print(found_words(answer))
    for words in answer.suggestions:
        print(_("Did you mean “{words}”?").format(words=words))


def _dimmed(text: str, colour: bool) -> str:
    return f"{_DIM}{text}{_PLAIN}" if colour else text


def _marked(hit: Hit, colour: bool) -> str:
    text = hit.excerpt.text
    if not colour:
        return text
    pieces, at = [], 0
    for start, end in hit.excerpt.matches:
        pieces += [text[at:start], _BOLD, text[start:end], _PLAIN]
        at = end
    return "".join([*pieces, text[at:]])

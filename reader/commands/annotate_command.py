"""`gangmu annotate FILE --quote Q … | --from-json LIST.json`: mark words, or a point of the framework."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import paths
from reader.errors import AnnotationError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.annotations.creation import Wanted

name = "annotate"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Annotate words of an article, or a point of its framework; prints the ids")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", help=_("the article"))
    parser.add_argument("--quote", default="", help=_("the words; without them, the point is annotated"))
    parser.add_argument("--prefix", default="", help=_("what stands before the words"))
    parser.add_argument("--suffix", default="", help=_("what stands after the words"))
    parser.add_argument("--under", default="", metavar="PATH", help=_("the point of the framework: “a/b”"))
    parser.add_argument("--note", default="", help=_("a note, in Markdown"))
    parser.add_argument(
        "--colour", "--color", default="", help=_("such as yellow, green, blue, pink or purple")
    )
    parser.add_argument("--tag", action="append", default=[], dest="tags", help=_("a tag; may be repeated"))
    parser.add_argument(
        "--from-json", metavar="LIST", help=_("a file with a list of objects with these keys")
    )
    parser.add_argument("--library", metavar="FOLDER", help=_("the library; by default the article's own"))


def run(arguments: argparse.Namespace) -> int:
    """Annotate; return the exit status. What finds no sure place is kept for review, and told on stderr."""
    from reader.annotations.anchoring.moved_articles import adopt, article_path, locate
    from reader.annotations.creation import Wanted, make
    from reader.annotations.model import State
    from reader.annotations.reading_as_made import as_made
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.articles.reading import read_article
    from reader.commands.library_choice import library_of

    library = library_of(arguments.library, arguments.file)
    path = article_path(library, arguments.file)
    if arguments.from_json:
        wanted = _wanted_list(Path(arguments.from_json))
    else:
        under = tuple(part for part in arguments.under.split("/") if part)
        words = (arguments.quote, arguments.prefix, arguments.suffix)
        wanted = [Wanted(*words, under, arguments.note, arguments.colour, tuple(arguments.tags))]
    article = read_article(path)
    store = AnnotationStore(library)
    source = library.relative_name(path)
    article = as_made(article, (each.annotation for each in store.kept(source)), store)
    for where in locate(library, store):
        if where.path and where.about.source != source and paths.resolved(where.path) == paths.resolved(path):
            adopt(library, store, where.key, path, article)
    made = [make(article, source, each) for each in wanted]
    ids = [store.put(annotation, article).annotation_id for annotation, _state in made]
    store.save()
    for annotation_id in ids:
        print(annotation_id)
    for told in filter(None, (store.place_told, *store.problems)):
        print(told, file=sys.stderr)
    for annotation, state in made:
        if state is not State.ANCHORED:
            quote = annotation.target.quote
            what = quote.exact if quote else "/".join(annotation.target.path)
            print(_told(state is State.REVIEW).format(words=what), file=sys.stderr)
    return 0


def _told(is_doubtful: bool) -> str:
    if is_doubtful:
        return _("“{words}”: not sure which place is meant; kept for review.")
    return _("“{words}” does not stand in the article; kept without a place.")


def _wanted_list(path: Path) -> list[Wanted]:
    from reader.annotations.creation import Wanted

    try:
        data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise AnnotationError(
            _("{path} cannot be read as JSON: {reason}.").format(path=path, reason=error)
        ) from error
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        raise AnnotationError(_("{path} must hold a list of objects.").format(path=path))
    return [
        Wanted(
            quote=_text(each, "quote"),
            prefix=_text(each, "prefix"),
            suffix=_text(each, "suffix"),
            path=_labels(each.get("path", each.get("under"))),
            note=_text(each, "note"),
            colour=_text(each, "colour") or _text(each, "color"),
            tags=_labels(each.get("tags"), separator=None),
        )
        for each in data
    ]


def _text(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _labels(value: Any, separator: str | None = "/") -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part for part in value.split(separator) if part)
    return tuple(str(each) for each in value) if isinstance(value, list) else ()

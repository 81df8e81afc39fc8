"""`gangmu notes [FILE]`: every annotation, with where it stands now; and the care of the store.

The first word may also be an act: `check`, `restore`, `import` or `move`. An
article that is called like one is named `./check`.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from reader.commands.library.json_answer import print_json
from reader.errors import AnnotationError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.annotations.library_report import Annotated
    from reader.annotations.model import Placed

name = "notes"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("List annotations with where they stand now; check, restore, import or move them")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.usage = _(
        "gangmu notes [FILE] [--json] [--trash] [--library FOLDER]\n"
        "       gangmu notes check [--library FOLDER]\n"
        "       gangmu notes restore [SNAPSHOT] [--list] [--deleted] [--library FOLDER]\n"
        "       gangmu notes import FILE… [--library FOLDER]\n"
        "       gangmu notes move OLD-NAME FILE [--library FOLDER]"
    )
    parser.add_argument(
        "words", nargs="*", metavar="FILE", help=_("an article; by default the whole library")
    )
    parser.add_argument("--library", metavar="FOLDER", help=_("the library"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON list"))
    parser.add_argument("--trash", action="store_true", help=_("list what was deleted"))
    parser.add_argument("--list", action="store_true", help=_("restore: only list the snapshots"))
    parser.add_argument(
        "--deleted", action="store_true", help=_("restore: bring back what is in the trash too")
    )


def run(arguments: argparse.Namespace) -> int:
    """List the annotations, or do what the first word says; return the exit status."""
    from reader.commands import notes_care

    act = arguments.words[0] if arguments.words else ""
    if act in notes_care.ACTS:
        return notes_care.ACTS[act](arguments, arguments.words[1:])
    return _list(arguments)


def _list(arguments: argparse.Namespace) -> int:
    from reader import paths
    from reader.annotations.anchoring.moved_articles import article_path
    from reader.annotations.library_report import annotated, annotated_article, problems_of
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.commands.library_choice import library_of

    if len(arguments.words) > 1:
        raise AnnotationError(_("Name one article, or none for the whole library."))
    library = library_of(arguments.library, *arguments.words)
    store = AnnotationStore(library)
    if arguments.words:
        path = article_path(library, arguments.words[0])
        groups: tuple[Annotated, ...] = (annotated_article(library, store, path, deleted=arguments.trash),)
        if not paths.is_there(path) and not groups[0].placed:
            raise AnnotationError(_("There is no article {path}.").format(path=path))
    else:
        groups = annotated(library, store, deleted=arguments.trash)
    if arguments.json:
        placed = [as_json(each) for group in groups for each in group.placed]
        print_json(placed, 1)
    else:
        _print(groups)
    for group in groups:
        for guess in group.guesses:
            told = _("“{title}” is gone. {path} may be the same: gangmu notes move {old} {path}")
            print(told.format(title=group.title, path=guess, old=group.file), file=sys.stderr)
    problems = problems_of(store, groups)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def as_json(placed: Placed) -> dict[str, Any]:
    """Return what `--json` says of one annotation."""
    annotation = placed.annotation
    data: dict[str, Any] = {
        "id": annotation.annotation_id,
        "file": placed.file,
        "title": placed.title,
        "path": list(placed.path),
        "quote": annotation.target.quote.exact if annotation.target.quote else "",
        "note": annotation.note,
        "colour": annotation.colour,
        "tags": list(annotation.tags),
        "state": str(placed.anchor.state),
        "line": placed.line,
        "text": placed.words,
        "kind": str(annotation.kind),
    }
    if placed.conflicts:
        data["conflicts"] = [other.note for other in placed.conflicts]
    if placed.deleted_elsewhere:
        data["deleted_elsewhere"] = True
    return data


def _print(groups: tuple[Annotated, ...]) -> None:
    states = {"review": _("to review"), "orphan": _("no place")}
    for group in groups:
        if not group.placed:
            continue
        count = ngettext("{count} annotation", "{count} annotations", len(group.placed))
        print(f"{group.title} ({group.file}): {count.format(count=figure(len(group.placed)))}")
        for each in group.placed:
            annotation = each.annotation
            quote = annotation.target.quote
            words = quote.exact if quote else " › ".join(each.path) or _("the article")
            where = states.get(str(each.anchor.state)) or _("line {line}").format(line=each.line)
            tags = "".join(f" #{tag}" for tag in annotation.tags)
            print(f"  [{where}] {' '.join(words.split())}{tags}")
            for line in annotation.note.splitlines():
                print(f"      {line}")
            for other in each.conflicts:
                print("      " + _("in conflict: {note}").format(note=other.note))
            if each.deleted_elsewhere:
                print("      " + _("deleted on another device"))

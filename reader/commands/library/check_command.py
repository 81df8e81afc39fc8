"""`gangmu check [DIR]`: what is wrong in a library: what cannot be read, copies, links that lead nowhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.commands.library.json_answer import print_json
from reader.commands.library_choice import default_library_folder
from reader.i18n import gettext as _

name = "check"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Look through a library for what cannot be read, copies, and links that lead nowhere")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("library", metavar="DIR", nargs="?", type=Path, help=_("the library's folder"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def run(arguments: argparse.Namespace) -> int:
    """Print what is wrong, and what is left out; return 1 where something is wrong, else 0.

    Raises `ReaderError`.
    """
    from functools import partial

    from reader.annotations.reading_as_made import read_as_made
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.library import open_library
    from reader.catalogue.library_check import ProblemKind, problems_of

    library = open_library(arguments.library or default_library_folder())
    made = partial(read_as_made, AnnotationStore(library))
    problems = list(problems_of(library, Catalogue(library).update(), made=made))
    if arguments.json:
        objects = [
            {"file": one.file, "kind": one.kind.value, "line": one.line, "what": one.what} for one in problems
        ]
        print_json({"problems": objects})
    else:
        for one in problems:
            place = f"{one.file}:{one.line}" if one.line is not None else one.file
            print(f"{place}: {one.what}")
        if not problems:
            print(_("All is well."))
    return 1 if any(one.kind is not ProblemKind.LEFT_OUT for one in problems) else 0

"""`gangmu doctor`: what this machine has and lacks."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.i18n import gettext as _

name = "doctor"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Say what was checked on this machine, and what to do about what is wrong")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--library", metavar="DIR", help=_("the library to look at; the last one by default"))


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each finding; return 1 when something is wrong."""
    from reader.catalogue.library import Library
    from reader.commands.library_choice import default_library_folder
    from reader.doctor.checks import examine

    folder = Path(arguments.library) if arguments.library else default_library_folder()
    wrong = 0
    for finding in examine(Library(folder)):
        print(f"{finding.mark} {finding.name}: {finding.detail}", flush=True)
        wrong += finding.is_wrong
    return 1 if wrong else 0

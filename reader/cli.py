"""The command line. Qt is imported only by what opens the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from reader import __version__
from reader.commands import COMMANDS
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.i18n import use_language


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `gangmu`; return the exit status: 0 done, 1 not done (a sentence on stderr), 2 wrong usage."""
    use_language()
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    given = parser.parse_args(words)
    try:
        return int(given.run(given))
    except ReaderError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gangmu", description=_("Read, search and annotate a library, offline.")
    )
    parser.add_argument("--version", action="version", version=f"gangmu {__version__}")
    commands = parser.add_subparsers(required=True)
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=command.describe(), description=command.describe())
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser

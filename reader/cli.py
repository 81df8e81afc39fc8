"""The command line. Qt is imported only by what opens the window.

`gangmu [FILE or FOLDER]` opens the window, so its command may be left out:
where the first word names no command, it is put in. A file that is called like
a command is opened as `./notes`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from reader import __version__
from reader.commands import COMMANDS, search_command
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.i18n import use_language

_OF_GANGMU_ITSELF = ("-h", "--help", "--version")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `gangmu`; return the exit status: 0 done, 1 not done (a sentence on stderr), 2 wrong usage."""
    use_language()
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    names = {command.name for command in COMMANDS}
    if not words or words[0] not in names | set(_OF_GANGMU_ITSELF):
        words.insert(0, COMMANDS[0].name)
    if words[0] == search_command.name:
        words[1:] = map(_as_word, words[1:])
    given = _parser().parse_args(words)
    try:
        return int(given.run(given))
    except ReaderError as error:
        print(error, file=sys.stderr)
    except BrokenPipeError:  # the reader of our output has gone, as in `gangmu notes | head`
        sys.stderr.close()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 1


def _as_word(word: str) -> str:
    """Return a word of a search so that it is taken for one, though it begins with a dash: 芯片 -美国."""
    # A space before it is all that tells argparse, and nothing to the search.
    return f" {word}" if word[:1] == "-" and word[1:2] not in ("", "-") and word != "-h" else word


def _speak_utf8() -> None:
    """Print Chinese whatever the terminal is set to; what it cannot show becomes "?", never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gangmu",
        usage=_("gangmu [FILE or FOLDER]\n       gangmu COMMAND …"),
        description=_("Read, search and annotate a library of articles, offline."),
    )
    parser.add_argument("--version", action="version", version=f"gangmu {__version__}")
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), prog="gangmu", required=True)
    for command in COMMANDS:
        one = commands.add_parser(command.name, help=command.describe(), description=command.describe())
        command.add_arguments(one)
        one.set_defaults(run=command.run)
    return parser

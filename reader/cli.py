"""The command line. Qt is imported only by what opens the window.

`gangmu [FILE or FOLDER]` opens the window, so its command may be left out:
where the first word names no command, it is put in. A file that is called like
a command is opened as `./notes`. `--debug` may stand anywhere.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import traceback
from collections.abc import Iterator, Sequence

from reader import __version__, log
from reader.commands import COMMANDS, WITH_A_WINDOW, command
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.i18n import use_language

_OF_GANGMU_ITSELF = ("-h", "--help", "--version")
_DEBUG = "--debug"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `gangmu`; return the exit status: 0 done, 1 not done (a sentence on stderr), 2 wrong usage."""
    use_language()
    _speak_utf8()
    words, is_debug = _without_debug(list(sys.argv[1:] if arguments is None else arguments))
    if not words or words[0] not in (*COMMANDS, *_OF_GANGMU_ITSELF):
        words.insert(0, next(iter(COMMANDS)))
    log.begin(debug=is_debug, has_window=words[0] in WITH_A_WINDOW)
    if words[0] in ("search", "list"):
        words[1:] = map(_as_word, words[1:])
    try:
        with _output(words[0]):
            given = _parser(words[0]).parse_args(words)
            return int(given.run(given))
    except ReaderError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        if error.filename is not None:
            return _unexpected(error)
        _drop_output()
        reason = error.strerror or type(error).__name__
        print(_("The answer could not be written: {reason}.").format(reason=reason), file=sys.stderr)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    except Exception as error:
        return _unexpected(error)
    return 1


def _unexpected(error: Exception) -> int:
    """Put a fault of ours into the log, and on stderr whole; return the exit status."""
    logging.getLogger(__name__).critical("The command failed", exc_info=error)
    traceback.print_exception(error)
    return 1


@contextlib.contextmanager
def _output(name: str) -> Iterator[None]:
    """Let all that is printed within be written at its end, where an error can still be told."""
    if sys.stdout is None and name not in WITH_A_WINDOW:  # closed, as by `>&-`
        raise ReaderError(_("There is nowhere to write the answer: standard output is closed."))
    try:
        yield
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()


def _drop_output() -> None:
    """Let go of what cannot be written, so that Python does not try it again at its end."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _without_debug(words: list[str]) -> tuple[list[str], bool]:
    end = words.index("--") if "--" in words else len(words)
    kept = [word for word in words[:end] if word != _DEBUG]
    return kept + words[end:], len(kept) < end


def _as_word(word: str) -> str:
    """Return a word of a query so that it is taken for one, though it begins with a dash: 芯片 -美国."""
    # A space before it is all that tells argparse, and nothing to the search.
    return f" {word}" if word[:1] == "-" and word[1:2] not in ("", "-") and word != "-h" else word


def _speak_utf8() -> None:
    """Print Chinese whatever the terminal is set to; what it cannot show becomes "?", never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _parser(name: str) -> argparse.ArgumentParser:
    """Return what reads the words of the command called `name`; where none is named, of all of them."""
    parser = argparse.ArgumentParser(
        prog="gangmu",
        usage=_("gangmu [FILE or FOLDER]\n       gangmu COMMAND …"),
        description=_("Read, search and annotate a library of articles, offline."),
    )
    parser.add_argument("--version", action="version", version=f"gangmu {__version__}")
    parser.add_argument(
        _DEBUG, action="store_true", help=_("write everything into the log, paths and titles too")
    )
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), prog="gangmu", required=True)
    for each in (name,) if name in COMMANDS else COMMANDS:
        module = command(each)
        one = commands.add_parser(each, help=module.describe(), description=module.describe())
        module.add_arguments(one)
        one.set_defaults(run=module.run)
    return parser

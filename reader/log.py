"""The log: what went wrong, in a file that stays small, for whoever looks for the reason afterwards.

It says nothing of what a person reads: paths and whatever stands in quotation
marks are left out of messages and errors, unless the program was started with
`--debug`. Three files in `paths.log_folder()`: `gangmu.log` (rotated),
`crash.log` (where all threads stood when the program itself was ended by a
fault, by Python's `faulthandler`) and `processes.log` (what our other
processes say on stderr). A log that cannot be written stops nobody.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
import sys
import traceback
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import IO

from reader import paths

DEBUG_VARIABLE = "GANGMU_DEBUG"  # set by `--debug`, and so for the processes that we start
LARGEST, OLDER_ONES = 512 * 1024, 3  # bytes of a file, and how many full ones are kept beside it

_FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
# A quotation, a path from its root on, the address of a file.
_TOLD = (  # compiled when something is told
    r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|“[^”\n]*”|《[^》\n]*》|(?:file:/*)?(?<![\w.])(?:[A-Za-z]:[\\/]|~?/|\\\\)[^\s'"<>|:]+"""
)


def begin(*, debug: bool = False, has_window: bool = True) -> None:
    """Keep a log of this process from now on, and of what it starts; `debug` tells paths and titles too.

    Where a crash happened is written into a file, but for a command, which has a terminal: nothing is
    written before something goes wrong.
    """
    if debug:
        os.environ[DEBUG_VARIABLE] = "1"
    if _has_begun():
        return
    _listen(_FileWhenNeeded())
    if not has_window:
        return
    with contextlib.suppress(OSError):  # the file stays open until the process ends
        path = _file_to_add_to("crash.log")
        faulthandler.enable(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))


def end() -> None:
    """Keep no log any more."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _FileWhenNeeded)]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(logging.WARNING)


def begin_child() -> None:
    """Say on stderr what goes wrong in this process: whoever started it leads that into `processes.log`."""
    _listen(logging.StreamHandler())
    faulthandler.enable()


def is_debug() -> bool:
    """Whether the log tells everything, paths and titles included."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def log_file() -> Path:
    """Return the file of the log. It may not be there: nothing has gone wrong yet."""
    return paths.log_folder() / "gangmu.log"


def stderr_of_processes() -> IO[str] | None:
    """Return the open file for the stderr of a process of ours; None, the terminal, where there is no log.

    The caller closes it once the process has been started.
    """
    with contextlib.suppress(OSError):
        return _file_to_add_to("processes.log").open("a", encoding="utf-8") if _has_begun() else None
    return None


def discreet(words: str) -> str:
    """Return `words`, a message of ours or of Python's, without what it quotes and without paths."""
    return words if is_debug() else re.sub(_TOLD, "…", words)


def told(error: BaseException) -> str:
    """Return the traceback of `error` for the log: code whole, messages without quotations and paths."""
    if is_debug():
        return "".join(traceback.format_exception(error))
    return "".join(_told_lines(traceback.TracebackException.from_exception(error)))


def _told_lines(error: traceback.TracebackException) -> list[str]:
    lines = []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        lines += [*_told_lines(before), "\nThen, because of it or while it was handled:\n\n"]
    lines.append("Traceback (most recent call last):\n")
    lines += error.stack.format()
    lines += [re.sub(_TOLD, "…", line) for line in error.format_exception_only()]
    return lines


class _Discreet(logging.Formatter):
    """Formats a record so that it tells nothing of what a person reads."""

    def format(self, record: logging.LogRecord) -> str:
        own = copy(record)  # a record remembers its traceback as whoever formatted it first put it
        own.exc_text = None
        return super().format(own)

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = discreet(record.message)
        return super().formatMessage(record)

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return told(ei[1]).rstrip("\n") if ei[1] is not None else ""


class _FileWhenNeeded(logging.Handler):
    """Opens the log at the first record: most runs have none, and need not import what rotates files."""

    def __init__(self) -> None:
        super().__init__()
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = _rotating_file()
            self._file.setFormatter(self.formatter)
        self._file.handle(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def _rotating_file() -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    class WhereThereIsRoom(RotatingFileHandler):
        """Says on stderr what the disk does not take, where `logging` would print a traceback of its own."""

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
            if not isinstance(sys.exception(), OSError):
                super().handleError(record)
            elif sys.stderr is not None:
                sys.stderr.write(f"{self.format(record)}\n")

        def close(self) -> None:
            with contextlib.suppress(OSError):  # what it could not write it tries once more
                super().close()

    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        return WhereThereIsRoom(log_file(), maxBytes=LARGEST, backupCount=OLDER_ONES, encoding="utf-8")
    except OSError:
        return logging.StreamHandler() if sys.stderr is not None else logging.NullHandler()


def _listen(handler: logging.Handler) -> None:
    handler.setFormatter(_Discreet(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if is_debug() else logging.INFO)


def _has_begun() -> bool:
    return any(isinstance(handler, _FileWhenNeeded) for handler in logging.getLogger().handlers)


def _file_to_add_to(name: str) -> Path:
    """Return the path of a file of the log folder, which is there; one too large is put aside."""
    path = paths.log_folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size > LARGEST:
        path.replace(path.with_suffix(".old.log"))
    return path

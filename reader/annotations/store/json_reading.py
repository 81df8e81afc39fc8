"""Reading a file of JSON that may be damaged, hostile, or out of reach for a moment. Nothing is changed.

Damaged and unreadable are two things. What is damaged can be read and makes no
sense: its backup is used, and its owner may set it aside. What cannot be read
(forbidden, a disk that stumbles, a pipe, too large) says nothing of its
content: it is left alone and read again at the next look.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.i18n import gettext as _

BACKUP = ".bak"
LARGEST = 64 * 2**20  # bytes; 50,000 long notes on one article
DEEPEST = 100  # lists and objects within one another; our own sheets have 8
_OURS, _BASE, _THEIRS = "<<<<<<< ", "||||||| ", ">>>>>>> "
_BETWEEN = "======="


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a file and its backup.

    `values` holds the JSON value; two after a conflict of git's; none where
    there is no file. `is_damaged`: the file could be read and is not JSON, or
    not all of it, and `values` come from its backup as well. `hindrance`: why
    the file could not be read now, in words; "" where it could.
    """

    values: tuple[Any, ...] = ()
    is_damaged: bool = False
    hindrance: str = ""


class UnreadableError(Exception):
    """A file cannot be read now. The text says why."""


def read_safely(path: Path) -> Reading:
    """Return what is in `path`, or in its backup where `path` is damaged or cannot be read."""
    try:
        main, is_whole = _load(path)
        hindrance = ""
    except UnreadableError as error:
        main, is_whole, hindrance = (), True, str(error)
    if is_whole and main:
        return Reading(main)
    with contextlib.suppress(UnreadableError):
        main += _load(path.with_name(path.name + BACKUP))[0]
    return Reading(main, not is_whole, hindrance)


def read_regular(path: Path) -> bytes | None:
    """Return the bytes of the file at `path`; None where there is none. Raises `UnreadableError`.

    A pipe would be waited for and a device never ends, so only a regular file is opened.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UnreadableError(_("it is not a regular file"))
        # Not waiting, should a pipe have taken its place just now.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableError(_("it is not a regular file"))
            if status.st_size > LARGEST:
                raise UnreadableError(_("it is too large"))
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:  # ValueError: a name that is none
        raise UnreadableError(getattr(error, "strerror", None) or str(error)) from error
    except MemoryError as error:
        raise UnreadableError(_("there is not enough memory")) from error
    if len(data) > LARGEST:
        raise UnreadableError(_("it is too large"))
    return data


def sides(text: str) -> tuple[str, ...]:
    """Return `(text,)`; or, where git left conflict marks in it, our side of it and theirs.

    Marks that do not match one another are no marks: the text is returned as it is.
    """
    if not text.startswith(_OURS) and f"\n{_OURS}" not in text:
        return (text,)
    ours: list[str] = []
    theirs: list[str] = []
    within = ""  # which part of a conflict this line is in; "" for the text that both sides have
    for line in text.split("\n"):
        if not within and line.startswith(_OURS):
            within = _OURS
        elif within == _OURS and line.startswith(_BASE):
            within = _BASE
        elif within in (_OURS, _BASE) and line == _BETWEEN:
            within = _THEIRS
        elif within == _THEIRS and line.startswith(_THEIRS):
            within = ""
        else:
            if within in ("", _OURS):
                ours.append(line)
            if within in ("", _THEIRS):
                theirs.append(line)
    return (text,) if within else ("\n".join(ours), "\n".join(theirs))


def _load(path: Path) -> tuple[tuple[Any, ...], bool]:
    """Return the values in the file, and whether all of it made sense. No file is nothing, and whole."""
    data = read_regular(path)
    if data is None:
        return (), True
    values = []
    try:
        both = sides(data.decode("utf-8-sig"))
        for side in both:
            with contextlib.suppress(ValueError, RecursionError):
                values.append(parse(side))
    except UnicodeDecodeError:
        return (), False
    except MemoryError as error:
        raise UnreadableError(_("there is not enough memory")) from error
    return tuple(values), len(values) == len(both)


def parse(text: str) -> Any:
    """Return the JSON value in `text`. Raises `ValueError`, also for what could not be written again."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    if _is_deep(value):  # copying it would end in a RecursionError
        raise ValueError("it is nested too deep")
    return value


def _is_deep(value: Any) -> bool:
    level = [value]
    for _depth in range(DEEPEST):
        level = [each for outer in level for each in _inside(outer)]
        if not level:
            return False
    return any(isinstance(each, (dict, list)) for each in level)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):  # 1e999: would be written as Infinity, which is not JSON
        raise ValueError(f"{digits} is too large")
    return number


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")

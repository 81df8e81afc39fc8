"""Settings as a file to keep or to take to another machine: the same JSON object that `Settings` keeps.

Paths stay out of it, since they are this machine's. What a file says is taken
in over what is set; what it does not mention stays as it is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.settings import SETTINGS, Settings
from reader.whole_file import save_as

PORTABLE = {one.name: one for one in SETTINGS if not one.is_path}
LARGEST = 4 << 20  # bytes; settings are some kilobytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of settings says: `values` by name, and the names of those that cannot be taken in."""

    values: dict[str, Any]
    refused: tuple[str, ...] = ()


def export_settings(settings: Settings, path: Path) -> int:
    """Write what the person has chosen to `path`, whole or not at all; return how many settings these are.

    Raises `ReaderError`.
    """
    own = {name: value for name, value in settings.own().items() if name in PORTABLE}
    text = json.dumps(own, ensure_ascii=False, indent=2, sort_keys=True)
    save_as(path, text.encode("utf-8", "backslashreplace") + b"\n")
    return len(own)


def read_settings(path: Path) -> Taken:
    """Return what the file at `path` says. Raises `ReaderError` with a sentence for the person."""
    try:
        with path.open("rb") as file:
            values = json.loads(file.read(LARGEST).decode("utf-8-sig"))
    except OSError as error:
        raise ReaderError(
            _("“{name}” cannot be read ({reason}).").format(name=path.name, reason=error.strerror or error)
        ) from error
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise ReaderError(
            _("“{name}” is no file of settings: choose one that Gangmu has exported.").format(name=path.name)
        )
    fits = {name: value for name, value in values.items() if name in PORTABLE and PORTABLE[name].fits(value)}
    return Taken(fits, tuple(name for name in values if name not in fits and not _is_local(name)))


def _is_local(name: str) -> bool:
    return any(one.name == name and one.is_path for one in SETTINGS)

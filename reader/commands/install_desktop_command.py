"""`gangmu install-desktop [--remove]`: the program in the menu of programs, for who installed it with pip."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from reader.errors import MachineError
from reader.i18n import gettext as _

name = "install-desktop"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Put Gangmu into your menu of programs, and offer it for Markdown files (Linux)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--remove", action="store_true", help=_("take away what this command has written"))


def run(arguments: argparse.Namespace) -> int:
    """Write, or take away, entry and icons; name each file. What the person changed stays: status 1."""
    from reader.desktop import desktop_entry

    try:
        done = desktop_entry.remove() if arguments.remove else desktop_entry.install(_picture())
    except OSError as error:
        raise MachineError(
            _("{path} cannot be written: {reason}.").format(
                path=error.filename, reason=error.strerror or type(error).__name__
            )
        ) from error
    for path in done.written:
        print(_("written: {path}").format(path=path))
    for path in done.removed:
        print(_("removed: {path}").format(path=path))
    for path in done.kept:
        print(_("left as you changed it: {path}").format(path=path))
    return 1 if done.kept else 0


def _picture() -> Callable[[int], bytes]:
    try:
        from reader.ui.startup.icon_pictures import icon_png
    except ImportError as error:
        from reader.doctor import system_libraries

        raise MachineError(system_libraries.explain(error)) from error
    return icon_png

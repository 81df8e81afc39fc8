"""The subcommands of `gangmu`.

To add one, write a module `NAME_command.py` in this folder that provides what
`Command` asks for, and put its name into `COMMANDS`. The help, the errors and
the exit status are `reader.cli`'s work: a command returns its status, raises
`ReaderError` for what it cannot do, writes its answer to stdout and its
progress to stderr. Import what is heavy (Qt, Whoosh, Markdown) inside `run`.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Protocol, cast

# By name, the module in this package. The first is what `gangmu` does when no command is named. Only the one
# that is asked for is imported.
COMMANDS = {
    "open": "open_command",
    "outline": "outline_command",
    "search": "search_command",
    "index": "index_command",
    "annotate": "annotate_command",
    "notes": "notes_command",
    "export": "export_command",
    "list": "library.list_command",
    "import": "library.import_command",
    "stats": "library.stats_command",
    "check": "library.check_command",
    "backup": "library.backup_command",
    "screenshot": "screenshot_command",
    "doctor": "doctor_command",
    "install-desktop": "install_desktop_command",
}
WITH_A_WINDOW = frozenset({"open", "screenshot"})  # they answer by what they show; the others on stdout


class Command(Protocol):
    """What each module of this package provides: a command is a module."""

    name: str

    def describe(self) -> str:
        """Return one sentence for `--help`, in the language in use."""
        ...

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""
        ...

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work; return the exit status."""
        ...


def command(name: str) -> Command:
    """Return the command called `name`, one of `COMMANDS`."""
    return cast("Command", import_module(f"reader.commands.{COMMANDS[name]}"))

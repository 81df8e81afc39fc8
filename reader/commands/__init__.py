"""The subcommands of `gangmu`.

To add one, write a module in this folder that provides what `Command` asks
for, and name it in `COMMANDS`. The help, the errors and the exit status are
`reader.cli`'s work: a command returns its status, raises `ReaderError` for what it
cannot do, writes its answer to stdout and its progress to stderr. Import what
is heavy (Qt, Whoosh, Markdown) inside `run`.
"""

from __future__ import annotations

import argparse
from typing import Protocol

from reader.commands import (
    annotate_command,
    doctor_command,
    export_command,
    index_command,
    notes_command,
    open_command,
    outline_command,
    screenshot_command,
    search_command,
)
from reader.commands.library import check_command, import_command, list_command, stats_command


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


# The first is what `gangmu` does when no command is named.
COMMANDS: tuple[Command, ...] = (
    open_command,
    outline_command,
    search_command,
    index_command,
    annotate_command,
    notes_command,
    export_command,
    list_command,
    import_command,
    stats_command,
    check_command,
    screenshot_command,
    doctor_command,
)

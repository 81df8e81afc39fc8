"""`gangmu outline FILE [--json]`: the framework of an article, with the lines its nodes lead to."""

from __future__ import annotations

import argparse

from reader.i18n import gettext as _

name = "outline"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Print an article's framework, and the line each of its points leads to")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", help=_("the article"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))


def run(arguments: argparse.Namespace) -> int:
    """Print the framework; return the exit status."""
    raise NotImplementedError

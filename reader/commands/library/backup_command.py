"""`gangmu backup FILE.zip`: what a person made in a library and in the program, as one file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path

from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

name = "backup"


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Write annotations, reading, shelves, settings and themes into one zip, or bring them back")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.zip", help=_("the backup"))
    parser.add_argument("--library", metavar="DIR", help=_("the library; the last one by default"))
    parser.add_argument(
        "--restore", action="store_true", help=_("bring back what is missing; nothing newer is overwritten")
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the backup, or bring it back, and say what came of it; return 0. Raises `ReaderError`."""
    from reader import backup
    from reader.commands.library_choice import library_of
    from reader.dictionaries.dictionary_place import folder_of
    from reader.settings import Settings

    library, settings = library_of(arguments.library), Settings()
    if not arguments.restore:
        dictionaries = folder_of(settings)
        count = backup.write_backup(arguments.file, library, settings.own(), dictionaries)
        words = ngettext("{count} file is in {file}.", "{count} files are in {file}.", count)
        print(words.format(count=figure(count), file=arguments.file))
        return 0
    done = backup.restore_backup(arguments.file, library, settings.own())
    settings.set_all(done.values)
    print("\n".join(backup.told(done)))
    return 0

"""`gangmu screenshot [FILE] --out PNG`: the real window as a picture, for reviews and bug reports."""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

from reader import paths
from reader.errors import MachineError, ReaderError
from reader.i18n import LANGUAGES
from reader.i18n import gettext as _

name = "screenshot"
_SIZE = re.compile(r"([1-9]\d{1,4})[x×]([1-9]\d{1,4})\Z")


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Draw the window as a picture, with a display or without")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=_("an article or a library"))
    parser.add_argument("--out", required=True, type=Path, metavar="PNG", help=_("the picture to write"))
    parser.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="1280x800", help=_("of the window")
    )
    parser.add_argument("--scale", type=_scale, default=1.0, metavar="2", help=_("pixels of a point"))
    parser.add_argument("--theme", help=_("a theme's file name, such as paper or night"))
    parser.add_argument("--lang", choices=LANGUAGES, help=_("the window's language"))
    parser.add_argument("--node", metavar="A/B", help=_("the point of the framework to go to"))
    parser.add_argument(
        "--panel", action="append", default=[], metavar="NAME", help=_("a panel to show; may be repeated")
    )


def run(arguments: argparse.Namespace) -> int:
    """Draw the picture; return the exit status."""
    from reader.doctor import display_check, system_libraries
    from reader.theme import themes

    _check_files(arguments.file, arguments.out)
    known = [theme.key for theme in themes()]
    if arguments.theme and arguments.theme not in known:
        raise ReaderError(
            _("There is no theme {name}. There are: {names}.").format(
                name=arguments.theme, names=_(", ").join(known)
            )
        )
    if sys.platform.startswith("linux"):  # draws the same on any desktop, and where there is none
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(arguments.scale)
    display_check.check_display()
    try:
        from reader.ui.startup.screenshot import Shot, take
    except ImportError as error:
        raise MachineError(system_libraries.explain(error)) from error
    settings = {"theme": arguments.theme or "paper", "language": arguments.lang or ""}
    width, height = arguments.size
    node = tuple(arguments.node.split("/")) if arguments.node else ()
    take(Shot(arguments.out, arguments.file, width, height, node, tuple(arguments.panel), settings))
    return 0


def _check_files(file: Path | None, out: Path) -> None:
    if file is not None and not paths.is_there(file):
        raise ReaderError(_("There is no article {path}.").format(path=file))
    if not paths.is_folder(out.absolute().parent):
        raise ReaderError(_("The folder {folder} does not exist.").format(folder=out.absolute().parent))


def _size(text: str) -> tuple[int, int]:
    found = _SIZE.match(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("write it as 1280x800"))
    return int(found[1]), int(found[2])


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.5 <= scale <= 4:
        raise argparse.ArgumentTypeError(_("a number from 0.5 to 4"))
    return scale

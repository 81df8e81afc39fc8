"""`gangmu [open] [FILE or FOLDER]`: the window. The only command, with `screenshot`, that imports Qt."""

from __future__ import annotations

import argparse
import gc
import linecache
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from reader import log
from reader.desktop.running_window import hand_over, target_of
from reader.errors import MachineError
from reader.i18n import gettext as _

name = "open"

# What the window needs of the rooms that know no Qt, and what reads an article that was not kept. Imported
# before Qt, because PySide reads the source text of every module that is imported after it: 20 ms until the
# first page.
READING = ("reader.articles.markdown.rendering", "reader.articles.reading")
WITHOUT_QT = (
    "concurrent.futures.thread",
    "reader.articles.digest.contents",
    "reader.articles.link_safety",
    "reader.articles.markdown.pieces",
    "reader.articles.markdown.typography",
    "reader.articles.partial_reading",
    "reader.catalogue.library",
    "reader.settings",
    "reader.theme",
)


def describe() -> str:
    """Return the sentence for `--help`."""
    return _("Open the window on an article or a library; this is what gangmu does when no command is named")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "target", nargs="?", type=target_of, metavar="FILE|FOLDER", help=_("an article or a library")
    )
    parser.add_argument("--new-window", action="store_true", help=_("open it in a window of its own"))
    parser.add_argument("--quit-after-first-paint", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Hand the target to a window that runs, or open one and stay until it is closed; return the status."""
    target, is_probe = arguments.target or "", arguments.quit_after_first_paint
    if not (is_probe or log.is_debug()) and hand_over(target, new_window=arguments.new_window):
        return 0
    from reader.doctor import display_check

    display_check.check_display()
    return import_window(target)(target, quit_after_first_paint=is_probe)


def import_window(target: str = "") -> Callable[..., int]:
    """Return `app.open_window`, soon to open `target`. Raises `MachineError` where Qt cannot be loaded."""
    gc.disable()  # until `reader.ui.base.garbage_collection`: to look for garbage takes 5 % of the start
    for module in WITHOUT_QT:
        import_module(module)
    from reader.articles import article_cache

    path = Path(target).absolute() if target else None
    if not article_cache.may_hold(path if path is not None and path.is_file() else None):
        for module in READING:
            import_module(module)
    try:
        from reader.ui.startup.app import open_window
    except ImportError as error:
        from reader.doctor import system_libraries

        raise MachineError(system_libraries.explain(error)) from error
    linecache.clearcache()  # of the sources that PySide has read: 4 MB; tracebacks read theirs again
    return open_window

"""What opens first. No Qt."""

from __future__ import annotations

import os
from pathlib import Path

from reader import paths
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.paths import holds_something
from reader.settings import Settings
from reader.ui.session.window_memory import WindowMemory


def folder_to_open(target: Path | None, settings: Settings) -> Path:
    """Return the folder `target`; else that of the library that was open last, or the starter library's."""
    last = str(settings.get("last_library"))
    return target or (Path(last) if last and not lost_library(settings) else paths.starter_library())


def is_first_start(settings: Settings) -> bool:
    """Whether nobody was asked yet what to begin with, nor has opened a library of their own."""
    return not settings.get("welcomed") and not settings.get("last_library")


def lost_library(settings: Settings) -> str:
    """Return a sentence where the library that was open last is gone or cannot be read; else nothing."""
    last = str(settings.get("last_library"))
    is_there = paths.is_folder(Path(last)) and os.access(last, os.R_OK | os.X_OK)
    if not last or (is_there and not is_taken_out(Library(Path(last)))):
        return ""
    return _("The library {folder} cannot be read, so these are the articles that come with Gangmu.").format(
        folder=last
    )


def is_taken_out(library: Library) -> bool:
    """Whether nothing is in the folder of a library that had articles: its disk is not there."""
    if holds_something(library.folder):
        return False
    from reader.catalogue.entries import Catalogue  # for nothing else before the first article

    return bool(Catalogue(library).kept())


def article_to_open(library: Library, remembered: WindowMemory) -> Path | None:
    """Return the article open last in `library`; else its guide in the language in use, or the first."""
    # Translators: the file name of the guide in your language; leave it where there is none.
    guides = (_("start-here.md"), "start-here.md")
    there = (library.folder / name for name in guides if os.access(library.folder / name, os.R_OK))
    return remembered.last_article(library.folder) or next(there, None) or next(library.article_paths(), None)

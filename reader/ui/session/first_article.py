"""What opens first: for the window, and for the process that reads it meanwhile. No Qt."""

from __future__ import annotations

from pathlib import Path

from reader import paths
from reader.catalogue.library import Library
from reader.i18n import language
from reader.settings import Settings
from reader.ui.session.window_memory import Remembered


def folder_to_open(target: Path | None, settings: Settings) -> Path:
    """Return the folder `target`; else that of the library that was open last, or the starter library's."""
    last = str(settings.get("last_library"))
    return target or (Path(last) if last and Path(last).is_dir() else paths.starter_library())


def article_to_open(library: Library, remembered: Remembered) -> Path | None:
    """Return the article open last in `library`; else its guide in the language in use, or the first."""
    guides = ("从这里开始.md", "start-here.md") if language() == "zh_CN" else ("start-here.md",)
    there = (library.folder / name for name in guides if (library.folder / name).is_file())
    return remembered.last_article(library.folder) or next(there, None) or next(library.article_paths(), None)

"""Plain text: read as Markdown, since people write headings, lists and drawn frameworks in it too."""

from __future__ import annotations

from pathlib import Path

from reader.i18n import gettext as _

suffixes: tuple[str, ...] = (".txt",)
keeps_lines = True


def label() -> str:
    """Return what the format is called."""
    return _("Plain text")


def read(path: Path, most: int) -> tuple[str, str]:
    """Return the text of the file and its encoding. Raises `ArticleError`."""
    from reader.articles.source.decoding import read_text  # not before something is read

    return read_text(path, most)

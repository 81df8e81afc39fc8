"""Markdown, as it is written."""

from __future__ import annotations

from pathlib import Path

suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")
keeps_lines = True


def label() -> str:
    """Return what the format is called."""
    return "Markdown"


def read(path: Path, most: int) -> tuple[str, str]:
    """Return the text of the file and its encoding. Raises `ArticleError`."""
    from reader.articles.source.decoding import read_text  # not before something is read

    return read_text(path, most)

"""From a file to an `Article`: decode, read the head, the framework and the outline, resolve."""

from __future__ import annotations

from pathlib import Path

from reader.articles.model import Article, Framework, Metadata, Outline
from reader.articles.text import extract


def read_article(path: Path) -> Article:
    """Return the article in the file at `path`. Raises `ArticleError` with a sentence for the person."""
    return parse_article(path.read_text(encoding="utf-8"), path)


def parse_article(source: str, path: Path) -> Article:
    """Return the article that `source` is; `path` is only noted. Never raises for odd text."""
    title = next((line.strip("# \t") for line in source.split("\n") if line.strip()), "")
    return Article(path, source, Metadata(title), extract(source), Outline(), Framework((), derived=True))

"""From a file to an `Article`: decode, read the head, the framework and the outline, resolve."""

from __future__ import annotations

from pathlib import Path

from reader.articles.decoding import read_text
from reader.articles.metadata import read_metadata
from reader.articles.model import Article, Framework, Outline
from reader.articles.scanner import scan
from reader.articles.text import extract_lines


def read_article(path: Path) -> Article:
    """Return the article in the file at `path`. Raises `ArticleError` with a sentence for the person."""
    source, encoding = read_text(path)
    return parse_article(source, path, encoding)


def parse_article(source: str, path: Path, encoding: str = "utf-8") -> Article:
    r"""Return the article that `source` (newlines are "\n") is; `path` is only noted. Never raises."""
    found = scan(source)
    text = extract_lines(found)
    metadata = read_metadata(found)
    return Article(path, source, metadata, text, Outline(), Framework((), derived=True), encoding=encoding)

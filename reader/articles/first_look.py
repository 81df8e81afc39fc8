"""The first look at an article that is opened: all of it, or the beginning of a long one."""

from __future__ import annotations

from pathlib import Path

from reader.articles.model import Article

LONG = 60_000  # bytes: of a longer article the beginning is read first, as a sketch
SKETCH = 16_000  # code points of the sketch

# The file's stamp, and the article; or source and encoding of a long one, and its sketch.
Look = tuple[tuple[int, int], str, str, Article]


def stamp(path: Path) -> tuple[int, int]:
    """Return what tells one state of a file from another; (0, 0) where there is no file."""
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


def look(path: Path, *, sketches: bool) -> Look:
    """Read the article at `path`, of a long one the beginning if it `sketches`. Raises `ArticleError`."""
    from reader.articles.decoding import read_text
    from reader.articles.reading import read_article

    state = stamp(path)
    if not sketches or state[1] <= LONG:
        return state, "", "", read_article(path)
    source, encoding = read_text(path)
    return state, source, encoding, _beginning(source, path)


def whole(source: str, path: Path, encoding: str) -> Article:
    """Return the article that was sketched."""
    from reader.articles.reading import parse_article

    article = parse_article(source, path, encoding)
    _ = article.text.line_starts  # made here: it takes long in a long article, and the pane needs it at once
    return article


def _beginning(source: str, path: Path) -> Article:
    from reader.articles.reading import parse_article

    return parse_article(source[: source.rfind("\n", 0, SKETCH) + 1] or source[:SKETCH], path)

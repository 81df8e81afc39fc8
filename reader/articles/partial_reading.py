"""The first look at an article that is opened: all of it, or the beginning of a long one."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reader.articles import article_cache
from reader.articles.formats import format_of
from reader.articles.model import Article

LONG = 16_000  # bytes: of a larger file the beginning is read first, as a sketch
SKETCH = 4_000  # code points of the sketch, at the least; a screen shows some 1,500
BELOW = 1_800  # code points that a sketch has at least below the line that is read


class Look(NamedTuple):
    """What a look into a file gave: the whole article, or a sketch of it, and the file's stamp before."""

    state: tuple[int, int]
    article: Article
    is_sketch: bool


def stamp(path: Path) -> tuple[int, int]:
    """Return what tells one state of a file from another; (0, 0) where there is no file."""
    try:
        state = path.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


def look(path: Path, *, sketches: bool, line: int = 0) -> Look:
    """Read the article at `path`; of a long one only the part with `line`, if it `sketches`.

    One that was kept is not read (`reader.articles.article_cache`). Raises `ArticleError`.
    """
    state = stamp(path)
    if (kept := article_cache.find(path)) is not None:
        return Look(state, kept, is_sketch=False)
    from reader.articles.reading import read_around, read_article, read_beginning

    if not sketches or state[1] <= LONG or not format_of(path).keeps_lines:
        return Look(state, read_article(path), is_sketch=False)
    sketch = read_beginning(path, SKETCH)
    if _is_beyond(sketch, line):
        sketch = read_around(path, SKETCH, line)
    return Look(state, sketch, is_sketch=True)


def _is_beyond(sketch: Article, line: int) -> bool:
    """Say whether too little of what stands below `line` is in `sketch`."""
    starts = sketch.text.line_starts
    return line > len(starts) or (line > 0 and starts[line - 1] > len(sketch.text.text) - BELOW)


def whole(path: Path) -> Article:
    """Return the article that was sketched. Raises `ArticleError`."""
    from reader.articles.reading import read_article

    article = read_article(path)
    _ = article.text.line_starts  # made here: it takes long in a long article, and the pane needs it at once
    return article

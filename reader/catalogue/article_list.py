"""The articles of a library with all that is known of them, sorted: for the window and `gangmu list`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from reader.articles.reading import read_article
from reader.articles.source.character_folding import fold
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.library import Library
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import Progress, progress_of
from reader.catalogue.text_length import USUAL, Length, Speed
from reader.errors import ArticleError


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One article with what the person did with it. `read` is the share of its text, 0 to 1."""

    entry: CatalogueEntry
    minutes: float = 0.0  # that the whole of it takes, at the person's speed
    read: float = 0.0
    notes: int = 0
    last_read: int = 0  # seconds since the epoch; 0: never


def articles_of(
    entries: Iterable[CatalogueEntry],
    events: Sequence[Event],
    progress: Mapping[str, Progress],
    notes: Mapping[str, int],
    speed: Speed = USUAL,
) -> list[ListedArticle]:
    """Return the entries with lengths in minutes, progress and numbers of notes, in their order."""
    last: dict[str, int] = {}
    for event in events:
        if event.seconds:
            last[event.article] = max(event.start, last.get(event.article, 0))
    found = []
    for entry in entries:
        one = ListedArticle(
            entry,
            Length(entry.han, entry.words).seconds(speed) / 60,
            notes=notes.get(entry.name, 0),
            last_read=last.get(entry.name, 0),
        )
        found.append(replace(one, read=progress[entry.name].share) if entry.name in progress else one)
    return found


def progress_in(library: Library, events: Iterable[Event], speed: Speed = USUAL) -> dict[str, Progress]:
    """Return how far each article that has events has been read. Reads these articles, and no others."""
    by_article: dict[str, list[Event]] = {}
    for event in events:
        by_article.setdefault(event.article, []).append(event)
    found = {}
    for name, own in sorted(by_article.items()):
        try:
            found[name] = progress_of(read_article(library.folder / name), own, speed)
        except ArticleError:  # it is gone, or cannot be read now: its events stay
            continue
    return found


# How a list can be sorted; `True` where the largest comes first. Ties stay in the order of folders and names.
SORTS: Mapping[str, tuple[Callable[[ListedArticle], tuple[float | str, ...]], bool]] = {
    "folder": (lambda one: (str(PurePosixPath(one.entry.name).parent), one.entry.name), False),
    "title": (lambda one: (_by_title(one.entry.title),), False),
    "added": (lambda one: (one.entry.added,), True),
    "read": (lambda one: (one.last_read,), True),
    "progress": (lambda one: (one.read,), True),
    "category": (lambda one: (fold(one.entry.category) or "\U0010ffff", _by_title(one.entry.title)), False),
}


def sorted_by(articles: Iterable[ListedArticle], name: str) -> list[ListedArticle]:
    """Return `articles` sorted as `SORTS` says under `name`."""
    key, is_reversed = SORTS[name]
    return sorted(articles, key=key, reverse=is_reversed)


def _by_title(title: str) -> str:
    return fold(title)

"""The articles of a library with all that is known of them, sorted: for the window and `gangmu list`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from reader.articles.model import Article
from reader.articles.source.character_folding import fold
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.library import Library
from reader.catalogue.publication_date import published_in
from reader.catalogue.reading_log import Event, by_article
from reader.catalogue.reading_progress import Progress, progress_of
from reader.catalogue.reading_statistics import WHOLE
from reader.catalogue.text_length import USUAL, Speed
from reader.errors import ArticleError
from reader.i18n import gettext as _


class ListedArticle(NamedTuple):
    """One article with what the person did with it. `read` is the share of its text, 0 to 1."""

    entry: CatalogueEntry
    minutes: float = 0.0  # that the whole of it takes, at the person's speed
    read: float = 0.0
    notes: int = 0
    last_read: int = 0  # seconds since the epoch; 0: never
    tags: tuple[str, ...] = ()  # the person's own
    is_favourite: bool = False
    place: int | None = None  # in the reading list, from 0


class Facts(NamedTuple):
    """What the person did with the articles of a library, by name; what is not there was never touched."""

    shares: Mapping[str, float] = MappingProxyType({})  # of the text that was read, 0 to 1
    last_read: Mapping[str, int] = MappingProxyType({})  # seconds since the epoch
    notes: Mapping[str, int] = MappingProxyType({})
    tags: Mapping[str, tuple[str, ...]] = MappingProxyType({})  # the person's own
    favourites: frozenset[str] = frozenset()
    queue: Mapping[str, int] = MappingProxyType({})  # the reading list: place in it, from 0
    speed: Speed = USUAL


class Stage(StrEnum):
    """How far an article has been read."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"


class Choice(NamedTuple):
    """What of a list is to be shown: what fits all of it. Nothing chosen is everything.

    `text` is as typed, `shelves` are the queries of shelves, both in the language of the search. `tags` must
    be there as they are, but for case and width; of `folders` (as `folder_of` has them, "" for no folder) it
    is enough to stand in or below one. `sort`, "queue" or "read", goes before the order of the list.
    """

    text: str = ""
    stage: Stage | None = None
    shelves: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    sort: str = ""


def last_read_in(events: Iterable[Event]) -> dict[str, int]:
    """Return when each article was read last, in seconds since the epoch."""
    last: dict[str, int] = {}
    for event in events:
        if event.seconds:
            last[event.article] = max(event.start, last.get(event.article, 0))
    return last


def listed(entry: CatalogueEntry, facts: Facts) -> ListedArticle:
    """Return one entry with its length in minutes and what the person did with it."""
    name, speed = entry.name, facts.speed
    return ListedArticle(
        entry,
        entry.han / speed.han + entry.words / speed.words,
        facts.shares.get(name, 0.0),
        facts.notes.get(name, 0),
        facts.last_read.get(name, 0),
        facts.tags.get(name, ()),
        name in facts.favourites,
        facts.queue.get(name),
    )


def stage_of(one: ListedArticle) -> Stage:
    """Return how far an article has been read, as the statistics count it."""
    return _stage(one.read, one.last_read)


def stage_in(facts: Facts, name: str) -> Stage:
    """Return how far the article `name` has been read."""
    return _stage(facts.shares.get(name, 0.0), facts.last_read.get(name, 0))


def _stage(read: float, last_read: int) -> Stage:
    if read >= WHOLE:
        return Stage.READ
    return Stage.READING if read or last_read else Stage.UNREAD


def articles_of(
    entries: Iterable[CatalogueEntry],
    events: Sequence[Event],
    progress: Mapping[str, Progress],
    notes: Mapping[str, int],
    speed: Speed = USUAL,
) -> list[ListedArticle]:
    """Return the entries with lengths in minutes, progress and numbers of notes, in their order."""
    shares = {name: one.share for name, one in progress.items()}
    facts = Facts(shares, last_read_in(events), notes, speed=speed)
    return [listed(entry, facts) for entry in entries]


def progress_in(
    library: Library,
    events: Iterable[Event],
    speed: Speed = USUAL,
    read: Callable[[str], Article] | None = None,
) -> dict[str, Progress]:
    """Return how far each article that has events has been read. Reads these articles, and no others.

    `read` reads an article by its name, as the person saw it: with the framework that they made for it.
    """
    from reader.articles.reading import read_article  # not for a start in which nothing new was read

    found, read = {}, read or (lambda name: read_article(library.folder / name))
    for name, own in sorted(by_article(events).items()):
        try:
            found[name] = progress_of(read(name), own, speed)
        except ArticleError:  # it is gone, or cannot be read now: its events stay
            continue
    return found


Spelled = Callable[[str], str]  # by what a title is sorted: as it is, or as it is pronounced

# How a list can be sorted; `True` where the largest comes first. Ties stay in the order of folders and names.
SORTS: Mapping[str, tuple[Callable[[ListedArticle, Spelled], tuple[float | str, ...]], bool]] = {
    "folder": (lambda one, _spelled: (folder_of(one.entry), one.entry.name), False),
    "title": (lambda one, spelled: (spelled(one.entry.title),), False),
    "added": (lambda one, _spelled: (one.entry.added,), True),
    "read": (lambda one, _spelled: (one.last_read,), True),
    "progress": (lambda one, _spelled: (one.read, one.last_read), True),
    "category": (lambda one, spelled: (_named(one.entry.category), spelled(one.entry.title)), False),
    "tag": (lambda one, spelled: (_named(_first_tag(one)), spelled(one.entry.title)), False),
    "site": (lambda one, spelled: (_named(site_of(one.entry)), spelled(one.entry.title)), False),
    "year": (lambda one, _spelled: (published_in(one.entry.url, one.entry.modified),), True),
}
OF_PERSON = frozenset({"read", "progress", "tag"})  # those that ask what the person did


def sorted_by(articles: Iterable[ListedArticle], name: str, spelled: Spelled = fold) -> list[ListedArticle]:
    """Return `articles` sorted as `SORTS` says under `name`."""
    key, is_reversed = SORTS[name]
    return sorted(articles, key=lambda one: key(one, spelled), reverse=is_reversed)


def heading_of(one: ListedArticle, name: str, spelled: Spelled = fold) -> str:
    """Return the heading under which an article stands in a list that is sorted by `name`."""
    match name:
        case "folder":
            return folder_of(one.entry) or _("In no folder")
        case "category":
            return one.entry.category or _("No category")
        case "tag":
            return f"#{tag}" if (tag := _first_tag(one)) else _("No tag")
        case "year":
            return published_in(one.entry.url, one.entry.modified)[:4]
        case "site":
            return site_of(one.entry) or _("No source")
        case "title":
            first = spelled(one.entry.title)[:1].upper()
            return first if "A" <= first <= "Z" else "#"
        case "added":
            return _month(one.entry.added)
        case "read":
            return _month(one.last_read) if one.last_read else _("Never read")
        case _:
            return stage_names()[stage_of(one)]


def stage_names() -> dict[Stage, str]:
    """Return what the stages are called, in the language in use."""
    return {Stage.UNREAD: _("Unread"), Stage.READING: _("Reading"), Stage.READ: _("Read")}


def folder_of(entry: CatalogueEntry) -> str:
    """Return the folder below the library's in which an article stands; "" for the library's own."""
    return entry.name.rpartition("/")[0]


def site_of(entry: CatalogueEntry) -> str:
    """Return the host of the article's source, without "www."; "" where none is given."""
    try:
        return (urlsplit(entry.url).hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        return ""


def _first_tag(one: ListedArticle) -> str:
    """Return the tag under which an article stands: the person's own come first."""
    return next(iter((*one.tags, *one.entry.tags)), "")


def _named(name: str) -> str:
    return fold(name) or "\U0010ffff"  # what has no name comes last


def _month(seconds: int) -> str:
    month = datetime.fromtimestamp(seconds)
    return _("{year}-{month:02}").format(year=month.year, month=month.month)

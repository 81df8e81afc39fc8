"""All annotations of a library, article by article, placed in the articles as they are now.

What the command line lists, the exporters write and the search reads. Nothing
is ever missing from it: what has no place is an orphan, under its article's title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.annotations.anchoring.moved_articles import Whereabouts, locate
from reader.annotations.anchoring.placement import place, unplaced
from reader.annotations.model import STRUCTURE, Placed
from reader.annotations.reading_as_made import as_made
from reader.annotations.store.annotation_store import AnnotationStore, Kept
from reader.articles.model import Article
from reader.articles.reading import read_article
from reader.catalogue.library import Library
from reader.errors import ReaderError


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its annotations. `article` is None where it is gone or cannot be read.

    `problem` says why it cannot be read, in a sentence; "" where it is gone or all is well.
    """

    file: str
    title: str
    article: Article | None
    placed: tuple[Placed, ...]
    guesses: tuple[Path, ...] = ()  # where a vanished article may be
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words of one annotation, for the search: whose, where, and what it says."""

    note_id: str
    file: str
    quote: str
    note: str
    tags: tuple[str, ...]


def annotated(library: Library, store: AnnotationStore, *, deleted: bool = False) -> tuple[Annotated, ...]:
    """Return every article that has annotations, in order of name."""
    groups: dict[str, list[Whereabouts]] = {}
    for where in locate(library, store):
        name = library.relative_name(where.path) if where.path else where.about.source
        groups.setdefault(name, []).append(where)
    found = (_annotated(store, name, wheres, deleted=deleted) for name, wheres in sorted(groups.items()))
    return tuple(each for each in found if each.placed)


def annotated_article(
    library: Library, store: AnnotationStore, path: Path, *, deleted: bool = False
) -> Annotated:
    """Return the article at `path` with its annotations, also those it had under another name."""
    name = library.relative_name(path)
    wheres = [where for where in locate(library, store) if _is_same(where, path, name)]
    return _annotated(store, name, wheres, path, deleted=deleted)


def problems_of(store: AnnotationStore, groups: Iterable[Annotated]) -> tuple[str, ...]:
    """Return sentences about all that could not be read: sheets, folders, annotated articles."""
    return (*store.problems, *(group.problem for group in groups if group.problem and group.placed))


def note_words(store: AnnotationStore) -> tuple[NoteWords, ...]:
    """Return the words of every annotation of the library, for the search. Reads no article."""
    return tuple(
        NoteWords(
            each.annotation.annotation_id,
            each.annotation.target.source,
            each.annotation.target.quote.exact if each.annotation.target.quote else "",
            each.annotation.note,
            each.annotation.tags,
        )
        for each in store.kept()
        if each.annotation.kind not in STRUCTURE
    )


def _annotated(
    store: AnnotationStore,
    name: str,
    wheres: Iterable[Whereabouts],
    path: Path | None = None,
    *,
    deleted: bool,
) -> Annotated:
    wheres = tuple(wheres)
    kept = tuple(_kept(store, wheres, deleted=deleted))
    title = next((where.about.title for where in wheres if where.about.title), name)
    guesses = tuple(guess for where in wheres for guess in where.guesses if where.path is None)
    path = path or next((where.path for where in wheres if where.path), None)
    if path is not None:
        try:
            article = as_made(read_article(path), (each.annotation for each in kept), store)
        except ReaderError as error:
            problem = "" if _is_gone(path) else str(error)
            return Annotated(name, title, None, unplaced(kept, name, title), guesses, problem)
        return Annotated(name, article.title, article, place(article, kept, store.texts.get, name))
    return Annotated(name, title, None, unplaced(kept, name, title), guesses)


def _is_gone(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        pass
    return False


def _kept(store: AnnotationStore, wheres: Iterable[Whereabouts], *, deleted: bool) -> Iterator[Kept]:
    for where in wheres:
        yield from store.kept_under(where.key, deleted=deleted)


def _is_same(where: Whereabouts, path: Path, name: str) -> bool:
    if where.path is not None:
        return where.path == path or paths.resolved(where.path) == paths.resolved(path)
    return where.about.source == name

"""Where annotated articles are now: a renamed or moved one keeps its annotations.

An article that is not where it was is looked for among those of the library
that have no annotations of their own: by its text's hash, then by how much of
its text another one holds, and its title. What is not sure is asked, never
taken; what is found nowhere keeps its annotations under its old title.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from reader import paths
from reader.annotations.anchoring.text_similarity import likeness, squeeze
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.sheet import About
from reader.articles.model import Article
from reader.articles.partial_reading import stamp
from reader.articles.reading import read_article
from reader.catalogue.library import Library
from reader.errors import ReaderError

SURE = 0.75  # share of the old text that the other article holds
SURE_WITH_TITLE = 0.4
POSSIBLE = 0.2
LEAD = 0.2
_GRAM = 8
_MOST_READ = 200  # articles that were written since the one that is sought was: a second and a half


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the article of a key is now: `path` where that is sure, else `guesses`, the likeliest first."""

    key: str
    about: About
    path: Path | None
    guesses: tuple[Path, ...] = ()


def article_path(library: Library, name: str) -> Path:
    """Return the article that a person calls `name`: a path as it stands, or one below the library."""
    path = Path(name)
    return path if path.is_absolute() or os.path.lexists(path) else library.folder / name


def locate(library: Library, store: AnnotationStore) -> tuple[Whereabouts, ...]:
    """Return where each annotated article is. Reads other articles only where one has vanished."""
    abouts = store.abouts()
    vanished = {key: about for key, about in abouts.items() if not _is_there(library, about.source)}
    found = [
        Whereabouts(key, about, library.folder / about.source)
        for key, about in abouts.items()
        if key not in vanished
    ]
    if not vanished or not library.folder.is_dir():
        return tuple(found + [Whereabouts(key, about, None) for key, about in vanished.items()])
    taken = {about.source for key, about in abouts.items() if key not in vanished}
    strangers = list(_strangers(library, taken))
    return tuple(found + [_search(store, key, about, strangers) for key, about in vanished.items()])


def adopt(library: Library, store: AnnotationStore, key: str, path: Path, article: Article) -> None:
    """Note that the article of `key` is now the one at `path`. It is on the disk after `store.save`."""
    store.tell(key, library.relative_name(path), article.title, article.text.digest)


def moved_to(library: Library, article: Article, state: tuple[int, int] = (0, 0)) -> Path | None:
    """Return where the file of `article`, which is gone since it was read, is now; None where not sure.

    It is sought among the files of `library` that have its name, its last `state`
    (`partial_reading.stamp`: what is renamed keeps that) or were written since.
    """
    others = [path for path in library.article_paths() if path != article.path]
    states = {path: stamp(path) for path in others}
    likely = [path for path in others if path.name == article.path.name or states[path] == state]
    later = [path for path in others if path not in likely and states[path][0] >= state[0]]
    candidates = list(_readable([*likely, *later[:_MOST_READ]]))
    same = [path for path, other in candidates if other.text.digest == article.text.digest]
    sure, _guesses = _likest(article.text.text, article.title, candidates)
    return same[0] if len(same) == 1 else next((path for path in same if path in likely), sure)


def is_inner_name(source: str) -> bool:
    r"""Whether `source` can name something below a folder on any system: no "..", no "C:", no "\\host"."""
    posix, windows = PurePosixPath(source), PureWindowsPath(source)
    is_outer = posix.is_absolute() or windows.drive or windows.root
    return bool(source) and not is_outer and ".." not in (*posix.parts, *windows.parts)


def _is_there(library: Library, source: str) -> bool:
    # A sheet may come from anywhere: it names no file outside the library.
    if not is_inner_name(source):
        return False
    path = library.folder / source
    try:
        return path.is_file() and paths.resolved(path.parent).is_relative_to(paths.resolved(library.folder))
    except OSError as error:
        # Forbidden, or a disk that stumbles: it may well be there, and no other article takes its place.
        return error.errno != errno.ENAMETOOLONG
    except (ValueError, RuntimeError):  # a name that is none, a link that leads to itself
        return False


def _strangers(library: Library, taken: set[str]) -> Iterator[tuple[Path, Article]]:
    yield from _readable(path for path in library.article_paths() if library.relative_name(path) not in taken)


def _readable(some: Iterable[Path]) -> Iterator[tuple[Path, Article]]:
    for path in some:
        try:
            yield path, read_article(path)
        except ReaderError:  # it cannot be read, so nothing can be said of it
            continue


def _search(
    store: AnnotationStore, key: str, about: About, strangers: list[tuple[Path, Article]]
) -> Whereabouts:
    same = [path for path, article in strangers if about.digest and article.text.digest == about.digest]
    if len(same) == 1:
        return Whereabouts(key, about, same[0])
    old = store.texts.get(about.digest)
    sure, guesses = _likest(old.text if old else "", about.title, strangers)
    return Whereabouts(key, about, sure, guesses if sure else (same and tuple(same)) or guesses)


def _likest(
    text: str, title: str, strangers: list[tuple[Path, Article]]
) -> tuple[Path | None, tuple[Path, ...]]:
    """Return which of `strangers` surely is the article of that text and title, if any; and which may be."""
    grams = _grams(text)
    scored = []
    for path, article in strangers:
        held = len(grams & _grams(article.text.text)) / len(grams) if grams else 0.0
        titled = likeness(title, article.title) if title else 0.0
        if held >= POSSIBLE or titled >= 0.9:
            scored.append((held, titled, path))
    scored.sort(key=lambda each: (-each[0], -each[1], each[2]))
    guesses = tuple(path for *_, path in scored)
    if scored and (len(scored) == 1 or scored[0][0] - scored[1][0] >= LEAD):
        held, titled, path = scored[0]
        if held >= SURE or (held >= SURE_WITH_TITLE and titled >= 0.8):
            return path, guesses
    return None, guesses


def _grams(text: str) -> frozenset[str]:
    squeezed = squeeze(text)
    return frozenset(squeezed[i : i + _GRAM] for i in range(len(squeezed) - _GRAM + 1))

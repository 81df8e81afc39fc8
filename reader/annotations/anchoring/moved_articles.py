"""Where annotated articles are now: a renamed or moved one keeps its annotations.

An article that is not where it was is looked for among those of the library
that have no annotations of their own: by its text's hash, then by how much of
its text another one holds, and its title. What is not sure is asked, never
taken; what is found nowhere keeps its annotations under its old title.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from reader.annotations.anchoring.text_similarity import likeness, squeeze
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.sheet import About
from reader.articles.model import Article
from reader.articles.reading import read_article
from reader.catalogue.library import Library
from reader.errors import ReaderError

SURE = 0.75  # share of the old text that the other article holds
SURE_WITH_TITLE = 0.4
POSSIBLE = 0.2
LEAD = 0.2
_GRAM = 8


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the article of a key is: `path` where we are sure; else `guesses`, likest first."""

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
        return path.is_file() and path.parent.resolve().is_relative_to(library.folder.resolve())
    except OSError as error:
        # Forbidden, or a disk that stumbles: it may well be there, and no other article takes its place.
        return error.errno != errno.ENAMETOOLONG
    except (ValueError, RuntimeError):  # a name that is none, a link that leads to itself
        return False


def _strangers(library: Library, taken: set[str]) -> Iterator[tuple[Path, Article]]:
    for path in library.article_paths():
        if library.relative_name(path) not in taken:
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
    grams = _grams(old.text) if old else frozenset()
    scored = []
    for path, article in strangers:
        held = len(grams & _grams(article.text.text)) / len(grams) if grams else 0.0
        titled = likeness(about.title, article.title) if about.title else 0.0
        if held >= POSSIBLE or titled >= 0.9:
            scored.append((held, titled, path))
    scored.sort(key=lambda each: (-each[0], -each[1], each[2]))
    guesses = tuple(path for *_, path in scored)
    if scored and (len(scored) == 1 or scored[0][0] - scored[1][0] >= LEAD):
        held, titled, path = scored[0]
        if held >= SURE or (held >= SURE_WITH_TITLE and titled >= 0.8):
            return Whereabouts(key, about, path, guesses)
    return Whereabouts(key, about, None, (same and tuple(same)) or guesses)


def _grams(text: str) -> frozenset[str]:
    squeezed = squeeze(text)
    return frozenset(squeezed[i : i + _GRAM] for i in range(len(squeezed) - _GRAM + 1))

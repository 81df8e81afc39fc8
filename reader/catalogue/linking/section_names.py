"""What the places of articles are called that links with "#…" lead to: asked for by the check of a library.

A cache in the cache folder, one file a library and a line an article that was asked for; delete it and the
articles are read again. What was read of an article counts as long as its file is the same.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from reader import paths
from reader.articles.markdown.inner_links import InnerTargets, PlaceNames
from reader.articles.model import Article
from reader.articles.source.canonical_text import EXTRACTOR_VERSION
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.library import Library
from reader.errors import ArticleError
from reader.whole_file import write_whole

FORMAT = [1, EXTRACTOR_VERSION]
NEAR = 60  # how alike two names are that may have been meant for one another, of 100
_MOST_NEAR = 3


class SectionNames:
    """The places of the articles of one library. It may run on any thread, one at a time."""

    def __init__(
        self, library: Library, entries: Iterable[CatalogueEntry], read: Callable[[str], Article]
    ) -> None:
        """`read` reads an article by its name, as its author wrote it."""
        self._file = paths.cache_folder() / "sections" / f"{library.key}.json"
        self._stamps = {entry.name: (entry.modified, entry.size) for entry in entries}
        self._read = read
        self._kept = _load(self._file)
        self._is_changed = False

    def of(self, name: str) -> PlaceNames | None:
        """Return what the places of the article `name` are called; None where it cannot be read."""
        stamp, kept = self._stamps.get(name), self._kept.get(name)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        try:
            found = InnerTargets(self._read(name)).place_names()
        except ArticleError:
            return None
        if stamp is not None:
            self._kept[name] = (stamp, found)
            self._is_changed = True
        return found

    def save(self) -> None:
        """Keep what was read. A disk that refuses costs reading it again."""
        if not self._is_changed:
            return
        lines = [json.dumps(FORMAT)]
        for name, (stamp, found) in self._kept.items():
            if self._stamps.get(name) == stamp:
                kept = [name, *stamp, dict(found.labels), sorted(found.names)]
                lines.append(json.dumps(kept, ensure_ascii=False))
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            data = "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")
            write_whole(self._file, data, synced=False)


def near(section: str, found: PlaceNames) -> tuple[str, ...]:
    """Return labels that a link to `section`, which leads nowhere, may have meant: at most three."""
    from rapidfuzz import fuzz, process

    words = section.rpartition("#")[2].replace("-", " ").casefold()
    labels = {label.casefold(): label for label in found.labels.values()}
    alike = process.extract(words, list(labels), scorer=fuzz.ratio, limit=_MOST_NEAR, score_cutoff=NEAR)
    holding = sorted((one for one in labels if words and words in one), key=len)
    return tuple(labels[one] for one in dict.fromkeys((*(word for word, _ratio, _at in alike), *holding)))[
        :_MOST_NEAR
    ]


def _load(file: Path) -> dict[str, tuple[tuple[int, int], PlaceNames]]:
    found: dict[str, tuple[tuple[int, int], PlaceNames]] = {}
    try:
        with file.open(encoding="utf-8", errors="surrogatepass") as lines:
            if json.loads(next(lines, "")) != FORMAT:
                return {}
            for each in lines:
                name, modified, size, labels, names = json.loads(each)
                kept: Mapping[str, str] = {str(slug): str(label) for slug, label in labels.items()}
                found[str(name)] = (modified, size), PlaceNames(kept, frozenset(map(str, names)))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return found

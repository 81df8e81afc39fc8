"""All links between the articles of a library: what an article has, and what leads to it.

A cache in the cache folder, one file a library and a line an article; delete it and the articles are read
again. What was read of an article counts as long as its file is the same. Only articles with links take room.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader import paths
from reader.articles.formats import read_source
from reader.articles.source.canonical_text import EXTRACTOR_VERSION, CanonicalText, Span
from reader.articles.source.extraction import extract_lines
from reader.articles.source.lines import Scan
from reader.articles.source.scanner import scan
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.library import Library
from reader.catalogue.linking.article_links import (
    ArticleLink,
    hrefs_in,
    inner_link_of,
    link_of,
    links_in,
    may_have_links,
)
from reader.catalogue.linking.link_targets import LinkTargets
from reader.errors import ArticleError
from reader.whole_file import write_whole

FORMAT = [2, EXTRACTOR_VERSION]
_AROUND = 60  # code points of the line that are kept on each side of a link


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link and where it stands: `span` in the canonical text, `start` to `end` in its line, `excerpt`."""

    link: ArticleLink
    span: Span
    excerpt: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Backlink:
    """A link that leads to an article: `article` is the name of the one that has it."""

    article: str
    placed: PlacedLink


@dataclass(slots=True)
class _Kept:
    stamp: tuple[int, int]  # the file's time in nanoseconds, and its size
    links: tuple[PlacedLink, ...]
    inner: tuple[ArticleLink, ...] = ()  # to places of the same article


class LibraryLinks:
    """The links of one library. It may run on any thread, one at a time."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._file = paths.cache_folder() / "links" / f"{library.key}.json"
        self._kept: dict[str, _Kept] | None = None

    def update(
        self, entries: Sequence[CatalogueEntry], is_stopped: Callable[[], bool] = lambda: False
    ) -> None:
        """Read the articles that have changed. `is_stopped` is asked between them; what was read is kept."""
        known = self._kept if self._kept is not None else _load(self._file)
        found: dict[str, _Kept] = {}
        is_changed = len(known) != len(entries)
        for number, entry in enumerate(entries):
            kept = known.get(entry.name)
            if kept is None or kept.stamp != (entry.modified, entry.size):
                if is_stopped():
                    found.update((one.name, known[one.name]) for one in entries[number:] if one.name in known)
                    break
                is_changed = True
                kept = _Kept((entry.modified, entry.size), *self._read(entry))
            found[entry.name] = kept
        self._kept = found
        if is_changed:
            self._save()

    def of(self, name: str) -> tuple[PlacedLink, ...]:
        """Return the links of the article with this name, in order."""
        kept = (self._kept or {}).get(name)
        return kept.links if kept is not None else ()

    def within(self, name: str) -> tuple[ArticleLink, ...]:
        """Return the links of the article with this name to places of itself, in order."""
        kept = (self._kept or {}).get(name)
        return kept.inner if kept is not None else ()

    def to(self, name: str, targets: LinkTargets) -> Iterator[Backlink]:
        """Yield the links of other articles to the one with this name, in the order of the library."""
        for source, kept in (self._kept or {}).items():
            for placed in kept.links:
                if source != name and targets.resolve(placed.link, source) == name:
                    yield Backlink(source, placed)

    def _read(self, entry: CatalogueEntry) -> tuple[tuple[PlacedLink, ...], tuple[ArticleLink, ...]]:
        if entry.problem:
            return (), ()
        try:
            source, _encoding = read_source(self._library.folder / entry.name)
        except ArticleError:  # it went away meanwhile
            return (), ()
        if not may_have_links(source):
            return (), ()
        found = scan(source)
        # One without words cannot be clicked: pages that were converted have them as anchors.
        inner = (inner_link_of(href, line) for line, href, words in hrefs_in(found) if words)
        return _placed_links(found), tuple(one for one in inner if one is not None)

    def _save(self) -> None:
        lines = [json.dumps(FORMAT)]
        for name, kept in (self._kept or {}).items():
            links = [_dumped(one) for one in kept.links]
            inner = [[one.line, one.href] for one in kept.inner]
            lines.append(json.dumps([name, *kept.stamp, links, inner], ensure_ascii=False))
        with contextlib.suppress(OSError):  # a cache: it is made again
            self._file.parent.mkdir(parents=True, exist_ok=True)
            # Whole, and beside a name of its own: the check of a library and the panel may both write it.
            data = "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")
            write_whole(self._file, data, synced=False)


def placed_links(source: str) -> tuple[PlacedLink, ...]:
    """Return the links of an article's `source` to files, with their places, in order."""
    return _placed_links(scan(source)) if may_have_links(source) else ()


def _placed_links(found: Scan) -> tuple[PlacedLink, ...]:
    links = list(links_in(found))
    if not links:
        return ()
    text = extract_lines(found)
    placed, line, after = [], 0, 0
    for link in links:
        after = after if link.line == line else 0  # the second of the same words stands behind the first
        line = link.line
        placed.append(one := _placed(link, text, after))
        after = one.span.end - text.line_starts[line - 1]
    return tuple(placed)


def _placed(link: ArticleLink, text: CanonicalText, after: int) -> PlacedLink:
    whole = text.span_of_lines(link.line, link.line)
    words = text.words(whole)
    at = words.find(link.words, after) if link.words else -1
    start = max(0, at)
    end = start + len(link.words) if at >= 0 else len(words)
    first, last = max(0, start - _AROUND), min(len(words), end + _AROUND)
    before, behind = "…" if first else "", "…" if last < len(words) else ""
    excerpt = before + words[first:last].replace("\t", " ") + behind
    moved = len(before) - first
    return PlacedLink(link, Span(whole.start + start, whole.start + end), excerpt, start + moved, end + moved)


def _dumped(one: PlacedLink) -> list[Any]:
    link = one.link
    return [link.line, link.href, link.words, one.span.start, one.span.end, one.excerpt, one.start, one.end]


def _load(file: Path) -> dict[str, _Kept]:
    found: dict[str, _Kept] = {}
    try:
        with file.open(encoding="utf-8", errors="surrogatepass") as lines:
            if json.loads(next(lines, "")) != FORMAT:
                return {}
            for each in lines:
                name, modified, size, links, within = json.loads(each)
                inner = (inner_link_of(href, line) for line, href in within)
                known = tuple(one for one in inner if one is not None)
                found[name] = _Kept((modified, size), tuple(map(_loaded, links)), known)
    except (OSError, ValueError, TypeError, RecursionError):
        return {}
    return found


def _loaded(kept: list[Any]) -> PlacedLink:
    line, href, words, first, last, excerpt, start, end = kept
    link = link_of(href, line, words)
    if link is None:
        raise ValueError
    return PlacedLink(link, Span(first, last), excerpt, start, end)

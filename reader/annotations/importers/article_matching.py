"""Matching what another program exported to the articles of a library."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from reader.annotations.anchoring.text_similarity import squeeze
from reader.annotations.creation import Wanted, make
from reader.annotations.model import Annotation, Kind, State, Target, TextQuote
from reader.articles.model import Article
from reader.articles.reading import read_article
from reader.catalogue.library import Library
from reader.errors import ReaderError

_NAMESPACE = uuid.UUID("6a1f2a52-0d5c-5b1e-9a2e-70a6a3f1c0de")


@dataclass(frozen=True, slots=True)
class Found:
    """One annotation in another program's file: its words, and all that says which article it is of.

    `version` is set where the file is our own: then it is taken as it is.
    """

    wanted: Wanted = field(default_factory=Wanted)
    title: str = ""
    url: str = ""
    file: str = ""
    created: str = ""
    version: Annotation | None = None

    @property
    def annotation_id(self) -> str:
        """An id made of what it says, so that importing it twice gives one."""
        said = [self.title, self.url, self.file, *map(str, (self.wanted.quote, self.wanted.note))]
        seed = hashlib.sha256(json.dumps(said).encode()).hexdigest()
        return str(uuid.uuid5(_NAMESPACE, seed))


class Matcher:
    """The articles of a library, to find the one that an annotation is of."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def _articles(self) -> tuple[tuple[Path, Article], ...]:
        return tuple(self._read())

    def place(self, found: Found) -> tuple[Annotation, State, Article | None]:
        """Return the annotation, how sure its place is, and its article; None where none was found."""
        for path, article in self._candidates(found):
            made, state = make(article, self._library.relative_name(path), found.wanted)
            if state is State.ANCHORED or self._is_named(found, path, article):
                kept = replace(made, annotation_id=found.annotation_id, created=found.created)
                return kept, state, article
        wanted = found.wanted
        target = Target(
            found.file or found.title or found.url or "imported",
            TextQuote(wanted.quote, wanted.prefix, wanted.suffix) if wanted.quote else None,
            path=wanted.path,
        )
        kind = Kind.HIGHLIGHT if wanted.quote else Kind.NODE
        lost = Annotation(found.annotation_id, kind, target, wanted.note, wanted.colour, tags=wanted.tags)
        return replace(lost, created=found.created), State.ORPHAN, None

    def _candidates(self, found: Found) -> list[tuple[Path, Article]]:
        """Return the article that is named, or else each that holds the quote's words."""
        named = [each for each in self._articles if self._is_named(found, *each)]
        if named or not found.wanted.quote:
            return named
        words = squeeze(found.wanted.quote)
        holding = [each for each in self._articles if words in squeeze(each[1].text.text)]
        # Short words that stand in several articles are nobody's.
        return holding if len(holding) == 1 else []

    def _is_named(self, found: Found, path: Path, article: Article) -> bool:
        if found.file and self._library.relative_name(path) == found.file:
            return True
        original = article.metadata.original
        if found.url and original.url:
            return _same_page(found.url, original.url)
        titles = {squeeze(article.title), squeeze(original.title), squeeze(path.stem)} - {""}
        return bool(found.title) and squeeze(found.title) in titles

    def _read(self) -> Iterator[tuple[Path, Article]]:
        for path in self._library.article_paths():
            try:
                yield path, read_article(path)
            except ReaderError:  # nothing can be placed in it
                continue


def _same_page(one: str, other: str) -> bool:
    page = _page(one)
    return page is not None and page == _page(other)


def _page(address: str) -> tuple[str, str] | None:
    """Return host and path of an address; None for one that is none, such as "https://[待补]/"."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/")

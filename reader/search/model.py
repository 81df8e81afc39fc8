"""What is asked of the index, and what it answers. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from reader.articles.source.canonical_text import Span
from reader.i18n import figure, ngettext
from reader.search.user_data import NoteWords

if TYPE_CHECKING:
    from reader.search.text.excerpts import Excerpt

FACETS = ("category", "tag", "host", "year", "role", "state")


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asks.

    `framework_only` looks at the labels of nodes (and headings) alone;
    `article`, the name of one, looks only in it; `narrowed` are facets chosen,
    as pairs of facet and value, such as ("year", "2025").
    """

    text: str
    limit: int = 20
    framework_only: bool = False
    article: str = ""
    narrowed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how it is asked for, how it is written, how many passages have it."""

    key: str
    shown: str
    count: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found.

    `name` is the article's in its library. `line` is that of the first match,
    from 1 in the file. `spans` are all matches, in code points of the article's
    canonical text. `is_node` says that the passage's own label was hit. `why`
    is the spelling by which pinyin found it, else empty.
    """

    name: str
    title: str
    kind: str
    label: str
    path: tuple[str, ...]
    node_id: str | None
    line: int
    span: Span
    spans: tuple[Span, ...]
    excerpt: Excerpt
    weight: float = 0.0
    is_node: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ArticleHits:
    """The hits of one article: a node that is itself a hit first, then by place in the article."""

    name: str
    title: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found. `total` counts passages, `articles` those that they stand in.

    `exact` is how many passages hold what was asked (the others are found by pinyin). `notes` are finished
    sentences about what was not understood, `suggestions` near spellings, where nothing was found.
    """

    question: Question
    total: int = 0
    exact: int = 0
    hits: tuple[Hit, ...] = ()
    notes: tuple[str, ...] = ()
    marginal: tuple[NoteWords, ...] = field(default=())
    suggestions: tuple[str, ...] = ()
    articles: int = 0

    def grouped(self) -> tuple[ArticleHits, ...]:
        """Return the hits article by article, the one with the weightiest hit first."""
        order = {hit.name: number for number, hit in reversed(list(enumerate(self.hits)))}
        hits = sorted(
            self.hits, key=lambda hit: (order[hit.name], bool(hit.why), not hit.is_node, hit.span.start)
        )
        return tuple(
            ArticleHits(name, group[0].title, group)
            for name, group in ((name, tuple(hits)) for name, hits in groupby(hits, lambda hit: hit.name))
        )


def found_words(answer: Answer) -> str:
    """Return how many passages were found, and in how many articles, in the language in use."""
    passages = ngettext("{count} passage", "{count} passages", answer.total)
    words = ngettext("{passages} in {count} article", "{passages} in {count} articles", answer.articles)
    return words.format(passages=passages.format(count=figure(answer.total)), count=figure(answer.articles))

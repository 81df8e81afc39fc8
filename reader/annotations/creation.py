"""Making an annotation from words that somebody gives: on the command line, or in another program's export.

The words may come with Markdown's marks, other spaces, a prefix, a suffix or a
framework path. Where they stand in several places and nothing decides, or in
none, the annotation is kept as it was given, for a person to place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.annotations.anchoring.anchor import Ground, describe
from reader.annotations.anchoring.node_anchor import anchor_node
from reader.annotations.model import Annotation, Kind, State, Target, TextQuote, new_id
from reader.articles.model import Article
from reader.articles.source.canonical_text import extract


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to annotate, and how. Without a quote: the node at `path`, or the whole article."""

    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    path: tuple[str, ...] = ()
    note: str = ""
    colour: str = ""
    tags: tuple[str, ...] = ()
    is_bookmark: bool = False


def make(article: Article, source: str, wanted: Wanted) -> tuple[Annotation, State]:
    """Return a new annotation, and whether its place was found. `source`: the article's name."""
    marked = Kind.BOOKMARK if wanted.is_bookmark else Kind.HIGHLIGHT
    annotation = Annotation(
        new_id(),
        marked if wanted.quote else Kind.NODE,
        Target(source, path=wanted.path),
        wanted.note,
        wanted.colour or ("yellow" if wanted.quote and not wanted.is_bookmark else ""),
        tags=wanted.tags,
    )
    ground = Ground(article)
    if not wanted.quote:
        return _on_node(ground, annotation)
    for target in _targets(source, wanted):
        anchor = ground.anchor(target)
        if anchor.state is State.ANCHORED and anchor.span:
            return replace(annotation, target=describe(article, anchor.span, source)), State.ANCHORED
    quote = TextQuote(wanted.quote, wanted.prefix, wanted.suffix)
    kept = replace(annotation, target=Target(source, quote, None, wanted.path))
    return kept, ground.anchor(kept.target).state


def _targets(source: str, wanted: Wanted) -> Iterator[Target]:
    """Yield the ways to read what was given: as it stands, without Markdown's marks, without the path."""
    given = TextQuote(wanted.quote, wanted.prefix, wanted.suffix)
    bare = TextQuote(*(extract(part).text.strip("\n") for part in (given.exact, given.prefix, given.suffix)))
    for quote in dict.fromkeys((given, bare)):
        yield Target(source, quote, None, wanted.path)
    if wanted.path:  # it may be another program's idea of a path
        for quote in dict.fromkeys((given, bare)):
            yield Target(source, quote, None, ())


def _on_node(ground: Ground, annotation: Annotation) -> tuple[Annotation, State]:
    article = ground.article
    anchor = anchor_node(ground, annotation.target)
    path = next(
        (node.path for node in article.framework.walk() if node.node_id == anchor.node_id),
        annotation.target.path,
    )
    if anchor.state is not State.ANCHORED:
        return annotation, anchor.state
    target = replace(annotation.target, path=path, digest=article.text.digest, extractor=article.text.version)
    return replace(annotation, target=target), State.ANCHORED

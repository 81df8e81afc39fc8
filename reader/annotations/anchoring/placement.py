"""All annotations of an article, placed in it as it is now; and those of articles that are not there."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.anchoring.anchor import Alignments, Ground, Texts
from reader.annotations.anchoring.node_anchor import anchor_node
from reader.annotations.model import STRUCTURE, Anchor, Annotation, Kind, Placed, State
from reader.annotations.store.annotation_store import Kept
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.text_hash import digest_of


def place(
    article: Article, kept: Iterable[Kept], texts: Texts, file: str, alignments: Alignments | None = None
) -> tuple[Placed, ...]:
    """Return every one of `kept`, with where it stands in `article`, in reading order; orphans last.

    Repairs of links and frameworks of a person's own are left out: see `STRUCTURE`. Aligning an
    old text costs some milliseconds for a digest, seconds for a megabyte; with
    `alignments` it is done once for a text.
    """
    ground = Ground(article, texts, alignments)
    placed = [_placed(ground, each, file) for each in kept if each.annotation.kind not in STRUCTURE]
    return tuple(sorted(placed, key=_in_reading_order))


def unplaced(kept: Iterable[Kept], file: str, title: str) -> tuple[Placed, ...]:
    """Return annotations of an article that cannot be read or is gone: all orphans, with its title."""
    return tuple(
        Placed(
            each.annotation,
            Anchor(State.ORPHAN),
            each.annotation.target.path,
            None,
            None,
            file,
            title,
            each.conflicts,
            each.deleted_elsewhere,
        )
        for each in kept
        if each.annotation.kind not in STRUCTURE
    )


def anchor_of(ground: Ground, annotation: Annotation) -> Anchor:
    """Return where one annotation stands, by its words or by its node."""
    if annotation.kind is Kind.NODE or annotation.target.quote is None:
        return anchor_node(ground, annotation.target)
    return ground.anchor(annotation.target)


def fingerprint(text: str, span: Span | None, node_id: str | None) -> str:
    """Return a hash, 16 hexadecimal digits, of a place that a person has refused: it is not offered again.

    Of the words of `span` and 16 characters on either side, or of the node.
    """
    words = node_id or (text[max(0, span.start - 16) : span.end + 16] if span else "")
    return digest_of(words)[:16]


def _placed(ground: Ground, kept: Kept, file: str) -> Placed:
    annotation = kept.annotation
    anchor = anchor_of(ground, annotation)
    text = ground.text
    if (
        anchor.state is State.REVIEW
        and fingerprint(text.text, anchor.span, anchor.node_id) in annotation.refused
    ):
        anchor = Anchor(State.ORPHAN)
    line: int | None = None
    words: str | None = None
    path = annotation.target.path
    if anchor.node_id:
        node = next(each for each in ground.article.framework.walk() if each.node_id == anchor.node_id)
        link = ground.article.links.get(node.node_id)
        path, line = node.path, link.passage.line if link and link.passage else node.line
        words = node.label
    elif anchor.span is not None:
        line, words = text.line_at(anchor.span.start), text.words(anchor.span)
        path = ground.path_at(anchor.span.start)
    elif anchor.node_id == "":
        line = 1
    title = ground.article.title
    return Placed(annotation, anchor, path, line, words, file, title, kept.conflicts, kept.deleted_elsewhere)


def _in_reading_order(placed: Placed) -> tuple[bool, int, int, str, str]:
    span = placed.anchor.span
    return (
        placed.anchor.state is State.ORPHAN,
        placed.line or 0,
        span.start if span else -1,
        placed.annotation.created,
        placed.annotation.annotation_id,
    )

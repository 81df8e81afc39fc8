"""A person's answers in a review: here, not here, or where I say."""

from __future__ import annotations

from dataclasses import replace

from reader.annotations.model import Kind, Placed
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.session.session import Session


def accept(session: Session, annotations: AnnotationService, placed: Placed) -> None:
    """Note that an annotation is where it was guessed to be."""
    before = placed.annotation
    node = session.node(placed.anchor.node_id or "")
    if node is not None:
        annotations.change(
            _("Here"), [(before, replace(before, target=replace(before.target, path=node.path)))]
        )
    elif placed.anchor.span is not None:
        annotations.move(before, placed.anchor.span)


def refuse(session: Session, annotations: AnnotationService, placed: Placed) -> None:
    """Note that it is not there: it has no place until its words return, and is not guessed there again."""
    from reader.annotations.anchoring.placement import fingerprint

    article, before = session.article, placed.annotation
    if article is not None:
        place = fingerprint(article.text.text, placed.anchor.span, placed.anchor.node_id)
        annotations.change(_("Not here"), [(before, replace(before, refused=(*before.refused, place)))])


def put_here(session: Session, annotations: AnnotationService, placed: Placed, span: Span) -> None:
    """Put it on `span`; a note on a node goes to the node there."""
    before = placed.annotation
    if before.kind is not Kind.NODE:
        annotations.move(before, span)
        return
    node = session.node(session.contents.at(span.start))
    if node is not None:
        target = replace(before.target, path=node.path)
        annotations.change(_("Move"), [(before, replace(before, target=target))])

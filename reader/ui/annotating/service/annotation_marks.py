"""Which marks an article's annotations are in its text."""

from __future__ import annotations

from collections.abc import Iterator

from reader.annotations.model import Kind, Placed, State
from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.text_marks import Mark, MarkKind
from reader.ui.parts.highlight_colours import role_of

NOTE = "#note"  # after the id, in the id of the dot: it has no handles


def is_shown(placed: Placed) -> bool:
    """Whether an annotation has a place in the text that we are sure of."""
    return placed.anchor.state is State.ANCHORED and placed.anchor.span is not None


def marks_of(placed: tuple[Placed, ...]) -> Iterator[Mark]:
    """Yield the marks, a dot in the margin for each note and bookmark. What is doubtful is not marked."""
    for each in placed:
        annotation, span = each.annotation, each.anchor.span
        if not is_shown(each) or span is None or annotation.kind is Kind.NODE:
            continue
        role, name = role_of(annotation.colour), annotation.annotation_id
        if annotation.kind is Kind.BOOKMARK:
            yield Mark(Span(span.start, min(span.end, span.start + 1)), "accent", MarkKind.DOT, name)
            continue
        kind = MarkKind.UNDERLINE if annotation.underlined else MarkKind.BACKGROUND
        yield Mark(span, role, kind, name)
        if annotation.note:
            yield Mark(Span(max(span.start, span.end - 1), span.end), role, MarkKind.DOT, name + NOTE)

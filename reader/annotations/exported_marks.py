"""Annotations as they are shown in an article that is exported or printed."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.model import Kind, Placed, State, colour_number
from reader.articles.exporting.highlight_runs import Highlight
from reader.articles.exporting.note_blocks import NodeNote
from reader.articles.model import Article


def highlights_of(placed: Iterable[Placed]) -> tuple[Highlight, ...]:
    """Return what can be shown in the text: highlights that have a sure place."""
    return tuple(
        Highlight(each.anchor.span, colour_number(each.annotation.colour), each.annotation.note)
        for each in placed
        if each.anchor.span is not None
        and each.anchor.state is State.ANCHORED
        and each.annotation.kind is Kind.HIGHLIGHT
    )


def node_notes_of(placed: Iterable[Placed], article: Article) -> tuple[NodeNote, ...]:
    """Return the notes on points of the framework, and on the article as a whole, that are at their place."""
    return tuple(
        NodeNote(each.path[-1] if each.path else article.title, each.annotation.note, _line(each, article))
        for each in placed
        if each.annotation.kind is Kind.NODE
        and each.anchor.state is State.ANCHORED
        and each.annotation.note.strip()
    )


def _line(placed: Placed, article: Article) -> int:
    """Return the line that the node of `placed` leads to; 0 for none."""
    link = article.links.get(placed.anchor.node_id or "")
    return link.passage.line if link and link.passage else 0

"""Annotations as they are shown in an article that is exported or printed.

What has a place (`Placed.has_place`) is shown: highlights in the text, notes on
nodes and bookmarks in frames beside it. `has_place` alone says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.model import Kind, Placed, colour_number
from reader.articles.exporting.highlight_runs import Highlight
from reader.articles.exporting.note_blocks import NodeNote
from reader.articles.model import Article
from reader.i18n import gettext as _


def highlights_of(placed: Iterable[Placed]) -> tuple[Highlight, ...]:
    """Return what can be shown in the text: highlights that have a sure place."""
    return tuple(
        Highlight(each.anchor.span, colour_number(each.annotation.colour), _notes(each))
        for each in placed
        if each.has_place and each.anchor.span is not None and each.annotation.kind is Kind.HIGHLIGHT
    )


def node_notes_of(placed: Iterable[Placed], article: Article) -> tuple[NodeNote, ...]:
    """Return the notes on points of the framework, and on the article, and the bookmarks, at their place."""
    return tuple(
        NodeNote(
            each.path[-1] if each.path else article.title,
            _notes(each),
            _line(each, article),
            _("Bookmark") if each.annotation.kind is Kind.BOOKMARK else "",
        )
        for each in placed
        if each.has_place
        and (each.annotation.kind is Kind.BOOKMARK or (each.annotation.kind is Kind.NODE and _notes(each)))
    )


def _notes(placed: Placed) -> str:
    """Return the note, with those of the versions that disagree with it."""
    told = [_("In conflict:") + f" {other.note}" for other in placed.conflicts]
    return "\n\n".join(filter(None, (placed.annotation.note.strip(), *told)))


def _line(placed: Placed, article: Article) -> int:
    """Return the line that `placed` leads to; 0 for none."""
    if placed.annotation.kind is Kind.BOOKMARK:
        return placed.line or 0
    link = article.links.get(placed.anchor.node_id or "")
    return link.passage.line if link and link.passage else 0

"""Annotations as they are shown in an article that is exported or printed."""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.model import Kind, Placed, State, colour_number
from reader.articles.exporting.marking import Highlight


def highlights_of(placed: Iterable[Placed]) -> tuple[Highlight, ...]:
    """Return what can be shown in the text: highlights that have a sure place."""
    return tuple(
        Highlight(each.anchor.span, colour_number(each.annotation.colour), each.annotation.note)
        for each in placed
        if each.anchor.span is not None
        and each.anchor.state is State.ANCHORED
        and each.annotation.kind is Kind.HIGHLIGHT
    )

"""What a person remarks on an article, in the order in which an author would look it up."""

from __future__ import annotations

from dataclasses import dataclass

from reader.annotations.exporters.skeleton import Item, item_of
from reader.annotations.library_report import Annotated
from reader.annotations.model import Placed
from reader.articles.model import Article


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation with the lines of the file that it is on: first and last, from 1, both included.

    `lines` is None for a remark on the whole article, and where there is no sure place.
    """

    item: Item
    lines: tuple[int, int] | None
    has_place: bool


def remarks(article: Annotated) -> tuple[Remark, ...]:
    """Return all remarks: on the whole article, then line by line, then those without a sure place."""
    made = [Remark(item_of(each), _lines(each, article.article), each.has_place) for each in article.placed]
    return tuple(sorted(made, key=lambda each: (not each.has_place, each.lines or ())))


def _lines(placed: Placed, article: Article | None) -> tuple[int, int] | None:
    """Return the lines of the words, or those of the passage that a node stands for."""
    if not placed.has_place:
        return None
    span = placed.anchor.span
    if article is not None and span is not None:
        return article.text.line_at(span.start), article.text.line_at(max(span.start, span.end - 1))
    link = article.links.get(placed.anchor.node_id or "") if article is not None else None
    if link is not None and link.passage is not None:
        return link.passage.line, link.passage.last_line
    return (placed.line, placed.line) if placed.line and placed.path else None

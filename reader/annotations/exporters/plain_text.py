"""Annotations as plain text: for the clipboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.skeleton import Item, skeleton_of
from reader.annotations.library_report import Annotated
from reader.i18n import gettext as _

name = "text"
aliases: tuple[str, ...] = ("txt", "clipboard")
suffix = ".txt"
choices: tuple[str, ...] = ("empty_nodes",)


def label() -> str:
    """Return the name in the menu."""
    return _("Plain text")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return the annotations under the labels of their nodes."""
    return "\n\n".join(block for article in articles for block in _blocks(article, options)).encode()


def _blocks(article: Annotated, options: Options) -> Iterator[str]:
    skeleton = skeleton_of(article)
    yield skeleton.article.title
    yield from map(_one, skeleton.general)
    for branch in skeleton.walk(empty=options.empty_nodes):
        yield "  " * (branch.depth - 1) + branch.label
        yield from map(_one, branch.placed)
    for heading, rest in ((_("To review"), skeleton.review), (_("Without a place"), skeleton.orphans)):
        if rest:
            yield heading
            yield from map(_one, rest)


def _one(item: Item) -> str:
    quote = f"“{item.quote}”" if item.quote else ""
    kind = _("Bookmark") if item.is_bookmark else ""
    tags = " ".join(f"#{tag}" for tag in item.tags)
    return "\n".join(filter(None, (kind, quote, *item.notes, tags)))

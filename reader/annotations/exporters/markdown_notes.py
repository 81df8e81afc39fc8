"""Annotations as Markdown: the framework as headings, each quotation and note under its node."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.templates import fill
from reader.annotations.library_report import Annotated

name = "markdown"
aliases: tuple[str, ...] = ("md",)
suffix = ".md"
choices: tuple[str, ...] = ("empty_nodes", "template")


def label() -> str:
    """Return the name in the menu."""
    return "Markdown"


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return the annotations by `resources/templates/notes.md`, or the person's own template."""
    text = fill("notes.md", articles, options)
    return (
        (re.sub(r"\n{3,}", "\n\n", text).strip() + "\n").encode("utf-8", "replace") if text.strip() else b""
    )

"""Annotations as one HTML page that stands by itself: no script, nothing fetched."""

from __future__ import annotations

from collections.abc import Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.templates import fill
from reader.annotations.library_report import Annotated
from reader.articles.exporting.safe_html import CONTENT_POLICY
from reader.i18n import gettext as _
from reader.i18n import language

name = "page"
aliases: tuple[str, ...] = ("notes-html",)  # `html` is the article itself
suffix = ".html"
choices: tuple[str, ...] = ("empty_nodes", "template")


def label() -> str:
    """Return the name in the menu."""
    return _("Web page of the annotations")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return the annotations by `resources/templates/notes.html`, or the person's own template."""
    tag = language().replace("_", "-")
    page = fill("notes.html", articles, options, language=tag, content_policy=CONTENT_POLICY)
    return page.encode("utf-8", "replace")

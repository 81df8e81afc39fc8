"""Annotations as a table: one line each, with where they stand now."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import Annotated
from reader.i18n import gettext as _

name = "csv"
aliases: tuple[str, ...] = ()
suffix = ".csv"
COLUMNS = (
    "id", "file", "title", "path", "kind", "quote", "note", "colour", "tags", "state", "line", "text",
    "created", "modified",
)  # fmt: skip


def label() -> str:
    """Return the name in the menu."""
    return _("Table (CSV)")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return CSV in UTF-8 with a byte order mark: without it Excel takes Chinese for something else."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for article in articles:
        for each in article.placed:
            made = each.annotation
            notes = [made.note, *(other.note for other in each.conflicts)]
            table.writerow([
                made.annotation_id, article.file, article.title, " / ".join(each.path), made.kind,
                made.target.quote.exact if made.target.quote else "", "\n\n".join(notes), made.colour,
                " ".join(made.tags), each.anchor.state, each.line or "", each.words or "",
                made.created, made.modified,
            ])  # fmt: skip
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")

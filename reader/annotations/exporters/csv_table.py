"""Annotations as a table: one line each, with where they stand now."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.skeleton import head_of, item_of
from reader.annotations.exporters.spreadsheet_cells import harmless
from reader.annotations.library_report import Annotated
from reader.i18n import gettext as _

name = "csv"
aliases: tuple[str, ...] = ()
suffix = ".csv"
choices: tuple[str, ...] = ()
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
        head = head_of(article)
        for each in map(item_of, article.placed):
            cells = (
                each.annotation_id, head.file, head.title, " / ".join(each.path), each.kind, each.quote,
                "\n\n".join(each.notes), each.colour, " ".join(each.tags), each.state, str(each.line or ""),
                each.words, each.created, each.modified,
            )  # fmt: skip
            table.writerow(map(harmless, cells))
    return ("\ufeff" + out.getvalue()).encode()

"""Annotations as the CSV that Readwise imports: Highlight, Title, Author, URL, Note, Location, Date."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.skeleton import head_of, item_of
from reader.annotations.exporters.spreadsheet_cells import harmless
from reader.annotations.library_report import Annotated

name = "readwise"
aliases: tuple[str, ...] = ("readwise_csv", "readwise-csv")
suffix = ".csv"
choices: tuple[str, ...] = ()
COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


def label() -> str:
    """Return the name in the menu."""
    return "Readwise CSV"


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return a CSV file. Tags are written into the note as Readwise reads them: `.tag`."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for article in articles:
        head = head_of(article)
        for each in map(item_of, article.placed):
            words = each.quote or " › ".join(each.path) or head.title
            tags = " ".join(f".{'_'.join(tag.split())}" for tag in each.tags)
            note = "\n".join(filter(None, (tags, *each.notes)))
            cells = (words, head.title, "", head.url, note, str(each.line or ""), _date(each.created))
            table.writerow(map(harmless, cells))
    return out.getvalue().encode()


def _date(created: str) -> str:
    return created[:19].replace("T", " ")

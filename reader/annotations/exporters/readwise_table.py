"""Annotations as the CSV that Readwise imports: Highlight, Title, Author, URL, Note, Location, Date."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import Annotated

name = "readwise"
aliases: tuple[str, ...] = ("readwise_csv", "readwise-csv")
suffix = ".csv"
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
        url = article.article.metadata.original.url if article.article else ""
        for each in article.placed:
            made = each.annotation
            words = made.target.quote.exact if made.target.quote else " › ".join(each.path) or article.title
            notes = [made.note, *(other.note for other in each.conflicts)]
            note = "\n".join([" ".join(f".{tag.replace(' ', '_')}" for tag in made.tags), *notes]).strip()
            table.writerow([words, article.title, "", url, note, each.line or "", _date(made.created)])
    return out.getvalue().encode("utf-8", "replace")


def _date(created: str) -> str:
    return created[:19].replace("T", " ")

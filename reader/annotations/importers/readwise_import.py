"""The CSV of Readwise: its export, and what our own exporter writes for it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from reader.annotations.creation import Wanted
from reader.annotations.exporters.spreadsheet_cells import as_written
from reader.annotations.importers.article_matching import Found

name = "readwise"
_TAGS = re.compile(r"\A(?:\.\S+ ?)+(?:\n|\Z)")


def label() -> str:
    """Return the name in the menu."""
    return "Readwise CSV"


def read(text: str) -> Sequence[Found] | None:
    """Return a highlight a row; None where the table has no such columns."""
    table = csv.DictReader(io.StringIO(text))
    try:
        columns = set(table.fieldnames or ())
        if not {"Highlight"} <= columns or not columns & {"Title", "Book Title"}:
            return None
        rows = list(table)
    except csv.Error:
        return None
    return [_found(row) for row in rows]


def _found(row: dict[str, str | None]) -> Found:
    row = {key: as_written(cell) if isinstance(cell, str) else None for key, cell in row.items()}
    note = row.get("Note") or ""
    tags = [tag for tag in (row.get("Tags") or "").split(",") if tag.strip()]
    if leading := _TAGS.match(note):
        tags += [tag.removeprefix(".") for tag in leading[0].split()]
        note = note[leading.end() :]
    return Found(
        Wanted(
            row.get("Highlight") or "",
            note=note.strip(),
            colour=(row.get("Color") or "").lower(),
            tags=tuple(tag.strip() for tag in tags),
        ),
        title=row.get("Title") or row.get("Book Title") or "",
        url=row.get("URL") or "",
        created=(row.get("Date") or row.get("Highlighted at") or "").replace(" ", "T"),
    )

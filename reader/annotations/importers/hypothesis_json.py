"""Hypothesis' JSON export, and the answer of its search API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from reader.annotations.creation import Wanted
from reader.annotations.importers.article_matching import Found

name = "hypothesis"


def label() -> str:
    """Return the name in the menu."""
    return "Hypothesis JSON"


def read(text: str) -> Sequence[Found] | None:
    """Return the annotations, page notes too; None where the file is none of Hypothesis'."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    rows = data.get("annotations", data.get("rows")) if isinstance(data, dict) else data
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    if rows and not any("uri" in row or "target" in row for row in rows):
        return None
    return [_found(row) for row in rows]


def _found(row: dict[str, Any]) -> Found:
    quote = next(_quotes(row), {})
    titles = row["document"].get("title") if isinstance(row.get("document"), dict) else ""
    tags = row.get("tags")
    return Found(
        Wanted(
            _text(quote.get("exact")),
            _text(quote.get("prefix")),
            _text(quote.get("suffix")),
            note=_text(row.get("text")),
            tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        ),
        title=_text(titles[0] if isinstance(titles, list) and titles else titles),
        url=_text(row.get("uri")),
        created=_text(row.get("created")),
    )


def _quotes(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for target in row.get("target") or ():
        for selector in target.get("selector") or () if isinstance(target, dict) else ():
            if isinstance(selector, dict) and selector.get("type") == "TextQuoteSelector":
                yield selector


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""

"""Our own JSON: an export, or a sheet of another library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from reader.annotations.importers.article_matching import Found
from reader.annotations.store.web_annotation import from_json
from reader.i18n import gettext as _

name = "json"


def label() -> str:
    """Return the name in the menu."""
    return _("JSON (W3C annotations)")


def read(text: str) -> Sequence[Found] | None:
    """Return the versions as they were written; None where the file is no `AnnotationSet`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        return None
    found = []
    for item in data["items"]:
        try:
            found.append(Found(version=from_json(_without_report(item))))
        except ValueError:  # another program's, of a kind that we have no word for
            continue
    return found


def _without_report(item: Any) -> Any:
    """Leave out what the export only reports: where the annotation stood on that day."""
    if not isinstance(item, dict) or not isinstance(item.get("gangmu"), dict):
        return item
    kept = {key: value for key, value in item["gangmu"].items() if key not in ("file", "title", "state")}
    return {**item, "gangmu": kept}

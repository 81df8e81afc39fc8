"""Annotations as W3C Web Annotations in JSON: what can be imported again without loss."""

from __future__ import annotations

from collections.abc import Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import Annotated
from reader.annotations.store.atomic_files import as_bytes
from reader.annotations.store.web_annotation import CONTEXT_URL, to_json
from reader.i18n import gettext as _

name = "json"
aliases: tuple[str, ...] = ("w3c", "w3c_json", "jsonld", "json-ld")
suffix = ".json"
choices: tuple[str, ...] = ()


def label() -> str:
    """Return the name in the menu."""
    return _("JSON (W3C annotations)")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return every annotation, versions in conflict too, with the title of its article."""
    items = []
    for article in articles:
        for each in article.placed:
            for version in (each.annotation, *each.conflicts):
                data = to_json(version)
                data["gangmu"]["file"], data["gangmu"]["title"] = article.file, article.title
                data["gangmu"]["state"] = str(each.anchor.state)
                items.append(data)
    return as_bytes({"@context": CONTEXT_URL, "type": "AnnotationSet", "gangmu:format": 1, "items": items})

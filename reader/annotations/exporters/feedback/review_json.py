"""Annotations as a review in JSON, for a program that mends the text: remarks, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.feedback.remarks import Remark, remarks
from reader.annotations.exporters.skeleton import head_of
from reader.annotations.library_report import Annotated
from reader.annotations.store.atomic_files import as_bytes
from reader.i18n import gettext as _

name = "review-json"
aliases: tuple[str, ...] = ("feedback-json",)
suffix = ".json"
choices: tuple[str, ...] = ()


def label() -> str:
    """Return the name in the menu."""
    return _("Feedback for the author (JSON)")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return `{"format": "gangmu-review", "version": 1, "articles": [{file, title, url, remarks}]}`.

    Of a remark, `lines` are `[first, last]` of the file, from 1, or null; `state` is "anchored" where they
    are sure; `node` is the path of labels in the author's framework.
    """
    told = [_article(each) for each in articles]
    return as_bytes({"format": "gangmu-review", "version": 1, "articles": told})


def _article(article: Annotated) -> dict[str, Any]:
    head = head_of(article)
    return {
        "file": head.file,
        "title": head.title,
        "url": head.url,
        "remarks": [_remark(each) for each in remarks(article)],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    item = remark.item
    return {
        "id": item.annotation_id,
        "kind": item.kind,
        "lines": list(remark.lines) if remark.lines else None,
        "state": item.state,
        "node": list(item.path),
        "quote": item.quote,
        "note": item.note,
        "conflicts": list(item.conflicts),
        "colour": item.colour,
        "tags": list(item.tags),
    }

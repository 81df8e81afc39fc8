"""The old canonical texts that annotations were made in, kept by hash, to align a changed article with.

About 5 KB an article and version. A text is written once and never changed,
so that any number of devices may write the same one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from reader.annotations.anchoring.anchor import OldText
from reader.annotations.store.atomic_files import as_bytes, write_safely
from reader.annotations.store.json_reading import read_safely
from reader.annotations.store.places import Place, stray_link_notice
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.errors import AnnotationError
from reader.text_hash import digest_of

FORMAT = 1
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class TextShelf:
    """The folder of old texts. `get` never raises: a text that is damaged is as good as none."""

    def __init__(self, place: Place, *others: Place) -> None:
        """Write to `place`; read from `others` too."""
        self._place = place
        self._places = (place, *others)
        self._known: dict[str, OldText | None] = {}
        self._due: dict[str, OldText] = {}

    @property
    def is_saved(self) -> bool:
        """Whether every text that is to be kept is on the disk."""
        return not self._due

    def keep(self, article: Article) -> str:
        """Note that the article's text is to be kept; return its digest. It is on the disk after `save`."""
        digest = article.text.digest
        if self.get(digest) is None:
            self._known[digest] = self._due[digest] = old_text(article)
        return digest

    def save(self) -> None:
        """Write the texts that are to be kept. Raises `AnnotationError`; what was not written stays due."""
        for digest, old in list(self._due.items()):
            if self._place.strays(self._place.texts):
                raise AnnotationError(stray_link_notice(self._place.texts))
            write_safely(self._place.texts / _name(digest), as_bytes(_to_json(old)))
            self._due.pop(digest, None)

    def hand_over(self, other: TextShelf) -> None:
        """Move the texts that are not saved yet to `other`, which saves them."""
        other._due.update(self._due)
        other._known.update(self._due)
        self._due.clear()

    def get(self, digest: str) -> OldText | None:
        """Return the text of that digest, checked against it; None where it was not kept."""
        if not _DIGEST.match(digest):
            return None
        if self._known.get(digest) is None:
            paths = [place.texts / _name(digest) for place in self._places]
            inside = [path for place, path in zip(self._places, paths, strict=True) if not place.strays(path)]
            found = [_from_json(value, digest) for path in inside for value in read_safely(path).values]
            self._known[digest] = next((old for old in found if old), None)
        return self._known[digest]


def _to_json(old: OldText) -> dict[str, Any]:
    nodes = [
        {"path": list(path), "span": [span.start, span.end] if span else None} for path, span in old.nodes
    ]
    data: dict[str, Any] = {"gangmu:format": FORMAT, "extractor": old.extractor, "nodes": nodes}
    data["units"] = [[unit.start, unit.end] for unit in old.units]
    data["text"] = old.text
    return data


def _name(digest: str) -> str:
    return f"{digest[:32]}.json"


def is_intact(path: Path) -> bool:
    """Whether the file of an old text is whole and is the text that it is named for."""
    for value in read_safely(path).values:
        text = value.get("text") if isinstance(value, dict) else None
        if isinstance(text, str):
            return path.stem == digest_of(text)[:32]
    return False


def old_text(article: Article) -> OldText:
    """Return what is kept of an article's text and framework."""
    nodes = []
    for node in article.framework.walk():
        link = article.links.get(node.node_id)
        nodes.append((node.path, link.passage.span if link and link.passage else None))
    return OldText(
        article.text.text, article.text.version, tuple(nodes), tuple(unit.span for unit in article.units)
    )


def _from_json(data: Any, digest: str) -> OldText | None:
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return None
    text: str = data["text"]
    if digest_of(text) != digest:
        return None
    nodes, units = data.get("nodes"), data.get("units")
    version = data.get("extractor")
    return OldText(
        text,
        version if isinstance(version, int) else 0,
        tuple(_node(each) for each in nodes if isinstance(each, dict)) if isinstance(nodes, list) else (),
        tuple(sorted(filter(None, map(_span, units)))) if isinstance(units, list) else (),
    )


def _node(data: dict[str, Any]) -> tuple[tuple[str, ...], Span | None]:
    path, span = data.get("path"), data.get("span")
    labels = tuple(each for each in path if isinstance(each, str)) if isinstance(path, list) else ()
    return labels, _span(span)


def _span(value: Any) -> Span | None:
    if isinstance(value, list) and len(value) == 2 and all(isinstance(each, int) for each in value):
        return Span(*value)
    return None

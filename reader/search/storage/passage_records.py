"""What a segment keeps beside the text of a passage: where it stands, and what is known of its article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands: `line` from 1 in the file, `start` in code points of the canonical text.

    A negative `start` is of words that stand in no file: those of a person's own framework, whose point
    leads to `~start`.
    `labels` are those of the framework's nodes that stand for it: its own
    node's, or for the drawing those of the nodes that have no text elsewhere.
    """

    kind: str
    line: int
    start: int
    label: str = ""
    node_id: str | None = None
    path: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the place as it is kept."""
        # A name that stands there already is kept as 0 or 1: names are most of a place.
        label = 0 if self.path and self.path[-1] == self.label else self.label
        labels = len(self.labels) if self.labels in ((), (self.label,)) else list(self.labels)
        return _dump([self.kind, self.line, self.start, label, self.node_id, list(self.path), labels])

    @classmethod
    def from_bytes(cls, kept: bytes) -> Place:
        """Return the place that `to_bytes` kept."""
        kind, line, start, label, node_id, path, labels = json.loads(kept)
        label = path[-1] if label == 0 else label
        labels = ((), (label,))[labels] if isinstance(labels, int) else tuple(labels)
        return cls(kind, line, start, label, node_id, tuple(path), labels)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a whole article. `date` is "yyyy-mm-dd"; `length` counts characters without spaces.

    `stamp` is by what a changed file is known: its time in nanoseconds, its
    size in bytes, and the start of its SHA-256 in hexadecimal.
    """

    name: str
    title: str
    original: str = ""
    url: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    length: int = 0
    stamp: tuple[int, int, str] = (0, 0, "")

    def to_bytes(self) -> bytes:
        """Return it as it is kept."""
        return _dump([getattr(self, name) for name in self.__slots__])

    @classmethod
    def from_bytes(cls, kept: bytes) -> About:
        """Return what `to_bytes` kept."""
        values = dict(zip(cls.__slots__, json.loads(kept), strict=True))
        return cls(**values | {"tags": tuple(values["tags"]), "stamp": tuple(values["stamp"])})


def host_of(url: str) -> str:
    """Return the site of an address, such as "chinatalk.media"; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _dump(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")

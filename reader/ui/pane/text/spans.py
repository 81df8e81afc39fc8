"""Many spans of the canonical text at once: what finding lights, without what finds it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import overload

from reader.articles.source.canonical_text import Span


class Spans(Sequence[Span]):
    """Spans in order: eight bytes each, however many there are. A `Span` is made when asked."""

    def __init__(self) -> None:
        self.starts = array("I")
        self.ends = array("I")

    def append(self, start: int, end: int) -> None:
        """Add a span that begins behind all others."""
        self.starts.append(start)
        self.ends.append(end)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Span: ...

    @overload
    def __getitem__(self, index: slice) -> list[Span]: ...

    def __getitem__(self, index: int | slice) -> Span | list[Span]:
        if isinstance(index, slice):
            return list(map(Span, self.starts[index], self.ends[index]))
        return Span(self.starts[index], self.ends[index])

"""What a person may choose about an export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """`empty_nodes`: keep the points of the framework that have no annotations. `template`: one's own."""

    empty_nodes: bool = True
    template: Path | None = None

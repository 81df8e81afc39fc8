"""When an article was published, as far as anything tells: its address, or else its file."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_dated = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


def published_in(url: str, modified: int) -> str:
    """Return an article's day, as "2025-01-31": its address's, or its file's (`modified`, nanoseconds)."""
    if found := _dated.search(url):
        return "-".join(found.groups())
    return datetime.fromtimestamp(modified / 1e9, UTC).strftime("%Y-%m-%d")

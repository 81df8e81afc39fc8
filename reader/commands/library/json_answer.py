"""What `--json` prints: JSON that every program reads, whatever the names of files and the terminal are."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")  # of a pair: stands for a byte of a name that is no UTF-8


def print_json(value: Any, indent: int | None = 2) -> None:
    """Print `value`. What standard output cannot carry is escaped: a name that was replaced is no name."""
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "")
    text = json.dumps(value, ensure_ascii=encoding not in ("utf8", ""), indent=indent)
    print(_HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text))

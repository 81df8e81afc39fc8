"""Where and when an article comes from, as far as its address, its file and its words tell."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from reader.search.text.analysis import CJK

_dated = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/]?(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")
_find_chinese = re.compile(f"[{CJK}]+").findall
_SAMPLE = 4000


def host_of(url: str) -> str:
    """Return the site of an address, such as "chinatalk.media"; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def published_in(url: str, modified: int) -> str:
    """Return an article's day, as "2025-01-31": its address's, or its file's (`modified`, nanoseconds)."""
    if found := _dated.search(url):
        return "-".join(found.groups())
    return datetime.fromtimestamp(modified / 1e9, UTC).strftime("%Y-%m-%d")


def language_of(text: str) -> str:
    """Return "zh" where at least a tenth of the characters are Chinese, else "en"."""
    sample = "".join(text[:_SAMPLE].split())
    return "zh" if sum(map(len, _find_chinese(sample))) * 10 >= len(sample) and sample else "en"

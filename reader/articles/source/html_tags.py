"""The HTML tags that a person may write in Markdown, so that `<T>` in `Box<T>` is not taken for one."""

from __future__ import annotations

import re

_TAG = re.compile(
    r"</?([A-Za-z][A-Za-z0-9-]*+)"
    r"(?:\s++[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^'<]{0,4000}+'|\"[^\"<]{0,4000}+\"))?+)*+\s*+/?>"
)
_NAMES = """
a abbr acronym address article aside audio b bdi bdo big blockquote body br button caption center
cite code col colgroup data dd del details dfn dialog div dl dt em figcaption figure font footer
form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link
main map mark menu meta nav noscript object ol optgroup option output p param picture pre progress q
rb rp rt rtc ruby s samp script section select small source span strike strong style sub summary sup
svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
"""
_KNOWN = frozenset(_NAMES.split())


def tag_at(text: str, start: int) -> tuple[str, int]:
    """Return the lower-case name of the HTML tag at `start` and its end; an empty name where none is."""
    found = _TAG.match(text, start)
    name = found[1].lower() if found else ""
    return (name, found.end()) if found and name in _KNOWN else ("", start)

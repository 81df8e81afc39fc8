"""What is shown of names that may be of any length: an article brings its own title, labels and tags.

They are shown in lists, tabs, menus, tips and title bars, where a hundred kilobytes would be set in type at
each painting. What is sought in and anchored by stays whole.
"""

from __future__ import annotations

LONGEST = 300  # code points of a title or a label
MOST_TAGS = 40  # of one article, where they stand beside something else


def shortened(words: str, most: int = LONGEST) -> str:
    """Return `words`, with an ellipsis for what is beyond the first `most` code points."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"

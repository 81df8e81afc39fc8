"""Plain words as Markdown that shows them: what would be read as a mark gets a backslash (CommonMark 2.4).

Only where it would mean something, so that `a * b`, `snake_case` and `1.5`
stay as they are. Also escaped: what this program, GitHub and Obsidian read in
addition (`==`, `~~`, `$`, `[[`).
"""

from __future__ import annotations

import re

BOOKMARK = "🔖"  # in a line before the words, in our Markdown
# Anywhere in a line. `_` within a word and `*` between spaces are no marks.
_INLINE = re.compile(
    r"[\\`\[<$]|(?<!\s)\*|\*(?!\s|\Z)|(?<![^\W_])_|_(?![^\W_])|[~=](?=[~=])|(?<=[~=])[~=]"
    r"|&(?=#?\w{1,32};)|\^(?=\S)|\{(?=[:#.])|~(?=\S)|\|"
)
# At the start of a line: heading, quotation, item, rule, underline of a heading, attribute, callout.
_START = re.compile(r"[#>]|[-+*](?=[ \t]|\Z)|[-=_*]{2,}[ \t]*\Z|:(?=:|[ \t])|!(?=!)|[-=](?=[-= \t]*\Z)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ \t]|\Z)")


def escaped(text: str) -> str:
    """Return `text` as Markdown that shows its words, line by line, without the space around a line."""
    return "\n".join(map(_line, text.splitlines()))


def escaped_line(text: str) -> str:
    """Return `text` as the words of a heading: one line; number signs at its end are shown."""
    words = _inline(" ".join(text.split()))
    bare = words.rstrip("#")
    return bare + "\\#" * (len(words) - len(bare))


def quoted(text: str) -> str:
    """Return `text`, which is plain words, as a Markdown quotation that shows them."""
    return "\n".join(f"> {_line(line)}".rstrip() for line in text.splitlines())


def guarded(note: str) -> str:
    """Return a note, which is Markdown, with no line that could be our own heading, quotation or tags.

    Ours stand at the start of a line; the note's get a space before them, which means nothing in Markdown.
    """
    return "\n".join(f" {line}" if line[:1] in ("#", ">") else line for line in note.split("\n"))


def unguarded(note: str) -> str:
    """Undo `guarded`."""
    return "\n".join(line[1:] if line[:2] in (" #", " >") else line for line in note.split("\n"))


def _line(line: str) -> str:
    # Four spaces at its start would make it code.
    bare = line.strip()
    if number := _NUMBER.match(bare):
        return f"{number[1]}\\{number[2]}{_inline(bare[number.end() :])}"
    start = "\\" if _START.match(bare) and not _INLINE.match(bare) else ""
    return start + _inline(bare)


def _inline(text: str) -> str:
    return _INLINE.sub(lambda found: "\\" + found[0], text)

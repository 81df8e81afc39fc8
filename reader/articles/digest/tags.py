"""The tags of a digest: a caption with a line such as `#AI技术， #中美竞争` below it, or that line alone.

Such a line is no heading, wherever it stands: python-markdown and others make
one of it. A heading called 标签 that has prose below it is no caption of tags.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.articles.digest.vocabulary import Key, key_of, read_label
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind

_HASHED = re.compile(r"(?:^|[\s，,、；;|]+)#+(?=[^\s#，,、；;])")
_GLUED = re.compile(r"(?<=\w)#(?=[^\W_])")
_SEPARATORS = re.compile(r"[，,、；;|]+")
_AROUND = " \t\u3000\xa0，,、；;|。."  # a full stop only behind: .NET
_MARKED = re.compile(r"`|\*\*|\]\(|<|\\#")
_SENTENCE = re.compile(r"[。！？!?：:]|\.\s")
_HINT = re.compile(r".{0,8}(?:标签|標籤|关键|關鍵|tag|keyword|label)", re.IGNORECASE)
_LONGEST = 24
_READABLE = frozenset({LineKind.TEXT, LineKind.HEADING})


class Tags(NamedTuple):
    """The tags found, and the lines (from 1) that they were read from, with their caption."""

    names: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()


def find_tags(lines: list[Line], head: int) -> Tags:
    """Return the tags of an article whose head ends before the line at index `head`."""
    for index, line in enumerate(lines):
        if line.kind in _READABLE and _HINT.match(line.content) and (found := _captioned(lines, index)):
            return found
    return _uncaptioned(lines, head)


def split_tags(text: str) -> list[str]:
    """Return the tags in `text`, without their `#`; those of `#C++` and `C#` stay."""
    text = text.replace("＃", "#")
    if _MARKED.search(text):
        text = plain(text)
    text = text.strip()
    if text.startswith("#"):
        text = _GLUED.sub(" #", text)
        parts = [part for piece in _HASHED.split(text) for part in _apart(piece)]
    elif _SEPARATORS.search(text):
        parts = _SEPARATORS.split(text)
    else:
        parts = text.split()
    tags = [part.lstrip(_AROUND[:-1]).rstrip(_AROUND).lstrip("#").strip() for part in parts]
    tags = [tag[:-1] if tag.endswith("#") and "\u3400" <= tag[-2:-1] <= "\u9fff" else tag for tag in tags]
    return list(dict.fromkeys(tag for tag in tags if tag))


def _apart(piece: str) -> list[str]:
    """Return the words of `piece` apart if all are Chinese: #甲 乙 is two, #Machine Learning one."""
    words = piece.split()
    return words if len(words) > 1 and min(word[0] for word in words) >= "\u3400" else [piece]


def _captioned(lines: list[Line], index: int) -> Tags | None:
    line = lines[index]
    labelled = read_label(line.content)
    if labelled and labelled.key is Key.TAGS and labelled.value:
        names = split_tags(labelled.value) if _are_tags(labelled.value, captioned=True) else []
        return Tags(tuple(names), frozenset({index + 1})) if names else None
    if key_of(plain(line.content)) is not Key.TAGS:
        return None
    names, taken = _below(lines, index + 1)
    return Tags(tuple(dict.fromkeys(names)), frozenset({index + 1, *taken})) if names else None


def _below(lines: list[Line], start: int) -> tuple[list[str], list[int]]:
    """Return the tags in the first paragraph or list from index `start` on, and its lines (from 1)."""
    names: list[str] = []
    taken: list[int] = []
    for index in range(start, len(lines)):
        line = lines[index]
        if line.kind is LineKind.BLANK:
            if names and not lines[index - 1].marker:
                break
            continue
        text = "#" * line.level + " " + line.content if line.kind is LineKind.HEADING else line.content
        if line.kind not in _READABLE or not _are_tags(text, captioned=True):
            break
        names += split_tags(text.replace("# ", "#"))
        taken.append(index + 1)
    return names, taken


def _uncaptioned(lines: list[Line], head: int) -> Tags:
    last = len(lines) - 1
    while last > 0 and lines[last].kind in (LineKind.BLANK, LineKind.RULE):
        last -= 1
    for index, line in enumerate(lines):
        if line.kind is LineKind.TEXT and line.content[:1] in ("#", "＃") and _are_tags(line.content):
            names = split_tags(line.content)
            if index < head or index == last or (len(names) > 1 and not line.marker):
                return Tags(tuple(names), frozenset({index + 1}))
    return Tags()


def _are_tags(text: str, *, captioned: bool = False) -> bool:
    text = text.strip().replace("＃", "#").replace("\\#", "#")
    hashed = text.startswith("#")
    if not hashed and (not captioned or _SENTENCE.search(text)):
        return False
    names = split_tags(text.replace("# ", "#") if captioned else text)
    if hashed:
        return bool(names) and max(map(len, names)) <= 2 * _LONGEST
    return bool(names) and max(map(len, names)) <= (_LONGEST if len(names) > 1 else _LONGEST // 2)

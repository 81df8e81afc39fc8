"""The tags of a digest: a caption with a line such as `#AI技术， #中美竞争` below it, or that line alone.

They stand in the head or are the last lines of the file; what looks so in the
middle is text. A heading called 标签 that has prose below it is no caption of
tags, and lines that say more than tags are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reader.articles.digest.captions import start_of_drawing
from reader.articles.digest.vocabulary import Key, key_of, read_label
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind

_HASHED = re.compile(r"(?:^|[\s，,、；;|]+)#+(?=[^\s#，,、；;])")
_GLUED = re.compile(r"(?<=\w)#(?=[^\W_])")
_SEPARATORS = re.compile(r"[，,、；;|]+")
_AROUND = " \t\u3000\xa0，,、；;|。."  # a full stop only behind: .NET
_MARKED = re.compile(r"`|\*\*|\]\(|<|\\#")
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[。！？!?：:]|\.\s")
_HINT = re.compile(r".{0,8}(?:标签|標籤|关键|關鍵|tag|keyword|label)", re.IGNORECASE)
_OPENING, _CLOSING = re.compile(r"[（(【「《]"), re.compile(r"[）)】」》]")
_LONGEST = 24  # code points of one of several tags
_MOST_LOOSE = 4  # words that are tags without `#` and without separators
_MOST_LINES = 16  # that tags at the end take
_READABLE = frozenset({LineKind.TEXT, LineKind.HEADING})
_PASSED_OVER = frozenset({LineKind.BLANK, LineKind.RULE, LineKind.HIDDEN, LineKind.DEFINITION})


class Tags(NamedTuple):
    """The tags found, and the lines (from 1) that they were read from, with their caption."""

    names: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()


def tags_at(lines: list[Line], index: int) -> Tags:
    """Return the tags that begin with the line at `index`, which is a caption or holds tags; else none."""
    line = lines[index]
    if line.kind not in _READABLE:
        return Tags()
    if _is_hashed(line):
        end = index + 1
        while end < len(lines) and not lines[end].starts and _is_hashed(lines[end]):
            end += 1
        return _read(lines, range(index, end))
    if not _HINT.match(line.content):
        return Tags()
    if value := _behind_caption(line):
        may_be_loose = not line.marker
        return _read(lines, [index], value) if _are_tags(value, may_be_loose=may_be_loose) else Tags()
    return _below(lines, index) if key_of(plain(line.content)) is Key.TAGS else Tags()


def tags_at_end(lines: list[Line], start: int) -> Tags:
    """Return the tags that are the last lines of an article, from the index `start` on.

    Rules, comments, definitions and a captioned drawing may stand below them.
    """
    end = _end_of_text(lines, start)
    best = Tags()
    for index in range(end - 1, max(start, end - _MOST_LINES) - 1, -1):
        line = lines[index]
        if line.kind is not LineKind.BLANK and line.kind not in _READABLE:
            break
        if (line.marker and _behind_caption(line)) or (_is_hashed(line) and not line.starts):
            continue  # one item among others, as in release notes; the middle of a paragraph
        found = tags_at(lines, index)
        if found.names and max(found.lines) == end:
            best = found
    return best


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


def _behind_caption(line: Line) -> str:
    """Return what stands in the same line behind a caption of tags: behind its colon, or behind spaces."""
    labelled = read_label(line.content)
    if labelled:
        return labelled.value if labelled.key is Key.TAGS else ""
    caption, _space, value = line.content.replace("\u3000", " ").partition(" ")
    return value.strip() if value.strip()[:1] in ("#", "＃") and key_of(plain(caption)) is Key.TAGS else ""


def _is_hashed(line: Line) -> bool:
    """Whether a line holds nothing but tags that begin with `#`."""
    return (
        line.kind is LineKind.TEXT and line.content[:1] in ("#", "＃", "\\", "`") and _are_tags(line.content)
    )


def _read(lines: list[Line], indices: Sequence[int], value: str = "") -> Tags:
    """Return the tags on lines; none if a line says more than the tags do, as it would be lost."""
    names: list[str] = []
    for index in indices:
        text = value or lines[index].content
        found = split_tags(text.replace("# ", "#"))
        rest = "".join(filter(str.isalnum, plain(text)))
        for name in sorted(found, key=len, reverse=True):
            rest = rest.replace("".join(filter(str.isalnum, name)), "")
        if rest or _PICTURE.search(text):
            return Tags()
        names += found
    return Tags(tuple(dict.fromkeys(names)), frozenset(index + 1 for index in indices))


def _below(lines: list[Line], caption: int) -> Tags:
    """Return the tags in the first paragraph or list below the caption at the index `caption`."""
    taken: list[int] = []
    for index in range(caption + 1, len(lines)):
        line = lines[index]
        if line.kind is LineKind.BLANK:
            if taken and not lines[index - 1].marker:
                break
            continue
        text = "#" * line.level + " " + line.content if line.kind is LineKind.HEADING else line.content
        if line.kind not in _READABLE or not _are_tags(text, may_be_loose=False):
            break
        taken.append(index)
    found = _read(lines, taken)
    return Tags(found.names, found.lines | {caption + 1}) if found.names else Tags()


def _end_of_text(lines: list[Line], start: int) -> int:
    """Return the number of lines up to the last that is text of the article, a drawing below it left out."""
    end = len(lines)
    while end > start:
        kind = lines[end - 1].kind
        if kind in _PASSED_OVER:
            end -= 1
        elif kind in (LineKind.FENCE, LineKind.TREE) and (first := start_of_drawing(lines, end - 1)) >= start:
            end = first
        else:
            break
    return end


def _are_tags(text: str, *, may_be_loose: bool | None = None) -> bool:
    """Whether `text` is tags: each with its `#`, or behind or below a caption (None: there is none).

    Without `#` and separators the words of a sentence look alike: several are tags
    only if they are Chinese, or `may_be_loose` (`Tags: python web`).
    """
    text = text.strip().replace("＃", "#").replace("\\#", "#").lstrip("`")
    is_captioned = may_be_loose is not None
    hashed = text.startswith("#")
    if not hashed and (not is_captioned or _SENTENCE.search(text)):
        return False
    names = split_tags(text.replace("# ", "#") if is_captioned else text)
    if not names:
        return False
    longest = max(map(len, names))
    if any(len(_OPENING.findall(name)) != len(_CLOSING.findall(name)) for name in names):
        return False  # a remark in brackets, with a comma in it
    if hashed:
        return longest <= 2 * _LONGEST and (is_captioned or not all(map(str.isdigit, names)))
    if len(names) == 1:
        return longest <= _LONGEST // 2
    if not _SEPARATORS.search(text):
        is_loose = may_be_loose or max(text) >= "\u3400"
        if (
            not is_loose
            or len(names) > _MOST_LOOSE
            or text.endswith(".")
            or 0 < text.count("`") < 2 * len(names)
        ):
            return False
    return longest <= _LONGEST

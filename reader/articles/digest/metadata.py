"""The head of a digest: title, original title and link, category, tags.

Read line by line, because Markdown glues these lines into one paragraph. The
head ends at the first heading, code, table or prose; the tags may stand
anywhere. A `---` in the first line is front matter only where `key: value`
lines follow it (`reader.articles.source.enclosures`). The rule below the head and the
words 内容整理 are the template's, and belong to it.
"""

from __future__ import annotations

import re

from reader.articles.digest.tags import Tags, find_tags, split_tags
from reader.articles.digest.vocabulary import Key, Labelled, is_content_caption, key_of, read_label
from reader.articles.model import Metadata, Original
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind, Scan

_LINK_START = re.compile(r"\]\(\s*<?")
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}:[^\s<>]+|www\.[^\s<>]+|//[^\s<>]+")
_AFTER_ADDRESS = "，。；、）】」』》”’！？,;\"'*"
_LONGEST_HEAD = 80
_LONGEST_LINE = 4000  # a link may be as long as that
_LONGEST_TITLE = 120
_LONGEST_LABEL = 16
_PROSE_ENDS = "。！？；…"


def read_metadata(found: Scan) -> Metadata:
    """Return what the head of a scanned article says. Never raises; what is not said is empty."""
    head = _Head(found.lines)
    head.read()
    drawn = find_tags(found.lines, head.end)
    tags = Tags(tuple(dict.fromkeys((*head.tags, *drawn.names))), drawn.lines)
    return Metadata(
        title=head.values.get(Key.NEW_TITLE)
        or head.values.get(Key.TITLE)
        or head.first
        or _heading(found.lines),
        original=Original(head.values.get(Key.ORIGINAL, ""), head.values.get(Key.LINK, head.linked)),
        category=head.values.get(Key.CATEGORY, ""),
        tags=tags.names,
        lines=frozenset(head.taken) | tags.lines,
        tag_lines=tags.lines - frozenset(range(1, head.end + 1)),
    )


def address_in(text: str) -> str:
    """Return the address in `text`, as written: that of a Markdown link, or a bare one; else ""."""
    if link := _LINK_START.search(text):
        address = text[link.end() :]
        return address.partition(">")[0] if link[0].endswith("<") else _balanced(address)
    bare = _ADDRESS.search(text)
    if not bare:
        return ""
    address = bare[0]
    for place, letter in enumerate(address):
        if letter in "，。；、）】」』》”！？":
            address = address[:place]
            break
    return address.rstrip(_AFTER_ADDRESS)


def _balanced(text: str) -> str:
    depth = 0
    for place, letter in enumerate(text):
        if letter in " \t>\n" or (letter == ")" and not depth):
            return text[:place]
        depth += (letter == "(") - (letter == ")")
    return text


def _heading(lines: list[Line]) -> str:
    return next(
        (plain(line.content) for line in lines if line.kind is LineKind.HEADING and line.level == 1), ""
    )


class _Head:
    """The head while it is being read. `end` is the index of the line after it, `taken` are its lines."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.values: dict[Key, str] = {}
        self.tags: list[str] = []
        self.first = ""  # a title without a key
        self.taken: set[int] = set()
        self.end = 0
        self.waiting: Key | None = None  # a key whose value stands on the next line
        self.started = False
        self.linked = ""

    def read(self) -> None:
        for index, line in enumerate(self.lines[:_LONGEST_HEAD]):
            if line.kind is LineKind.FRONT:
                self.front_matter(index)
            elif line.kind in (LineKind.RULE, LineKind.UNDERLINE):
                self.rule(index)
            elif line.kind is not LineKind.BLANK and not self.line(index, line):
                break

    def take(self, index: int) -> None:
        self.taken.add(index + 1)
        self.end = index + 1

    def rule(self, index: int) -> None:
        """Take the rule above the head, or the first one below it."""
        if not self.started or self.is_next(index):
            self.take(index)

    def is_next(self, index: int) -> bool:
        """Whether nothing but blank lines stands between the head so far and the line at `index`."""
        return all(line.kind is LineKind.BLANK for line in self.lines[self.end : index])

    def line(self, index: int, line: Line) -> bool:
        """Read one line; return False where the head has ended."""
        if line.kind not in (LineKind.TEXT, LineKind.HEADING, LineKind.CODE):
            return False
        content = line.content.strip()
        first, self.started = not self.started, True
        if len(content) > _LONGEST_LINE:
            return False
        labelled = read_label(content)
        if first and (labelled is None or not self.is_first_key(labelled, line)):
            return self.title(index, line, content)
        if is_content_caption(plain(content)):
            if line.kind is LineKind.TEXT and self.is_next(index):
                self.take(index)  # **内容整理**： the template's own words
            return False
        if labelled is None or (self.waiting and labelled.key is Key.OTHER):
            return self.value_or_caption(index, line, content)
        self.waiting = None
        if labelled.key is Key.OTHER or not self.keep(labelled):
            is_label = len(labelled.label) <= _LONGEST_LABEL and labelled.value[-1:] not in _PROSE_ENDS
            return line.kind is LineKind.TEXT and is_label and len(labelled.value) <= _LONGEST_TITLE
        self.take(index)
        return True

    def is_first_key(self, labelled: Labelled, line: Line) -> bool:
        """Whether a first line with a colon is a key, and not a title such as 标签：一种组织方式."""
        if line.marker or labelled.key in (Key.NEW_TITLE, Key.TITLE, Key.ORIGINAL):
            return labelled.key is not Key.OTHER
        return labelled.key is Key.LINK and bool(address_in(labelled.value))

    def title(self, index: int, line: Line, content: str) -> bool:
        words = plain(content).strip()
        if line.marker or line.quotes:
            self.waiting = key_of(words) if key_of(words) is not Key.OTHER else None
            if self.waiting:
                self.take(index)
            return self.waiting is not None
        if line.kind is LineKind.CODE or words[-1:] in _PROSE_ENDS[:1] or len(words) > _LONGEST_TITLE:
            return False
        if key_of(words) in (Key.TITLE, Key.NEW_TITLE):
            self.waiting = key_of(words)
        else:
            self.first = words
        self.take(index)
        return True

    def value_or_caption(self, index: int, line: Line, content: str) -> bool:
        """Read a line without a colon: a key alone, or the value of the key above it."""
        key = key_of(plain(content))
        if key not in (Key.OTHER, Key.TAGS):
            self.waiting = key
            self.take(index)
            return True
        waiting, self.waiting = self.waiting, None
        if waiting is None or line.kind is LineKind.HEADING:
            return False
        if not self.keep(Labelled(waiting, "", content)):
            return False
        self.take(index)
        return True

    def keep(self, labelled: Labelled) -> bool:
        """Keep the value of a known key; return False where it has none that makes sense."""
        key, value = labelled.key, labelled.value
        if not value:
            self.waiting = key if key is not Key.TAGS else None
            return key is not Key.TAGS
        if key is Key.TAGS:
            return False  # `find_tags` reads it, with what stands below
        if key is Key.ORIGINAL and "](" in value:
            self.linked = address_in(value)  # the original's title may be its link
        value = address_in(value) if key is Key.LINK else plain(value).strip()
        if not value:
            return False
        self.values.setdefault(key, value)
        return True

    def front_matter(self, index: int) -> None:
        line = self.lines[index].content
        self.take(index)
        self.started = True
        labelled = read_label(line) if line[:1] not in (" ", "-") else None
        if labelled:
            self.waiting = labelled.key
            value = labelled.value.strip("[]\"' ")
            if value and labelled.key is Key.TAGS:
                self.tags += [tag.strip("\"' ") for tag in split_tags(value)]
            elif value and labelled.key is not Key.OTHER:
                self.values.setdefault(labelled.key, address_in(value) if labelled.key is Key.LINK else value)
        elif line.strip().startswith("- ") and self.waiting is Key.TAGS:
            self.tags.append(line.strip()[2:].strip("\"'# "))

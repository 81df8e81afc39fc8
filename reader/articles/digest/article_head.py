"""Reads the head of an article, line by line, because Markdown glues its lines into one paragraph.

The head is the front matter and what follows it: a title, metadata lines, a
list of them under a caption such as 源信息, tags, and what a digest's template
puts there (内容整理, the framework with its caption). It ends at code, a table,
prose, or a heading of the text. Where the title (`#`) comes only later, the
metadata lines right below it are read too.

Nothing is decided here about what the page leaves out: each value that was
read is noted as a `Claim`, and `reader.articles.digest.metadata` compares it
with what the title block shows.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.articles.digest.addresses import address_in, whole_link, words_of_link
from reader.articles.digest.captions import drawing_below, end_of_drawing, rank_of_caption
from reader.articles.digest.front_matter import read_front_matter
from reader.articles.digest.notations.tree_drawing import read_drawing
from reader.articles.digest.tags import tags_at
from reader.articles.digest.vocabulary import (
    Key,
    Labelled,
    is_about_caption,
    is_content_caption,
    is_credit,
    key_of,
    read_label,
)
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind

_ADORNED = re.compile(r"^[*_<!]|\||\]\(|\[\[")  # bold words, badges, links to other pages
_LONGEST_HEAD = 80  # lines that are not blank
_LONGEST_LINE = 4000  # code points; a link may be as long as that
_LONGEST_TITLE = 120
_LONGEST_LABEL = 16
_LONGEST_REMARK = 200
_PROSE_ENDS = "。！？；…"
_PASSED_OVER = frozenset({LineKind.BLANK, LineKind.HIDDEN, LineKind.DEFINITION})
_RULES = frozenset({LineKind.RULE, LineKind.UNDERLINE})
_TITLES = frozenset({Key.TITLE, Key.NEW_TITLE})


class Claim(NamedTuple):
    """What the line at the index `at` says of the article, as it is written there."""

    at: int
    key: Key
    value: str


class Head:
    """What was read of the head. Indices are of `lines`, from 0; `end` is that after its last metadata line.

    `bare` is a first line without a `#`; it is the title only if `bare_is_title`.
    `link_words` are the words of the link to the original, `title_address` the
    address that the title or the original's title leads to.
    """

    def __init__(self, lines: list[Line]) -> None:
        front = read_front_matter(lines)
        self.lines = lines
        self.start = self.end = front.length
        self.values = {
            key: address_in(value) if key is Key.LINK else value for key, value in front.values.items()
        }
        self.tags = list(front.tags)
        self.tag_lines: frozenset[int] = frozenset()  # from 1
        self.claims: list[Claim] = []
        self.captions: list[int] = []  # of metadata lines that stand below them
        self.rules: list[int] = []
        self.bare = ""
        self.bare_is_title = False
        self.heading = ""
        self.heading_index = -1
        self.link_words = ""
        self.title_address = ""
        self._waiting: Key | None = None  # a key whose value stands on the next line
        self._started = False
        self._is_below = False  # at what the template puts below the metadata
        self._read(self.start)
        if self.heading_index < 0 and not self.bare_is_title:
            self._read_below_the_title()

    def _read(self, index: int) -> None:
        read = 0
        while index < len(self.lines) and read < _LONGEST_HEAD:
            line = self.lines[index]
            if line.kind in _RULES:
                self.rules.append(index)
            if line.kind in _RULES or line.kind in _PASSED_OVER:
                index += 1
                continue
            read += 1
            index = self._line(index, line)
            if not index:
                return

    def _read_below_the_title(self) -> None:
        for index in range(self.start, len(self.lines)):
            line = self.lines[index]
            if line.kind is LineKind.HEADING and line.level == 1 and (words := plain(line.content).strip()):
                self.heading, self.heading_index = words, index
                self._is_below = False
                if not self.values.keys() & _TITLES:
                    self._read(index + 1)
                return

    # ---- one line: each method returns the index of the next line to read, 0 where the head has ended ----

    def _line(self, index: int, line: Line) -> int:
        if line.kind in (LineKind.FENCE, LineKind.TREE):
            return self._drawing(index)
        content = line.content.strip()
        if line.kind not in (LineKind.TEXT, LineKind.HEADING, LineKind.CODE) or len(content) > _LONGEST_LINE:
            return 0
        first, self._started = not self._started, True
        labelled = read_label(content)
        if first and _may_be_title(labelled, line):
            return self._first_line(index, line, content)
        if is_content_caption(plain(content)):
            self.bare_is_title = self._is_below = True
            return index + 1
        if self._is_below:
            return self._tags(index) or self._framework(index, line)
        waiting, self._waiting = self._waiting, None
        if waiting and (labelled is None or labelled.key is Key.OTHER) and line.kind is not LineKind.HEADING:
            return self._value_below(index, line, waiting)
        if labelled is None or labelled.key in (Key.OTHER, Key.TAGS):
            return self._unknown(index, line, labelled)
        self._keep(Claim(index, labelled.key, labelled.value))
        return index + 1

    def _first_line(self, index: int, line: Line, content: str) -> int:
        """Read a line that may be the title: a heading, or the bare words that digests begin with."""
        words = plain(content).strip()
        if line.kind is LineKind.HEADING:
            return self._heading(index, line, content)
        if _is_caption(line, words) or self._goes_on(index):
            return self._unknown(index, line, None)
        if line.kind is LineKind.CODE or not words or words[-1] == "。" or len(words) > _LONGEST_TITLE:
            return 0
        self.bare = words
        is_plain = not _ADORNED.search(content) and words[-1] not in ".…" and not read_label(content)
        self.bare_is_title = is_plain and self._is_above_structure(index)
        self.claims.append(Claim(index, Key.TITLE, content))
        return index + 1

    def _goes_on(self, index: int) -> bool:
        """Whether the paragraph at `index` goes on in the next line, and not with metadata."""
        below = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if below is None or below.kind is not LineKind.TEXT or below.starts:
            return False
        return not read_label(below.content) and not tags_at(self.lines, index + 1).names

    def _is_above_structure(self, index: int) -> bool:
        """Whether a heading or a numbered bold lead comes next, as in the body of a digest."""
        skipped = _PASSED_OVER | _RULES
        below = next((line for line in self.lines[index + 1 :] if line.kind not in skipped), None)
        if below is None:
            return False
        is_numbered_lead = below.marker[:1].isdigit() and below.content.startswith(("**", "__"))
        return below.kind is LineKind.HEADING or is_numbered_lead

    def _heading(self, index: int, line: Line, content: str) -> int:
        """Take a heading as the title, where the text has not begun; a second one always begins it."""
        words = plain(content).strip()
        is_caption = _is_caption(line, words) or is_about_caption(words)
        if is_caption and not (key_of(words) in _TITLES and not self._has_value_below(index)):
            return self._unknown(index, line, None)
        is_title = line.level == 1 or (not self.claims and self._is_above_all(index))
        if not is_title or not words or self.heading or (self.bare and self.bare_is_title):
            return 0
        self.heading, self.heading_index = words, index
        self.title_address = self.title_address or whole_link(content)
        self.claims.append(Claim(index, Key.TITLE, content))
        self.end = index + 1
        return index + 1

    def _has_value_below(self, index: int) -> bool:
        """Whether plain words stand in the next line, as below `## 标题`; else that is the title itself."""
        below = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if below is None or below.kind is not LineKind.TEXT:
            return False
        labelled = read_label(below.content)
        return not below.marker and not below.quotes and (labelled is None or labelled.key is Key.OTHER)

    def _is_above_all(self, index: int) -> bool:
        """Whether no other heading is as high as the one at `index`."""
        level = self.lines[index].level
        headings = (line.level for line in self.lines[index + 1 :] if line.kind is LineKind.HEADING)
        return all(other > level for other in headings)

    def _value_below(self, index: int, line: Line, key: Key) -> int:
        content = line.content.strip()
        if key_of(plain(content)) not in (Key.OTHER, Key.TAGS):
            return self._caption(index, content)
        return index + 1 if self._keep(Claim(index, key, content)) else self._unknown(index, line, None)

    def _caption(self, index: int, content: str) -> int:
        """Take a key alone, whose value stands on the next line."""
        self._waiting = key_of(plain(content))
        self.captions.append(index)
        return index + 1

    def _unknown(self, index: int, line: Line, labelled: Labelled | None) -> int:
        """Read a line that has no known key with a value; prose ends the head."""
        content = line.content.strip()
        words = plain(content)
        if following := self._tags(index) or self._framework(index, line):
            return following
        if is_about_caption(words):
            self.captions.append(index)
            return index + 1
        is_key = labelled is None and key_of(words) not in (Key.OTHER, Key.TAGS)
        if is_key and (line.level != 1 or self._has_value_below(index)):
            return self._caption(index, content)
        if line.kind is LineKind.HEADING:
            may_be_title = line.level == 1 and not labelled and not _is_caption(line, words)
            return self._heading(index, line, content) if may_be_title else 0
        if line.quotes and line.kind is LineKind.TEXT and len(words) <= _LONGEST_REMARK:
            return index + 1 if labelled or self.end > self.start else 0  # a remark below the title
        return index + 1 if labelled and line.kind is LineKind.TEXT and _is_short(labelled) else 0

    def _tags(self, index: int) -> int:
        found = tags_at(self.lines, index)
        if not found.names:
            return 0
        self.tags += found.names
        self.tag_lines |= found.lines
        self.bare_is_title = True
        last = max(found.lines)
        if not self._is_below:
            self.end = last
        return last

    def _framework(self, index: int, line: Line) -> int:
        """Pass over a framework under its caption."""
        end = drawing_below(self.lines, index) if rank_of_caption(line) >= 3 else 0
        self.bare_is_title |= end > 0
        self._is_below |= end > 0 and self.heading_index >= 0
        return end

    def _drawing(self, index: int) -> int:
        """Pass over a drawn tree without a caption; any other code ends the head."""
        end = end_of_drawing(self.lines, index)
        is_tree = bool(read_drawing((at + 1, self.lines[at].content) for at in range(index, end)))
        self.bare_is_title |= is_tree
        self._is_below = self._started = True
        return end if is_tree else 0

    def _keep(self, claim: Claim) -> bool:
        """Keep the value of a known key; return False where it has none that makes sense."""
        key, value = claim.key, claim.value
        if not value:
            self._waiting = key
            self.captions.append(claim.at)
            return True
        address = address_in(value)
        if key is Key.ORIGINAL and "](" in value:
            self.title_address = self.title_address or address
        words = address if key is Key.LINK else plain(value).strip()
        if not words:
            return False
        if key is Key.LINK and self.values.get(key, address) == address:
            self.link_words = self.link_words or words_of_link(value)
        self.values.setdefault(key, words)
        self.claims.append(claim)
        self.bare_is_title = True
        self.end = claim.at + 1
        return True


def _may_be_title(labelled: Labelled | None, line: Line) -> bool:
    """Whether a first line is no metadata line: 标签：一种组织方式 may be a title, `- 链接：…` is none."""
    if line.kind is LineKind.HEADING:
        return labelled is None or labelled.key not in _TITLES
    if labelled is None:
        return not line.marker and not line.quotes
    if line.marker or line.quotes or is_credit(labelled.label) or labelled.key in (*_TITLES, Key.ORIGINAL):
        return False
    return not (labelled.key is Key.LINK and address_in(labelled.value))


def _is_caption(line: Line, words: str) -> bool:
    return rank_of_caption(line) >= 3 or key_of(words) is not Key.OTHER


def _is_short(labelled: Labelled) -> bool:
    """Whether a line with an unknown key is one of the head's (作者：某人) and no sentence."""
    value = labelled.value
    return (
        len(labelled.label) <= _LONGEST_LABEL
        and value[-1:] not in _PROSE_ENDS
        and len(value) <= _LONGEST_TITLE
    )

"""What the text itself shows: headings, bold leads, list items and table rows, as a tree of passages.

A section hangs from the nearest one above that outranks it: a heading by its
level (skipped levels are not filled in), then a bold lead that opens a
paragraph or stands alone behind a number (`1. **引言**`), then items by the
column of their markers, then rows. A section ends where the next of its rank
begins, at a rule (if it is no heading), or where an unindented paragraph
follows its list. Lines of the head, the tags and the frameworks belong to no
section: `hidden` names them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.articles.digest.node_ids import build_nodes
from reader.articles.digest.notations.point import Point
from reader.articles.digest.vocabulary import is_content_caption
from reader.articles.model import Framework, Outline, Section, SectionKind
from reader.articles.source.canonical_text import CanonicalText
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind, Scan

_BOLD = re.compile(
    r"(?P<number>(?:第?[一二三四五六七八九十百\d]{1,3}[、.．)）章节:：]+|[（(][一二三四五六七八九十\d]{1,3}[)）]|[^\w\s*<_]{1,3})?\s*)"
    r"(?P<mark>\*\*|__|<b>|<strong>)(?P<label>(?:(?!\*\*|__|</).){1,100}?)(?:\*\*|__|</b>|</strong>)(?P<rest>.*)$",
    re.DOTALL,
)
_AFTER_LEAD = re.compile(r"\s*(?:$|[:：（(\-–—|，,。.;；]|\s)")
_CLAUSE = re.compile(r"[：:。；;！？!?]|，|, |——")
_SENTENCE_ENDS = "。！？"
_DEEPEST = 60  # what is nested further stands beside its parent
_LONGEST_LEAD = 60
_LONGEST_LABEL = 40
_LONGEST_WITH_STOP = 24  # code points of a lead that ends in a full stop
_PARTS = re.compile(r"[，,；;。.！？!?]")
_HEADING, _LEAD, _ITEM, _ROW = range(4)


@dataclass(eq=False, slots=True)
class _Open:
    kind: SectionKind
    label: str
    level: int
    rank: tuple[int, int]
    line: int
    last_line: int = 0
    children: list[_Open] = field(default_factory=list)


def read_outline(found: Scan, text: CanonicalText, hidden: frozenset[int]) -> Outline:
    """Return the outline of a scanned article, without the lines (from 1) in `hidden`."""
    reading = _Reading(hidden, text.text.split("\n"))
    for number, line in enumerate(found.lines, start=1):
        reading.read(number, line)
    reading.close((_HEADING, 0))
    return Outline(tuple(_section(one, text, 1) for one in reading.top))


def derive_framework(outline: Outline) -> Framework:
    """Return the framework that a text without one has: its headings, and the bold leads below them."""
    points: list[Point] = []
    _collect(outline.sections, 1, points)
    return Framework(build_nodes(points, ""), derived=True)


def lead_of(line: Line) -> str:
    """Return the words of the bold lead that a line begins with; "" where it begins otherwise."""
    bold = _BOLD.match(line.content)
    if not bold:
        return ""
    words = plain(bold["label"]).strip()
    label = _without_full_stop(words.rstrip("：: "), bold["rest"])
    is_lead = bool(line.marker) or words != label or bool(_AFTER_LEAD.match(bold["rest"]))
    if (
        not label
        or len(label) > _LONGEST_LEAD
        or not is_lead
        or (not line.marker and label[-1] in _SENTENCE_ENDS)
    ):
        return ""
    if is_content_caption(label) and not line.marker:
        return ""  # **内容整理**： opens the content, and is no part of it
    return bold["number"].strip() + label


def _without_full_stop(label: str, rest: str) -> str:
    """Return a lead without the full stop inside its bold words (`**机器人技术。** 现实世界…`).

    A bold sentence that stands alone, is long or has parts keeps it: it is no lead.
    """
    bare = label[:-1].rstrip()
    is_short = len(bare) <= _LONGEST_WITH_STOP and not _PARTS.search(bare)
    return bare if label[-1:] in ("。", ".") and bare and rest.strip() and is_short else label


class _Reading:
    def __init__(self, hidden: frozenset[int], words: list[str]) -> None:
        self.hidden = hidden
        self.words = words  # the canonical text, line by line
        self.top: list[_Open] = []
        self.open: list[_Open] = []  # outermost first
        self.last_text = 0

    def read(self, number: int, line: Line) -> None:
        kind = line.kind
        if kind is LineKind.BLANK:
            return
        if number in self.hidden:
            self.close((_HEADING, line.level) if kind is LineKind.HEADING else (_LEAD, 0))
            return
        if kind is LineKind.RULE:
            self.close((_LEAD, 0))
            return
        if kind is LineKind.HEADING and not line.starts:  # an underlined heading of several lines
            if self.open:
                self.open[-1].label += " " + self.words[number - 1].strip()
        elif kind is LineKind.HEADING:
            self.add(SectionKind.HEADING, self.words[number - 1].strip(), (_HEADING, line.level), number)
        elif kind is LineKind.ROW:
            self.row(number, line)
        elif kind is LineKind.TEXT:
            self.text(number, line)
        self.last_text = number

    def row(self, number: int, line: Line) -> None:
        self.close((_ITEM, line.column))
        label = next((words for cell in self.words[number - 1].split("\t") if (words := cell.strip())), "")
        self.add(SectionKind.ROW, label[:_LONGEST_LABEL], (_ROW, 0), number)

    def text(self, number: int, line: Line) -> None:
        label = lead_of(line)
        if line.marker:
            rank = (_ITEM, line.marker_column)
            within = any(one.rank[0] == _ITEM and one.rank < rank for one in self.open)
            if label and line.marker[0].isdigit() and not within:
                rank = (_LEAD, 1)  # 1. **引言**: what follows is its text, however it is indented
            kind = SectionKind.LEAD if label else SectionKind.ITEM
            self.add(kind, label or _clause(self.words[number - 1]), rank, number)
        elif label:
            nested = any(one.rank[0] == _ITEM and one.rank[1] < line.column for one in self.open)
            self.add(SectionKind.LEAD, label, (_ITEM, line.column) if nested else (_LEAD, 0), number)
        elif line.starts:
            self.close((_ITEM, line.column))

    def add(self, kind: SectionKind, label: str, rank: tuple[int, int], number: int) -> None:
        self.close(rank)
        if len(self.open) == _DEEPEST:
            self.close(self.open[-1].rank)
        section = _Open(kind, label, rank[1] if kind is SectionKind.HEADING else 0, rank, number)
        (self.open[-1].children if self.open else self.top).append(section)
        self.open.append(section)

    def close(self, rank: tuple[int, int]) -> None:
        """Close every open section that does not outrank `rank`."""
        while self.open and self.open[-1].rank >= rank:
            section = self.open.pop()
            section.last_line = max(section.line, self.last_text)


def _clause(words: str) -> str:
    words = words.strip()
    end = _CLAUSE.search(words, 2)
    return words[: min(end.start() if end else len(words), _LONGEST_LABEL)]


def _section(one: _Open, text: CanonicalText, depth: int) -> Section:
    children = tuple(_section(child, text, depth + 1) for child in one.children)
    span = text.span_of_lines(one.line, one.last_line)
    return Section(one.kind, one.label, one.level, depth, one.line, one.last_line, span, children)


def _collect(sections: tuple[Section, ...], depth: int, points: list[Point]) -> None:
    for section in sections:
        is_point = section.kind in (SectionKind.HEADING, SectionKind.LEAD) and bool(section.label)
        if is_point:
            points.append(Point(depth, section.label, "", section.line))
        _collect(section.children, depth + is_point, points)

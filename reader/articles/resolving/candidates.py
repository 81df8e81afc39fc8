"""What a framework's nodes may lead to, ready to be looked up: the sections and the lines of the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from reader.articles.digest.labels import key, ordinal, parts
from reader.articles.model import Outline, Section, SectionKind
from reader.articles.source.canonical_text import CanonicalText
from reader.articles.source.character_folding import fold
from reader.articles.source.extraction import cells
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import LineKind, Scan

NAMED = frozenset({SectionKind.HEADING, SectionKind.LEAD})
_BULLETS = frozenset("•·●▪◦○■◆–")  # typed where Markdown would have a marker
_READ = frozenset({LineKind.TEXT, LineKind.ROW})


class Scope(NamedTuple):
    """The lines, both inclusive, that a node is sought in; `own` is where the passage itself ends."""

    first: int
    last: int
    own: int


class Spoken(NamedTuple):
    """A line of running text: its folded words, and what it is."""

    line: int
    words: str
    has_link: bool
    is_item: bool
    is_row: bool
    leads_in: bool  # ends with a colon: a list follows


class Places:
    """The sections in order of the text, by line and by their keys; and the lines between them."""

    def __init__(self, outline: Outline, text: CanonicalText, found: Scan, hidden: frozenset[int]) -> None:
        self.sections: list[Section] = list(outline.walk())
        self.starts = [section.line for section in self.sections]
        self.text = text
        self.found = found
        self.hidden = hidden
        self.by_label: dict[str, list[int]] = {}
        self.by_key: dict[str, list[int]] = {}
        self.by_part: dict[str, list[int]] = {}
        for place, section in enumerate(self.sections):
            self._index(place, section)
        self._spoken: dict[int, Spoken | None] = {}

    def _index(self, place: int, section: Section) -> None:
        self.by_label.setdefault(section.label, []).append(place)
        names = self._names(section)
        for name in names:
            self.by_key.setdefault(name, []).append(place)
        if section.kind in NAMED:
            for name in parts(section.label):
                if name not in names:
                    self.by_part.setdefault(name, []).append(place)

    def _names(self, section: Section) -> set[str]:
        if section.kind is SectionKind.ROW:
            row = self.found.lines[section.line - 1].content
            names = {key(plain(cell)) for cell in cells(row) if 0 < len(cell) <= 60}
        else:
            names = {key(section.label)}
        return {name for name in names if name}

    def within(self, places: list[int], scope: Scope, skip: int, most: int) -> list[int]:
        """Return those of `places` (sorted) whose sections start in `scope`; at most `most`, after `skip`."""
        low = bisect_left(places, bisect_left(self.starts, scope.first))
        high = bisect_left(places, bisect_right(self.starts, scope.last))
        if high - low > most:
            low = min(low + skip, high - most)
            high = low + most
        return places[low:high]

    def named(self, scope: Scope, most: int) -> list[int]:
        """Return the sections with names in the passage of `scope` itself; [] if more than `most`."""
        first = bisect_left(self.starts, scope.first)
        last = bisect_right(self.starts, scope.own)
        if last - first > most:
            return []
        return [place for place in range(first, last) if self.is_named(self.sections[place])]

    def is_named(self, section: Section) -> bool:
        """Whether a section has a name: a heading, a bold lead, or an item such as 场景：适合重构."""
        if section.kind is not SectionKind.ITEM:
            return section.kind in NAMED
        end = section.span.start + len(section.label)
        return self.text.text[end : end + 1] in ("：", ":") and self.text.text.startswith(
            section.label, section.span.start
        )

    def spoken(self, scope: Scope, most: int) -> Iterator[Spoken]:
        """Yield the lines of running text in the passage of `scope` itself, at most the first `most`."""
        for number in range(scope.first, min(scope.own, scope.first + most) + 1):
            if number not in self._spoken:
                self._spoken[number] = self._read(number)
            if line := self._spoken[number]:
                yield line

    def number_of(self, place: int) -> int:
        """Return the number in front of a section, in its label or as its list marker; 0 for none."""
        section = self.sections[place]
        marker = self.found.lines[section.line - 1].marker.rstrip(".)")
        return ordinal(section.label) or (int(marker) if marker.isdecimal() else 0)

    def section_at(self, line: int) -> Section | None:
        """Return the section that starts on `line`, if one does."""
        place = bisect_left(self.starts, line)
        return self.sections[place] if place < len(self.starts) and self.starts[place] == line else None

    def _read(self, number: int) -> Spoken | None:
        line = self.found.lines[number - 1]
        if line.kind not in _READ or number in self.hidden:
            return None
        words = fold(self.text.words(self.text.span_of_lines(number, number)))
        has_link = "](" in line.content or "http" in line.content
        is_row = line.kind is LineKind.ROW
        is_item = bool(line.marker) or words[:1] in _BULLETS
        words = words.lstrip("•·●▪◦○■◆– ") if is_item else words
        return Spoken(number, words, has_link, is_item, is_row, words.rstrip()[-1:] in (":", "："))

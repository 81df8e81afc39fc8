"""What a node may lead to: the sections and sentences of a passage, without those that are no passage.

No passage are: contents lists and whatever else stands below their caption, items and lines that are
nothing but links (contents, navigation, cross references), and a section that holds only the drawn tree.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from reader.articles.digest.labels import key
from reader.articles.model import Match, Outline, Section, SectionKind
from reader.articles.resolving.label_similarity import LINK, grams, name_of
from reader.articles.source.canonical_text import CanonicalText
from reader.articles.source.character_folding import fold
from reader.articles.source.lines import LineKind, Scan

NAMED = frozenset({SectionKind.HEADING, SectionKind.LEAD})
_READ = frozenset({LineKind.TEXT, LineKind.ROW})
_DRAWN = frozenset({LineKind.FENCE, LineKind.TREE, LineKind.CODE})
_LONG = 150_000  # code points: of a longer text, passages are known by the beginning of their first line
_LONGEST_OPENING = 60
_LONGEST_BODY = 60  # lines of a passage that are read for what it says
_FEW_LINES = 16  # of a scope of which all sentences are candidates
_MOST_SENTENCES = 400  # lines of a scope whose sentences are looked at
_MOST_OF_LONG = 500  # and of a whole long text
_CONTENTS = frozenset({"目录", "目次", "文章目录", "contents", "tableofcontents", "toc"})
_LINK = re.compile(r"!?\[[^\]\[]*\](?:\([^()\s]*(?:\([^()]*\))?[^()]*\)|\[[^\]]*\])|<?https?://[^\s<>]*>?")
_BULLETS = frozenset("•·●▪◦○■◆–")
_WORD = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"(?<=[。！？!?；;])|(?<=[a-z0-9)][.])\s+(?=[a-z\"“])")
_LEAD = re.compile(r"\s*([^：:。，,；;！!？?]{1,18})\s*[：:]\s*(?=\S)")
_QUESTION = re.compile(r"[（(]?(?:q|问)\s*\d*\s*[)）]?\s*[：:.、]\s*(?=\S)")
_CLAUSE = re.compile(r"[，,。；;：:！!？?]")
_DELIMITERS = re.compile(r"[\s|:>-]*-[\s|:-]*")
_DEFINED = re.compile(r"\s*[:：]\s+\S")
_SHORTEST_SENTENCE = 4
_LONGEST_TERM = 40
_LONGEST_LEAD = 18


class Scope(NamedTuple):
    """The lines, both inclusive, that siblings are sought in.

    `own` is where the passage of their parent ends; what follows, up to `last`, stands before the parent's
    next sibling. `parent` is the line on which the parent's passage starts; 0 where the scope is the whole
    text. `without` are stretches of lines within that belong to other nodes; `is_wider` is set
    where the node above has no passage.
    """

    first: int
    last: int
    own: int
    parent: int = 0
    without: tuple[tuple[int, int], ...] = ()
    is_wider: bool = False

    def is_anothers(self, line: int) -> bool:
        """Whether `line` belongs to another node."""
        return any(first <= line <= last for first, last in self.without)


class Candidate:
    """A section, a sentence or a definition's term that a node may mean. Lines are from 1, inclusive.

    `reach` is where the list ends that a sentence leads in; of others the same as `last`. `depth` is its
    place in the outline, 0 for a sentence; `named` says whether its author named it; `place` is the place in
    `Passages.sections`, -1 for a sentence.
    """

    def __init__(self, match: Match, lines: tuple[int, int], depth: int, label: str, place: int = -1) -> None:
        self.match = match
        self.line, self.last = lines
        self.reach = self.last
        self.depth = depth
        self.label = label
        self.place = place
        self.named = False
        self.has_bullet = False  # typed, where Markdown would have a marker
        self.has_below = False
        self.number = 0
        self.is_header = False
        self.cells: tuple[str, ...] = ()  # of a row, but for the first
        self.own: frozenset[str] = frozenset()

    @property
    def kind(self) -> tuple[Match, int]:
        """What siblings have in common: the kind, and the depth in the outline; a table's head is apart."""
        return self.match, -1 if self.is_header else self.depth


class Passages:
    """The candidates of an article, in the order of the text; each is made when it is first asked for."""

    def __init__(self, outline: Outline, text: CanonicalText, found: Scan, hidden: frozenset[int]) -> None:
        self.text = text
        self.found = found
        self.hidden = hidden
        self.words = text.text.split("\n")
        self.is_long = len(text.text) > _LONG
        self._grams: dict[int, frozenset[str]] = {}
        self._openings: dict[int, frozenset[str]] = {}
        self._bodies: dict[tuple[int, int], frozenset[str]] = {}
        self._of_sections: dict[int, Candidate] = {}
        self._of_lines: dict[int, list[Candidate]] = {}
        self._of_links: dict[int, bool] = {}
        self.sections: list[Section] = []
        self._collect(outline.sections)
        self.starts = [section.line for section in self.sections]
        self._keys: dict[int, str] = {}
        self._unread = _MOST_OF_LONG if self.is_long else len(self.words)

    def _collect(self, sections: Sequence[Section]) -> None:
        """Note the sections that are passages, in the order of the text."""
        waiting = list(reversed(sections))
        while waiting:
            section = waiting.pop()
            if section.kind in NAMED:
                if key(section.label) in _CONTENTS or self._only_drawing(section):
                    continue
            elif section.kind is SectionKind.ITEM and self.is_of_links(section.line):
                waiting += reversed(section.children)
                continue
            self.sections.append(section)
            waiting += reversed(section.children)

    def _only_drawing(self, section: Section) -> bool:
        """Whether a heading is the caption of the drawn tree: that is all that follows it."""
        end = len(self.words) + 1
        following = next((line for line in range(section.line + 1, end) if self._has_text(line)), 0)
        if following not in self.hidden or section.kind is not SectionKind.HEADING:
            return False
        if self.found.lines[following - 1].kind not in _DRAWN:
            return False
        rest = range(section.line + 1, section.last_line + 1)
        return not any(self._has_text(line) and line not in self.hidden for line in rest)

    def _has_text(self, line: int) -> bool:
        return self.found.lines[line - 1].kind is not LineKind.BLANK

    def is_of_links(self, line: int) -> bool:
        """Whether a line is nothing but links and what stands between them."""
        known = self._of_links.get(line)
        if known is None:
            content = self.found.lines[line - 1].content
            known = self._of_links[line] = ("](" in content or "][" in content or "http" in content) and not (
                _WORD.search(_LINK.sub("", content))
            )
        return known

    def grams_of(self, line: int) -> frozenset[str]:
        """Return the grams of a line, from 1."""
        known = self._grams.get(line)
        if known is None:
            known = grams(fold(self.words[line - 1]))
            content = self.found.lines[line - 1].content
            if "](" in content or "http" in content:
                known |= LINK
            self._grams[line] = known
        return known

    def opening_of(self, line: int) -> frozenset[str]:
        """Return the grams of the beginning of a line: all of it, but of a long text its first words."""
        if not self.is_long:
            return self.grams_of(line)
        known = self._openings.get(line)
        if known is None:
            known = self._openings[line] = grams(fold(self.words[line - 1][:_LONGEST_OPENING]))
        return known

    def body_of(self, candidate: Candidate) -> frozenset[str]:
        """Return the grams of a candidate's whole passage, as far as it is read."""
        first, last = candidate.line, min(candidate.last, candidate.line + _LONGEST_BODY)
        if first == last or self.is_long:
            return candidate.own
        known = self._bodies.get((first, last))
        if known is None:
            read = [line for line in range(first, last + 1) if line not in self.hidden]
            known = self._bodies[first, last] = frozenset().union(*map(self.grams_of, read))
        return known

    def section_at(self, line: int) -> Section | None:
        """Return the section that starts on `line`, if one does."""
        place = bisect_left(self.starts, line)
        return self.sections[place] if place < len(self.starts) and self.starts[place] == line else None

    def key_at(self, place: int) -> str:
        """Return the key of the name of the section at `place`."""
        known = self._keys.get(place)
        if known is None:
            known = self._keys[place] = key(self.sections[place].label)
        return known

    def places_in(self, scope: Scope) -> range:
        """Return the places of the sections that start in `scope`, whoever they belong to."""
        return range(bisect_left(self.starts, scope.first), bisect_right(self.starts, scope.last))

    def open_places(self, scope: Scope, taken: Set[int]) -> list[int]:
        """Return those of them that belong to no other node, and that no node leads to."""
        starts, found, at = self.starts, self.places_in(scope), bisect_left
        shut = taken | {scope.parent}
        stretches = [(at(starts, first), at(starts, last + 1)) for first, last in scope.without]
        open_here = set(found).difference(*(range(first, end) for first, end in stretches))
        return sorted(place for place in open_here if starts[place] not in shut)

    def of_section(self, place: int) -> Candidate:
        """Return the candidate that the section at `place` is."""
        known = self._of_sections.get(place)
        if known is None:
            known = self._of_sections[place] = self._from_section(place)
        return known

    def _from_section(self, place: int) -> Candidate:
        section = self.sections[place]
        line = self.words[section.line - 1].strip()
        lines = (section.line, section.last_line)
        made = Candidate(Match(section.kind.value), lines, section.depth, section.label, place)
        made.own = self.opening_of(section.line)
        made.has_below = bool(section.children) or section.last_line > section.line
        marker = self.found.lines[section.line - 1].marker.rstrip(".)")
        made.number = name_of(section.label).number or (int(marker) if marker.isdecimal() else 0)
        made.named = section.kind in NAMED or section.kind is SectionKind.ROW
        if section.kind is SectionKind.ROW:
            following = self.found.lines[section.line].content if section.line < len(self.words) else ""
            made.is_header = bool(_DELIMITERS.fullmatch(following))
            made.cells = tuple(cell.strip()[:_LONGEST_TERM] for cell in line.split("\t")[1:] if cell.strip())
        if section.kind is SectionKind.ITEM:
            end = len(section.label)
            made.named = (
                line.startswith(section.label) and line[end : end + 1] in ("：", ":") and end <= _LONGEST_LEAD
            )
        return made

    def sentences(self, scope: Scope, wanted: Set[str], openers: Set[int]) -> Iterator[Candidate]:
        """Yield the sentences of the running text of `scope` that say some of `wanted`; all of a short one.

        Of the lines on which a section starts only those in `openers` are read: behind a lead, or of an item
        that a node above leads to.
        """
        if scope.own - scope.first > _MOST_SENTENCES:
            return
        are_few = scope.own - scope.first < _FEW_LINES
        for line in range(scope.first, min(scope.own, len(self.words)) + 1):
            if line not in openers and self.section_at(line) is not None:
                continue  # its section is the candidate
            if line not in self._of_lines:
                if line not in self._grams:
                    if not self._unread:
                        continue
                    self._unread -= 1
                if are_few or not wanted.isdisjoint(self.grams_of(line)):
                    self._of_lines[line] = list(self._from_line(line))
            for candidate in self._of_lines.get(line, ()):
                if are_few or not wanted.isdisjoint(candidate.own):
                    yield candidate

    def _from_line(self, line: int) -> Iterator[Candidate]:
        read = self.found.lines[line - 1]
        if read.kind is not LineKind.TEXT or line in self.hidden or self.is_of_links(line):
            return
        words = fold(self.words[line - 1]).strip()
        if len(words) <= _LONGEST_TERM and (end := self._end_of_definition(line)) > line:
            term = Candidate(Match.TEXT, (line, end), 0, words)
            term.named, term.own = True, grams(words)
            yield term
            return
        section = self.section_at(line)
        if section is not None:
            words = words.removeprefix(fold(section.label)).lstrip(" ：:")
        reach = self._end_of_list(line) if words[-1:] in (":", "：") else line
        for sentence in _cut(words):
            made = Candidate(Match.TEXT, (line, line), 0, sentence[:_LONGEST_TERM])
            made.reach, made.has_below = reach, reach > line
            made.own = grams(sentence)
            made.has_bullet = sentence[:1] in _BULLETS
            named = _QUESTION.match(sentence) or _LEAD.match(sentence)
            made.named = named is not None
            made.label = _clause(sentence[named.end() :] if named and not named.re.groups else sentence)
            yield made

    def _end_of_definition(self, line: int) -> int:
        """Return the last line of what defines the term on `line`; `line` itself where it is none."""
        lines = self.found.lines
        if line not in self.found.terms:  # with a full-width colon it is none to Markdown
            is_defined = line < len(lines) and _DEFINED.match(lines[line].content)
            return line + 1 if is_defined else line
        within, end = lines[line - 1].path, line
        for number in range(line + 1, len(lines) + 1):
            read = lines[number - 1]
            if len(read.path) <= len(within) or read.path[: len(within)] != within:
                break
            if read.kind is not LineKind.BLANK:
                end = number
        return end

    def _end_of_list(self, line: int) -> int:
        """Return the last line of the list that follows `line`; `line` itself where none does."""
        lines = self.found.lines
        end = following = line
        while following < len(lines):
            read = lines[following]
            if read.kind is LineKind.TEXT and (read.marker or (end > line and not read.starts)):
                end = following + 1
            elif read.kind is not LineKind.BLANK:
                break
            following += 1
        return end


def _clause(sentence: str) -> str:
    end = _CLAUSE.search(sentence, 1)
    return sentence[: min(end.start() if end else len(sentence), _LONGEST_TERM)]


def _cut(words: str) -> list[str]:
    if _QUESTION.match(words):
        return [words]
    found: list[str] = []
    for part in _SENTENCE.split(words):
        if part and part.strip():
            if found and len(part.strip()) < _SHORTEST_SENTENCE:
                found[-1] += part
            else:
                found.append(part.strip())
    return found

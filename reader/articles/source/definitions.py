"""What a text defines in one place and uses in another: references, footnotes, abbreviations.

Pieces are converted one by one, so each needs the definitions of the whole
text. One linear pass; footnotes are numbered in the order of their first use,
as CommonMark's readers do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<id>[^\]\n]{1,200})\]:[ \t]*<?(?P<url>[^\s>]+)>?"
    r"(?:[ \t]+(?:\"(?P<a>[^\"\n]*)\"|'(?P<b>[^'\n]*)'|\((?P<c>[^)\n]*)\)))?[ \t]*$"
)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^(?P<id>[^\]\s]+)\]:[ \t]*(?P<text>.*)$")
_ABBREVIATION = re.compile(r"^ {0,3}\*\[(?P<short>[^\]\n]+)\][ ]?:[ \t]*(?P<long>.+)$")
_FENCE = re.compile(r"^ *(`{3,}|~{3,})")
_USE = re.compile(r"\[\^([^\]\s]+)\]")
# lines that may define something or fence it off, found without looking at the others
_CANDIDATE = re.compile(r"^ {0,3}(?:\[|\*\[|```|~~~).*$|^ +(?:```|~~~).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its number (from 1), its Markdown, and the lines it is written and first used on."""

    name: str
    number: int
    text: str
    line: int
    used_on: int = 0


@dataclass(frozen=True, slots=True)
class Definitions:
    """The definitions of one text. `references` maps a lower-case name to (address, title)."""

    references: Mapping[str, tuple[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    footnotes: Mapping[str, Footnote] = field(default_factory=lambda: MappingProxyType({}))
    abbreviations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


NO_DEFINITIONS = Definitions()


def collect(source: str) -> Definitions:
    """Return the definitions in Markdown `source`. Never raises."""
    if "]:" not in source and "] :" not in source:
        return NO_DEFINITIONS
    found = _Found(source)
    fence = ""
    for candidate in _CANDIDATE.finditer(source):
        line = candidate[0]
        if opening := _FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or opening[1]
        elif not fence:
            found.take(line, candidate.start(), candidate.end())
    return found.definitions()


class _Found:
    """What has been found in `source` so far."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._references: dict[str, tuple[str, str]] = {}
        self._notes: dict[str, tuple[str, int]] = {}  # the words, and where they start
        self._abbreviations: dict[str, str] = {}

    def take(self, line: str, start: int, end: int) -> None:
        """Note what `line`, from `start` to `end` of the source, defines."""
        if match := _FOOTNOTE.match(line):
            self._notes.setdefault(match["id"], (self._note(match["text"], end), start))
        elif match := _DEFINITION.match(line):
            title = match["a"] or match["b"] or match["c"] or ""
            self._references.setdefault(" ".join(match["id"].lower().split()), (match["url"], title))
        elif match := _ABBREVIATION.match(line):
            self._abbreviations[match["short"]] = match["long"].strip()

    def _note(self, first: str, end: int) -> str:
        """Return a footnote's words: its line, and what is indented after it."""
        lines = [first]
        while end < len(self._source):
            following = self._source.find("\n", end + 1)
            line = self._source[end + 1 : following if following >= 0 else len(self._source)]
            if not line.startswith("  ") and line.strip():
                break
            lines.append(line[4:] if line.startswith("    ") else line.lstrip())
            end = following if following >= 0 else len(self._source)
        return "\n".join(lines).strip()

    def definitions(self) -> Definitions:
        """Return all that was found, the footnotes numbered by their first use."""
        lines = _LineCounter(self._source)
        uses: dict[str, int] = {}
        if self._notes:
            for use in _USE.finditer(self._source):
                if use[1] not in uses and self._source[use.end() : use.end() + 1] != ":":
                    uses[use[1]] = lines.at(use.start())
        order = [name for name in uses if name in self._notes]
        order += [name for name in self._notes if name not in uses]
        lines = _LineCounter(self._source)
        starts = {name: lines.at(start) for name, (_words, start) in self._notes.items()}
        footnotes = {
            name: Footnote(name, number, self._notes[name][0], starts[name], uses.get(name, 0))
            for number, name in enumerate(order, start=1)
        }
        return Definitions(
            MappingProxyType(self._references),
            MappingProxyType(footnotes),
            MappingProxyType(self._abbreviations),
        )


class _LineCounter:
    """Counts lines up to positions that are asked for in rising order."""

    def __init__(self, source: str) -> None:
        self._source, self._position, self._line = source, 0, 1

    def at(self, position: int) -> int:
        """Return the line, from 1, that holds `position`."""
        self._line += self._source.count("\n", self._position, position)
        self._position = position
        return self._line

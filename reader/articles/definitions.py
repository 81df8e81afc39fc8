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
_USE = re.compile(r"\[\^([^\]\s]+)\]")
_FENCE = re.compile(r"^ *(`{3,}|~{3,})")


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
    references: dict[str, tuple[str, str]] = {}
    notes: dict[str, tuple[list[str], int]] = {}
    abbreviations: dict[str, str] = {}
    uses: dict[str, int] = {}
    fence, open_note = "", ""
    for number, line in enumerate(source.split("\n"), start=1):
        if opening := _FENCE.match(line):
            fence = "" if fence and line.strip().startswith(fence) else fence or opening[1]
            continue
        if fence:
            continue
        if match := _FOOTNOTE.match(line):
            open_note = match["id"]
            notes.setdefault(open_note, ([match["text"]], number))
            continue
        for used in _USE.findall(line):
            uses.setdefault(used, number)
        if open_note and (line.startswith("  ") or not line.strip()):
            notes[open_note][0].append(line[4:] if line.startswith("    ") else line.lstrip())
            continue
        open_note = ""
        if match := _DEFINITION.match(line):
            title = match["a"] or match["b"] or match["c"] or ""
            references.setdefault(" ".join(match["id"].lower().split()), (match["url"], title))
        elif match := _ABBREVIATION.match(line):
            abbreviations[match["short"]] = match["long"].strip()
    order = [name for name in uses if name in notes] + [name for name in notes if name not in uses]
    footnotes = {
        name: Footnote(name, number, "\n".join(notes[name][0]).strip(), notes[name][1], uses.get(name, 0))
        for number, name in enumerate(order, start=1)
    }
    return Definitions(
        MappingProxyType(references), MappingProxyType(footnotes), MappingProxyType(abbreviations)
    )

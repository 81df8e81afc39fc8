"""Reads Markdown line by line: of what kind each line is, and what is left of it without its block marks.

`scan` gives one `Line` for each line of the source, whatever the source is.
The canonical text, the outline and the framework are all read from these, so
that they agree about what is code and what is a heading. Containers (quote
bars, list items) are read as people write them, which is laxer than
CommonMark: a list may nest by two spaces under any marker, a fence inside an
item closes wherever it is closed, and a fence that nobody closes ends before
the next heading that follows a blank line.
"""

from __future__ import annotations

import re

from reader.articles.source.containers import RULES, Containers
from reader.articles.source.enclosures import (
    Enclosed,
    fence_end,
    front_matter_end,
    without_bars,
    without_columns,
)
from reader.articles.source.inline_marks import label_of, note_label
from reader.articles.source.lines import Item, Line, LineKind, Scan

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)|(#{2,6})(?=[^\W_])")
_CLOSING_HASHES = re.compile(r"(?:^|(?<![ \t])[ \t]+)#+[ \t]*$")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:?[ \t]*[#.][^{}]{0,200}\}[ \t]*$")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)$", re.DOTALL)
_UNDERLINE = re.compile(r"(=+|-{2,})[ \t]*$")
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*$")
_REFERENCE = re.compile(
    r"\[([^\[\]^][^\[\]]{0,998})\]:[ \t]*(?:<[^<>]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*$"
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]:[ \t]*")
_ABBREVIATION = re.compile(r"\*\[[^\]]{1,100}\]:")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+[\w-]+[^\"]*(?:\"(.*)\")?[ \t]*$")
_ALERT = re.compile(r"\[!\w{1,20}\][+-]?[ \t]*")
_BRANCH = re.compile(
    r"[│|┃║\s]*(?:[├└┣┗╰╠╚]|[│┃]─|[|+\\]-{2,4}[ \t]*[^\s|+\-`]|[|+]-[ \t]*\w|`-{1,4}[ \t]+[^\s`][^`]*$)"
)
_TASK = re.compile(r"\[[ xX]\](?=[ \t]|$)[ \t]*")
_HIDDEN = (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<pre", "</pre>"))
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_FIRST_LETTERS = frozenset("#`~-=*_<$\\[!?>:|│┃║├└┣┗╰╠╚+\xa0\u3000")
_SENTENCE_ENDS = "。；！？!?;,，:："
_LONGEST_UNDERLINED = 100


def scan(source: str) -> Scan:
    r"""Return the lines of Markdown `source` (newlines are "\n"). Never raises; linear in the source."""
    return _Scanner(source.split("\n")).run()


class _Scanner(Containers):
    def __init__(self, raw: list[str]) -> None:
        super().__init__()
        self.raw = raw
        self.lines: list[Line] = []
        self.references: set[str] = set()
        self.enclosed = Enclosed(raw)

    def run(self) -> Scan:
        end = front_matter_end(self.raw)
        for number, raw in enumerate(self.raw[:end]):
            self.add(Line(LineKind.RULE, "") if number in (0, end - 1) else Line(LineKind.FRONT, raw))
        index = end
        while index < len(self.raw):
            index = self.read(index)
        return Scan(self.lines, frozenset(self.references))

    def add(self, line: Line) -> None:
        self.lines.append(line)

    def read(self, index: int) -> int:
        """Read the line at `index`, and those that it encloses; return the index of the next to read."""
        raw = self.raw[index]
        if not raw or raw.isspace():
            self.end_paragraph()
            self.add(Line(LineKind.BLANK, ""))
            return index + 1
        found = self.contained(raw)
        text = found.content
        if not text:  # a bar or a marker with nothing behind it
            self.end_paragraph()
            self.add(found if found.marker else found._replace(kind=LineKind.BLANK))
            return index + 1
        if found.kind is LineKind.CODE:
            self.add(found)
            return index + 1
        if text[0] in _FIRST_LETTERS:
            for recognise in _RECOGNISERS.get(text[0], ()):
                if following := recognise(self, index, found):
                    return following
        self.add(self.in_running_text(found))
        return index + 1

    def in_running_text(self, found: Line) -> Line:
        text = found.content
        if self.in_table and "|" in text and not found.marker:
            return found._replace(kind=LineKind.ROW)
        starts = not self.in_paragraph or bool(found.marker) or self.in_table
        self.in_paragraph, self.in_table = True, False
        if found.marker and (task := _TASK.match(text)):
            text = text[task.end() :]
        elif starts and text[0] == "[":
            if alert := _ALERT.match(text) if found.quotes else None:
                text = text[alert.end() :]
            elif note := _FOOTNOTE.match(text):
                self.references.add(note_label(note[1]))
                text = text[note.end() :]
        return found._replace(content=text, starts=starts)

    # ---- recognisers: return the index of the next line to read, 0 where the line is no such thing ----

    def fence(self, index: int, found: Line) -> int:
        opening = _FENCE.match(found.content)
        if not opening or (opening[1][0] == "`" and "`" in opening[2]):
            return 0
        last, closed = fence_end(self.enclosed, index, opening[1], found.quotes)
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.FENCE))
        for raw in self.raw[index + 1 : last + 1]:
            code = without_columns(without_bars(raw, found.quotes), found.column if not found.quotes else 0)
            self.add(Line(LineKind.CODE, code, found.quotes))
        if closed:
            self.lines[-1] = Line(LineKind.FENCE, "", found.quotes)
        return last + 1

    def heading(self, index: int, found: Line) -> int:
        opening = _HEADING.match(found.content)
        if not opening:
            return 0
        text = _ATTRIBUTES.sub("", _CLOSING_HASHES.sub("", found.content[opening.end() :])).strip()
        self.end_paragraph()
        level = len(opening[1] or opening[2])
        self.add(found._replace(kind=LineKind.HEADING, content=text, level=level))
        return index + 1

    def underline(self, index: int, found: Line) -> int:
        underline = _UNDERLINE.match(found.content)
        above = self.lines[-1] if self.lines else None
        if not underline or not above or not self.in_paragraph or not above.starts or found.marker:
            return 0
        if above.quotes != found.quotes or (above.marker and found.column < above.column):
            return 0
        if len(above.content) > _LONGEST_UNDERLINED or above.content[-1:] in _SENTENCE_ENDS:
            return 0  # a sentence with a rule below it
        self.lines[-1] = above._replace(kind=LineKind.HEADING, level=1 if underline[1][0] == "=" else 2)
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.UNDERLINE, content=""))
        return index + 1

    def rule(self, index: int, found: Line) -> int:
        marks = found.content.replace(" ", "").replace("\t", "")
        if len(marks) < 3 or set(marks) not in RULES:
            return 0
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.RULE, content=""))
        return index + 1

    def delimiter_row(self, index: int, found: Line) -> int:
        if not self.in_paragraph or not self.lines or "|" not in self.lines[-1].content:
            return 0
        if "|" not in found.content or not _DELIMITER.match(found.content):
            return 0
        self.lines[-1] = self.lines[-1]._replace(kind=LineKind.ROW)
        self.in_paragraph, self.in_table = False, True
        self.add(found._replace(kind=LineKind.DELIMITER, content=""))
        return index + 1

    def tree(self, index: int, found: Line) -> int:
        if not _BRANCH.match(found.content) or self.in_table:
            return 0
        self.end_paragraph()
        drawn = without_bars(self.raw[index], found.quotes).rstrip()
        self.add(found._replace(kind=LineKind.TREE, content=found.content if found.marker else drawn))
        return index + 1

    def definition(self, index: int, found: Line) -> int:
        if self.in_paragraph and not found.marker:
            return 0
        reference = _REFERENCE.match(found.content)
        if reference:
            self.references.add(label_of(reference[1]))
        elif not _ABBREVIATION.match(found.content):
            return 0
        self.add(found._replace(kind=LineKind.DEFINITION, content=""))
        return index + 1

    def described(self, index: int, found: Line) -> int:
        """Read `: what a term means`, below the term."""
        if found.content[1:2] not in (" ", "\t") or found.marker or not self.lines:
            return 0
        self.in_paragraph = True
        self.add(found._replace(content=found.content[1:].strip()))
        return index + 1

    def admonition(self, index: int, found: Line) -> int:
        opening = _ADMONITION.match(found.content)
        if not opening:
            return 0
        self.end_paragraph()
        self.items.append(Item(found.column, found.column + 4, found.quotes))
        self.add(found._replace(content=opening[1] or ""))
        return index + 1

    def hidden(self, index: int, found: Line) -> int:
        start = found.content[:8].lower()
        for opening, closing in _HIDDEN:
            if start.startswith(opening):
                last = self.enclosed.line_with(closing, index)
                if last < 0 or (last == index and opening in ("<!--", "<pre")):
                    return 0
                return self.hide(index, last, found, closing)
        return 0

    def hide(self, index: int, last: int, found: Line, closing: str) -> int:
        self.end_paragraph()
        for raw in self.raw[index : last + 1]:
            shown = _TAGS.sub("", raw) if closing == "</pre>" else ""
            kind = LineKind.CODE if closing == "</pre>" else LineKind.HIDDEN
            self.add(Line(kind, shown, found.quotes))
        return last + 1

    def mathematics(self, index: int, found: Line) -> int:
        opening = found.content[:2]
        closing = {"$$": "$$", "\\[": "\\]"}.get(opening)
        if closing is None or closing in found.content[2:]:
            return 0
        last = self.enclosed.line_with(closing, index + 1, stop_at_blank=True)
        if last < 0:
            return 0
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.MATH, content=found.content[2:].strip()))
        for raw in self.raw[index + 1 : last + 1]:
            words = without_bars(raw, found.quotes).strip()
            self.add(Line(LineKind.MATH, words, found.quotes))
        self.lines[-1] = Line(LineKind.MATH, self.lines[-1].content.replace(closing, " ", 1).strip())
        return last + 1


_DRAWN = (_Scanner.tree,)
_RECOGNISERS = {
    "#": (_Scanner.heading,),
    "`": (_Scanner.fence, _Scanner.tree),
    "~": (_Scanner.fence,),
    "-": (_Scanner.underline, _Scanner.delimiter_row, _Scanner.rule),
    "=": (_Scanner.underline,),
    "*": (_Scanner.rule, _Scanner.definition),
    "_": (_Scanner.rule,),
    "<": (_Scanner.hidden,),
    "$": (_Scanner.mathematics,),
    "\\": (_Scanner.mathematics, _Scanner.tree),
    "[": (_Scanner.definition,),
    "!": (_Scanner.admonition,),
    "?": (_Scanner.admonition,),
    ":": (_Scanner.delimiter_row, _Scanner.described),
    "|": (_Scanner.delimiter_row, _Scanner.tree),
    "+": _DRAWN,
    **dict.fromkeys("│┃║├└┣┗╰╠╚\xa0\u3000", _DRAWN),
}

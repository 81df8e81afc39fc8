"""Reads Markdown line by line: of what kind each line is, and what is left of it without its block marks.

`scan` gives one `Line` for each line of the source, whatever the source is. It is the only place that
knows block marks: canonical text, outline, framework, page and exports are all read from its lines, so
that they agree about what is code and what is a heading. After CommonMark 0.31.2, but laxer, as people
write: see `containers.py` for nesting; a fence inside an item closes wherever it is closed, a fence that
nobody closes ends before the next heading that follows a blank line, dashes below a sentence are a rule,
and a tag that never closes is text.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType

from reader.articles.source.containers import RULES, Containers, without_columns
from reader.articles.source.definitions import (
    Definitions,
    Footnote,
    label_of,
    note_label,
    read_reference,
)
from reader.articles.source.enclosures import Enclosed, fence_end, front_matter_end, without_bars
from reader.articles.source.html_tags import BLOCK, MARKDOWN_INSIDE, SUMMARY_ENDS, VERBATIM, words_of
from reader.articles.source.lines import Container, Holder, Line, LineKind, Scan

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)|(#{2,6})(?=[^\W_])")
_CLOSING_HASHES = re.compile(r"(?:^|(?<![ \t])[ \t]+)#+[ \t]*$")
ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:?[ \t]*(?P<what>[#.][^{}]{0,200})\}[ \t]*$")
_BLOCK_ATTRIBUTES = re.compile(r"\{:[^{}]{0,200}\}$")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)$", re.DOTALL)
_UNDERLINE = re.compile(r"(=+|-+)$")
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?[ \t]*$")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]:[ \t]*")
_USE = re.compile(r"\[\^([^\]\s]{1,100})\](?!:)")
_ABBREVIATION = re.compile(r"\*\[([^\]\n]{1,100})\] ?:[ \t]*(\S.*)?$")
_BOX = re.compile(r"(!!!|\?\?\?\+?)[ \t]+([\w-]+(?:[ \t]+[\w-]+)*)[ \t]*(?:\"(.*)\")?[ \t]*$")
_TAB = re.compile(r"===[!+]?[ \t]+\"(.*)\"$")
_FENCED = re.compile(r"(:{3,})[ \t]*(?:\{\.)?([A-Za-z][\w-]*)\}?(?:[ \t]+(.*))?$")
_ALERT = re.compile(r"\[!(\w{1,20})\][+-]?[ \t]*")
_BRANCH = re.compile(
    r"[│|┃║\s]*(?:[├└┣┗╰╠╚]|[│┃]─|[|+\\]-{2,4}[ \t]*[^\s|+\-`]|[|+]-[ \t]*\w|`-{1,4}[ \t]+[^\s`][^`]*$)"
)
_TASK = re.compile(r"\[([ xX])\](?=[ \t]|$)[ \t]*")
_FIRST_LETTERS = frozenset("#`~-=*_<$\\[!?>:|{│┃║├└┣┗╰╠╚+\xa0\u3000")
_SENTENCE_ENDS = "。；;,，:："
_LONGEST_UNDERLINED = 100
_LONGEST_DEFINITION = 6  # lines


def scan(source: str) -> Scan:
    r"""Return the lines of Markdown `source` (newlines are "\n"). Never raises; linear in the source."""
    if not source.isascii():
        source = unicodedata.normalize("NFC", source)
    return _Scanner(source.split("\n")).run()


class _Scanner(Containers):
    def __init__(self, raw: list[str]) -> None:
        super().__init__(raw)
        self.lines: list[Line] = []
        self.references: dict[str, tuple[str, str]] = {}
        self.abbreviations: dict[str, str] = {}
        self.notes: dict[str, Container] = {}
        self.titles: set[int] = set()
        self.terms: set[int] = set()
        self.enclosed = Enclosed(raw)
        self.begun = 0  # the index of the line that the open paragraph begins on
        self.tasked = ""  # what that line was before its box was taken off

    def run(self) -> Scan:
        end = front_matter_end(self.raw)
        for number, raw in enumerate(self.raw[:end]):
            self.lines.append(
                Line(LineKind.RULE, "") if number in (0, end - 1) else Line(LineKind.FRONT, raw)
            )
        index = end
        while index < len(self.raw):
            index = self.read(index)
        labels = frozenset((*self.references, *map(note_label, self.notes)))
        return Scan(
            self.lines,
            labels,
            self.definitions(),
            self.raw,
            frozenset(self.titles),
            frozenset(self.terms),
        )

    def add(self, line: Line) -> None:
        """Add a line that is a block, or part of one, and no lazy line of a paragraph."""
        self.settle()
        if self._siblings and line.kind is not LineKind.HIDDEN and line.kind is not LineKind.DEFINITION:
            self.part(len(self.path))
        self.lines.append(line if line.path is self.path else line._replace(path=self.path))

    def read(self, index: int) -> int:
        """Read the line at `index`, and those that it encloses; return the index of the next to read."""
        raw = self.raw[index]
        if not raw or raw.isspace():
            self.blank()
            self.lines.append(Line(LineKind.BLANK, "", path=self.path))
            return index + 1
        found = self.contained(index)
        following = self.read_content(index, found)
        self.after_blank = False
        return following

    def read_content(self, index: int, found: Line) -> int:
        text = found.content
        if not text:  # a bar or a marker with nothing behind it
            self.end_paragraph()
            self.settle()
            self.lines.append(found if found.marker else found._replace(kind=LineKind.BLANK))
            return index + 1
        if found.kind is LineKind.CODE:
            self.end_paragraph()
            self.add(found)
            return index + 1
        if self.in_table and "|" in text and not found.marker and self.matched == len(self.path):
            self.add(found._replace(kind=LineKind.ROW, starts=False))
            return index + 1
        if text[0] in _FIRST_LETTERS and not (self.deep and text[0] in "#*-_="):
            for recognise in _RECOGNISERS.get(text[0], ()):
                if following := recognise(self, index, found):
                    return following
        self.running_text(index, found)
        return index + 1

    def running_text(self, index: int, found: Line) -> None:
        text = found.content
        if self.in_paragraph and not found.marker:  # also where it stands outside: a lazy line
            self.lines.append(found._replace(starts=False, path=self.path))
            return
        self.in_paragraph, self.in_table = True, False
        self.begun, self.tasked = index, text
        if found.marker and (task := _TASK.match(text)):
            found.path[-1].task = task[1]
            text = text[task.end() :]
        self.add(found._replace(content=text))

    def nested(self, container: Container, found: Line, rest: str) -> Line:
        """Let `rest` of the line stand in `container`."""
        self.end_paragraph()
        self.enter(container)
        return found._replace(content=rest, path=self.path)

    def title(self, index: int, found: Line) -> int:
        """Add a line that is the title of a box: a block of its own."""
        self.titles.add(index + 1)
        self.add(found)
        self.end_paragraph()
        return index + 1

    # ---- recognisers: return the index of the next line to read, 0 where the line is no such thing ----

    def fence(self, index: int, found: Line) -> int:
        opening = _FENCE.match(found.content)
        if not opening or (opening[1][0] == "`" and "`" in opening[2]):
            return 0
        self.settle()
        last, closed = fence_end(self.enclosed, index, opening[1], found.quotes, found.column)
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.FENCE))
        for raw in self.raw[index + 1 : last + 1]:
            if found.quotes:
                code = without_bars(raw, found.quotes)
            else:
                code = without_columns(raw, found.column) if found.column else raw
            self.lines.append(Line(LineKind.CODE, code, found.quotes, starts=False, path=self.path))
        if closed:
            self.lines[-1] = Line(LineKind.FENCE, "", found.quotes, starts=False, path=self.path)
        return last + 1

    def heading(self, index: int, found: Line) -> int:
        opening = _HEADING.match(found.content)
        if not opening:
            return 0
        text = ATTRIBUTES.sub("", _CLOSING_HASHES.sub("", found.content[opening.end() :])).strip()
        self.end_paragraph()
        level = len(opening[1] or opening[2])
        self.add(found._replace(kind=LineKind.HEADING, content=text, level=level))
        return index + 1

    def underline(self, index: int, found: Line) -> int:
        underline = _UNDERLINE.match(found.content)
        if not underline or not self.in_paragraph or found.marker or self.matched < len(self.path):
            return 0
        if self.path and self.path[-1].kind is Holder.ITEM and found.column < self.path[-1].edge:
            return 0
        above, dashed = self.lines[self.begun], underline[1][0] == "-"
        if dashed and (
            index - self.begun > 1
            or len(above.content) > _LONGEST_UNDERLINED
            or above.content[-1:] in _SENTENCE_ENDS
        ):
            return 0  # a sentence with a rule below it
        if self.tasked != above.content:  # only a paragraph can be a task
            above.path[-1].task = ""
            self.lines[self.begun] = above._replace(content=self.tasked)
        for place in range(self.begun, index):
            self.lines[place] = self.lines[place]._replace(kind=LineKind.HEADING, level=2 if dashed else 1)
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.UNDERLINE, content="", starts=False))
        return index + 1

    def rule(self, index: int, found: Line) -> int:
        marks = found.content.replace(" ", "").replace("\t", "")
        if len(marks) < 3 or set(marks) not in RULES:
            return 0
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.RULE, content=""))
        return index + 1

    def delimiter_row(self, index: int, found: Line) -> int:
        if not self.in_paragraph or found.marker or self.matched < len(self.path):
            return 0
        above = self.lines[-1]
        if "|" not in above.content or "|" not in found.content or not _DELIMITER.match(found.content):
            return 0
        self.lines[-1] = above._replace(kind=LineKind.ROW, starts=True)
        self.in_paragraph, self.in_table = False, True
        self.add(found._replace(kind=LineKind.DELIMITER, starts=False))
        return index + 1

    def tree(self, index: int, found: Line) -> int:
        if self.in_table or not _BRANCH.match(found.content):
            return 0
        self.end_paragraph()
        drawn = without_bars(self.raw[index], found.quotes).rstrip()
        self.add(found._replace(kind=LineKind.TREE, content=found.content if found.marker else drawn))
        return index + 1

    def definition(self, index: int, found: Line) -> int:
        note = _FOOTNOTE.match(found.content)
        if self.in_paragraph and not found.marker and not note:
            return 0
        if found.content[0] == "*":
            meant = _ABBREVIATION.match(found.content)
            if not meant:
                return 0
            self.abbreviations.setdefault(meant[1], (meant[2] or "").strip())
            return self.defined(index, found, 1)
        if note:
            return self.footnote(index, found, note)
        if found.quotes and found.path[-1].first == index + 1 and (alert := _ALERT.match(found.content)):
            callout = found.path[-1]
            callout.kind, callout.name = Holder.CALLOUT, alert[1].lower()
            return self.title(index, found._replace(content=found.content[alert.end() :]))
        return self.reference(index, found)

    def footnote(self, index: int, found: Line, note: re.Match[str]) -> int:
        if self.path and self.path[self.matched - 1].kind is Holder.NOTE and self.matched:
            self.matched -= 1  # two notes, one below the other
        container = Container(Holder.NOTE, index + 1, name=note[1])
        self.notes.setdefault(note[1], container)
        return self.read_content(index, self.nested(container, found, found.content[note.end() :]))

    def reference(self, index: int, found: Line) -> int:
        if "]:" not in found.content and "]" in found.content:
            return 0
        text = [found.content]
        for raw in self.raw[index + 1 : index + _LONGEST_DEFINITION]:
            matched, position, _column, _base = self.stands_in(raw)
            if matched < self.matched or not raw[position:].strip() or raw[position] in "[#>":
                break
            text.append(raw[position:].rstrip())
        reference = read_reference("\n".join(text))
        if reference is None:
            return 0
        label, url, title, taken = reference
        self.references.setdefault(label_of(label), (url, title))
        return self.defined(index, found, taken)

    def defined(self, index: int, found: Line, taken: int) -> int:
        for _ in range(taken):
            self.add(found._replace(kind=LineKind.DEFINITION, content=""))
        return index + taken

    def described(self, index: int, found: Line) -> int:
        """Read `: what a term means`, below the term."""
        text = found.content
        held = self.path[-1] if self.path and self.path[-1].kind is Holder.MEANING else None
        if text[1:2] not in (" ", "\t") or found.marker or self.matched < len(self.path) - bool(held):
            return 0
        above = next((n for n in range(index - 1, max(-1, index - 3), -1) if self.lines[n].content), -1)
        if above < 0 or self.lines[above].kind is not LineKind.TEXT or above + 1 in self.titles:
            return 0
        if held is None:
            if self.lines[above].path != self.path or self.lines[above].marker:
                return 0
            self.terms.update(range(self.begun + 1, above + 2))
        else:
            self.path = self.path[:-1]
            self.matched = len(self.path)
        rest = text[1:].strip()
        width = len(text) - len(rest)
        meaning = Container(Holder.MEANING, index + 1, 0, width)
        return self.read_content(index, self.nested(meaning, found, rest))

    def box(self, index: int, found: Line) -> int:
        if opening := _TAB.match(found.content):
            name, title = "tab", opening[1]
        elif opening := _BOX.match(found.content):
            name, title = opening[2].lower(), opening[3]
        else:
            return 0
        container = Container(Holder.BOX, index + 1, name=name)
        container.marker = "" if title is not None else "untitled"
        return self.title(index, self.nested(container, found, title or ""))

    def fenced(self, index: int, found: Line) -> int:
        """Read `::: tip title` and the `:::` that closes it."""
        text = found.content
        if set(text) == {":"} and len(text) > 2:
            for depth in range(self.matched - 1, -1, -1):
                if self.path[depth].kind is Holder.FENCED and self.path[depth].marker == text:
                    self.end_paragraph()
                    self.path = self.path[:depth]
                    self.matched = depth
                    self.add(found._replace(kind=LineKind.HIDDEN, content=""))
                    return index + 1
            return 0
        opening = _FENCED.match(text)
        if not opening or not self.enclosed.is_closed(opening[1], index + 1):
            return 0
        container = Container(Holder.FENCED, index + 1, marker=opening[1], name=opening[2].lower())
        return self.title(index, self.nested(container, found, (opening[3] or "").strip()))

    def attributes(self, index: int, found: Line) -> int:
        if not _BLOCK_ATTRIBUTES.match(found.content):
            return 0
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.HIDDEN, content=""))
        return index + 1

    def html(self, index: int, found: Line) -> int:
        text = found.content
        if text.startswith(("<!--", "<?", "<!")):
            return self.hidden(index, found)
        if opening := VERBATIM.match(text):
            closing = f"</{opening[1].lower()}"
            last = self.enclosed.line_with(closing, index)
            if last < 0 or not self.stay_in(index, last):
                return 0
            self.end_paragraph()
            if closing == "</pre":
                return self.preformatted(index, last, found)
            return self.raw_html(index, last, found)
        if not BLOCK.match(text):
            return 0
        last = index
        if not MARKDOWN_INSIDE.match(text):
            while not SUMMARY_ENDS.search(self.raw[last]) and last + 1 < len(self.raw):
                raw = self.raw[last + 1]
                if not raw or raw.isspace() or not self.stay_in(last, last + 1):
                    break
                if found.quotes and not without_bars(raw, found.quotes).strip():
                    break
                last += 1
        self.end_paragraph()
        return self.raw_html(index, last, found)

    def stay_in(self, index: int, last: int) -> bool:
        """Whether the lines behind `index`, up to `last`, stand in the containers of that at `index`."""
        if not self.matched:
            return True
        return all(
            not self.raw[n].strip() or self.stands_in(self.raw[n])[0] >= self.matched
            for n in range(index + 1, last + 1)
        )

    def raw_html(self, index: int, last: int, found: Line) -> int:
        self.add(found._replace(kind=LineKind.HTML))
        for raw in self.raw[index + 1 : last + 1]:
            words = without_bars(raw, found.quotes) if found.quotes else raw
            self.lines.append(Line(LineKind.HTML, words, found.quotes, starts=False, path=self.path))
        return last + 1

    def preformatted(self, index: int, last: int, found: Line) -> int:
        """Read `<pre>`: code, without its tags."""
        raw = [found.content, *(without_bars(raw, found.quotes) for raw in self.raw[index + 1 : last + 1])]
        for number, words in enumerate(words_of("\n".join(raw)).split("\n")):
            line = Line(LineKind.CODE, words, found.quotes, level=1, starts=not number)
            self.add(line._replace(marker=found.marker) if not number else line)
        return last + 1

    def hidden(self, index: int, found: Line) -> int:
        """Read a comment, which may hold anything, or an instruction such as `<?php ?>`."""
        text = found.content
        closing = "-->" if text.startswith("<!--") else "?>" if text[1] == "?" else ">"
        if text.startswith("<![CDATA["):
            closing = "]]>"
        last = index if closing in text[2:] else self.enclosed.line_with(closing, index + 1)
        if last < 0 or not self.stay_in(index, last):
            return 0
        tail = self.raw[last] if last > index else text
        if text.startswith(("<!-->", "<!--->")):
            return 0
        tail = tail[tail.index(closing, 4 if closing == "-->" and last == index else 0) + len(closing) :]
        if last == index and tail.strip():
            return 0
        self.end_paragraph()
        for _ in range(index, last + 1):
            self.add(found._replace(kind=LineKind.HIDDEN, content=""))
        if tail.strip():
            self.lines.pop()
            self.running_text(last, found._replace(content=tail.strip(), marker=""))
        return last + 1

    def mathematics(self, index: int, found: Line) -> int:
        opening = found.content[:2]
        closing = {"$$": "$$", "\\[": "\\]"}.get(opening)
        if closing is None or closing in found.content[2:]:
            return 0
        last = self.enclosed.line_with(closing, index + 1, stop_at_blank=True)
        if last < 0 or not self.raw[last].rstrip().endswith(closing) or not self.stay_in(index, last):
            return 0
        self.end_paragraph()
        self.add(found._replace(kind=LineKind.MATH, content=found.content[2:].strip()))
        for raw in self.raw[index + 1 : last + 1]:
            words = without_bars(raw, found.quotes).strip()
            self.lines.append(Line(LineKind.MATH, words, found.quotes, starts=False, path=self.path))
        self.lines[-1] = self.lines[-1]._replace(content=self.lines[-1].content[: -len(closing)].strip())
        return last + 1

    # ---- what the text defines

    def definitions(self) -> Definitions:
        """Return all that was found, the footnotes numbered by their first use."""
        uses: dict[str, int] = {}
        if self.notes:
            for number, line in enumerate(self.lines, start=1):
                if "[^" in line.content and line.kind is not LineKind.CODE:
                    for use in _USE.finditer(line.content):
                        uses.setdefault(use[1], number)
        order = [name for name in uses if name in self.notes]
        order += [name for name in self.notes if name not in uses]
        notes = {
            name: Footnote(name, number, self.words_of_note(name), self.notes[name].first, uses.get(name, 0))
            for number, name in enumerate(order, start=1)
        }
        return Definitions(
            MappingProxyType(self.references),
            MappingProxyType(notes),
            MappingProxyType(self.abbreviations),
        )

    def words_of_note(self, name: str) -> str:
        """Return the Markdown of a footnote: its line, and those that stand in it."""
        container = self.notes[name]
        index = container.first - 1
        opening = _FOOTNOTE.search(self.raw[index])
        words = [self.raw[index][opening.end() :] if opening else ""]
        for line, raw in zip(self.lines[index + 1 :], self.raw[index + 1 :], strict=False):
            if container not in line.path:
                break
            words.append(without_columns(raw, 4))
        return "\n".join(words).strip()


_DRAWN = (_Scanner.tree,)
_RECOGNISERS = {
    "#": (_Scanner.heading,),
    "`": (_Scanner.fence, _Scanner.tree),
    "~": (_Scanner.fence,),
    "-": (_Scanner.underline, _Scanner.delimiter_row, _Scanner.rule),
    "=": (_Scanner.box, _Scanner.underline),
    "*": (_Scanner.rule, _Scanner.definition),
    "_": (_Scanner.rule,),
    "<": (_Scanner.html,),
    "$": (_Scanner.mathematics,),
    "\\": (_Scanner.mathematics, _Scanner.tree),
    "[": (_Scanner.definition,),
    "!": (_Scanner.box,),
    "?": (_Scanner.box,),
    ":": (_Scanner.delimiter_row, _Scanner.fenced, _Scanner.described),
    "|": (_Scanner.delimiter_row, _Scanner.tree),
    "{": (_Scanner.attributes,),
    "+": _DRAWN,
    **dict.fromkeys("│┃║├└┣┗╰╠╚\xa0\u3000", _DRAWN),
}

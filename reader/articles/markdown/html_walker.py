"""From python-markdown's HTML to blocks. Only a short list of tags means anything; the rest is text or gone.

Nothing is ever fetched or run from here: scripts, styles and frames vanish
with what they hold, attributes other than the few read below are not looked
at, and unknown tags leave their text. To read one more tag, write a function
and name it in `_START` or `_END`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from reader.articles.markdown.block_builder import TONES, BlockBuilder
from reader.articles.markdown.blocks import BULLET, Block, BlockKind, FrameKind, Mark
from reader.articles.markdown.element_tree import ADDED, AT, BREAKS, GOES_ON
from reader.articles.source.html_tags import FRAMED, VANISHING

_MARKS = {
    "strong": Mark.STRONG, "b": Mark.STRONG, "em": Mark.EMPHASIS, "i": Mark.EMPHASIS, "cite": Mark.EMPHASIS,
    "del": Mark.DELETED, "s": Mark.DELETED, "strike": Mark.DELETED, "mark": Mark.MARKED, "u": Mark.UNDERLINED,
    "ins": Mark.UNDERLINED, "sub": Mark.SUBSCRIPT, "sup": Mark.SUPERSCRIPT, "code": Mark.CODE,
    "samp": Mark.CODE, "tt": Mark.CODE, "kbd": Mark.KEY, "small": Mark.SMALL,
}  # fmt: skip
_NUMBER = re.compile(r"\d{1,9}$")
_PLACE = re.compile(r"(\d{1,9})\.(\d{1,9})$")
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")
_LANGUAGE = re.compile(r"language-(\S+)")

Given = dict[str, str]


class Walker(HTMLParser):
    """Walks the HTML of one piece."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = BlockBuilder()
        self.lists: list[int | None] = []  # the next number of each open list; None: bullets
        self.raw: list[str] | None = None  # the text of an open <pre> or formula
        self.info = ""
        self.place = (0, 0)  # the line that the open <pre> or formula begins on, and its letters before
        self.divisions: list[str] = []  # what each open <div> stands for: a frame's tag, or nothing
        self._gone: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._gone:
            if tag == self._gone[-1]:
                self._gone.append(tag)
            return
        given = {name: value or "" for name, value in attrs}
        if tag in VANISHING or tag in FRAMED:
            self._gone.append(tag)
            if tag in FRAMED:
                self.builder.left_out(tag)
        elif self.raw is not None:
            if tag == "code" and (language := _LANGUAGE.search(given.get("class", ""))):
                self.info = language[1]
        elif tag in _MARKS:
            self.builder.line.open(_MARKS[tag])
        elif start := _START.get(tag):
            start(self, tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._gone:
            if tag == self._gone[-1]:
                self._gone.pop()
        elif self.raw is not None:
            if tag in ("pre", "div", "span"):
                self._end_raw(tag)
        elif tag in _MARKS:
            self.builder.line.close(_MARKS[tag])
        elif end := _END.get(tag):
            end(self, tag)

    def handle_data(self, data: str) -> None:
        if self._gone:
            return
        if self.raw is not None:
            self.raw.append(data)
        else:
            self.builder.words(data)

    def finish(self) -> tuple[Block, ...]:
        """Return the blocks; what was left open is closed."""
        self.close()
        if self.raw is not None:
            self._end_raw("pre")
        self.builder.end_table()
        self.builder.flush()
        return tuple(self.builder.blocks)

    def _end_raw(self, tag: str) -> None:
        text, self.raw = "".join(self.raw or ()), None
        if tag == "pre":
            self.builder.code(text, self.info, *self.place)
        else:
            self.builder.formula(text.strip(), tag == "div", self.place[0] if tag == "div" else 0)

    # ---- what each tag does

    def start_paragraph(self, tag: str, given: Given) -> None:
        self.builder.flush()
        if "admonition-title" in given.get("class", ""):
            self.builder.kind = BlockKind.TITLE
        elif tag == "figcaption":
            self.builder.kind = BlockKind.CAPTION
        self.builder.align = "center" if tag == "center" else given.get("align", "")
        self.builder.line.added = ADDED in given

    def end_paragraph(self, tag: str) -> None:
        self.builder.flush()
        self.builder.line.added = False
        self.builder.line.forget()

    def start_heading(self, tag: str, given: Given) -> None:
        self.builder.flush()
        self.builder.kind, self.builder.level = BlockKind.HEADING, int(tag[1])
        self.builder.align = given.get("align", "")
        self.builder.names.append(given.get("id", ""))

    def start_list(self, tag: str, given: Given) -> None:
        self.builder.flush()
        start = given.get("start", "1")
        self.lists.append((int(start) if _NUMBER.match(start) else 1) if tag == "ol" else None)

    def end_list(self, tag: str) -> None:
        self.builder.flush()
        if self.lists:
            self.lists.pop()

    def start_item(self, tag: str, given: Given) -> None:
        number = self.lists[-1] if self.lists else None
        if number is not None and _NUMBER.match(given.get("value", "")):
            number = int(given["value"])
        if number is not None:
            self.lists[-1] = number + 1
        marker = BULLET if number is None else f"{number}."
        self.builder.enter(tag, FrameKind.ITEM, marker)
        self.builder.marker = "" if GOES_ON in given else marker

    def leave(self, tag: str) -> None:
        self.builder.leave(tag)
        self.builder.marker = ""

    def start_term(self, tag: str, given: Given) -> None:
        self.builder.flush()
        self.builder.kind = BlockKind.TERM

    def start_definition(self, tag: str, given: Given) -> None:
        self.builder.enter(tag, FrameKind.DEFINITION)

    def start_input(self, tag: str, given: Given) -> None:
        if given.get("type") == "checkbox":
            self.builder.marker = "☑" if "checked" in given else "☐"

    def start_quote(self, tag: str, given: Given) -> None:
        self.builder.enter(tag, FrameKind.QUOTE)

    def start_division(self, tag: str, given: Given) -> None:
        names = given.get("class", "").split()
        stands_for = next((name for name in ("footnote", "admonition") if name in names), "")
        if "formula" in names:
            self.raw, self.place = [], _place(given)
            return
        if tag == "span":
            return
        if stands_for == "footnote":
            self.builder.enter(stands_for, FrameKind.FOOTNOTE)
            self.builder.names.append(given.get("id", ""))
        elif stands_for:
            word = next((name for name in names if name != stands_for), "note")
            self.builder.enter(stands_for, FrameKind.CALLOUT, TONES.get(word, "note"))
        self.builder.flush()
        if tag == "div":
            self.divisions.append(stands_for)

    def end_division(self, tag: str) -> None:
        self.builder.flush()
        if tag == "div" and self.divisions and (stands_for := self.divisions.pop()):
            self.builder.leave(stands_for)

    def start_details(self, tag: str, given: Given) -> None:
        self.builder.enter(tag, FrameKind.DETAILS, opened="open" in given)

    def start_summary(self, tag: str, given: Given) -> None:
        self.builder.flush()
        self.builder.kind = BlockKind.TITLE

    def start_pre(self, tag: str, given: Given) -> None:
        self.raw, self.info, self.place = [], given.get("data-info", ""), _place(given)

    def rule(self, tag: str, given: Given) -> None:
        self.builder.flush()
        line = _place(given)[0]
        self.builder.add(BlockKind.RULE, lines=((0, line, 0),) if line else ())

    def line_break(self, tag: str, given: Given) -> None:
        self.builder.line.add_break()

    def start_link(self, tag: str, given: Given) -> None:
        self.builder.names.append(given.get("id", "") or given.get("name", ""))
        self.builder.line.open_link(given.get("href", ""), given.get("title", ""))
        self.builder.line.added = ADDED in given

    def end_link(self, tag: str) -> None:
        self.builder.line.added = False
        self.builder.line.close_link()

    def image(self, tag: str, given: Given) -> None:
        width = int(given["width"]) if _NUMBER.match(given.get("width", "")) else 0
        words, breaks = " ".join(given.get("alt", "").split()), given.get(BREAKS, "")
        if breaks:
            words = given.get("alt", "")
        places = tuple(int(place) for place in breaks.split() if place.isdecimal())
        self.builder.line.add_picture(given.get("src", ""), words, given.get("title", ""), width, places)

    def start_abbreviation(self, tag: str, given: Given) -> None:
        self.builder.line.open_link("", given.get("title", ""))

    def start_ruby(self, tag: str, given: Given) -> None:
        self.builder.start_ruby(tag)

    def end_ruby(self, tag: str) -> None:
        self.builder.end_ruby(tag)

    def start_table(self, tag: str, given: Given) -> None:
        self.builder.start_table()

    def end_table(self, tag: str) -> None:
        self.builder.end_table()

    def start_row(self, tag: str, given: Given) -> None:
        self.builder.start_row()

    def start_cell(self, tag: str, given: Given) -> None:
        found = _ALIGN.search(given.get("style", ""))
        self.builder.start_cell(tag == "th", found[1] if found else given.get("align", "") or "left")

    def end_cell(self, tag: str) -> None:
        self.builder.end_cell()


def _place(given: Given) -> tuple[int, int]:
    """Return the line an element stands on, and its letters before; (0, 0) where it is not said."""
    found = _PLACE.match(given.get(AT, ""))
    return (int(found[1]), int(found[2])) if found else (0, 0)


_PARAGRAPHS = ("p", "figcaption", "center", "address")
_DIVISIONS = (
    "div",
    "section",
    "article",
    "aside",
    "main",
    "header",
    "footer",
    "nav",
    "figure",
    "dl",
    "caption",
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_START: dict[str, Callable[[Walker, str, Given], None]] = {
    **dict.fromkeys(_PARAGRAPHS, Walker.start_paragraph),
    **dict.fromkeys(_HEADINGS, Walker.start_heading),
    **dict.fromkeys((*_DIVISIONS, "span"), Walker.start_division),
    "ul": Walker.start_list,
    "ol": Walker.start_list,
    "li": Walker.start_item,
    "dt": Walker.start_term,
    "dd": Walker.start_definition,
    "input": Walker.start_input,
    "blockquote": Walker.start_quote,
    "details": Walker.start_details,
    "summary": Walker.start_summary,
    "pre": Walker.start_pre,
    "hr": Walker.rule,
    "br": Walker.line_break,
    "a": Walker.start_link,
    "img": Walker.image,
    "abbr": Walker.start_abbreviation,
    "ruby": Walker.start_ruby,
    "rt": Walker.start_ruby,
    "table": Walker.start_table,
    "tr": Walker.start_row,
    "td": Walker.start_cell,
    "th": Walker.start_cell,
}
_END: dict[str, Callable[[Walker, str], None]] = {
    **dict.fromkeys((*_PARAGRAPHS, *_HEADINGS, "dt", "summary"), Walker.end_paragraph),
    **dict.fromkeys(_DIVISIONS, Walker.end_division),
    "ul": Walker.end_list,
    "ol": Walker.end_list,
    "li": Walker.leave,
    "dd": Walker.leave,
    "blockquote": Walker.leave,
    "details": Walker.leave,
    "a": Walker.end_link,
    "abbr": Walker.end_link,
    "ruby": Walker.end_ruby,
    "rt": Walker.end_ruby,
    "table": Walker.end_table,
    "td": Walker.end_cell,
    "th": Walker.end_cell,
}

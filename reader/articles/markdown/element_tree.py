"""From leaves to the ElementTree that python-markdown serialises: containers as elements, tokens in leaves.

Every text is an `AtomicString`, so that no pattern of python-markdown reads it again. A mark stands where
each line of the file begins: U+0001, the line, a dot, how many letters of that line (white space apart)
stood before, a semicolon. The walk (`inline_builder.py`) takes the marks off and knows the lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString, HtmlStash

from reader.articles.markdown.block_builder import TONES, callout_title
from reader.articles.markdown.pieces import Leaf, LeafKind, Piece
from reader.articles.source.canonical_text import letters_in
from reader.articles.source.definitions import Definitions
from reader.articles.source.extraction import cells
from reader.articles.source.html_tags import FRAMED, parts
from reader.articles.source.inline_marks import Sign, Token, tokens
from reader.articles.source.lines import Container, Holder

_MOST_NESTED = 40  # marks and links in one another; what is nested further is not set apart
_BREAK = re.compile(r" {2,}\n")
AT = "data-at"  # the attribute that says where an element without running text stands: its line and a dot
GOES_ON = "data-goes-on"  # of an item that another piece has begun
BREAKS = "data-breaks"  # of an image whose description is written in several lines: where they begin
ADDED = "data-added"  # and the one of words that are not the article's


def tree_of(piece: Piece, definitions: Definitions, stash: HtmlStash) -> Element:
    """Return the element of all that stands in `piece`; raw HTML is put into `stash`."""
    return _Tree(definitions, stash, piece.first_line if piece.continues else 0).of(piece)


def mark(line: int, before: int = 0) -> str:
    """Return the mark of the place in the text where `line` of the file begins."""
    return f"\x01{line}.{before};"


def put_text(element: Element, text: str) -> None:
    """Add `text` at the end of what stands in `element`."""
    if len(element):
        last = element[-1]
        last.tail = AtomicString((last.tail or "") + text)
    else:
        element.text = AtomicString((element.text or "") + text)


def _escaped(text: str) -> str:
    """Return `text` with "&" escaped: the serialiser takes "&lt;" for one that is written so."""
    return text.replace("&", "&amp;") if "&" in text else text


class _Tree:
    def __init__(self, definitions: Definitions, stash: HtmlStash, continues: int) -> None:
        self.continues = continues  # items that begin before this line have had their markers
        self.definitions = definitions
        self.stash = stash
        self.labels = definitions.labels
        self.root = Element("div")
        self.open: list[tuple[Container, Element]] = []

    def of(self, piece: Piece) -> Element:
        for leaf in piece.leaves:
            _LEAVES[leaf.kind](self, leaf, self.parent(leaf))
        return self.root

    # ---- containers

    def parent(self, leaf: Leaf) -> Element:
        """Return the element that `leaf` belongs into: that of its innermost container."""
        shared = 0
        while shared < min(len(self.open), len(leaf.path)) and self.open[shared][0] is leaf.path[shared]:
            shared += 1
        del self.open[shared:]
        for container in leaf.path[shared:]:
            above = self.open[-1][1] if self.open else self.root
            self.open.append((container, self.enter(container, above)))
        return self.open[-1][1] if self.open else self.root

    def enter(self, container: Container, above: Element) -> Element:
        kind, name = container.kind, container.name
        if kind is Holder.ITEM:
            return self.item(container, above)
        if kind is Holder.QUOTE:
            return SubElement(above, "blockquote")
        if kind is Holder.MEANING:
            return SubElement(above, "dd")
        if kind is Holder.NOTE:
            return SubElement(above, "div", {"class": "footnote", "id": f"fn:{_escaped(name)}"})
        if kind is Holder.FENCED and name not in TONES and name != "details":
            return SubElement(above, "div", {"class": "container"})
        return SubElement(above, "div", {"class": f"admonition {name.split()[0] if name else 'note'}"})

    def item(self, container: Container, above: Element) -> Element:
        group, tag = str(container.group), "ol" if container.number or container.marker[0].isdigit() else "ul"
        last = above[-1] if len(above) else None
        if last is None or last.get("data-group") != group or (last.tail or "").strip():
            last = SubElement(above, tag, {"data-group": group})
        item = SubElement(last, "li", {"value": str(container.number)} if tag == "ol" else {})
        if container.first < self.continues:
            item.set(GOES_ON, "")
            return item
        if container.task:
            SubElement(
                item, "input", {"type": "checkbox", **({"checked": ""} if container.task != " " else {})}
            )
        return item

    # ---- leaves

    def paragraph(self, leaf: Leaf, above: Element) -> None:
        text = "\n".join(leaf.texts)
        if text.startswith(("$$", "\\[")):
            found = list(tokens(text, self.labels, self.definitions.references))
            alone = found[0] if len(found) == 1 or (len(found) == 2 and not found[1]) else None
            if isinstance(alone, Token) and alone.sign is Sign.FORMULA:
                self.display(alone.target, leaf.first, above)
                return
        self.inlines(leaf, SubElement(above, "p"))

    def words(self, leaf: Leaf, above: Element) -> None:
        element = SubElement(above, "p")
        put = _Put(self, element, leaf.first)
        put.text(mark(leaf.first, leaf.before))
        put.words("\n".join(leaf.texts))

    def term(self, leaf: Leaf, above: Element) -> None:
        self.inlines(leaf, SubElement(above, "dt"))

    def heading(self, leaf: Leaf, above: Element) -> None:
        given = {"id": _escaped(leaf.info)} if leaf.info else {}
        self.inlines(leaf, SubElement(above, f"h{leaf.level}", given))

    def title(self, leaf: Leaf, above: Element) -> None:
        container = leaf.path[-1]
        if leaf.texts[0]:
            self.inlines(leaf, SubElement(above, "p", {"class": "admonition-title"}))
        elif container.kind is not Holder.FENCED or container.name in TONES:
            if container.kind is Holder.BOX and container.marker != "untitled":
                return
            word = container.name.split()[0] if container.name else "note"
            element = SubElement(above, "p", {"class": "admonition-title", ADDED: ""})
            element.text = AtomicString(mark(leaf.first) + _escaped(callout_title(word)))

    def empty(self, leaf: Leaf, above: Element) -> None:
        put_text(above, mark(leaf.first))

    def rule(self, leaf: Leaf, above: Element) -> None:
        SubElement(above, "hr", {AT: f"{leaf.first}.0"})

    def code(self, leaf: Leaf, above: Element) -> None:
        given = {"data-info": _escaped(leaf.info), AT: f"{leaf.first}.{leaf.before}"}
        element = SubElement(above, "pre", given)
        element.text = AtomicString(_escaped("\n".join(leaf.texts)))

    def formula(self, leaf: Leaf, above: Element) -> None:
        closing = "$$" if leaf.info == "$$" else "\\]"
        self.display(leaf.info + "\n".join(leaf.texts) + closing, leaf.first, above)

    def display(self, source: str, line: int, above: Element) -> None:
        element = SubElement(above, "div", {"class": "formula", AT: f"{line}.0"})
        element.text = AtomicString(_escaped(source))

    def table(self, leaf: Leaf, above: Element) -> None:
        table = SubElement(above, "table")
        aligns: list[str] = []
        if len(leaf.texts) > 1:
            aligns = [_align_of(cell) for cell in cells(leaf.texts[1])]
        for number, text in enumerate(leaf.texts):
            if number == 1 and leaf.info != "headless":
                continue
            row = SubElement(table, "tr")
            put_text(row, mark(leaf.first + number))
            for column, words in enumerate(cells(text)):
                align = aligns[column] if column < len(aligns) else ""
                cell = SubElement(
                    row, "td" if number else "th", {"style": f"text-align: {align};"} if align else {}
                )
                _Put(self, cell, leaf.first + number).tokens(words.strip(" \t"))

    def html(self, leaf: Leaf, above: Element) -> None:
        line, made = leaf.first, [mark(leaf.first)]
        for part in parts("\n".join(leaf.texts)):
            lines = part.text.split("\n")
            if part.is_text:
                made.append(lines[0].replace("<", "&lt;"))
                for words in lines[1:]:
                    line += 1
                    made.append(f"\n{mark(line)}" + words.replace("<", "&lt;"))
                continue
            if part.name in FRAMED:
                made.append(f"<{part.name}></{part.name}>")
            elif part.name:
                made.append(part.text)
            if len(lines) > 1:
                line += len(lines) - 1
                made.append(mark(line))
        put_text(above, self.stash.store("".join(made)))

    def inlines(self, leaf: Leaf, element: Element) -> None:
        put = _Put(self, element, leaf.first)
        put.text(mark(leaf.first, leaf.before))
        put.tokens("\n".join(leaf.texts), leaf.hidden)


class _Put:
    """Puts the tokens of one leaf into its element."""

    def __init__(self, tree: _Tree, element: Element, line: int) -> None:
        self.tree = tree
        self.stack = [element]
        self.skipped = 0  # open marks that are nested too deep to be set apart
        self.line = line

    def tokens(self, text: str, hidden: frozenset[int] = frozenset()) -> None:
        """Put the tokens of `text`, without the words of the lines in `hidden`."""
        found = tokens(text, self.tree.labels, self.tree.definitions.references)
        for token in _without(found, self.line, hidden) if hidden else found:
            if isinstance(token, Token):
                _SIGNS[token.sign](self, token)
            else:
                self.words(token)

    def text(self, text: str) -> None:
        put_text(self.stack[-1], text)

    def words(self, words: str) -> None:
        """Put running text, a mark at the start of each line."""
        parts = _BREAK.split(words) if "  \n" in words else [words]
        for number, part in enumerate(parts):
            if number:
                SubElement(self.stack[-1], "br")
                self.text(self.new_line())
            self.text(self.marked(part))

    def new_line(self, before: int = 0) -> str:
        self.line += 1
        return "\n" + mark(self.line, before)

    def marked(self, words: str) -> str:
        lines = _escaped(words).split("\n")
        return lines[0] + "".join(self.new_line() + line for line in lines[1:])

    def element(self, tag: str, given: dict[str, str], words: str) -> None:
        made = SubElement(self.stack[-1], tag, given)
        made.text = AtomicString(self.marked(words))

    def code(self, token: Token) -> None:
        self.element("code", {}, token)

    def wrapped(self, token: Token) -> None:
        self.element(token.target, {}, token)

    def autolink(self, token: Token) -> None:
        self.element("a", {"href": _escaped(token.target)}, token)

    def formula(self, token: Token) -> None:
        made = SubElement(self.stack[-1], "span", {"class": "formula"})
        made.text = AtomicString(_escaped(token.target))
        self.passed(token)

    def passed(self, words: str) -> None:
        """Mark the line that stands behind `words`, which are put as a whole."""
        if breaks := words.count("\n"):
            self.line += breaks
            self.text(mark(self.line, letters_in(words[words.rindex("\n") :])))

    def line_break(self, token: Token) -> None:
        SubElement(self.stack[-1], "br")

    def html(self, token: Token) -> None:
        if any(element.tag == "img" for element in self.stack):  # its description is words alone
            self.text(_escaped(token))
        else:
            self.text(self.tree.stash.store(token.target))
        self.passed(token)

    def note(self, token: Token) -> None:
        note = self.tree.definitions.footnotes.get(token.target)
        if note is None:
            self.text(_escaped(f"[^{token.target}]"))
            return
        raised = SubElement(self.stack[-1], "sup")
        name = _escaped(token.target)
        link = SubElement(raised, "a", {"href": f"#fn:{name}", "id": f"fnref:{name}", ADDED: ""})
        link.text = AtomicString(str(note.number))

    def open(self, token: Token) -> None:
        if len(self.stack) > _MOST_NESTED:
            self.skipped += 1
            return
        given = {}
        if token.tag == "a":
            given["href"] = _escaped(token.target)
        elif token.tag == "img":
            given["src"] = _escaped(token.target)
        if token.caption:
            given["title"] = _escaped(token.caption)
        self.stack.append(SubElement(self.stack[-1], token.tag, given))

    def close(self, token: Token) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        if len(self.stack) > 1:
            element = self.stack.pop()
            if token.tag == "img":
                self._describe(element)
        if token:
            self.passed(token)

    def _describe(self, image: Element) -> None:
        """Turn what stands in `image` into its description."""
        words = _MARKS.sub("", "".join(_words_in(image)))
        given = {**image.attrib, "alt": words.replace("\n", " ")}
        if "\n" in words:
            given[BREAKS] = " ".join(str(at) for at, letter in enumerate(words) if letter == "\n")
        tail = image.tail
        image.clear()
        image.attrib.update(given)
        image.tail = tail
        if "\n" in words:
            self.text(mark(self.line, letters_in(words[words.rindex("\n") :])))


def _without(found: Iterator[str], line: int, hidden: frozenset[int]) -> Iterator[str]:
    """Yield tokens, the first of which is on `line`, without the words of the lines in `hidden`."""
    for token in found:
        breaks = token.count("\n")
        if isinstance(token, Token) and (
            token.sign in (Sign.OPEN, Sign.CLOSE) or hidden.isdisjoint(range(line, line + breaks + 1))
        ):
            yield token
        else:
            words = token.split("\n")
            yield "\n".join("" if line + n in hidden else part for n, part in enumerate(words))
        line += breaks


def _words_in(element: Element) -> Iterator[str]:
    """Yield the words in `element`, of images their descriptions."""
    yield element.get("alt", "") or element.text or ""
    for child in element:
        yield from _words_in(child)
        yield child.tail or ""


_MARKS = re.compile(r"\x01\d+\.\d+;")
_LEAVES = {
    LeafKind.PARAGRAPH: _Tree.paragraph,
    LeafKind.HEADING: _Tree.heading,
    LeafKind.TITLE: _Tree.title,
    LeafKind.TERM: _Tree.term,
    LeafKind.CODE: _Tree.code,
    LeafKind.TABLE: _Tree.table,
    LeafKind.FORMULA: _Tree.formula,
    LeafKind.HTML: _Tree.html,
    LeafKind.RULE: _Tree.rule,
    LeafKind.EMPTY: _Tree.empty,
    LeafKind.WORDS: _Tree.words,
}
_SIGNS = {
    Sign.CODE: _Put.code,
    Sign.FORMULA: _Put.formula,
    Sign.WRAPPED: _Put.wrapped,
    Sign.AUTOLINK: _Put.autolink,
    Sign.OPEN: _Put.open,
    Sign.CLOSE: _Put.close,
    Sign.HTML: _Put.html,
    Sign.NOTE: _Put.note,
    Sign.BREAK: _Put.line_break,
}


def _align_of(cell: str) -> str:
    words = cell.strip()
    if words.startswith(":") and words.endswith(":") and len(words) > 1:
        return "center"
    return "right" if words.endswith(":") else "left" if words.startswith(":") else ""

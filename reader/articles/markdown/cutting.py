"""Cutting an article's leaves into pieces that can be converted and laid out one at a time.

A heading starts a piece; a long stretch under one heading is cut between blocks and between top-level
items. What cannot be cut there is cut harder: code after `LONGEST_FENCE` lines, tables after
`LONGEST_TABLE` rows (the pieces repeat the header), paragraphs at a line or a sentence. Nothing is cut
inside of a comment or a short open `<details>`. Where there is no place at all (marks that are open for
pages, a cell of a megabyte, thousands of columns or tags) the words of the canonical text stand for it,
without marks: nothing is lost but looks. No piece is long, so none is slow to lay out; cutting the next one
takes about as long as it is, and so all takes a time linear in the text. Lines are counted from 1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain, compress, count, islice

from reader.articles.markdown.leaves import leaves
from reader.articles.markdown.pieces import Leaf, LeafKind, MarkdownPiece, Piece, key_of
from reader.articles.model import Article
from reader.articles.source.canonical_text import CanonicalText, letters_in
from reader.articles.source.extraction import cells, extract_lines
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Holder, Scan

LONG = 2_500  # code points after which the next good place is taken
TOO_LONG = 6_000  # and after which any place within a quotation is one
MUCH_TOO_LONG = 8_000  # and any within an item, or an open `<details>`
# A line and a mark weigh more than their characters, so that a step (parsing, laying out, making ready) of
# 4,000 takes 10 to 25 ms: each item takes 100 µs, a piece of code 150, a formula 100, a link 50, a tag 25.
LINE, FORMULA, CODE, LINK, TAG, MARK = 28, 30, 12, 8, 4, 4
LONGEST_FENCE = 40
LONGEST_CODE = 2_000  # of code of one piece, of which each letter may be a token by itself; half of one line
LONGEST_TABLE = 30  # rows
MOST_CELLS = 360  # in a part of a table: Qt lays out some 15 a millisecond
MOST_COLUMNS = 60  # of a table; the rows of a wider one are given as their words
MOST_LOOKED_AT = 400  # rows, to see how wide the columns are
LONGEST_LINE = 4_000
MOST_WHOLE = 12_000  # code points of a row, a formula, a block of HTML; of a longer one its words are given
MOST_TAGS = 1_500  # in a block of HTML, likewise

_SENTENCE = re.compile(r"[。！？!?；;][”’」』）)]*|[.,，、] ?|\s")
_PLACES = (_SENTENCE, re.compile(r"\s"))  # the point in an address is no end of a sentence
_LETTER = re.compile(r"\S")
_SPACE = re.compile(r"\s+")
_SIGNS = (
    *(("$", FORMULA), ("`", CODE), ("[", LINK), ("<", TAG), *((sign, MARK) for sign in "*_~^=")),
    *((sign, LINE) for sign in (*"\v\f\x85\u2028\u2029", "<br", "<BR")),  # behind which Qt begins a line
)
_TAIL = 24  # code points by which a place in the words is found again in the text
_RUNNING = (LeafKind.PARAGRAPH, LeafKind.HEADING, LeafKind.TERM, LeafKind.TITLE)
_WHOLE = (LeafKind.HTML, LeafKind.FORMULA)
_HOLDS = re.compile(r"<(/?)(details|table|blockquote|ul|ol)\b", re.IGNORECASE)


def cut(
    scan: Scan,
    hidden: frozenset[int] = frozenset(),
    whole: bool = False,
    text: CanonicalText | None = None,
) -> Iterator[Piece]:
    """Yield the pieces of a scanned text, in order, without the lines in `hidden`.

    `whole`: code, tables and lines are not cut in two, however long: for exports. `text`: the canonical
    text, if it is known.
    """
    yield from _Cutter(scan, hidden, whole, text).pieces()


def piece_of(scan: Scan) -> Piece:
    """Return all of a scanned text as one piece."""
    found = tuple(leaves(scan))
    return Piece(1, len(scan.lines), found, _text_of(scan, found))


def pieces_of(article: Article, hidden_lines: frozenset[int]) -> Iterator[MarkdownPiece]:
    """Yield the pieces of `article` without its `hidden_lines`, each with what it borrows from others."""
    found, folder = article.scan, article.path.parent
    definitions = found.definitions
    for piece in cut(found, hidden_lines, text=article.text):
        yield MarkdownPiece(piece, definitions, key_of(piece, definitions), folder)


class _Cutter:
    """The state of one pass over the leaves."""

    def __init__(self, scan: Scan, hidden: frozenset[int], whole: bool, text: CanonicalText | None) -> None:
        self.scan = scan
        self.text = text
        self.hidden = hidden
        self.whole = whole
        # A sketch may begin with thousands of empty lines.
        self.line = next(compress(count(1), scan.raw), 1)
        self.held: list[Leaf] = []
        self.size = 0
        self.depth = 0  # of the HTML elements that are open
        self.continues = False  # the piece that is open goes on with a container of the last one
        self.labels = scan.references
        self.closings: dict[str, int] | None = None  # the last line on which each element is closed

    def pieces(self) -> Iterator[Piece]:
        for leaf in leaves(self.scan, self.hidden, self.line - 1):
            weight = LINE * len(leaf.texts) + _heft("".join(leaf.texts))
            if not self.depth or self.size + weight > MUCH_TOO_LONG:
                if self.held and (self._may_cut(leaf) or self.depth):
                    yield from self.close(leaf.first - 1, self._shares(leaf))
                if not self.whole and (parts := self._parts(leaf, weight)):
                    yield from self.close(leaf.first - 1, self._shares(leaf))
                    yield from self._hard(leaf, parts)
                    continue
            self.held.append(leaf)
            self.size += weight
            if leaf.kind is LeafKind.HTML:
                self._note_elements(leaf)
        yield from self.close(len(self.scan.lines), False)

    def close(self, last: int, continued: bool) -> Iterator[Piece]:
        """Yield the piece that is open, up to the line `last`; nothing where it is empty."""
        if not self.held:
            return
        found = tuple(self.held)
        last = max(last, found[-1].last)
        level = found[0].level if found[0].kind is LeafKind.HEADING else 0
        yield Piece(self.line, last, found, _text_of(self.scan, found), level, self.continues, continued)
        self.line, self.held, self.size, self.continues = last + 1, [], 0, continued

    def _shares(self, leaf: Leaf) -> bool:
        """Whether `leaf` stands in a container of the last leaf."""
        before = self.held[-1].path if self.held else ()
        return bool(before and leaf.path and before[0] is leaf.path[0])

    def _may_cut(self, leaf: Leaf) -> bool:
        if not leaf.path:
            return leaf.kind is LeafKind.HEADING or (
                self.size >= LONG and self.held[-1].kind is not LeafKind.TERM
            )
        if self.size < LONG:
            return False
        if not self._shares(leaf):
            return True
        in_bars = leaf.path[0].kind in (Holder.QUOTE, Holder.CALLOUT)
        return self.size > (TOO_LONG if in_bars else MUCH_TOO_LONG)

    def _note_elements(self, leaf: Leaf) -> None:
        """Count the elements that are left open, if they are closed further down."""
        for text in leaf.texts:
            for found in _HOLDS.finditer(text):
                if found[1]:
                    self.depth = max(0, self.depth - 1)
                elif self._closes(found[2].lower(), leaf.first):
                    self.depth += 1

    def _closes(self, name: str, line: int) -> bool:
        if self.closings is None:
            self.closings = {}
            for number, text in enumerate(self.scan.raw, start=1):
                if "</" in text:
                    for found in _HOLDS.finditer(text):
                        if found[1]:
                            self.closings[found[2].lower()] = number
        return self.closings.get(name, 0) >= line

    # ---- leaves that are cut in two

    def _parts(self, leaf: Leaf, weight: int) -> Iterator[Leaf] | None:
        """Return the parts of a long `leaf`, cut as they are asked for; None where it is short enough."""
        if leaf.kind is LeafKind.CODE:
            is_long = len(leaf.texts) > LONGEST_FENCE or sum(map(len, leaf.texts)) > LONGEST_CODE
            return _parts_of_code(leaf) if is_long else None
        if leaf.kind is LeafKind.TABLE:
            return self._parts_of_table(leaf, weight)
        if leaf.kind in _WHOLE:
            is_long = weight > MOST_WHOLE or sum(text.count("<") for text in leaf.texts) > MOST_TAGS
            return self._as_words(leaf) if is_long else None
        if leaf.kind in _RUNNING and weight > LONGEST_LINE:
            parts = _parts_of_paragraph(leaf, self.labels, self._words(leaf))
            first = tuple(islice(parts, 2))
            return chain(first, parts) if len(first) > 1 or first[0].kind is LeafKind.WORDS else None
        return None

    def _parts_of_table(self, leaf: Leaf, weight: int) -> Iterator[Leaf] | None:
        if len(leaf.texts) < 2:
            return None
        columns = leaf.texts[1].count("|")
        if columns > MOST_COLUMNS + 1 or any(len(text) > LONGEST_LINE for text in leaf.texts[:2]):
            return self._as_words(leaf)
        rows = max(1, min(LONGEST_TABLE, MOST_CELLS // max(1, columns)))
        return self._rows(leaf, rows) if len(leaf.texts) > rows + 2 or weight > MOST_WHOLE else None

    def _rows(self, leaf: Leaf, rows: int) -> Iterator[Leaf]:
        """Yield the parts of a table, with at most so many `rows`; of a row that is too long, its words."""
        head, begun, size, is_first = leaf.texts[:2], 2, 0, True
        for at in range(2, len(leaf.texts) + 1):
            length = len(leaf.texts[at]) if at < len(leaf.texts) else 0
            is_huge = length > MOST_WHOLE
            if at == len(leaf.texts) or is_huge or at - begun == rows or size + length > MOST_WHOLE:
                if begun < at or is_first:
                    yield leaf._replace(texts=(*head, *leaf.texts[begun:at]), first=leaf.first + begun - 2)
                    is_first = False
                begun, size = at, 0
            if is_huge:
                line = leaf.first + at
                yield from self._as_words(leaf._replace(first=line, texts=(leaf.texts[at],)))
                begun = at + 1
            size += length

    def _as_words(self, leaf: Leaf) -> Iterator[Leaf]:
        """Yield what the canonical text says for `leaf`, in parts: nothing is lost but its looks."""
        return _parts_of_words(leaf, self._words(leaf), leaf.first, leaf.before)

    def _words(self, leaf: Leaf) -> str:
        """Return the words of a leaf, its lines as in the file."""
        if self.text is not None:
            words = self.text.words(self.text.span_of_lines(leaf.first, leaf.last))
        else:
            found = self.scan._replace(lines=self.scan.lines[leaf.first - 1 : leaf.last])
            words = extract_lines(found).text
        if leaf.hidden:
            lines = enumerate(words.split("\n"), start=leaf.first)
            words = "\n".join("" if line in leaf.hidden else text for line, text in lines)
        return words

    def _hard(self, leaf: Leaf, parts: Iterator[Leaf]) -> Iterator[Piece]:
        is_code = leaf.kind is LeafKind.CODE
        columns = _columns(leaf) if leaf.kind is LeafKind.TABLE else ()
        rows_before, is_first = 0, True
        following: Leaf | None = next(parts)
        while (part := following) is not None:
            following = next(parts, None)
            is_table = part.kind is LeafKind.TABLE
            first = self.line if is_first else part.first + 2 * is_table
            yield Piece(
                min(first, part.last),
                part.last,
                (part,),
                "\n".join(part.texts),
                level=leaf.level if is_first and part.kind is LeafKind.HEADING else 0,
                continues=not is_first or self.continues,
                continued=following is not None,
                columns=columns if is_table else (),
                rows_before=rows_before,
                whole="\n".join(leaf.texts) if is_code and is_first else "",
            )
            rows_before = max(1, rows_before + len(part.texts) - 2) if is_table else rows_before
            is_first = False
        self.line = leaf.last + 1
        self.continues = bool(leaf.path)


def _text_of(scan: Scan, found: tuple[Leaf, ...]) -> str:
    return "\n".join(raw for leaf in found for raw in scan.raw[leaf.first - 1 : leaf.last])


def _parts_of_code(leaf: Leaf) -> Iterator[Leaf]:
    """Yield the parts of a leaf of code; long lines are broken."""
    body: list[str] = []
    first, before, size = leaf.first, 0, 0
    for line, text in enumerate(leaf.texts, start=leaf.first):
        step, said = LONGEST_CODE // 2, 0  # letters of the line before `k`
        for k in range(0, max(1, len(text)), step):
            words = text[k : k + step]
            if body and (len(body) >= LONGEST_FENCE or size + len(words) > LONGEST_CODE or k):
                yield leaf._replace(first=first, texts=tuple(body), before=before)
                first, body, size, before = line, [], 0, said
            body.append(words)
            size += len(words)
            if k + step < len(text):
                said += letters_in(words)
    if body:
        yield leaf._replace(first=first, texts=tuple(body), before=before)


def _parts_of_words(leaf: Leaf, words: str, line: int, before: int) -> Iterator[Leaf]:
    """Yield `words` in parts, as what stands for `leaf`; at least one. `line` and `before`: of the first."""
    start = 0
    while True:
        end = _sentence_end(words, start + LONGEST_LINE // 2)
        lines = words[start:end].split("\n")
        if len(lines) > LONGEST_FENCE:
            end = start + sum(map(len, lines[:LONGEST_FENCE])) + LONGEST_FENCE
            lines = [*lines[:LONGEST_FENCE], ""]
        texts = lines[:-1] if len(lines) > 1 and not lines[-1] else lines
        yield leaf._replace(
            kind=LeafKind.WORDS, first=line, texts=tuple(texts), before=before, info="", level=0
        )
        start, line = end, line + len(lines) - 1
        before = letters_in(lines[-1]) + (before if len(lines) == 1 else 0)
        if start >= len(words):
            return


def _sentence_end(text: str, place: int, sign: re.Pattern[str] = _SENTENCE) -> int:
    """Return a good place to cut `text` behind `place`: behind a `sign`."""
    if place >= len(text):
        return len(text)
    found = sign.search(text, place, place + 500)
    return min(len(text), found.end() if found else place + 500)


def _parts_of_paragraph(leaf: Leaf, labels: frozenset[str], words: str) -> Iterator[Leaf]:
    """Yield the parts of a long paragraph: cut at a line or a sentence where no mark is open.

    Where marks are open all along, a stretch is given as its `words`, without marks. What is tried for a
    part is about as long as the part, however long the paragraph is.
    """
    text = "\n".join(leaf.texts)
    step = max(LONGEST_LINE // 20, LONGEST_LINE * len(text) // (2 * _heft(text)))
    start = said = 0  # in the text, and in its words
    line, before, kind, is_sure = leaf.first, leaf.before, leaf.kind, True
    while start < len(text) and (is_sure or _LETTER.search(words, said)):
        end, behind, shown = _closed_part(text, start, step, words, said, labels)
        if behind >= 0:
            part = text[start:end]
            yield leaf._replace(
                kind=kind, first=line, texts=tuple(part.rstrip("\n").split("\n")), before=before
            )
            start, said = end, behind
        else:
            stop = _sentence_end(words, said + LONGEST_LINE // 2)
            part = shown = words[said:stop]
            yield from _parts_of_words(leaf, part, line, before)
            tail = part[-_TAIL:].rsplit("\n", 1)[-1]
            found = text.find(tail, start, start + 8 * LONGEST_LINE) if tail.strip() else -1
            start, said, is_sure = (found + len(tail) if found >= 0 else len(text)), stop, False
        breaks = part.count("\n")
        line += breaks
        before = letters_in(shown.rsplit("\n", 1)[-1]) + (0 if breaks else before)
        if part.endswith("\n"):
            before = 0
        kind = LeafKind.PARAGRAPH  # of a heading the beginning is one
    if not is_sure and _LETTER.search(words, said):
        yield from _parts_of_words(leaf, words[said:], line, before)


def _closed_part(
    text: str, start: int, step: int, words: str, said: int, labels: frozenset[str]
) -> tuple[int, int, str]:
    """Return where a part of `text` from `start` on can end, where its words end, and its words.

    The second is -1 where marks are open at every place that was tried: the part would be too long.
    """
    length = step
    while True:
        for place in _PLACES:
            end = _sentence_end(text, start + length, place)
            shown = plain(text[start:end].rstrip("\n"), labels)
            letters = _SPACE.sub("", shown if shown.isascii() else unicodedata.normalize("NFC", shown))
            weight = len(letters) + _heft(text[start:end]) - (end - start)  # an address may be very long
            behind = _behind(words, said, letters) if weight <= 2 * LONGEST_LINE else -1
            if behind >= 0 or end == len(text):
                return end, behind, shown
        if weight > LONGEST_LINE:
            return end, -1, shown
        length = length * 3 // 2


def _behind(words: str, start: int, letters: str) -> int:
    """Return where `words` go on behind `letters`, which they begin with at `start`; -1 if they do not."""
    room = len(letters)
    while True:
        window = words[start : start + room]
        inside = _SPACE.sub("", window)
        if len(inside) >= len(letters) or not letters.startswith(inside) or start + room >= len(words):
            break
        room *= 2
    if not inside.startswith(letters):
        return -1
    if not letters:
        return start
    return start + next(islice((it.end() for it in _LETTER.finditer(window)), len(letters) - 1, None))


def _columns(leaf: Leaf) -> tuple[int, ...]:
    """Return how wide each column of a table is, in half characters; marks of Markdown count a little."""
    widths: list[int] = []
    rows = leaf.texts[::2] if len(leaf.texts) < 3 else (leaf.texts[0], *leaf.texts[2:])
    for row in rows[:: 1 + len(rows) // MOST_LOOKED_AT]:
        if len(row) > MOST_WHOLE:
            continue
        found = cells(row)
        widths.extend([0] * (len(found) - len(widths)))
        for column, cell in enumerate(found):
            words = cell.strip()
            if len(words) * 2 > widths[column]:
                widths[column] = max(widths[column], sum(2 if letter > "\u2e7f" else 1 for letter in words))
    return tuple(widths)


def _heft(text: str) -> int:
    """Return how much is in `text`, in characters of plain text."""
    heft = len(text)
    for sign, weight in _SIGNS:
        if sign in text:
            heft += weight * text.count(sign)
    return heft

"""Building blocks while a document is walked: open frames, open line, open table. No HTML here."""

from __future__ import annotations

import re

from reader.articles.markdown.blocks import (
    Block,
    BlockKind,
    Cell,
    Formula,
    Frame,
    FrameKind,
    Inline,
    Lines,
    Mark,
    Picture,
    Run,
    caption_of,
)
from reader.articles.markdown.inline_builder import Inlines
from reader.articles.markdown.syntax_colouring import coloured
from reader.i18n import gettext as _

TONES = {
    "note": "note", "info": "note", "abstract": "note", "summary": "note", "question": "note", "todo": "note",
    "tip": "tip", "hint": "tip", "success": "tip", "example": "tip", "check": "tip", "quote": "note",
    "warning": "warn", "caution": "danger", "attention": "warn", "danger": "danger", "error": "danger",
    "bug": "danger", "failure": "danger", "important": "important",
}  # fmt: skip
_MARK = re.compile(r"\x01(\d+)\.(\d+);")
_LINES = re.compile(r"(?=\x01)")  # see `element_tree.mark`
DEEPEST = 16  # frames that a block can stand in
MOST_COLUMNS = 60  # of a table; wider ones are given as plain text


class BlockBuilder:
    """Takes what the walk meets, in order; `blocks` is what it has made of it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.line = Inlines()
        self.kind, self.level, self.align = BlockKind.PARAGRAPH, 0, ""
        self.marker = ""
        self.names: list[str] = []
        self._frames: list[tuple[str, Frame]] = []
        self._rows: list[list[Cell]] | None = None
        self._cell: tuple[bool, str] | None = None
        self._base: str | None = None  # the base text of an open ruby
        self._reading: str | None = None  # and what is to be set above it
        self._after: list[tuple[str, str]] = []  # the marks of lines in that
        self._key = 0

    # ---- blocks

    def flush(self, even_empty: bool = False) -> None:
        """End the block that is open; a cell goes on, with a line break."""
        if self._cell is not None:
            return
        self.end_ruby("ruby")
        inlines = self.line.take()
        if inlines or (even_empty and self.marker):
            self.add(self.kind, inlines, level=self.level, lines=self.line.lines)
        self.kind, self.level, self.align = BlockKind.PARAGRAPH, 0, ""

    def add(
        self,
        kind: BlockKind,
        inlines: tuple[Inline, ...] = (),
        level: int = 0,
        language: str = "",
        rows: tuple[tuple[Cell, ...], ...] = (),
        lines: Lines = (),
    ) -> None:
        """Add a finished block."""
        if kind is BlockKind.PARAGRAPH and len(inlines) == 1 and isinstance(inlines[0], Picture):
            kind = BlockKind.FIGURE
        frames = tuple(frame for _tag, frame in self._frames[:DEEPEST])
        marker, self.marker = self.marker, ""
        names, self.names = tuple(name for name in self.names if name), []
        numbers = [line for _at, line, _before in lines]
        numbers += [line for row in rows for cell in row for _at, line, _before in cell.lines]
        first, last = (min(numbers), max(numbers)) if numbers else (self.line.here, self.line.here)
        self.blocks.append(
            Block(
                kind,
                inlines,
                frames,
                level,
                marker,
                language,
                rows,
                names,
                self.align,
                first,
                last,
                lines=lines,
            )
        )
        if (
            kind is BlockKind.FIGURE
            and isinstance(inlines[0], Picture)
            and (caption := caption_of(inlines[0]))
        ):
            own = caption == inlines[0].words  # its words are the article's: they are found in the caption
            words = (Run(caption, added=not own),)
            starts = [each for each in lines if not each[0]][-1:] if own else []
            starts += [
                (at + 1, starts[0][1] + number, 0) for number, at in enumerate(inlines[0].breaks, 1) if starts
            ]
            self.blocks.append(
                Block(
                    BlockKind.CAPTION,
                    words,
                    frames,
                    first_line=first,
                    last_line=last,
                    lines=tuple(starts),
                )
            )

    def enter(self, tag: str, kind: FrameKind, tone: str = "", opened: bool = True) -> None:
        """Let what follows stand in a new frame, until `tag` is left."""
        self.flush(even_empty=True)
        self._key += 1
        self._frames.append((tag, Frame(kind, self._key, tone, opened)))

    def leave(self, tag: str) -> None:
        """Leave the innermost frame that `tag` entered, and all in it; nothing where there is none."""
        self.flush(even_empty=tag == "li")
        for at in range(len(self._frames) - 1, -1, -1):
            if self._frames[at][0] == tag:
                del self._frames[at:]
                return

    # ---- words

    def words(self, data: str) -> None:
        """Add running text."""
        if self._base is not None:
            self._ruby(data)
            return
        if self.line.empty and self._cell is None and not data.strip():
            return
        self.line.add(data)

    def left_out(self, tag: str) -> None:
        """Say in a quiet line that something is not shown."""
        words = Run(_("Left out: {name}").format(name=tag), Mark.SMALL, added=True)
        if self._cell is None:
            self.flush()
            self.add(BlockKind.PARAGRAPH, (words,))

    def code(self, text: str, info: str, line: int = 0, before: int = 0) -> None:
        """Add a block of code. The first word of `info` is its language; `line` is that of its first line."""
        words = info.split()
        language = words[0].strip("{.}").lower() if words else ""
        if self._cell is not None:
            for number, row in enumerate(text.split("\n")):
                if line:
                    self.line.stand(line + number, 0 if number else before)
                self.line.add(row + "\n")
            return
        self.flush()
        shown = text.strip("\n")
        self.add(
            BlockKind.CODE,
            coloured(shown, language),
            language=language,
            lines=_lines_of_code(text, shown, line, before),
        )

    def formula(self, source: str, alone: bool, line: int = 0) -> None:
        """Add a formula, as its author wrote it with its marks; `alone`: as a block, on `line`."""
        display = source.startswith(("$$", "\\["))
        tex = source[2:-2] if display or source.startswith("\\(") else source[1:-1]
        formula = Formula(tex.strip(), display, source)
        if alone and self._cell is None:
            self.flush()
            last = line + source.count("\n")
            self.add(BlockKind.FORMULA, (formula,), lines=((0, line, 0), (1, last, 0)) if line else ())
        else:
            self.line.add_formula(formula)

    # ---- ruby

    def start_ruby(self, tag: str) -> None:
        """Enter a ruby, or the reading in it."""
        if tag == "ruby":
            self.end_ruby(tag)
            self._base = ""
        elif self._base is not None:
            self._end_reading()
            self._reading = ""

    def end_ruby(self, tag: str) -> None:
        """Leave a ruby, or the reading in it."""
        self._end_reading()
        if tag == "ruby" and self._base is not None:
            self.line.add_exactly(self._base)
            self._base = None

    def _end_reading(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None and self._base is not None:
            self.line.add_exactly(self._base or reading, ruby=reading if self._base else "")
            self._base = ""
        for line, before in self._after:
            self.line.stand(int(line), int(before))
        self._after = []

    def _ruby(self, data: str) -> None:
        if self._reading is not None:
            self._after += _MARK.findall(data)
            self._reading += " ".join(_MARK.sub(" ", data).split())
            return
        for part in _LINES.split(data):
            if self._base and part.startswith("\x01"):  # it goes on in the next line
                self.line.add_exactly(self._base)
                self._base = ""
            self._base = (self._base or "") + " ".join(self.line.unmarked(part).split())

    # ---- tables

    def start_table(self) -> None:
        """Begin a table; one inside another only adds its rows."""
        if self._rows is None:
            self.flush()
            self._rows = []

    def start_row(self) -> None:
        """Begin a row."""
        self._end_cell()
        if self._rows is not None:
            self._rows.append([])

    def start_cell(self, header: bool, align: str) -> None:
        """Begin a cell of the open row."""
        self._end_cell()
        if self._rows is not None:
            self._cell = (header, align)
            if not self._rows:
                self._rows.append([])

    def _end_cell(self) -> None:
        if self._cell is not None and self._rows is not None:
            header, align = self._cell
            self.end_ruby("ruby")
            inlines = self.line.take()
            self._rows[-1].append(Cell(inlines, header, align, self.line.lines))
            self.line.forget()
            self._cell = None

    end_cell = _end_cell

    def end_table(self) -> None:
        """End the open table, if there is one."""
        self._end_cell()
        if self._rows is None:
            return
        rows = [row for row in self._rows if row]
        self._rows = None
        columns = max(map(len, rows), default=0)
        if columns > MOST_COLUMNS:
            text = "\n".join(" | ".join(_text_of(cell) for cell in row) for row in rows)
            self.add(BlockKind.CODE, coloured(text, ""))
        elif rows:
            full = tuple(tuple(row + [Cell((), row[-1].header)] * (columns - len(row))) for row in rows)
            self.add(BlockKind.TABLE, rows=full)


def _text_of(cell: Cell) -> str:
    return "".join(inline.text for inline in cell.inlines if isinstance(inline, Run))


def _lines_of_code(text: str, shown: str, line: int, before: int) -> Lines:
    """Return where the lines of code begin: it starts on `line`, `shown` is without empty ones around."""
    if not line:
        return ()
    line += len(text) - len(text.lstrip("\n"))
    at, lines = 0, []
    for number, words in enumerate(shown.split("\n")):
        lines.append((at, line + number, 0 if number else before))
        at += len(words) + 1
    return tuple(lines)


def callout_title(word: str) -> str:
    """Return the title of a callout that has none of its own."""
    titles = {
        "note": _("Note"), "tip": _("Tip"), "warning": _("Warning"), "caution": _("Caution"),
        "important": _("Important"), "danger": _("Danger"),
    }  # fmt: skip
    return titles.get(word, word.capitalize())

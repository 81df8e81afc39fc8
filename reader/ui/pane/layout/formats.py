"""The measures of each kind of block, and the character formats of its runs, in em of the style's size.

No colour is in any format: colours belong to the theme and are looked up when
the section is painted, so that a theme lays nothing out anew. What colour a
stretch of text has is its *role*, a name of the theme.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat

from reader.articles.markdown.blocks import Block, BlockKind, Frame, FrameKind, Inline, Mark, Run
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.fonts import PROPORTIONAL, Fonts, font, fonts_for

HEADING_SIZES = (0.0, 1.72, 1.46, 1.26, 1.12, 1.04, 1.0)
_HEADING_BEFORE = (0.0, 1.9, 1.9, 1.6, 1.4, 1.2, 1.1)
_HEADING_AFTER = (0.0, 0.9, 0.8, 0.6, 0.5, 0.42, 0.4)
CODE_SIZE, TABLE_SIZE, SMALL_SIZE, NOTE_SIZE = 0.84, 0.9, 0.82, 0.88
PARAGRAPH_AFTER = 0.8
ITEM_AFTER = 0.32
GAP, SQUEEZE, ROOM, SHUT = 0.22, -0.5, 0.32, -0.2
RUBY_SIZE, RUBY_LINE = 0.5, 1.65  # of the size; and em that a line with a reading needs
SYLLABLE_GAP = 0.12  # em between characters that each have a reading

_LEFT = {
    FrameKind.QUOTE: 1.25,
    FrameKind.CALLOUT: 1.15,
    FrameKind.ITEM: 1.75,
    FrameKind.DEFINITION: 2.0,
    FrameKind.DETAILS: 1.5,
    FrameKind.FOOTNOTE: 1.75,
}
# Space before and after, and the line's height (0: the style's), in em.
_SPACING = {
    BlockKind.CODE: (0.5, 1.0, CODE_SIZE * 1.6),
    BlockKind.TABLE: (0.7, 1.1, TABLE_SIZE * 1.5),
    BlockKind.RULE: (1.0, 1.0, 0.6),
    BlockKind.FORMULA: (1.0, 1.1, 0.0),
    BlockKind.FIGURE: (1.1, 1.1, 0.0),
    BlockKind.CAPTION: (0.0, 1.2, SMALL_SIZE * 1.6),
    BlockKind.TERM: (0.0, 0.1, 0.0),
    BlockKind.TITLE: (0.0, 0.3, 0.0),
}
_BOLD = (BlockKind.HEADING, BlockKind.TITLE, BlockKind.TERM)
BOX_PADDING = {FrameKind.CALLOUT: 0.75, FrameKind.QUOTE: 0.08, FrameKind.DETAILS: 0.1}
BOX_BELOW = {FrameKind.CALLOUT: 0.3}  # more than above: letters stand high in their line
BELOW_RULE = {BlockKind.CODE: 0.3, BlockKind.TABLE: 0.4, BlockKind.FIGURE: 0.3}  # the rule of a heading
CODE_PADDING, CODE_ABOVE = 0.85, 0.65
RAISED, LOWERED, SCRIPT_SIZE = -0.36, 0.14, 0.7


MOST_DOTTED = 24  # characters: more dots than these are noise


class Measures(NamedTuple):
    """Where a block stands: space before and after, left and right edges, line height; all in pixels."""

    before: float
    after: float
    left: float
    right: float
    line: float


def frame_left(frame: Frame) -> float:
    """Return how far `frame` moves its text in, in em; long numbers need more."""
    extra = 0.55 * max(0, len(frame.tone) - 3) if frame.kind is FrameKind.ITEM else 0.0
    return _LEFT[frame.kind] + extra


def role_of(block: Block) -> str:
    """Return the theme's role for the text of `block`."""
    if block.kind is BlockKind.HEADING:
        return "heading" if block.level < 6 else "quiet_text"
    if block.kind is BlockKind.CODE:
        return "code_text"
    if block.kind is BlockKind.CAPTION:
        return "quiet_text"
    if block.kind is BlockKind.TITLE and (frame := _innermost(block, FrameKind.CALLOUT)):
        return frame.tone
    return "quote_text" if _innermost(block, FrameKind.QUOTE) else "text"


def ruby_space(run: Run, fonts: Fonts, size: float) -> float:
    """Return the letter spacing in em that makes the base of a ruby, `size` pixels tall, as wide as that."""
    if not run.ruby:
        return 0.0
    small = QFontMetricsF(font(fonts.body, size * RUBY_SIZE))
    if by_character := syllables_of(run):
        widest = max(map(small.horizontalAdvance, by_character))
        return max(SYLLABLE_GAP, (widest * 1.08 - size) / size)
    base = QFontMetricsF(font(fonts.body, size)).horizontalAdvance(run.text)
    return max(0.0, (small.horizontalAdvance(run.ruby) * 1.08 - base) / max(1, len(run.text)) / size)


def syllables_of(run: Run) -> list[str]:
    """Return the reading of each character of a ruby, where it has one for each; else nothing."""
    syllables = run.ruby.split()
    return syllables if len(syllables) == len(run.text) else []


def _is_read(inlines: tuple[Inline, ...]) -> bool:
    """Whether a reading stands over some of `inlines`."""
    return any(isinstance(run, Run) and run.ruby for run in inlines)


def _innermost(block: Block, kind: FrameKind) -> Frame | None:
    return next((frame for frame in reversed(block.frames) if frame.kind is kind), None)


@lru_cache(maxsize=4)
def formats_for(style: Style) -> Formats:
    """Return the formats of `style`, kept for the styles in use: making them anew costs 15 % of setting."""
    return Formats(style)


class Formats:
    """Makes and keeps the formats of one style. Not shared between styles."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.em = style.size
        self.fonts: Fonts = fonts_for(style)
        self._kept: dict[tuple[object, ...], QTextCharFormat] = {}

    def size_of(self, block: Block) -> float:
        """Return the size of the text of `block`, in pixels."""
        if block.kind is BlockKind.HEADING:
            return self.em * HEADING_SIZES[block.level]
        if block.kind is BlockKind.CODE:
            return self.em * CODE_SIZE
        if block.kind is BlockKind.TABLE:
            return self.em * TABLE_SIZE
        if block.kind is BlockKind.CAPTION:
            return self.em * SMALL_SIZE
        return self.em * NOTE_SIZE if _innermost(block, FrameKind.FOOTNOTE) else self.em

    def measures(self, block: Block) -> Measures:
        """Return where `block` stands."""
        em = self.em
        left = sum(frame_left(frame) for frame in block.frames)
        right = sum(1.0 for frame in block.frames if frame.kind is FrameKind.CALLOUT)
        line = self.style.line_height
        if block.kind is BlockKind.CODE:
            left, right = left + CODE_PADDING, right + CODE_PADDING
        if block.kind is BlockKind.HEADING:
            before, after = _HEADING_BEFORE[block.level], _HEADING_AFTER[block.level]
            line = HEADING_SIZES[block.level] * 1.4
        elif block.kind in _SPACING:
            before, after, own = _SPACING[block.kind]
            line = own or line
            if block.kind is BlockKind.CODE and any(glyph in block.text for glyph in "│├└"):
                line = CODE_SIZE * 1.3  # so that the strokes of a drawing meet
            if any(_is_read(cell.inlines) for row in block.rows for cell in row):
                line = max(line, RUBY_LINE * TABLE_SIZE)
        else:
            before, after = 0.0, self._after(block)
            line *= NOTE_SIZE if _innermost(block, FrameKind.FOOTNOTE) else 1.0
            if line < RUBY_LINE and _is_read(block.inlines):
                line = RUBY_LINE
        return Measures(before * em, after * em, left * em, right * em, line * em)

    def _after(self, block: Block) -> float:
        """Return the space after a paragraph, in em."""
        if block.frames and block.frames[-1].kind in (FrameKind.ITEM, FrameKind.FOOTNOTE):
            return ITEM_AFTER
        return 0.0 if self.style.indent and not block.frames else PARAGRAPH_AFTER

    def block_format(self, block: Block, measures: Measures, gap: float) -> QTextBlockFormat:
        """Return the format of `block`, `gap` pixels below the one before."""
        made = QTextBlockFormat()
        made.setTopMargin(gap)
        made.setLeftMargin(measures.left)
        made.setRightMargin(measures.right)
        figure = block.kind in (BlockKind.FORMULA, BlockKind.FIGURE)
        least = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
        made.setLineHeight(round(measures.line), least)
        if figure or block.align == "center" or block.kind is BlockKind.CAPTION:
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        elif block.align == "right":
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
        if block.kind is BlockKind.CODE:
            made.setNonBreakableLines(self.style.scrolls)
        if self.style.indent and block.kind is BlockKind.PARAGRAPH and not block.frames and not block.align:
            made.setTextIndent(2 * self.em)
        if block.kind is BlockKind.HEADING:
            made.setHeadingLevel(block.level)
        return made

    def char_format(self, block: Block, run: Run, header: bool, form: str, space: float) -> QTextCharFormat:
        """Return the format of a stretch of `run` in `block`; `space` is the letter spacing in em.

        `form` is "narrow" for quotes and dashes in Latin text, "wide" in Chinese, "upright" for
        emphasised Chinese, "" for all else.
        """
        key = (
            block.kind,
            block.level,
            self.size_of(block),
            run.marks,
            header,
            form,
            space,
            self.dotted(run),
        )
        if (kept := self._kept.get(key)) is None:
            kept = self._kept[key] = self._make(block, run, header, form, space)
        if not run.href and not run.title:
            return kept
        linked = QTextCharFormat(kept)
        if run.href:
            linked.setAnchor(True)
            linked.setAnchorHref(run.href)
        if run.title:
            linked.setToolTip(run.title)
        return linked

    def _make(self, block: Block, run: Run, header: bool, form: str, space: float) -> QTextCharFormat:
        bold = header or block.kind in _BOLD or Mark.STRONG in run.marks
        weight = 600 if block.kind is BlockKind.HEADING and block.level > 4 else 700 if bold else 400
        families, size = self._families(block, run, form), self.size_of(block) * scale_of(run.marks)
        made = QTextCharFormat()
        chosen = font(families, size, weight)
        if form == "narrow" and not self.fonts.narrow:
            chosen.setFeature(QFont.Tag(PROPORTIONAL), 1)
        elif form == "upright":
            chosen.setFamilies([*self._for_emphasis(run), *families])
        elif Mark.EMPHASIS in run.marks:
            chosen.setFamilies([*self.fonts.italic, *families])
            chosen.setItalic(True)
        if space:
            chosen.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, space * size)
        made.setFont(chosen, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
        return made

    def dotted(self, run: Run) -> bool:
        """Say whether `run` is emphasised by dots under its characters and not by another shape.

        Chinese has no italics: where no Kai is there, a few characters are dotted, whatever is chosen.
        """
        if Mark.EMPHASIS not in run.marks or not any("\u2e80" <= letter <= "\u9fff" for letter in run.text):
            return False
        return self.style.emphasis_dots or (not self.fonts.kai and len(run.text) <= MOST_DOTTED)

    def _for_emphasis(self, run: Run) -> tuple[str, ...]:
        return () if self.dotted(run) else self.fonts.kai or self.fonts.other

    def _families(self, block: Block, run: Run, form: str) -> tuple[str, ...]:
        if is_boxed(run.marks) or block.kind is BlockKind.CODE:
            return self.fonts.mono
        if form == "narrow" and self.fonts.narrow:
            return self.fonts.narrow
        sans = block.kind in (BlockKind.HEADING, BlockKind.TABLE, BlockKind.TITLE)
        families = self.fonts.heading if sans else self.fonts.body
        return (*self.fonts.wide, *families) if form == "wide" and not sans else families


@lru_cache(maxsize=256)  # flags are slow to compare
def scale_of(marks: Mark) -> float:
    """Return the size of a run as a share of its block's."""
    scale = 0.88 if marks & (Mark.CODE | Mark.KEY) else 1.0
    scale *= SCRIPT_SIZE if marks & (Mark.SUBSCRIPT | Mark.SUPERSCRIPT) else 1.0
    return scale * (SMALL_SIZE if Mark.SMALL in marks else 1.0)


@lru_cache(maxsize=256)
def is_boxed(marks: Mark) -> bool:
    """Say whether a run of `marks` stands in a box: code and keys."""
    return bool(marks & (Mark.CODE | Mark.KEY))


def shift_of(run: Run) -> float:
    """Return how far `run` is set below the line, in em of its block: up is negative."""
    if Mark.SUPERSCRIPT in run.marks:
        return RAISED
    return LOWERED if Mark.SUBSCRIPT in run.marks else 0.0


def role_of_run(run: Run) -> str:
    """Return the theme's role for `run`, or "" for that of its block."""
    if run.token:
        return run.token
    if run.href:
        return "link"
    if Mark.CODE in run.marks:
        return "inline_code"
    return "quiet_text" if run.marks & (Mark.DELETED | Mark.SMALL) else ""

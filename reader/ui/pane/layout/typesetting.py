"""From blocks to a laid-out section. Only on the main thread; about a millisecond for a screenful.

The text goes into one QTextDocument; spaces between Chinese and Latin, and
squeezed punctuation, are letter spacing, so copying gives the text as written.
Gaps between blocks are worked out here, not left to Qt's collapsing margins.
"""

from __future__ import annotations

from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from reader.articles.markdown.blocks import (
    BULLET,
    Block,
    BlockKind,
    Cell,
    Formula,
    FrameKind,
    Inline,
    Mark,
    Picture,
    Run,
)
from reader.articles.markdown.typography import Typography, study
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.colour_roles import Paint, SetBlock
from reader.ui.pane.layout.fonts import font, region_of
from reader.ui.pane.layout.formats import (
    BELOW_RULE,
    BOX_BELOW,
    BOX_PADDING,
    CODE_ABOVE,
    GAP,
    PARAGRAPH_AFTER,
    Formats,
    Measures,
    formats_for,
    is_boxed,
    role_of,
    role_of_run,
    ruby_space,
    scale_of,
    shift_of,
)
from reader.ui.pane.layout.justification import Spread, justify
from reader.ui.pane.layout.run_splitting import make_room, parts
from reader.ui.pane.layout.typeset_section import TypesetSection
from reader.ui.pane.pictures.section_pictures import Pictures

if TYPE_CHECKING:
    from PySide6.QtGui import QTextTable

    from reader.ui.pane.layout.insets import Inset

MOST_NESTED = 0.45  # of the column


def typeset(
    blocks: tuple[Block, ...], style: Style, width: float, pictures: Pictures | None = None
) -> TypesetSection:
    """Return `blocks` laid out `width` pixels wide.

    Without `pictures` images are framed and formulas show their source. What
    the section's `waiting` names is being made: set it again when it has arrived.
    """
    return _Setter(formats_for(style), width, pictures).set(blocks)


class _Setter:
    """Sets one section."""

    def __init__(self, formats: Formats, width: float, pictures: Pictures | None) -> None:
        self.formats = formats
        self.width = width
        self.pictures = pictures
        self.insets: list[Inset] = []
        self.document = QTextDocument()
        self.document.setUndoRedoEnabled(False)
        self.document.setDocumentMargin(0)
        self.document.setDefaultFont(font(formats.fonts.body, formats.em))
        self.cursor = QTextCursor(self.document)
        self.region = region_of(formats.style.language)
        self.centred = self.region in ("TC", "HK")
        self.set_blocks: list[SetBlock] = []
        self.paints: list[Paint] = []
        self.table: QTextTable | None = None  # the last one
        self.spaces: dict[int, float] = {}  # letter spacing in pixels, by position
        self.boxes: set[int] = set()  # where a box ends: the positions of the last characters

    def set(self, blocks: tuple[Block, ...]) -> TypesetSection:
        em = self.formats.em
        top = bottom = 0.0
        before: Block | None = None
        self.cursor.beginEditBlock()
        for block in blocks:
            gap = self._gap(before, block)
            if before is None:
                top, gap = 0.0 if block.continues else max(0.0, gap - PARAGRAPH_AFTER * em), 0.0
            self._set_block(block, gap, fresh=before is not None)
            before = block
        self.cursor.endEditBlock()
        self.document.setTextWidth(self.width)
        if before is not None:
            bottom = max(
                PARAGRAPH_AFTER * em, self._closing(before, ()) + self.formats.measures(before).after
            )
            bottom += CODE_ABOVE * em if before.kind is BlockKind.CODE else 0.0
            bottom = 0.0 if before.continued else bottom
        section = TypesetSection(
            self.document, self.set_blocks, self.paints, self.insets, self.formats, self.width, top, bottom
        )
        spread = Spread(self.width, em, self.spaces, self.boxes, self.centred, self.formats.style.justify)
        section.finish = partial(justify, self.document, spread=spread)
        return section

    # ---- between blocks

    def _gap(self, before: Block | None, block: Block) -> float:
        """Return the space between two blocks: the larger of their own, and padding of boxes between."""
        space = self.formats.measures(block).before
        frames = before.frames if before else ()
        boxed = 0.0
        for frame in block.frames:
            if frame not in frames and frame.kind in BOX_PADDING:
                boxed += BOX_PADDING[frame.kind]
        closing = 0.0
        if before:
            after = PARAGRAPH_AFTER * self.formats.em if _ends_list(before, block) else 0.0
            space = max(space, after, self.formats.measures(before).after)
            if before.kind is BlockKind.HEADING and before.level <= 2:
                space += BELOW_RULE.get(block.kind, 0.0) * self.formats.em
            if (before.kind, block.kind) == (BlockKind.FIGURE, BlockKind.CAPTION):
                return self.formats.em * 0.2
            closing = self._closing(before, block.frames)
        if boxed or closing:
            space = max(space, PARAGRAPH_AFTER * self.formats.em)
        for each in (before, block):
            if each and each.kind is BlockKind.CODE:
                space += CODE_ABOVE * self.formats.em
        return space + boxed * self.formats.em + closing

    def _closing(self, block: Block, frames: tuple[object, ...]) -> float:
        return self.formats.em * sum(
            BOX_PADDING.get(frame.kind, 0.0) + BOX_BELOW.get(frame.kind, 0.0)
            for frame in block.frames
            if frame not in frames
        )

    # ---- one block

    def _measures(self, block: Block) -> Measures:
        """Return where `block` stands; what is nested deep keeps more than half of the column."""
        measures = self.formats.measures(block)
        most = self.width * MOST_NESTED
        return measures if measures.left <= most else measures._replace(left=most)

    def _set_block(self, block: Block, gap: float, fresh: bool) -> None:
        measures = self._measures(block)
        shape = self.formats.block_format(block, measures, gap)
        plain = self.formats.char_format(block, Run(""), False, "", 0.0)
        if block.kind is BlockKind.TABLE:
            # Qt keeps an empty block before every table, without a height
            if fresh and not self._after_table():
                self.cursor.insertBlock(QTextBlockFormat())
            self._set_table(block, measures, gap)
            return
        if fresh and not self._after_table():
            self.cursor.insertBlock(shape, plain)
        else:
            if fresh:
                self._free_below_table(gap)
            self.cursor.setBlockFormat(shape)
            self.cursor.setBlockCharFormat(plain)
        start = self.cursor.position()
        self.insert(block, block.inlines)
        length = self.cursor.position() - start
        self.set_blocks.append(SetBlock(start, length, block, role_of(block), measures))

    def _set_table(self, block: Block, measures: Measures, gap: float) -> None:
        from reader.ui.pane.layout.tables import fitting, insert_table  # not for a text without any

        def insert(cell: Cell) -> None:
            self.insert(block, cell.inlines, cell.header)

        usual = self.formats
        self.formats = fitting(block, usual, self.width - measures.left)
        self.table, cells = insert_table(self.cursor, block, self.formats, measures, self.width, gap, insert)
        self.formats = usual
        self.cursor.setBlockFormat(_sliver())
        self.set_blocks.extend(
            SetBlock(cell.position, cell.length, block, role_of(block), measures, cell.cell) for cell in cells
        )

    def _free_below_table(self, gap: float) -> None:
        """Let the table before the cursor keep `gap` free below it: Qt heeds no margin of what follows."""
        if self.table is not None:
            shape = self.table.format()
            shape.setBottomMargin(gap)
            self.table.setFormat(shape)

    def _after_table(self) -> bool:
        return bool(self.set_blocks) and self.set_blocks[-1].block.kind is BlockKind.TABLE

    def insert(self, block: Block, inlines: tuple[Inline, ...], header: bool = False) -> None:
        """Insert `inlines` at the cursor, and note where their colours and decorations belong."""
        text = "".join(inline.text if isinstance(inline, Run) else "\ufffc" for inline in inlines)
        plain = block.kind is BlockKind.CODE
        shown = text if plain or not self.formats.style.script else self._in_script(text)
        typography = Typography({}) if plain else study(text, self.centred, self.region == "JP")
        if not plain:
            make_room(inlines, text, typography, self.centred)
        at = 0
        for inline, following in zip_longest(inlines, inlines[1:]):
            if not isinstance(inline, Run):
                self._insert_inset(block, inline, GAP if at in typography.spaces else 0.0)
                at += 1
                continue
            start = self.cursor.position()
            made: dict[tuple[str, float], QTextCharFormat] = {}
            written = inline
            if shown is not text and Mark.CODE not in inline.marks:
                written = inline._replace(text=shown[at : at + len(inline.text)])
            for part, form, space in parts(
                written,
                at,
                typography,
                ruby_space(inline, self.formats.fonts, self.formats.size_of(block)),
                reaches_over=_is_read(following),
            ):
                if (shape := made.get((form, space))) is None:
                    shape = made[form, space] = self.formats.char_format(block, inline, header, form, space)
                before = self.cursor.position() if space else 0
                self.cursor.insertText(part, shape)
                if space:
                    pixels = space * self.formats.size_of(block) * scale_of(inline.marks)
                    self.spaces.update(dict.fromkeys(range(before, self.cursor.position()), pixels))
            if is_boxed(inline.marks):
                self.boxes.add(self.cursor.position() - 1)
            self._note(block, inline, start)
            at += len(inline.text)

    def _in_script(self, text: str) -> str:
        from reader.articles.script.script_conversion import converted  # not for the start

        style = self.formats.style
        return converted(text, style.script, style.language)

    def _insert_inset(self, block: Block, inline: Picture | Formula, after: float) -> None:
        from reader.ui.pane.layout.insets import inset_format, make_inset  # not for a text without any

        measures = self._measures(block)
        room = self.width - measures.left - measures.right
        if block.kind is BlockKind.TABLE:
            room = min(room, 12 * self.formats.em)
        inset = make_inset(self.cursor.position(), block, inline, self.formats, room, self.pictures)
        inset.after = after * self.formats.em
        base = self.formats.char_format(block, Run(""), False, "", 0.0).font()
        self.cursor.insertText("\ufffc", inset_format(inset, base))
        self.insets.append(inset)

    def _note(self, block: Block, run: Run, start: int) -> None:
        role = role_of_run(run)
        if role or run.ruby or run.marks not in (Mark.NONE, Mark.STRONG):
            shift = shift_of(run) * self.formats.size_of(block)
            self.paints.append(Paint(start, self.cursor.position(), role, run, shift))


def _is_read(inline: Inline | None) -> bool:
    return isinstance(inline, Run) and bool(inline.ruby)


def _ends_list(before: Block, block: Block) -> bool:
    """Say whether an outermost list ends here: a paragraph follows, or a list of another kind."""
    ended = before.frames[0] if before.frames else None
    if ended is None or ended.kind is not FrameKind.ITEM or ended in block.frames:
        return False
    begun = block.frames[0] if block.frames else None
    same = (
        begun is not None
        and begun.kind is FrameKind.ITEM
        and (begun.tone == BULLET) == (ended.tone == BULLET)
    )
    return not same


def _sliver() -> QTextBlockFormat:
    """Return the format of the empty block that Qt wants after a table."""
    made = QTextBlockFormat()
    made.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    return made

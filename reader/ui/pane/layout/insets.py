"""Images and formulas in the text: how much room each takes, and how it is painted or framed there.

In the document an inset is one U+FFFC as large as the inset. A picture that is
not there yet has a frame in its place; one that is not shown has a frame with
the words for it and the reason; a formula that cannot be set shows its source.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextImageFormat,
)

from reader.articles.markdown.blocks import Block, BlockKind, Formula, Picture, caption_of
from reader.i18n import gettext as _
from reader.theme import Theme
from reader.ui.base.theme_colours import colour
from reader.ui.pane.layout.fonts import font
from reader.ui.pane.layout.formats import CODE_SIZE, SMALL_SIZE, Formats
from reader.ui.pane.pictures.section_pictures import NotShown, PictureKey, Pictures, Shown

OVERHANG = 0.36  # em that a formula in the text may hang into the space between lines
_STEP = 160  # pixels: an image is decoded anew only when the column has changed by so much


@dataclass(slots=True, eq=False)
class Inset:
    """An image or a formula, its room in pixels, and what is painted there."""

    position: int
    inline: Picture | Formula
    key: PictureKey
    width: float
    ascent: float
    descent: float
    found: Shown | NotShown | None
    font: QFont
    lines: tuple[str, ...] = ()
    role: str = "text"
    after: float = 0.0  # space to what follows

    def paint(self, painter: QPainter, theme: Theme, at: QPointF) -> None:
        """Paint it with the left end of its baseline at `at`."""
        if isinstance(self.found, Shown):
            scale = self.width / self.found.width
            painter.save()
            painter.translate(at)
            painter.scale(scale, scale)
            self.found.paint(painter, QPointF(0, 0), colour(theme, self.role))
            painter.restore()
            return
        frame = QRectF(at.x(), at.y() - self.ascent, self.width, self.ascent + self.descent)
        painter.setBrush(colour(theme, "code_background"))
        framed = isinstance(self.inline, Picture)
        painter.setPen(QPen(colour(theme, "rule"), 1.0) if framed else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setFont(self.font)
        painter.setPen(colour(theme, "quiet_text" if framed else "text"))
        metrics = QFontMetricsF(self.font)
        high = metrics.lineSpacing() * 1.15
        y = (
            frame.center().y()
            - high * len(self.lines) / 2
            + (high - metrics.descent() + metrics.ascent()) / 2
        )
        for line in self.lines:
            x = frame.center().x() - metrics.horizontalAdvance(line) / 2
            painter.drawText(QPointF(x, y), line)
            y += high


def make_inset(
    position: int,
    block: Block,
    inline: Picture | Formula,
    formats: Formats,
    room: float,
    pictures: Pictures | None,
) -> Inset:
    """Return the inset for `inline` at `position`, `room` pixels being free in its line."""
    size = formats.size_of(block)
    alone = block.kind in (BlockKind.FIGURE, BlockKind.FORMULA)
    if isinstance(inline, Formula):
        family = "" if inline.tex.isascii() else formats.fonts.body[0]
        key = PictureKey(inline.tex, round(size * (1.06 if alone else 1.0)), True, inline.display, family)
        inset = _formula(position, inline, key, formats, room, pictures)
    else:
        key = PictureKey(inline.source, max(_STEP, -(-int(room) // _STEP) * _STEP))
        inset = _picture(position, inline, key, formats, room, pictures, alone)
    return inset


def inset_format(inset: Inset, base: QFont) -> QTextCharFormat:
    """Return the format of the character that keeps the inset's room in the document."""
    made = QTextImageFormat()
    made.setName("inset")
    made.setWidth(inset.width + inset.after)
    in_text = isinstance(inset.inline, Formula) and not inset.inline.display
    over = OVERHANG * base.pixelSize() if in_text else 0.0
    metrics = QFontMetricsF(base)
    # what hangs down from the line above may be over a high one
    ascent = inset.ascent + (over if inset.ascent > metrics.ascent() else 0.0)
    # Qt gives an image the depth of its format's font: one as large as is needed
    depth = max(metrics.descent(), inset.descent - over)
    deep = QFont(base)
    if depth > metrics.descent():
        deep.setPixelSize(math.ceil(base.pixelSize() * depth / metrics.descent()))
    made.setFont(deep, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly)
    made.setHeight(max(0.0, ascent) + QFontMetrics(deep).descent())
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    return made


def _formula(
    position: int, inline: Formula, key: PictureKey, formats: Formats, room: float, pictures: Pictures | None
) -> Inset:
    found = pictures.get(key) if pictures else NotShown()
    small = font(formats.fonts.mono, formats.em * CODE_SIZE)
    if isinstance(found, Shown):
        share = min(1.0, room / max(1.0, found.width))
        return Inset(
            position,
            inline,
            key,
            found.width * share,
            found.ascent * share,
            found.descent * share,
            found,
            small,
        )
    em = formats.em
    if found is None:
        wide = min(room, em * (1 + 0.4 * len(inline.tex)))
        high, deep = (1.7 * em, 1.2 * em) if inline.display else (0.9 * em, 0.25 * em)
        return Inset(position, inline, key, wide, high, deep, None, small)
    metrics = QFontMetricsF(small)
    lines = tuple(part for line in inline.source.split("\n") for part in _broken(line, metrics, room - em))
    wide = min(room, max(map(metrics.horizontalAdvance, lines), default=0.0) + 0.6 * em)
    high = metrics.lineSpacing() * 1.15 * len(lines)
    descent = metrics.descent() + (0.4 * em if inline.display else 0.1 * em)
    return Inset(
        position, inline, key, wide, high - metrics.descent() + 0.2 * em, descent, found, small, lines
    )


def _picture(
    position: int,
    inline: Picture,
    key: PictureKey,
    formats: Formats,
    room: float,
    pictures: Pictures | None,
    alone: bool,
) -> Inset:
    found = pictures.get(key) if pictures else NotShown()
    em = formats.em
    small = font(formats.fonts.heading, em * SMALL_SIZE)
    if isinstance(found, Shown):
        wide = min(room, inline.width or found.width)
        return Inset(position, inline, key, wide, found.ascent * wide / found.width, 0.0, found, small)
    if found is None:
        wide, high = (min(room, 20 * em), 8 * em) if alone else (em, em)
        return Inset(position, inline, key, wide, high, 0.0, None, small)
    metrics = QFontMetricsF(small)
    name = inline.source.rsplit("/", 1)[-1]
    below = alone and caption_of(inline) == inline.words  # its description stands below it
    words = (name if below else inline.words or name) or _("Image")
    lines = (words, found.why) if alone and found.why else (words,)
    shown = tuple(metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room - 2 * em) for line in lines)
    wide = max(map(metrics.horizontalAdvance, shown)) + (3.0 if alone else 0.8) * em
    high = (2.0 * len(shown) + 0.8) * em if alone else 1.1 * em
    return Inset(
        position, inline, key, min(room, wide), high, 0.0 if alone else 0.22 * em, found, small, shown
    )


def _broken(line: str, metrics: QFontMetricsF, room: float) -> list[str]:
    """Break `line` at whatever character does not fit."""
    each = max(1, int(room / max(1.0, metrics.averageCharWidth())))
    return [line[n : n + each] for n in range(0, len(line), each)] or [""]

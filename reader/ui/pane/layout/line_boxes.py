"""Where the letters of a block are: a rectangle for each line of a stretch, as high as its letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextLine

from reader.ui.pane.scroll.sideways_areas import Area


def rectangles_in(
    block: QTextBlock, origin: QPointF, area: Area | None, start: int, end: int
) -> Iterator[QRectF]:
    """Yield the rectangles of document positions `start` to `end` in `block`, laid out at `origin`.

    In an `area` they move with it, and are cut where it is.
    """
    first = max(0, start - block.position())
    last = min(block.length() - 1, end - block.position())
    if area is not None:
        origin = origin - QPointF(area.offset, 0)
    layout = block.layout()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        a, b = line.textStart(), line.textStart() + line.textLength()
        if b <= first or a >= last:
            continue
        left, right = x_of(line, max(a, first)), x_of(line, min(b, last))
        if last >= b:
            right = min(right, x_of(line, a) + line.naturalTextWidth())
        high = line.ascent() + line.descent()
        y = origin.y() + line.y() + line.height() - high
        frame = QRectF(origin.x() + min(left, right), y, abs(right - left), high)
        if area is not None:  # out of sight it is a line at the edge: its height still says where it is
            frame.setLeft(min(max(frame.left(), area.frame.left()), area.frame.right()))
            frame.setRight(max(frame.left(), min(frame.right(), area.frame.right())))
        yield frame


def x_of(line: QTextLine, position: int) -> float:
    """Return where the place before `position` is in `line`."""
    x: Any = line.cursorToX(position)  # PySide gives (x, position) in spite of its stubs
    return float(x[0] if isinstance(x, tuple) else x)

"""Where a card stands that says something of words in the text: in the margin beside them, or below them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize

from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.laid_piece import Caret

_MARGIN = 20  # pixels: what a margin must be wider than the card
_GAP = 10  # between words and card
_EDGE = 8  # from the pane's edge


def rectangle_between(view: ColumnView, first: Caret, last: Caret) -> QRect:
    """Return where the words between two carets stand in the viewport: first line's top to last's bottom."""
    start, end = view.rectangle_of(first).toRect(), view.rectangle_of(last).toRect()
    if start.top() == end.top():
        return start.united(end)
    return QRect(start.topLeft(), QPoint(max(start.left(), end.right()), end.bottom()))


def card_spot(view: ColumnView, words: QRect, size: QSize) -> QPoint:
    """Return where a card of `size` stands in the view, for `words` in the viewport.

    In the margin at the height of the words; below them, or above, where the margin is too narrow.
    """
    port = view.viewport().geometry()
    words = words.translated(port.topLeft())
    text_right = port.x() + port.width() - round(view.left)
    if port.width() - text_right >= size.width() + _MARGIN:
        x, y = port.width() - size.width() - _MARGIN // 2, words.top()
    else:
        x, y = words.left(), words.bottom() + _GAP
        if y + size.height() > view.height():
            y = words.top() - size.height() - _GAP
    x = min(max(x, _EDGE), max(_EDGE, port.width() - size.width() - _EDGE))
    y = min(max(y, _EDGE), max(_EDGE, view.height() - size.height() - _EDGE))
    return QPoint(x, y)

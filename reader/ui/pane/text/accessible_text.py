"""The reading pane for screen readers: one document with one text, the canonical text of the whole article.

Offsets are UTF-16 units of that text, as everywhere in Qt. PySide gives no way
to answer `selection()` and `attributes()`, which hand back numbers through
pointers: the selection is therefore told by events, and its count is 0.
"""

# ruff: noqa: N802, N803 - all names here are Qt's

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
)
from shiboken6 import VoidPtr

from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.pane.text.position_map import Units
from reader.ui.pane.view import ReadingPane

_NULL = VoidPtr(0)


class PaneText(QAccessibleTextInterface):
    """The text of the article, as a screen reader asks for it."""

    def __init__(self, pane: ReadingPane) -> None:
        super().__init__()
        self._pane = pane
        self._of: object = None
        self._units = Units("")
        self._length = 0

    def characterCount(self) -> int:
        return self.units.units(len(article.text.text)) if (article := self._pane.column.article) else 0

    def cursorPosition(self) -> int:
        units = self.units
        caret = self._pane.selecting.caret
        return units.units(self._pane.selecting.position_of(caret) if caret else self._pane.place())

    def setCursorPosition(self, position: int) -> None:
        at = self.units.points(position)
        self._pane.select(Span(at, at))

    def text(self, startOffset: int, endOffset: int) -> str:
        article = self._pane.column.article
        units = self.units
        if article is None:
            return ""
        end = endOffset if 0 <= endOffset <= self._length else self._length
        return article.text.text[units.points(max(0, startOffset)) : units.points(end)]

    def selectionCount(self) -> int:
        return 0

    def setSelection(self, selectionIndex: int, startOffset: int, endOffset: int) -> None:
        self.addSelection(startOffset, endOffset)

    def addSelection(self, startOffset: int, endOffset: int) -> None:
        units = self.units
        self._pane.select(Span(units.points(startOffset), units.points(endOffset)))

    def removeSelection(self, selectionIndex: int) -> None:
        self._pane.selecting.collapse()

    def characterRect(self, offset: int) -> QRect:
        if not self._pane.column.pieces:
            return QRect()
        position = self.units.points(offset)
        start, end = (self._pane.selecting.caret_of(at) for at in (position, position + 1))
        here = self._pane.rectangle_of(start)
        if end.piece == start.piece and end.units > start.units:
            lines = self._pane.column.lay(start.piece).section.rectangles(start.units, end.units)
            if lines:
                here = lines[0].translated(self._pane.left, self._pane.y_of(start.piece))
        around = here.toAlignedRect()
        return QRect(self._pane.viewport().mapToGlobal(around.topLeft()), around.size())

    def offsetAtPoint(self, point: QPoint) -> int:
        caret = self._pane.caret_at(QPointF(self._pane.viewport().mapFromGlobal(point)))
        return self.units.units(self._pane.selecting.position_of(caret)) if caret else -1

    def scrollToSubstring(self, startIndex: int, endIndex: int) -> None:
        units = self.units
        self._pane.reading_position.show(Span(units.points(startIndex), units.points(endIndex)))

    @property
    def units(self) -> Units:
        """The map of units of the article's text, made once for each article."""
        article = self._pane.column.article
        if article is not self._of:
            text = article.text.text if article is not None else ""
            self._of, self._units = article, Units(text)
            self._length = self._units.units(len(text))
        return self._units


class PaneInterface(QAccessibleInterface):
    """The pane itself: a document that can be read, with the article's title for a name."""

    def __init__(self, pane: ReadingPane) -> None:
        super().__init__()
        self._pane = pane
        self.words = PaneText(pane)

    def isValid(self) -> bool:
        return True

    def object(self) -> QObject:
        return self._pane

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Document

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        for name, value in (
            ("readOnly", True),
            ("multiLine", True),
            ("selectableText", True),
            ("focusable", True),
            ("focused", self._pane.hasFocus()),
            ("invisible", not self._pane.isVisible()),
        ):
            setattr(state, name, int(value))
        return state

    def text(self, t: QAccessible.Text) -> str:
        article = self._pane.column.article
        if t == QAccessible.Text.Name:
            return article.title if article is not None else _("Reading pane")
        return ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        return None

    def rect(self) -> QRect:
        view = self._pane.viewport()
        return QRect(view.mapToGlobal(QPoint(0, 0)), view.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above = self._pane.parentWidget()
        return QAccessible.queryAccessibleInterface(above) if above is not None else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, arg__1: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def interface_cast(self, arg__1: QAccessible.InterfaceType) -> Any:
        # PySide takes the object itself for the pointer that Qt wants; None and numbers crash (6.11, 6.12).
        return self.words if arg__1 == QAccessible.InterfaceType.TextInterface else _NULL


class Accessibility(QObject):
    """Makes panes known to screen readers, and tells them where the caret is and what is selected."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._made: dict[int, PaneInterface] = {}  # Qt keeps a bare pointer: these keep them alive
        QAccessible.installFactory(self._make)

    def watch(self, pane: ReadingPane) -> None:
        """Tell screen readers what happens in `pane`."""
        pane.selecting.changed.connect(lambda: self._tell(pane))

    def _make(self, _key: str, thing: QObject) -> QAccessibleInterface | None:
        if not isinstance(thing, ReadingPane):
            return None
        key = id(thing)
        if key not in self._made:
            self._made[key] = PaneInterface(thing)
            thing.destroyed.connect(lambda: self._made.pop(key, None))
        return self._made[key]

    def _tell(self, pane: ReadingPane) -> None:
        if not QAccessible.isActive():
            return
        text = self._made[id(pane)].words if id(pane) in self._made else PaneText(pane)
        span = pane.selection()
        if span.start < span.end:
            start, end = text.units.units(span.start), text.units.units(span.end)
            QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(pane, start, end))
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(pane, text.cursorPosition()))

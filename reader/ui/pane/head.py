"""The title block: a widget above the text that scrolls with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

ABOVE = 2.0  # characters of free space above the first line


class Head(QObject):
    """Holds the title block, or none. Its height is asked for only when it may change."""

    changed = Signal()

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._widget: QWidget | None = None
        self._own = 0.0  # the widget's height
        self._above = 0.0
        self._width = 1

    @property
    def height(self) -> float:
        """What stands above the first piece, in pixels."""
        return self._own + self._above

    def hold(self, widget: QWidget | None) -> None:
        """Show `widget` in place of the one before, which is hidden: it is the caller's again."""
        if self._widget is not widget:
            if self._widget is not None:
                self._widget.removeEventFilter(self)
                self._widget.hide()
            if widget is not None:
                if widget.parentWidget() is not self._viewport:
                    widget.setParent(self._viewport)
                widget.installEventFilter(self)
        self._widget = widget
        self._ask()  # before it is shown: one that was asked beforehand still knows the answer
        if widget is not None:
            widget.show()
        self.changed.emit()

    def frame(self, width: float, above: float) -> None:
        """Make it `width` wide, with `above` pixels of free space shared above and below it."""
        before, self._width, self._above = self._width, max(1, int(width)), above
        if self._width != before:
            self._ask()

    def place(self, left: float, scrolled: int) -> None:
        """Move the block to `left`, and up by the `scrolled` pixels of the view."""
        if self._widget is None:
            return
        top = int(self._above / 2) - scrolled
        self._widget.setGeometry(int(left), top, self._width, int(self._own))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._widget and event.type() == QEvent.Type.LayoutRequest:
            before = self._own
            self._ask()
            if self._own != before:
                self.changed.emit()
        return False

    def _ask(self) -> None:
        if self._widget is None:
            self._own = 0.0
            return
        asked = self._widget.heightForWidth(self._width) if self._widget.hasHeightForWidth() else -1
        self._own = float(asked if asked >= 0 else self._widget.sizeHint().height())

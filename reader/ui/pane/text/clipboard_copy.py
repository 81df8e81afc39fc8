"""Copying: the selection as plain text, as HTML, and as the Markdown that the person wrote.

What is much is put together in slices, and the clipboard is filled when all is
there: the window never waits for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from reader.articles.model import Article
from reader.i18n import gettext as _
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.text.selection import TextSelection

MANY = 600  # pieces beyond which the canonical text is copied, line by line, and no HTML
SLICE = 0.006  # seconds of work in one event


class ClipboardCopy(QObject):
    """Puts what is selected on the clipboard."""

    told = Signal(str)  # a sentence for the person, where it takes a while

    def __init__(self, column: Column, selecting: TextSelection) -> None:
        super().__init__(selecting)
        self._column = column
        self._selecting = selecting
        self._steps: Iterator[QMimeData | None] | None = None
        self._article: Article | None = None
        self._is_long = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def is_busy(self) -> bool:
        """Whether something is still being put together."""
        return self._timer.isActive()

    def copy(self) -> None:
        """Copy the selection as plain text and HTML; nothing where nothing is selected."""
        if self._selecting.range is not None:
            self._article, self._is_long, self._steps = self._column.article, False, None
            self._timer.start()
            self._work()

    def copy_markdown(self) -> None:
        """Copy the source of the selection, with the file and the line that it stands in."""
        from reader.ui.pane.text.clipboard_formats import markdown_of

        article, span = self._column.article, self._selecting.span
        if article is not None and span.start < span.end:
            QGuiApplication.clipboard().setText(markdown_of(article, span))

    def _work(self) -> None:
        if self._column.article is not self._article or self._selecting.range is None:
            self._timer.stop()  # another article is open: its pieces are not what was selected
            return
        if not self._selecting.is_growing:
            self._steps = self._steps or self._begin()
            until = time.perf_counter() + SLICE
            for made in self._steps:
                if made is not None:
                    self._finish(made)
                    return
                if time.perf_counter() > until:
                    break
        if not self._is_long:
            self._is_long = True
            self.told.emit(_("Copying…"))

    def _begin(self) -> Iterator[QMimeData | None]:
        from reader.ui.pane.text.clipboard_formats import of_lines, of_pieces

        ends, article = self._selecting.range, self._column.article
        if ends is None or article is None:
            return iter(())
        if ends[1].piece - ends[0].piece > MANY:
            return of_lines(article, self._selecting.span)
        return of_pieces(self._column, *ends)

    def _finish(self, made: QMimeData) -> None:
        self._timer.stop()
        QGuiApplication.clipboard().setMimeData(made)
        if self._is_long:
            self.told.emit(_("Copied."))

"""Copying: the selection as plain text, as HTML, and as the Markdown that the person wrote.

What is selected is gathered in slices, put together on a thread, and put on the
clipboard when all is there: the window never waits for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from reader.articles.markdown.blocks import Block
from reader.articles.model import Article
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.text.selection import TextSelection

MANY = 600  # pieces beyond which the canonical text is copied, line by line, and no HTML
SLICE = 0.006  # seconds of work in one event
MANY_PARTS = 100  # blocks: for more of them it is told that they are being copied

Parts = Iterator[tuple[str | None, str | None]]  # of the plain text, or of the HTML


class ClipboardCopy(QObject):
    """Puts what is selected on the clipboard."""

    told = Signal(str)  # a sentence for the person, where it takes a while

    def __init__(self, column: Column, selecting: TextSelection) -> None:
        super().__init__(selecting)
        self._column = column
        self._selecting = selecting
        self._tasks = Tasks()
        self._asked = 0  # how often something was copied: only the last of it is put on the clipboard
        self._blocks: list[Block] = []
        self._steps: Iterator[Sequence[Block]] | None = None
        self._article: Article | None = None
        self._is_long = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._gather)

    @property
    def is_busy(self) -> bool:
        """Whether something is still being put together."""
        return self._timer.isActive() or not self._tasks.is_idle

    def copy(self) -> None:
        """Copy the selection as plain text and HTML; nothing where nothing is selected."""
        if self._selecting.range is not None:
            self._article, self._is_long, self._steps = self._column.article, False, None
            self._blocks = []
            self._asked += 1
            self._timer.start()
            self._gather()

    def copy_markdown(self) -> None:
        """Copy the source of the selection, with the file and the line that it stands in."""
        from reader.ui.pane.text.clipboard_formats import markdown_of

        article, span = self._column.article, self._selecting.span
        if article is not None and span.start < span.end:
            QGuiApplication.clipboard().setText(markdown_of(article, span))

    def shut_down(self) -> None:
        """Copy nothing more, and end the thread."""
        self._timer.stop()
        self._tasks.shut_down()

    def _gather(self) -> None:
        """Gather the blocks that are selected, as far as a slice goes; then have all put together."""
        from reader.ui.pane.text.clipboard_formats import blocks_between, parts_of, parts_of_lines

        ends, article = self._selecting.range, self._article
        if ends is None or article is None or self._column.article is not article:
            self._timer.stop()  # another article is open: its pieces are not what was selected
            return
        if self._selecting.is_growing:
            self._tell()
            return
        if ends[1].piece - ends[0].piece > MANY:
            span = self._selecting.span
            self._tell()
            self._put_together(lambda: parts_of_lines(article, span))
            return
        self._steps = self._steps or blocks_between(self._column, *ends)
        until = time.perf_counter() + SLICE
        for blocks in self._steps:
            self._blocks += blocks
            if time.perf_counter() > until:
                self._tell()
                return
        gathered, self._blocks = self._blocks, []
        if len(gathered) > MANY_PARTS:
            self._tell()
        self._put_together(lambda: parts_of(gathered))

    def _put_together(self, make: Callable[[], Parts]) -> None:
        """Let what `make` returns be put together on the thread, and then put on the clipboard."""
        asked = self._asked
        self._timer.stop()

        def work() -> tuple[str, str]:
            text: list[str] = []
            html: list[str] = []
            for words, tagged in make():
                text += [] if words is None else [words]
                html += [] if tagged is None else [tagged]
                if self._tasks.is_shut or asked != self._asked:
                    break  # nobody waits for it
            return "\n".join(text), "\n".join(html)

        self._tasks.run(work, lambda made: self._finish(asked, *made))

    def _finish(self, asked: int, text: str, html: str) -> None:
        if asked != self._asked:
            return
        mime = QMimeData()
        mime.setText(text)
        if html:
            mime.setHtml(html)
        QGuiApplication.clipboard().setMimeData(mime)
        if self._is_long:
            self.told.emit(_("Copied."))

    def _tell(self) -> None:
        """Say, once, that it takes a while."""
        if not self._is_long:
            self._is_long = True
            self.told.emit(_("Copying…"))

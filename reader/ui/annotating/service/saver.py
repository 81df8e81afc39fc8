"""Saving what was changed, within a second, off the main thread; and trying again where that fails."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader.articles.model import Article
from reader.errors import ReaderError, reason_of
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore

_log = logging.getLogger(__name__)
SOON = 250  # milliseconds after a change: a person who types makes one save of several letters
AGAIN = 4_000  # after a failure


class Saver(QObject):
    """Saves one store. Nothing runs while nothing has changed."""

    saved = Signal()
    failed = Signal(str)  # the sentence to show; it is tried again by itself
    ended = Signal()  # after `end`: all is on the disk, and nothing runs any more

    def __init__(self, store: AnnotationStore, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.problem = ""  # why the last save failed; "" where it did not
        self._tasks = tasks
        self._texts: dict[str, Article] = {}  # whose text is to be kept, by digest
        self._running = self._is_ending = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._start)

    def save_soon(self, article: Article | None = None) -> None:
        """Save in a moment; the text of `article`, which was annotated, too."""
        if article is not None:
            self._texts[article.text.digest] = article
        if not self._timer.isActive():
            self._timer.start(SOON)

    def save_now(self) -> bool:
        """Save before this returns, for the end of the program; return whether all is on the disk."""
        self._timer.stop()
        try:
            self._work()
        except Exception as error:  # whatever it is, the person's words are still here, and the window asks
            if not isinstance(error, ReaderError):
                _log.exception("A save has failed as nobody expects")
            self._fail(error)
            return False
        self.problem = ""
        return True

    def try_again(self) -> None:
        """Try now what has failed, rather than in a while."""
        if not self._running:
            self._timer.start(0)

    def end(self) -> bool:
        """Save for the last time; False where that fails: it is still tried again, and `ended` follows."""
        self._is_ending = True
        self.save_now()
        if is_done := self._is_done:
            self._timer.stop()
        return is_done

    def stay(self) -> None:
        """Go on after all."""
        self._is_ending = False

    def stop(self) -> None:
        """Save no more."""
        self._timer.stop()

    @property
    def _is_done(self) -> bool:
        return self.store.is_saved and not self._running

    def _go_if_done(self) -> None:
        if self._is_ending and self._is_done:
            self._timer.stop()
            self.ended.emit()

    def _start(self) -> None:
        if self._running:  # it began before the last change
            self._timer.start(SOON)
            return
        self._running = True
        self._tasks.run(self._work, self._done, self._fail)

    def _work(self) -> None:
        for digest, article in list(self._texts.items()):
            self.store.texts.keep(article)
            self._texts.pop(digest, None)
        self.store.save()

    def _done(self, _nothing: object) -> None:
        self._running = False
        self.problem = ""
        self.saved.emit()
        if not self.store.is_saved:
            self._timer.start(SOON)
        self._go_if_done()

    def _fail(self, error: BaseException) -> None:
        """Tell, and try again in a while. What is a fault of ours goes to the error report besides."""
        self._running = False
        self.problem = str(error) if isinstance(error, ReaderError) else _told(error)
        self.failed.emit(self.problem)
        self._timer.start(AGAIN)


def _told(error: BaseException) -> str:
    return _("The annotations could not be saved: {reason}.").format(reason=reason_of(error))

"""Reading articles on a thread of their own, and again when their files change.

Only the last question is answered: an article that comes after the person has
gone on is dropped. Of a long one the beginning comes first, as a sketch, so
that ten megabytes open as quickly as a page.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.articles.first_look import Look, look, whole
from reader.articles.model import Article
from reader.errors import ReaderError
from reader.ui.beforehand import Beforehand
from reader.ui.tasks import Tasks
from reader.ui.watching import FileWatch


class ArticleReader(QObject):
    """Answers `read`; tells when the file that was read last has changed."""

    changed = Signal(Path)

    def __init__(
        self, tasks: Tasks, parent: QObject | None = None, beforehand: Beforehand | None = None
    ) -> None:
        """`beforehand` may have read the first article already."""
        super().__init__(parent)
        self._tasks = tasks
        self._beforehand = beforehand
        self._asked = 0
        self._watch = FileWatch(self)
        self._watch.changed.connect(self.changed)

    def read(
        self,
        path: Path,
        done: Callable[[Article], None],
        failed: Callable[[str], None],
        sketched: Callable[[Article], None] | None = None,
    ) -> None:
        """Read the article at `path` and call `done`, or `failed` with a sentence for the person.

        `sketched`, if given, may be called before with the beginning of a long article.
        """
        self._asked += 1
        number = self._asked

        def arrive(answer: Look) -> None:
            state, source, encoding, article = answer
            if number != self._asked:
                return
            self._watch.watch(path, state)
            if not source or sketched is None:
                done(article)
                return
            sketched(article)
            self._tasks.run(lambda: whole(source, path, encoding), finish, fail)

        def finish(article: Article) -> None:
            if number == self._asked:
                done(article)

        def fail(error: BaseException) -> None:
            if not isinstance(error, ReaderError):
                raise error
            if number == self._asked:
                self._watch.watch(path)
                failed(str(error))

        self._tasks.run(lambda: self._look(path, sketches=sketched is not None), arrive, fail)

    def stop(self) -> None:
        """Answer no question any more, and watch no file."""
        self._asked += 1
        self._watch.watch(None)

    def _look(self, path: Path, *, sketches: bool) -> Look:
        """Return the first look at the article at `path`. On the thread."""
        ready = self._beforehand.look(path) if self._beforehand is not None and sketches else None
        return ready or look(path, sketches=sketches)

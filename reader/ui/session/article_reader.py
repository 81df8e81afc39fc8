"""Reading articles on a thread of their own, and again when their files change.

Only the last question is answered: an article that comes after the person has
gone on is dropped. Of a long one the beginning comes first, as a sketch, so
that ten megabytes open as quickly as a page. What may be asked for next is read
ahead: then the answer comes at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.articles.model import Article
from reader.articles.partial_reading import Look, look, stamp, whole
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks
from reader.ui.session.watching.file_watching import FileWatch

AHEAD = 24  # articles, or sketches of long ones, that are kept for the next question; some 30 KB each


@dataclass(slots=True, eq=False)
class ReadRequest:
    """What was asked for, and whom to tell."""

    path: Path
    done: Callable[[Article], None]
    failed: Callable[[str], None]
    sketched: Callable[[Article], None] | None
    line: int
    is_answered: bool = False
    state: tuple[int, int] = (0, 0)  # the file's `stamp`, before it was read last


class ArticleReader(QObject):
    """Answers `read`; tells when the file that was read last has changed."""

    changed = Signal(Path)
    gone = Signal(Path, object)  # the file that was read last, with its last `stamp`
    expected = Signal(Article)  # read ahead; a sketch of a long one

    def __init__(
        self,
        tasks: Tasks,
        parent: QObject | None = None,
        wholes: Tasks | None = None,
        also: Callable[[Article], object] = lambda _article: None,
        looks: Tasks | None = None,
        before: Callable[[Path], object] = lambda _path: None,
    ) -> None:
        """`wholes` read what follows a sketch: another article need not wait for it.

        `before` an article is read it is done with its path, `also` with each article that is whole, both on
        the thread; `looks` see whether it has changed.
        """
        super().__init__(parent)
        self._tasks = tasks
        self._wholes = wholes or tasks
        self._before, self._also = before, also
        self._question: ReadRequest | None = None  # the last
        self._coming: Path | None = None  # what is being read ahead
        self._ahead: OrderedDict[Path, Look] = OrderedDict()
        self._watch = FileWatch(self, looks or tasks)
        self._watch.changed.connect(self.changed)
        self._watch.gone.connect(self.gone)

    def read(
        self,
        path: Path,
        done: Callable[[Article], None],
        failed: Callable[[str], None],
        sketched: Callable[[Article], None] | None = None,
        line: int = 0,
    ) -> None:
        """Read the article at `path` and call `done`, or `failed` with a sentence for the person.

        `sketched`, if given, may be called before with a part of a long article:
        around `line`, or its beginning. Both may be called before this returns, where it was read ahead.
        """
        asked = self._question = ReadRequest(path, done, failed, sketched, line)
        seen = self._ahead.pop(path, None)
        if seen is not None and (sketched or not seen.is_sketch):
            self._arrive(asked, seen)  # if the file has changed since, its watch tells in a moment
        elif path != self._coming or sketched is None:  # else it is on the way, see `expect`
            self._look(asked)

    def expect(self, path: Path, line: int = 0) -> None:
        """Read the article at `path` ahead, and say `expected`: it may be asked for next, at `line`."""
        if (seen := self._ahead.get(path)) is not None:
            self.expected.emit(seen.article)
        elif path != self._coming:
            self._coming = path
            self._tasks.run(
                lambda: self._look_at(path, line) if path == self._coming else None,
                lambda seen: self._keep(path, seen),
                lambda error: self._keep(path, None, error),
            )

    def look_again(self) -> None:
        """See whether the file that was read last is still there, and as it was."""
        self._watch.look_again()

    def stop(self) -> None:
        """Answer no question any more, and watch no file."""
        self._question = self._coming = None
        self._ahead.clear()
        self._watch.watch(None)

    # ---- within

    def _is_open(self, asked: ReadRequest) -> bool:
        """Say whether `asked` is the last question, and still without an answer."""
        return asked is self._question and not asked.is_answered

    def _look(self, asked: ReadRequest) -> None:
        self._coming = None  # what may be wanted waits for what is
        self._tasks.run(
            lambda: self._first_look(asked),
            lambda seen: self._arrive(asked, seen),
            lambda error: self._fail(asked, error),
        )

    def _first_look(self, asked: ReadRequest) -> Look:
        """Return the first look at the article that is asked for. On the thread."""
        sketches = asked.sketched is not None
        asked.state = stamp(asked.path)
        seen = self._look_at(asked.path, asked.line, sketches=sketches)
        if not seen.is_sketch:
            self._also(seen.article)
        return seen

    def _look_at(self, path: Path, line: int, *, sketches: bool = True) -> Look:
        """Return a first look at the article at `path`. On the thread."""
        self._before(path)
        return look(path, sketches=sketches, line=line)

    def _whole(self, asked: ReadRequest) -> Article | None:
        """Return the whole article that was asked for, if it still is. On the thread."""
        if not self._is_open(asked):
            return None
        asked.state = stamp(asked.path)
        article = whole(asked.path)
        self._also(article)
        return article

    def _arrive(self, asked: ReadRequest, seen: Look) -> None:
        if not self._is_open(asked):
            return
        if seen.is_sketch:
            if asked.sketched is not None:
                asked.sketched(seen.article)
            self._wholes.run(
                lambda: self._whole(asked),
                lambda article: self._finish(asked, article),
                lambda error: self._fail(asked, error),
            )
        else:
            self._finish(asked, seen.article)
        if asked is self._question:  # and not left at once
            self._watch.watch(asked.path, seen.state)  # takes a moment, so after it is shown

    def _finish(self, asked: ReadRequest, article: Article | None) -> None:
        if article is not None and self._is_open(asked):
            asked.is_answered = True
            asked.done(article)

    def _fail(self, asked: ReadRequest, error: BaseException) -> None:
        """Say why, and wait for another state of the file: the same one would fail again and again."""
        if self._is_open(asked):
            asked.is_answered = True
            self._watch.watch(asked.path, asked.state)
            asked.failed(str(error) if isinstance(error, ReaderError) else _told(error))

    def _keep(self, path: Path, seen: Look | None, error: BaseException | None = None) -> None:
        """Keep what was read ahead, or answer with it: it may have been asked for meanwhile."""
        is_expected = path == self._coming
        if is_expected:
            self._coming = None
        asked = self._question
        if asked is not None and asked.path == path and asked.sketched is not None and self._is_open(asked):
            if seen is not None:
                self._arrive(asked, seen)
            else:
                self._look(asked)
        elif seen is not None:
            self._ahead[path] = seen
            while len(self._ahead) > AHEAD:
                self._ahead.popitem(last=False)
            if is_expected:
                self.expected.emit(seen.article)
        elif error is not None and not isinstance(error, ReaderError):
            raise error  # others the person hears of when they open the article


def _told(error: BaseException) -> str:
    """Return a sentence on a fault of ours; the error report tells the rest."""
    return _("It could not be read: {reason}.").format(reason=str(error) or type(error).__name__)

"""Reading articles on a thread of their own, and again when their files change.

Only the last question is answered: an article that comes after the person has
gone on is dropped. Of a long one the beginning comes first, as a sketch, so
that ten megabytes open as quickly as a page.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.articles.model import Article
from reader.errors import ReaderError
from reader.ui.tasks import Tasks
from reader.ui.watching import FileWatch, stamp

LONG = 60_000  # code points: a longer article is sketched
SKETCH = 16_000  # code points of the sketch

# The file's stamp, and the article; or source and encoding of a long one, and its sketch.
Look = tuple[tuple[int, int], str, str, Article]


class ArticleReader(QObject):
    """Answers `read`; tells when the file that was read last has changed."""

    changed = Signal(Path)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
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
            self._tasks.run(lambda: _whole(source, path, encoding), finish, fail)

        def finish(article: Article) -> None:
            if number == self._asked:
                done(article)

        def fail(error: BaseException) -> None:
            if not isinstance(error, ReaderError):
                raise error
            if number == self._asked:
                self._watch.watch(path)
                failed(str(error))

        self._tasks.run(lambda: _look(path, sketches=sketched is not None), arrive, fail)

    def stop(self) -> None:
        """Answer no question any more, and watch no file."""
        self._asked += 1
        self._watch.watch(None)


def _look(path: Path, *, sketches: bool) -> Look:
    from reader.articles.decoding import read_text
    from reader.articles.reading import read_article

    state = stamp(path)
    if not sketches or state[1] <= LONG:
        return state, "", "", read_article(path)
    source, encoding = read_text(path)
    return state, source, encoding, _beginning(source, path)


def _beginning(source: str, path: Path) -> Article:
    from reader.articles.reading import parse_article

    return parse_article(source[: source.rfind("\n", 0, SKETCH) + 1] or source[:SKETCH], path)


def _whole(source: str, path: Path, encoding: str) -> Article:
    from reader.articles.reading import parse_article

    article = parse_article(source, path, encoding)
    _ = article.text.line_starts  # made here: it takes long in a long article, and the pane needs it at once
    return article

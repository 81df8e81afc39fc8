"""The articles whose rows stand in sight of the list: their first words are made ready, once.

A finger taps, and a quick hand clicks, without resting on a row before. So when
the list has come to stand still its articles are read, one in a turn of the
event loop, the likeliest first; then nothing works any more. Whatever the
person asks for comes first, and ends it: the list tells its rows again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from reader.articles.model import Article
from reader.ui.session.session import Session

MOST = 16  # articles: a screen of rows. Some 40 KB each, read and parsed


class Foreseeing(QObject):
    """Reads the articles in sight ahead, and hands each to `prepare`, with its rank: 0 is the likeliest."""

    def __init__(self, session: Session, parent: QObject, prepare: Callable[[Article, int], None]) -> None:
        super().__init__(parent)
        self._session = session
        self._prepare = prepare
        self._left: deque[Path] = deque()
        self._done = 0
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._next)
        session.articles_in_sight.connect(self._begin)
        session.article_expected.connect(self._go_on)
        session.article_opening.connect(self._left.clear)

    @property
    def is_busy(self) -> bool:
        """Whether there is still an article to be read."""
        return bool(self._left)

    def _begin(self, paths: Sequence[Path]) -> None:
        opened = self._session.article
        self._left.clear()
        self._left.extend([path for path in paths if opened is None or path != opened.path][:MOST])
        self._done = 0
        self._turn.start()

    def _go_on(self) -> None:
        if self._left:
            self._turn.start()

    def _next(self) -> None:
        if self._left:  # where others are read now, one goes on when they are
            path, session = self._left[0], self._session
            session.reader.glance(path, session.remembered.line(path)[0], partial(self._take, path))

    def _take(self, path: Path, article: Article | None) -> None:
        """Take what was read of the article at `path`, unless the list has moved meanwhile."""
        if self._left and self._left[0] == path:
            self._left.popleft()
            if article is not None:
                self._prepare(article, self._done)
                self._done += 1
        self._go_on()

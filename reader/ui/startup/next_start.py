"""Keeps the article that is open as it was read, so that the next start has it at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from reader.articles import article_cache
from reader.ui.session.session import Session

DWELL = 1_000  # milliseconds for which an article is looked at before it is kept


class NextStart(QObject):
    """Keeps each article that a person stays with. `reader.articles.article_cache` says how and how many."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._staying = QTimer(self, singleShot=True, interval=DWELL)
        self._staying.timeout.connect(self._keep)
        for told in (session.article_opened, session.article_changed):
            told.connect(self._staying.start)
        session.article_closed.connect(self._staying.stop)
        session.article_failed.connect(lambda *_told: self._staying.stop())
        self._staying.start()

    def _keep(self) -> None:
        article, trees = self._session.article, self._session.trees
        if article is not None:
            path = article.path
            self._session.tasks.run(
                lambda: article_cache.keep(path, trees.hidden_lines),
                lambda _none: None,
                lambda _error: None,  # it cannot be read now: whoever reads it says so
            )

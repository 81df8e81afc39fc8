"""Tells the system which articles are opened, unless the person wants that kept here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from reader import paths
from reader.articles.model import Article
from reader.desktop.recent_files import forget_all, note_opened
from reader.ui.session.session import Session

WANTED = "system_recent"  # the setting


class SystemRecent(QObject):
    """Hears what one session opens. The list is written on a thread; a failure there is nobody's trouble."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        session.article_opened.connect(self._note)
        session.settings.on_change(self._use_setting)
        if session.article is not None:  # opened before this was made
            self._note(session.article)

    def _note(self, article: Article) -> None:
        is_ours = article.path.is_relative_to(paths.starter_library())
        if self._session.settings.get(WANTED) and not is_ours:
            self._session.cataloguing.run(partial(note_opened, article.path), lambda _done: None)

    def _use_setting(self, name: str) -> None:
        if name == WANTED and not self._session.settings.get(WANTED):
            self._session.cataloguing.run(forget_all, lambda _done: None)

"""How long what is left takes to read, in the status bar: of the point that is read, and of the article."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from reader.catalogue.text_length import NOTHING
from reader.i18n import gettext as _
from reader.ui.session.reading_service import ReadingService
from reader.ui.session.session import Session


class TimeLeft(QLabel):
    """Says it at the person's own speed; empty where everything was read, or nothing may be noted."""

    def __init__(self, session: Session, reading: ReadingService) -> None:
        super().__init__()
        self._session = session
        self._reading = reading
        reading.progress_changed.connect(self._say)
        session.node_changed.connect(self._say)
        session.article_closed.connect(self.clear)
        session.article_failed.connect(self.clear)
        self._say()

    def _say(self, _changed: object = None) -> None:
        progress = self._reading.progress
        if progress is None or not self._reading.is_on:
            self.clear()
            return
        here = progress.unread.get(self._session.current_node, NOTHING)
        words = [
            form.format(minutes=max(1, round(seconds / 60)))
            for form, seconds in (
                (_("{minutes} min left here"), here.seconds(self._reading.speed)),
                (_("{minutes} min left in all"), progress.left.seconds(self._reading.speed)),
            )
            if seconds >= 1
        ]
        self.setText("  ·  ".join(words) or _("Read"))

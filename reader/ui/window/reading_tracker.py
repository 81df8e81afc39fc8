"""Watches what of the article is in view, and for how long: the eyes of the reading log.

Once a second, while the window is the active one (of several, too) and somebody is there. Who has touched
nothing for three times as long as the text in view takes to read (a minute at the least) has gone away: then
no timer runs until a key, the mouse or scrolling tells that somebody is back.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from reader.articles.model import Article
from reader.catalogue.reading_clock import ReadingClock
from reader.catalogue.reading_progress import CAP
from reader.ui.pane.view import ReadingPane
from reader.ui.session.reading_service import ReadingService
from reader.ui.session.session import Session

TICK = 1_000  # milliseconds
PATIENCE = 60.0  # seconds without a touch, at the least, before somebody counts as gone
WRITE_AFTER = 60  # looks: so much is lost when the machine stops
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.WindowActivate,
    }
)


class ReadingTracker(QObject):
    """Counts for the article in the pane, and hands what it counted to the reading service."""

    def __init__(self, session: Session, service: ReadingService, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._session = session
        self._service = service
        self._pane = pane
        self._clock: ReadingClock | None = None
        self._looks = 0
        self._number = 0  # of the article that is counted for
        self._untouched = 0.0  # seconds
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self.look)
        pane.viewport().installEventFilter(self)
        pane.place_changed.connect(self._touch)
        session.article_opened.connect(self._begin)
        session.article_changed.connect(self._begin)
        session.article_opening.connect(self._end)
        service.log_left.connect(self.write)
        session.article_closed.connect(self._end)
        session.settings.on_change(self._setting_changed)
        QGuiApplication.instance().applicationStateChanged.connect(self._state_changed)  # type: ignore[union-attr] # there is one
        if session.article is not None:
            self._begin(session.article)

    def look(self, seconds: float = TICK / 1000) -> None:
        """Count what is in view as seen for `seconds`. The timer calls this."""
        clock = self._clock
        if clock is None or self._pane.article is not self._session.article:
            return
        if not self._is_here():
            self._rest()
            return
        view = self._pane.in_view()
        self._untouched += seconds
        if self._untouched > max(PATIENCE, CAP * clock.needed(view, self._service.speed)):
            self._rest()
            return
        clock.look(view, seconds, int(time.time()))
        self._looks += 1
        if self._looks >= WRITE_AFTER:
            self.write()

    def watch(self, pane: ReadingPane) -> None:
        """Count for `pane`, which is the active one now."""
        if pane is self._pane:
            return
        self._end()
        self._pane.viewport().removeEventFilter(self)
        self._pane.place_changed.disconnect(self._touch)
        self._pane = pane
        pane.viewport().installEventFilter(self)
        pane.place_changed.connect(self._touch)

    def write(self) -> None:
        """Pass the seconds counted so far to the reading service."""
        if self._clock is not None and self._looks:
            self._looks = 0
            self._service.note(self._clock.take())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of every touch, and take none."""
        if event.type() in _TOUCHES:
            self._touch()
        return False

    def _begin(self, article: Article) -> None:
        self._end()
        library = self._session.library
        if library is not None and self._service.is_on:
            name, number = library.relative_name(article.path), self._number
            # On a thread: it counts the characters of all of the article.
            self._session.reading.run(
                lambda: ReadingClock(name, article), lambda clock: self._start(clock, number)
            )

    def _start(self, clock: ReadingClock, number: int) -> None:
        if number == self._number:  # else another article, or none, has come meanwhile
            self._clock = clock
            self._touch()

    def _end(self, _path: object = None) -> None:
        self.write()
        self._number += 1
        self._timer.stop()
        self._clock = None

    def _rest(self) -> None:
        self.write()
        self._timer.stop()

    def _touch(self, _place: object = None) -> None:
        self._untouched = 0.0
        is_active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        if self._clock is not None and is_active and self._is_here() and not self._timer.isActive():
            self._timer.start()

    def _is_here(self) -> bool:
        """Whether the person is in this window or in a dialog of it: another window counts for itself."""
        own, there = self._pane.window(), QApplication.activeWindow()
        above = there.parentWidget() if there is not None else None
        while above is not None and there is not own:
            there = above.window()
            above = there.parentWidget()
        return there is None or there is own

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._touch()
        else:
            self._rest()

    def _setting_changed(self, name: str) -> None:
        if name == "note_reading":
            self._end()
            if self._session.article is not None:
                self._begin(self._session.article)

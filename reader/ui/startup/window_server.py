"""Hearing other starts of the program, which hand over what to open: `reader.desktop.running_window`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from reader.catalogue.library import absolute
from reader.desktop.running_window import (
    ANSWER,
    END,
    LARGEST,
    PATIENCE,
    is_link,
    is_listened_to,
    requested,
    socket_name,
    wants_window,
)
from reader.errors import ReaderError
from reader.ui.startup.handed_over import hand_to
from reader.ui.window.main_window import MainWindow


class WindowServer(QObject):
    """Listens for all windows: `window` returns the active one, `open_path` opens another."""

    def __init__(
        self,
        window: Callable[[], MainWindow],
        open_path: Callable[[Path | None], MainWindow],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._open_path = open_path
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._greet)

    def listen(self, *_state: object) -> bool:
        """Listen, unless another window of this person does; return whether this one does."""
        if self._server.isListening():
            return True
        name = socket_name(make_folder=True)
        if name is None:
            return False
        if self._server.listen(name):
            return True
        if is_listened_to(name):
            return False
        QLocalServer.removeServer(name)  # left behind by one that was killed
        return self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _greet(self) -> None:
        while (link := self._server.nextPendingConnection()) is not None:
            link.setReadBufferSize(LARGEST)
            link.readyRead.connect(partial(self._hear, link))
            link.disconnected.connect(link.deleteLater)
            QTimer.singleShot(int(1000 * PATIENCE), link, link.abort)

    def _hear(self, link: QLocalSocket) -> None:
        if END not in bytes(link.peek(LARGEST).data()):
            if link.bytesAvailable() >= LARGEST:
                link.abort()
            return
        request, window = bytes(link.readAll().data()), self._window()
        target = requested(request)
        if target is None or not window.isVisible():
            link.abort()
            return
        link.write(ANSWER)
        link.disconnectFromServer()
        if wants_window(request):
            QTimer.singleShot(0, window, partial(self._open_beside, target))
        else:
            QTimer.singleShot(0, window, partial(hand_to, window, target))

    def _open_beside(self, target: str) -> None:
        """Open a path in a window of its own; a link is followed in a new one on the library that is open."""
        try:
            window = self._open_path(absolute(Path(target)) if target and not is_link(target) else None)
        except (ReaderError, OSError, RuntimeError) as error:  # as in `handed_over`
            self._window().session.tell(str(error))
            return
        if is_link(target):
            hand_to(window, target)

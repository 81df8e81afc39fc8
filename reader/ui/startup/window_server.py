"""Hearing other starts of the program, which hand over what to open: `reader.desktop.running_window`.

Plain sockets, told of by Qt when something can be read: Qt's own would bring QtNetwork, 2.7 MB.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, QTimer

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
    """Listens for all windows: `window` returns the one to open something in, `open_path` opens another."""

    def __init__(
        self,
        window: Callable[[str], MainWindow],
        open_path: Callable[[Path | None], MainWindow],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._open_path = open_path
        self._name = ""  # of the socket on which it listens
        self._server: Watched | None = None

    def listen(self, *_state: object) -> bool:
        """Listen, unless another window of this person does; return whether this one does."""
        if self._server is None and (name := socket_name(make_folder=True)) is not None:
            listening = _listening(name)
            if listening is None and not is_listened_to(name):
                with contextlib.suppress(OSError):
                    Path(name).unlink()  # left behind by one that was killed
                listening = _listening(name)
            if listening is not None:
                self._name, self._server = name, Watched(listening, self._greet, self)
        return self._server is not None

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.end()
            self._server = None
            with contextlib.suppress(OSError):
                Path(self._name).unlink()

    def _greet(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):  # who called has gone already
            link, said = Watched(server.accept()[0], lambda _link: None, self), bytearray()
            link.ready = partial(self._hear, link, said)
            QTimer.singleShot(int(1000 * PATIENCE), link, link.end)

    def _hear(self, link: Watched, said: bytearray, ours: socket.socket) -> None:
        try:
            more = ours.recv(LARGEST)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        said += more
        if END not in said:
            if not more or len(said) >= LARGEST:
                link.end()
            return
        request = bytes(said)
        target = requested(request)
        window = self._window(target or "")
        if target is not None and window.isVisible():
            with contextlib.suppress(OSError):
                ours.send(ANSWER)
            is_own = wants_window(request)
            QTimer.singleShot(
                0, window, partial(self._open_beside, target) if is_own else partial(hand_to, window, target)
            )
        link.end()

    def _open_beside(self, target: str) -> None:
        """Open a path in a window of its own; a link is followed in a new one on the library that is open."""
        try:
            window = self._open_path(absolute(Path(target)) if target and not is_link(target) else None)
        except (ReaderError, OSError, RuntimeError) as error:  # as in `handed_over`
            self._window(target).session.tell(str(error))
            return
        if is_link(target):
            hand_to(window, target)


class Watched(QObject):
    """A socket that calls `ready` with itself each time there is something to read, until its end."""

    def __init__(self, ours: socket.socket, ready: Callable[[socket.socket], None], parent: QObject) -> None:
        super().__init__(parent)
        self.ready = ready
        self._socket = ours
        ours.setblocking(False)
        self._notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._tell)

    def end(self) -> None:
        """Close it."""
        self._notifier.setEnabled(False)
        self._socket.close()
        self.deleteLater()

    def _tell(self) -> None:
        self.ready(self._socket)


def _listening(name: str) -> socket.socket | None:
    """Return a socket that listens on `name`; None where there is one, or there can be none."""
    made = socket.socket(socket.AF_UNIX)
    try:
        made.bind(name)
        made.listen()
    except OSError:
        made.close()
        return None
    return made

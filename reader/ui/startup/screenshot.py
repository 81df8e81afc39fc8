"""A picture of the real window, with a display or without: `gangmu screenshot`.

The window is made as ever, on settings and a memory of its own in a scratch
folder, so that drawing a picture leaves no trace in the person's. It is drawn
when it has come to rest: every answer home, the article painted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler

from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import application, make_window
from reader.ui.window.main_window import MainWindow

_TICK_MS = 40
_RESTING_TICKS = 5  # so many ticks in a row without work: at rest
_LONGEST_MS = 20_000


_NO_NODE = 2  # the exit status of the event loop


@dataclass(frozen=True, slots=True)
class Shot:
    """What to draw: the size is in device-independent pixels; `node` is a framework path."""

    out: Path
    target: Path | None = None
    width: int = 1280
    height: int = 800
    node: tuple[str, ...] = ()
    panels: tuple[str, ...] = ()
    settings: dict[str, object] = field(default_factory=dict)


def take(shot: Shot) -> None:
    """Draw the window as `shot` says. Raises `ReaderError` where the picture cannot be written."""
    qInstallMessageHandler(_pass_on)
    app = application()
    with TemporaryDirectory(prefix="gangmu-") as scratch:
        settings = Settings(Path(scratch, "settings.json"))
        # Nobody reads here: a picture leaves no trace, and needs no tip.
        settings.set_all({"note_reading": False, "show_tips": False})
        for name, value in shot.settings.items():
            settings.set(name, value)
        window = make_window(settings, remembered=WindowMemory(Path(scratch, "remembered.json")))
        if not sys.platform.startswith("linux"):  # elsewhere the system's own platform draws, unseen
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.resize(shot.width, shot.height)
        rest = _Rest(window, lambda: _draw(window, shot, app.exit))
        window.opening.open(shot.target)
        window.show()  # first: a panel is built when it is first seen
        window.complete()
        for panel_id in shot.panels:
            if panel_id in window.panels:
                window.show_panel(panel_id)
        rest.wait(lambda: None if not shot.node or _go_to(window, shot.node) else app.exit(_NO_NODE))
        status = app.exec()
        window.close()
    if status == _NO_NODE:
        raise ReaderError(_("There is no point {node} in this article.").format(node="/".join(shot.node)))
    if status:
        raise ReaderError(_("The picture cannot be written to {path}.").format(path=shot.out))


class _Rest:
    """Waits until the window has nothing left to do; then does what is next."""

    def __init__(self, window: MainWindow, done: Callable[[], None]) -> None:
        self._window = window
        self._steps: list[Callable[[], None]] = [done]
        self._ticks = self._waited = 0
        self._painted = False
        window.first_painted.connect(self._note_painted)
        self._timer = QTimer(window, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def wait(self, first: Callable[[], None]) -> None:
        """Wait; do `first`; wait again; do what comes last."""
        self._steps.insert(0, first)
        self._timer.start()

    def _note_painted(self) -> None:
        self._painted = True

    def _tick(self) -> None:
        self._waited += _TICK_MS
        self._ticks = self._ticks + 1 if self._is_at_rest() else 0
        if self._ticks < _RESTING_TICKS and self._waited < _LONGEST_MS:
            return
        self._ticks = self._waited = 0
        step = self._steps.pop(0)
        if not self._steps:
            self._timer.stop()
        step()

    def _is_at_rest(self) -> bool:
        session, search = self._window.session, self._window.search
        idle = all(tasks.is_idle for tasks in (session.tasks, session.reading, session.cataloguing))
        idle = idle and search is not None and not search.indexing.is_busy
        idle = idle and not any(placed.laid.section.waiting for placed in self._window.pane.placed)
        return idle and (self._painted or session.article is None)


def _go_to(window: MainWindow, path: tuple[str, ...]) -> bool:
    """Go to the entry whose labels, from above, end in `path`; return whether there is one."""
    contents = window.session.contents
    for entry in contents.walk():
        if tuple(each.label for each in contents.ancestors(entry.entry_id))[-len(path) :] == path:
            window.session.jump_to_node(entry.entry_id)
            return True
    return False


def _draw(window: MainWindow, shot: Shot, leave: Callable[[int], None]) -> None:
    leave(0 if window.grab().save(str(shot.out), "PNG") else 1)


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Print Qt's messages, but for the one that the offscreen platform sends at each start."""
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(message + "\n")

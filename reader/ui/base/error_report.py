"""Faults of ours, wherever they happen: caught, put into the log, told once, and the program goes on.

An exception that nobody expects may come from a slot, from a method that Qt
calls, from a task (which raises it on the main thread), from another thread,
or from something that Python cannot raise anywhere. All of these end in a hook
of Python; Qt's own alarms end in its message handler. The window that shows a
fault (`reader.ui.dialogs.fault_dialog`) is not imported before there is one.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import NamedTuple

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)

from reader import __version__
from reader.errors import ReaderError
from reader.i18n import gettext as _

MOST = 20  # different faults that are told in one run: after so many one knows that something is wrong

log = logging.getLogger(__name__)


class Fault(NamedTuple):
    """What is told of a fault: a sentence, and everything that helps to mend it."""

    sentence: str
    report: str


class ErrorReports(QObject):
    """Catches what nobody expects, from `watch` to `unwatch`. On the main thread; one to a process."""

    fault_found = Signal(Fault)  # each once, in a turn of the event loop of its own
    _caught = Signal(Fault)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[str] = set()
        self._lock = threading.Lock()
        # Queued, though it may come from this thread: a fault in the middle of painting can show no window.
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def watch(self) -> None:
        """Begin to catch."""
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        self._messages_before = qInstallMessageHandler(self._on_message)

    def unwatch(self) -> None:
        """Leave everything to who caught it before."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._messages_before)

    def report(self, error: BaseException, where: str = "") -> None:
        """Log `error` and tell of it, unless the same was told before. From any thread. Never raises."""
        if not self._is_new(_place_of(error)):
            return
        log.error("A fault of ours%s", f" in {where}" if where else "", exc_info=error)
        whole = "".join(traceback.format_exception(error))
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write(whole)
        self._send(Fault(_sentence(error), _report(whole, where)))

    # ---- the hooks

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            self.report(error)
        else:  # Ctrl+C, or the end
            sys.__excepthook__(kind, error, trace)

    def _on_thread(self, hooked: threading.ExceptHookArgs) -> None:
        if isinstance(hooked.exc_value, Exception):
            self.report(hooked.exc_value, hooked.thread.name if hooked.thread else "a thread")

    def _on_unraisable(self, hooked: sys.UnraisableHookArgs) -> None:
        if isinstance(hooked.exc_value, Exception):
            self.report(hooked.exc_value, repr(hooked.object))

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """Log what Qt says; tell of what it calls critical. After a fatal message Qt ends the program."""
        if sys.stderr is not None:
            with contextlib.suppress(OSError, ValueError):
                sys.stderr.write(message + "\n")
        level = {
            QtMsgType.QtWarningMsg: logging.WARNING,
            QtMsgType.QtCriticalMsg: logging.ERROR,
            QtMsgType.QtFatalMsg: logging.CRITICAL,
        }.get(kind, logging.DEBUG)
        log.log(level, "Qt: %s", message)
        if kind is QtMsgType.QtCriticalMsg and self._is_new(message):
            said = _("Qt, which draws the window, reports a fault: {message}").format(message=message)
            self._send(Fault(said, _report(f"{context.category}: {message}\n", "Qt")))

    # ---- within

    def _is_new(self, place: str) -> bool:
        with self._lock:
            is_new = place not in self._told and len(self._told) < MOST
            self._told.add(place)
        return is_new

    def _send(self, fault: Fault) -> None:
        with contextlib.suppress(RuntimeError):  # the window has gone already: the log has it
            self._caught.emit(fault)

    @Slot(Fault)
    def _tell(self, fault: Fault) -> None:
        self.fault_found.emit(fault)


def _place_of(error: BaseException) -> str:
    """Return by what two errors are the same fault: the kind, and the line that raised it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    last = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else str(error)
    return f"{type(error).__name__} {last}"


def _sentence(error: BaseException) -> str:
    if isinstance(error, ReaderError):
        return str(error)
    said = (str(error).strip().splitlines() or [""])[0][:200]
    what = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return _("Something that Gangmu was doing has failed: {what}").format(what=what)


def _report(words: str, where: str) -> str:
    import platform  # not at every start

    python = platform.python_version()
    lines = [
        f"Gangmu {__version__}, Python {python}, PySide6 {pyside_version}, Qt {qVersion()}",
        platform.platform(),
        *([f"in {where}"] if where else []),
        "",
        words,
    ]
    return "\n".join(lines)

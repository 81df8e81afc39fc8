"""Faults of ours are caught wherever they happen, told once, and the program goes on."""

from __future__ import annotations

import gc
import sys
import threading

import pytest
from PySide6.QtCore import QEventLoop, QTimer, Signal, qCritical, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from reader import __version__, log
from reader.errors import ReaderError
from reader.ui.base import error_report
from reader.ui.base.error_report import ErrorReports, Fault
from reader.ui.base.tasks import Tasks
from reader.ui.dialogs.fault_dialog import FaultDialog


@pytest.fixture
def faults(qapp, qtbot):
    """Return the faults told while the reports watch; they are logged besides."""
    log.begin()
    told = []
    reports = ErrorReports()
    reports.fault_found.connect(told.append)
    reports.watch()
    yield told
    reports.unwatch()


def fail():
    raise ValueError("it was not to be")


class Falls:
    """Cannot be deleted without an error."""

    def __del__(self):
        raise ValueError("it was not to be")


class Paints(QWidget):
    """Cannot be painted without an error."""

    painted = Signal()

    def paintEvent(self, event):
        self.painted.emit()
        fail()


def in_a_slot(qtbot):
    QTimer.singleShot(0, fail)


def in_a_thread(qtbot):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def in_a_task(qtbot):
    tasks = Tasks()
    tasks.run(fail, lambda _nothing: None)
    qtbot.waitUntil(lambda: tasks.is_idle)
    tasks.shut_down()


def in_a_task_whose_failure_is_heard(qtbot):
    heard = []
    tasks = Tasks()
    tasks.run(fail, lambda _nothing: None, heard.append)
    qtbot.waitUntil(lambda: tasks.is_idle)
    tasks.shut_down()
    assert heard  # nobody waits for an answer that never comes


def where_nothing_can_be_raised(qtbot):
    Falls()
    gc.collect()


def while_painting(qtbot):
    widget = Paints()
    qtbot.addWidget(widget)
    loop = QEventLoop()  # as the program runs: what Python calls itself is told by being raised there
    widget.painted.connect(loop.quit)
    QTimer.singleShot(0, widget.show)
    loop.exec()
    widget.hide()


@pytest.mark.parametrize(
    "happens",
    [
        in_a_slot,
        in_a_thread,
        in_a_task,
        in_a_task_whose_failure_is_heard,
        where_nothing_can_be_raised,
        while_painting,
    ],
)
def test_a_fault_is_told_wherever_it_happens(qtbot, faults, happens):
    happens(qtbot)
    qtbot.waitUntil(lambda: bool(faults))
    (fault,) = faults
    assert "ValueError: it was not to be" in fault.sentence
    assert __version__ in fault.report
    assert "Traceback" in fault.report
    assert "ValueError: it was not to be" in fault.report
    assert "A fault of ours" in log.log_file().read_text(encoding="utf-8")


def test_the_same_fault_is_told_once(qtbot, faults):
    def other():
        raise ValueError("something else")

    for call in (fail, fail, other, fail):
        QTimer.singleShot(0, call)
    qtbot.waitUntil(lambda: len(faults) == 2)
    qtbot.wait(50)
    assert len(faults) == 2


def test_there_is_an_end_to_telling(qtbot, faults, monkeypatch):
    monkeypatch.setattr(error_report, "MOST", 2)
    for number in range(5):
        QTimer.singleShot(0, lambda number=number: compile(f"\n{number}(", "file", "exec"))
    for source in ("a", "b", "c"):
        code = compile(f"def f():\n    raise ValueError\nf()  # {source}", source, "exec")
        QTimer.singleShot(0, lambda code=code: exec(code))
    qtbot.wait(50)
    assert len(faults) == 2


def test_an_expected_failure_of_a_task_is_for_whoever_expects_it(qtbot, faults):
    def refuse():
        raise ReaderError("Not today.")

    heard = []
    tasks = Tasks()
    tasks.run(refuse, lambda _nothing: None, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    tasks.shut_down()
    qtbot.wait(20)
    assert faults == []


def test_what_qt_calls_critical_is_told_and_warnings_are_logged(qtbot, faults):
    qWarning("a warning of Qt")
    qCritical("the sky has fallen")
    qtbot.waitUntil(lambda: bool(faults))
    assert [fault.sentence for fault in faults] == [
        "Qt, which draws the window, reports a fault: the sky has fallen"
    ]
    said = log.log_file().read_text(encoding="utf-8")
    assert "WARNING" in said
    assert "a warning of Qt" in said


def test_the_window_shows_copies_and_goes_on(qtbot, monkeypatch):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = FaultDialog(window)
    window.show()
    dialog.show_fault(Fault("One thing failed.", "the first report"))
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.sentence.text() == "One thing failed."
    dialog.show_fault(Fault("Another failed.", "the second report"))
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "the first report\n\nthe second report"
    opened = []
    monkeypatch.setattr(
        "reader.ui.dialogs.fault_dialog.QDesktopServices.openUrl", lambda url: opened.append(url) or False
    )
    dialog.log_button.click()
    assert opened[0].toLocalFile() == str(log.log_file())
    assert str(log.log_file()) in dialog.sentence.text()  # nothing could open it: it is named
    dialog.close_button.click()
    assert not dialog.isVisible()
    dialog.show_fault(Fault("A third.", "the third report"))
    assert dialog.report.toPlainText() == "the third report"


def test_whoever_caught_before_catches_again_afterwards(qapp):
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    reports = ErrorReports()
    reports.watch()
    assert before != (sys.excepthook, threading.excepthook, sys.unraisablehook)
    reports.unwatch()
    assert before == (sys.excepthook, threading.excepthook, sys.unraisablehook)

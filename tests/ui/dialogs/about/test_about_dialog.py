"""About: what a person who reports a fault needs, and whose work is in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from reader import __version__, paths
from reader.doctor.checks import Finding
from reader.log import log_file
from reader.ui.base.tasks import Tasks
from reader.ui.dialogs.about import doctor_page
from reader.ui.dialogs.about.about_dialog import AboutDialog

FINDINGS = (Finding("Python", True, "3.11"), Finding("Chinese font", False, "none here"))


@pytest.fixture
def window(new_window, monkeypatch):
    monkeypatch.setattr(doctor_page, "examine", lambda library: iter(FINDINGS))
    window = new_window()
    window.opening.open(paths.starter_library())
    window.show()
    return window


@pytest.fixture
def about(qtbot, window):
    window.session.actions["help.about"].trigger()
    about = window.findChild(AboutDialog)
    qtbot.waitUntil(about.isVisible)
    return about


def test_each_place_is_named_copied_and_opened(qtbot, window, about, monkeypatch):
    places = about.places
    assert places.lines["notes"].text() == str(window.session.library.own_folder)
    assert places.lines["settings"].text() == str(paths.config_folder())
    assert places.lines["index"].text() == str(paths.cache_folder())
    assert places.lines["log"].text() == str(log_file())
    qtbot.mouseClick(places.copy_buttons["index"], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == str(paths.cache_folder())
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or True)
    places.open_buttons["notes"].setEnabled(True)
    places.open_buttons["notes"].click()
    assert opened == [QUrl.fromLocalFile(str(window.session.library.own_folder))]


def test_what_is_not_there_cannot_be_opened(about):
    assert about.places.open_buttons["log"].isEnabled() == log_file().exists()


def test_the_licence_of_what_is_chosen_is_shown(qtbot, about):
    about.pages.setCurrentWidget(about.licences)
    page = about.licences
    names = [page.list.item(row).text() for row in range(page.list.count())]
    assert names[0] == f"Gangmu {__version__}"
    page.list.setFocus()
    while not page.list.currentItem().text().startswith("PySide6"):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert "LGPL" in page.licence.text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in page.text.toPlainText()


def test_the_doctor_says_first_what_is_wrong(about):
    assert about.doctor.told() == ()
    about.pages.setCurrentWidget(about.doctor)
    assert about.doctor.summary.text() == "1 thing is to be mended."
    rows = [about.doctor.list.item(row).text() for row in range(about.doctor.list.count())]
    assert rows == ["✗ Chinese font: none here", "✓ Python: 3.11"]


def test_the_doctor_looks_again(qtbot, about, monkeypatch):
    about.pages.setCurrentWidget(about.doctor)
    monkeypatch.setattr(doctor_page, "examine", lambda library: iter(FINDINGS[:1]))
    qtbot.mouseClick(about.doctor.again, Qt.MouseButton.LeftButton)
    assert about.doctor.summary.text() == "All is well."


def test_a_report_has_version_places_and_findings(qtbot, about):
    about.pages.setCurrentWidget(about.doctor)
    qtbot.mouseClick(about.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"Gangmu {__version__}\nPython ")
    assert str(paths.config_folder()) in copied
    assert "✗ Chinese font: none here" in copied


def test_what_comes_after_it_was_closed_is_no_fault(qtbot, window, monkeypatch):
    tasks = Tasks()  # a real thread: the answer comes when the dialog is gone
    monkeypatch.setattr(window.session, "cataloguing", tasks)
    window.session.actions["help.about"].trigger()
    about = window.findChild(AboutDialog)
    about.pages.setCurrentWidget(about.doctor)
    about.pages.setCurrentWidget(about.licences)
    with qtbot.waitSignal(about.destroyed):
        qtbot.keyClick(about, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: tasks.is_idle)
    tasks.shut_down()

"""The application's own small duties."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QMimeDatabase, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget

from reader import i18n, paths
from reader.annotations.model import COLOURS
from reader.settings import Settings
from reader.ui.base.error_report import ErrorReports, Fault
from reader.ui.base.tasks import Tasks
from reader.ui.dialogs.fault_dialog import FaultDialog
from reader.ui.session.open_library import OpenLibraries
from reader.ui.startup import app
from reader.ui.startup.app import fit_to_screen, make_window


def test_a_window_is_no_larger_than_its_screen_has_room_for(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableSize()
    window.resize(room.width() + 200, room.height() + 200)
    fit_to_screen(window)
    assert window.width() == room.width()
    assert window.height() < room.height()  # the title bar is above
    window.resize(300, 200)
    fit_to_screen(window)
    assert (window.width(), window.height()) == (300, 200)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_two_entries_of_a_menu_have_the_same_letter(qtbot, immediate, language):
    try:
        settings = Settings()
        settings.set("language", language)
        window = make_window(settings, Tasks(immediate))
        qtbot.addWidget(window)
        window.complete()
        menus = [action.menu() for action in window.menuBar().actions()]
        assert len(menus) > 5
        for menu in menus:
            menu.aboutToShow.emit()
            texts = [action.text().replace("&&", "") for action in menu.actions() if "&" in action.text()]
            letters = [text[text.index("&") + 1].lower() for text in texts]
            assert len(set(letters)) == len(letters), texts
        window.close()
    finally:
        i18n.use_language("en")


def test_menus_show_no_icons_but_the_colours(qtbot, immediate):
    window = make_window(Settings(), Tasks(immediate))
    qtbot.addWidget(window)
    window.complete()
    for menu in window.menuBar().actions():
        menu.menu().aboutToShow.emit()
        shown = [action for action in menu.menu().actions() if action.text() and action.isIconVisibleInMenu()]
        assert {action.objectName() for action in shown} <= {f"annotate.{name}" for name in COLOURS}
    for name in COLOURS:
        before = window.session.actions[f"annotate.{name}"]
        assert before.isIconVisibleInMenu()
        assert not before.icon().isNull()
    window.close()


def test_there_is_a_window_where_settings_keep_it_from_being_made(qtbot, monkeypatch, immediate):
    seen = []

    def make(settings=None, **others):
        if "damaged" not in seen:
            seen.append("damaged")
            raise RecursionError("settings of a million brackets")
        return make_window(settings, Tasks(immediate), others["remembered"])

    monkeypatch.setattr(app, "make_window", make)
    reports = ErrorReports()
    window = app.window_in_any_case(reports, OpenLibraries(Tasks(immediate)), None)
    qtbot.addWidget(window)
    with qtbot.waitSignal(reports.fault_found) as told:
        pass
    assert "RecursionError" in told.args[0].sentence
    window.close()


def test_the_starter_library_opens_where_what_was_open_last_cannot(qtbot, monkeypatch, immediate):
    window = make_window(Settings(), Tasks(immediate))
    qtbot.addWidget(window)
    real = window.opening.open

    def open_none(target):
        if target is None:
            raise OSError("no such thing")
        real(target)

    monkeypatch.setattr(window.opening, "open", open_none)
    reports = ErrorReports()
    app.open_in_any_case(window, reports, None)
    assert window.session.library.folder == paths.starter_library()
    window.close()


def test_a_lost_library_is_named_once_its_place_is_taken(qtbot, immediate, tmp_path):
    settings = Settings()
    settings.set("last_library", str(tmp_path / "gone"))
    window = make_window(settings, Tasks(immediate))
    qtbot.addWidget(window)
    said = []
    window.session.status_changed.connect(said.append)
    with qtbot.waitSignal(window.pane.first_painted):
        app.open_in_any_case(window, ErrorReports(), None)
        window.show()
    assert str(tmp_path / "gone") in said[-1]
    window.close()


def test_settings_that_cannot_be_read_are_named(qtbot, immediate, tmp_path):
    (tmp_path / "settings.json").write_text("[" * 100_000)
    window = make_window(Settings(tmp_path / "settings.json"), Tasks(immediate))
    qtbot.addWidget(window)
    said = []
    window.session.status_changed.connect(said.append)
    with qtbot.waitSignal(window.pane.first_painted):
        app.open_in_any_case(window, ErrorReports(), None)
        window.show()
    assert "settings.damaged" in said[-1]
    window.close()


def test_faults_are_shown_in_one_window(qtbot, immediate):
    window = make_window(Settings(), Tasks(immediate))
    qtbot.addWidget(window)
    window.show()
    for number in range(2):
        app.show_fault(window, Fault("One thing failed.", f"report {number}"))
    (dialog,) = window.findChildren(FaultDialog)
    assert dialog.isVisible()
    assert dialog.report.toPlainText() == "report 0\n\nreport 1"
    dialog.close()
    window.close()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_qt_s_own_dialogs_speak_the_window_s_language(qtbot, immediate, language):
    try:
        settings = Settings()
        settings.set("language", language)
        window = make_window(settings, Tasks(immediate))
        qtbot.addWidget(window)
        box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel, window)
        cancel = box.button(QMessageBox.StandardButton.Cancel).text().replace("&", "")
        assert (cancel == "Cancel") == (language == i18n.ENGLISH)
        if language == "zh_CN":
            assert cancel == "取消"
            dialog = QFileDialog(window)
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
            assert "取消" in [button.text() for button in dialog.findChildren(QPushButton)]
        window.close()
    finally:
        app.speak(i18n.use_language("en"))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_arrows_are_written_as_arrows_and_dates_as_the_language_writes_them(qapp, language):
    try:
        app.speak(language)
        native = QKeySequence.SequenceFormat.NativeText
        assert QKeySequence("Alt+Left").toString(native) == "Alt+←"
        # Shown only: keys are kept and read as Qt writes them everywhere.
        assert QKeySequence("Alt+Left").toString() == "Alt+Left"
        assert QLocale() in (QLocale(language), QLocale.system())
        folder = {"en": "Folder", "zh_CN": "文件夹", "zh_TW": "資料夾"}[language]
        assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == folder
        kind = QMimeDatabase().mimeTypeForName("text/plain").comment()
        assert kind.isascii() == (language == i18n.ENGLISH), kind
    finally:
        app.speak(i18n.use_language("en"))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_qt_s_compiled_words_are_those_of_their_source(qapp, language):
    source = paths.resource(f"qt_words/{language}.ts")
    compiled = QTranslator()
    assert compiled.load(language, str(source.parent))
    messages = 0
    for context in ElementTree.parse(source).getroot().iter("context"):
        for message in context.iter("message"):
            said = compiled.translate(context.findtext("name"), message.findtext("source"))
            assert said == message.findtext("translation")
            messages += 1
    assert messages == 7


def test_the_window_has_an_icon(qtbot, immediate):
    window = make_window(Settings(), Tasks(immediate))
    qtbot.addWidget(window)
    window.complete()
    assert not window.windowIcon().isNull()
    window.close()


def test_a_language_that_qt_does_not_know_breaks_nothing(qapp):
    app.speak("tlh")
    assert QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel).buttons()

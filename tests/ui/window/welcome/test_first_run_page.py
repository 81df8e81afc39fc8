"""The first start: three questions on one page, by keyboard and mouse, and never again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from reader import i18n, paths
from reader.settings import Settings
from reader.ui.base.error_report import ErrorReports
from reader.ui.base.tasks import Tasks
from reader.ui.session.first_article import is_first_start
from reader.ui.startup import app
from reader.ui.startup.several_windows import allow_several
from reader.ui.window.welcome import first_run_page
from reader.ui.window.welcome.first_run_page import FirstRunPage


@pytest.fixture
def window(qtbot, immediate):
    settings = Settings()
    settings.set("language", "en")
    window = app.make_window(settings, Tasks(immediate))
    qtbot.addWidget(window)
    yield window
    window.close()
    i18n.use_language("en")


@pytest.fixture
def page(qtbot, window) -> FirstRunPage:
    app.welcome_first(window, lambda folder: app.open_in_any_case(window, ErrorReports(), folder))
    window.show()
    window.activateWindow()
    with qtbot.waitExposed(window):
        pass
    page = window.middle.currentWidget()
    assert isinstance(page, FirstRunPage)
    return page


def words(page) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_return_begins_with_the_starter_library(qtbot, window, page):
    qtbot.waitUntil(lambda: page.begin.hasFocus())
    with qtbot.waitSignal(window.pane.first_painted):
        qtbot.keyClick(page.begin, Qt.Key.Key_Return)
    assert window.session.library.folder == paths.starter_library()
    assert window.middle.currentWidget() is window.pane
    assert not is_first_start(Settings())


def test_escape_skips_and_is_never_asked_again(qtbot, window, page):
    with qtbot.waitSignal(window.pane.first_painted):
        qtbot.keyClick(page.begin, Qt.Key.Key_Escape)
    assert not is_first_start(Settings())


def test_all_is_reached_by_tab(qtbot, window, page):
    qtbot.waitUntil(lambda: page.begin.hasFocus())
    wanted = {page.ours, page.choose, page.languages, page.skip, page.themes.buttons["auto"]}
    for _ in range(40):  # arrows lead from one theme to the next
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        wanted.discard(window.focusWidget())
    assert not wanted


def test_a_folder_of_one_s_own_is_opened_and_remembered(qtbot, window, page, tmp_path, monkeypatch):
    folder = tmp_path / "我的文章"
    folder.mkdir()
    (folder / "a.md").write_text("# 题\n\n话。\n", encoding="utf-8")
    monkeypatch.setattr("reader.ui.parts.file_dialogs.ask_for_folder", lambda *_: folder)
    assert not page.own.isEnabled()
    qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    assert page.own.isChecked()
    assert page.own.text() == "我的文章"
    with qtbot.waitSignal(window.pane.first_painted):
        qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    assert window.session.library.folder == folder
    assert Settings().get("last_library") == str(folder)


def test_a_folder_that_is_not_chosen_after_all_changes_nothing(qtbot, page, monkeypatch):
    monkeypatch.setattr("reader.ui.parts.file_dialogs.ask_for_folder", lambda *_: None)
    qtbot.mouseClick(page.choose, Qt.MouseButton.LeftButton)
    assert page.ours.isChecked()


def test_a_language_is_spoken_at_once(qtbot, window, page):
    assert "Theme" in words(page)
    page.languages.setFocus()
    qtbot.keyClick(page.languages, Qt.Key.Key_Home)
    while page.languages.currentData() != "zh_CN":
        qtbot.keyClick(page.languages, Qt.Key.Key_Down)
    assert "主题" in words(page)
    assert window.session.settings.get("language") == "zh_CN"
    assert page.languages.hasFocus()


def test_a_theme_is_seen_at_once(qtbot, window, page):
    qtbot.mouseClick(page.themes.buttons["night"], Qt.MouseButton.LeftButton)
    assert window.session.theming.theme.key == "night"


def test_what_is_opened_otherwise_is_an_answer_too(window, page):
    window.opening.open(paths.starter_library())
    assert window.middle.currentWidget() is window.pane
    assert not is_first_start(Settings())


@pytest.mark.parametrize("name", ["welcomed", "last_library"])
def test_it_is_asked_only_of_who_is_new(name):
    settings = Settings()
    assert is_first_start(settings)
    settings.set(name, True if name == "welcomed" else "/x")
    assert not is_first_start(settings)


@pytest.mark.parametrize(
    ("target", "quits", "asks"), [("", False, True), ("", True, False), ("x", False, False)]
)
def test_only_a_start_without_a_file_asks(qtbot, window, monkeypatch, target, quits, asks):
    asked = []
    monkeypatch.setattr(app, "window_in_any_case", lambda *_: window)
    monkeypatch.setattr(first_run_page, "welcome", lambda *_: asked.append(True))
    monkeypatch.setattr(app, "open_in_any_case", lambda *_: None)
    qapp = app.application()
    monkeypatch.setattr(type(qapp), "exec", lambda *_: 0)
    app._run(qapp, ErrorReports(), target, quit_after_first_paint=quits)
    assert bool(asked) == asks


def test_the_whole_window_speaks_the_language_once_it_is_answered(qtbot, immediate, monkeypatch):
    settings = Settings()
    settings.set("language", "en")
    window = app.make_window(settings, Tasks(immediate))
    windows = allow_several(window, lambda given, memory: app.make_window(given, Tasks(immediate), memory))
    app.welcome_first(window, window.opening.open)
    window.show()
    page = window.middle.currentWidget()
    while page.languages.currentData() != "zh_CN":
        qtbot.keyClick(page.languages, Qt.Key.Key_Up)
    with qtbot.waitSignal(windows.changed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: windows.active is not window)
    window = windows.active
    assert "文件" in window.menuBar().actions()[0].text()
    assert window.session.library.folder == paths.starter_library()
    windows.active.close()
    app.speak(i18n.use_language("en"))

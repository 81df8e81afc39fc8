"""The application's own small duties."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from reader import i18n
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
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


@pytest.mark.parametrize("language", ["en", "zh_CN"])
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


def test_menus_show_no_icons(qtbot, immediate):
    window = make_window(Settings(), Tasks(immediate))
    qtbot.addWidget(window)
    window.complete()
    for menu in window.menuBar().actions():
        menu.menu().aboutToShow.emit()
        assert not any(action.isIconVisibleInMenu() for action in menu.menu().actions() if action.text())
    window.close()

"""The application's own small duties."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from reader.ui.app import fit_to_screen


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

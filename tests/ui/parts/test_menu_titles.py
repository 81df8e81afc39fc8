"""Titles in menus are seen, and the keyboard goes past them."""

from __future__ import annotations

import ast
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QMenu

import reader
from reader.settings import Settings
from reader.ui.base.theming import Theming
from reader.ui.parts.menu_titles import add_title


def test_titles_are_painted_and_the_keyboard_goes_past_them(qtbot):
    app = QApplication.instance()
    menu = QMenu()
    qtbot.addWidget(menu)
    try:
        Theming(Settings()).dress(app)
        chosen = []
        add_title(menu, "Group by")
        menu.addAction("First", lambda: chosen.append("first"))
        add_title(menu, "Show only")
        menu.addAction("Second", lambda: chosen.append("second"))
        menu.popup(menu.pos())
        qtbot.waitExposed(menu)
        titled, untitled = (menu.grab().toImage(), _without_words(menu))
        assert titled != untitled
        for _press in range(2):
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        assert menu.activeAction().text() == "Second"
        qtbot.keyClick(menu, Qt.Key.Key_Return)
        assert chosen == ["second"]
    finally:
        app.setStyleSheet("")
        app.setPalette(QPalette())


def _without_words(menu):
    for action in menu.actions():
        if not action.isEnabled():
            action.defaultWidget().setText("")
    return menu.grab().toImage()


def test_nobody_uses_the_titles_that_styles_do_not_paint():
    for path in Path(reader.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Attribute) and node.attr == "addSection"), path

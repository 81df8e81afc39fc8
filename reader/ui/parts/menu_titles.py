"""Titles within a menu. `QMenu.addSection` makes them too, but Fusion with a style sheet paints none."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QMenu, QWidgetAction


def add_title(menu: QMenu, words: str) -> None:
    """Head what is added to `menu` next with `words`, below a line where something stands above."""
    if not menu.isEmpty():
        menu.addSeparator()
    label = QLabel(words)
    label.setProperty("menu_title", True)
    title = QWidgetAction(menu)
    title.setText(words.replace("&", "&&"))  # for screen readers
    title.setDefaultWidget(label)
    title.setEnabled(False)  # the keyboard goes past it
    menu.addAction(title)

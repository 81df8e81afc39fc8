"""The menu bar, made from the actions; a menu that nobody adds to is not there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from reader.ui.base.actions import MENUS, Actions, menu_title
from reader.ui.base.theming import Theming

COMING = ("panels", "annotate")  # menus whose actions come after the first paint: their titles do not jump in


class Menus(QObject):
    """Keeps a window's menu bar and its shortcuts in step with the actions."""

    def __init__(self, window: QMainWindow, actions: Actions, theming: Theming) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._theming = theming
        self._menus: dict[str, QMenu] = {}
        for menu in MENUS:
            made = QMenu(menu_title(menu), window)
            made.setToolTipsVisible(True)
            made.aboutToShow.connect(lambda menu=menu: self._fill(menu))
            self._menus[menu] = made
            window.menuBar().addMenu(made).setVisible(menu in COMING)
        for action in actions:
            self._take(action.objectName())
        actions.added.connect(self._take)
        theming.theme_changed.connect(self._recolour)

    def _take(self, name: str) -> None:
        action = self._actions[name]
        action.setIconVisibleInMenu(False)  # a column for the sake of a few is more empty than full
        self._window.addAction(action)
        menu = self._menus[name.split(".", 1)[0]]
        menu.menuAction().setVisible(True)
        if not menu.actions():
            menu.addAction(action)  # an empty menu is not opened: the rest come when it is

    def _fill(self, name: str) -> None:
        """Lay the menu out when it opens: the actions may have come in any order."""
        menu, own = self._menus[name], self._actions.of_menu(name)
        self._lay_out(menu, [action for action in own if not action.property("under")])
        for action in own:
            inside = [one for one in own if one.property("under") == action.objectName()]
            if inside and isinstance(submenu := action.menu(), QMenu):
                submenu.setToolTipsVisible(True)
                self._lay_out(submenu, inside)

    def _lay_out(self, menu: QMenu, own: Sequence[QAction]) -> None:
        """Put `own` into `menu`, a line between their groups, and a letter to press for each."""
        from reader.ui.base.mnemonics import with_mnemonics

        for old in menu.actions():  # not clear(): it would delete the actions of submenus
            menu.removeAction(old)
            if old.isSeparator():
                old.deleteLater()
        for action, text in zip(own, with_mnemonics([one.text() for one in own]), strict=True):
            if text != action.text():
                action.setText(text)
        last = None
        for action in own:
            if last is not None and action.property("group") != last:
                menu.addSeparator()
            last = action.property("group")
            menu.addAction(action)

    def _recolour(self) -> None:
        for action in self._actions:
            glyph = str(action.property("glyph") or "")
            if glyph and not action.icon().isNull():  # it has a button somewhere
                action.setIcon(self._theming.icon(glyph))

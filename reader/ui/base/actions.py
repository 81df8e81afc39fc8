"""Everything a person can do, by name: the menus, the shortcuts and (one day) a palette are made from it.

Whoever can do something adds it here through the session; the window puts it
into its menu and makes its shortcut work. An action says three things: what it
is called, what it does (shown on hover), and its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from reader.i18n import gettext as _
from reader.i18n import pgettext

Shortcut = str | QKeySequence.StandardKey | Sequence[str]

MENUS = ("file", "edit", "view", "panels", "go", "annotate", "tools", "help")


def menu_title(menu: str) -> str:
    """Return the title of one of `MENUS`, in the language in use, with its mnemonic."""
    titles = {
        "file": _("&File"),
        "edit": _("&Edit"),
        "view": _("&View"),
        "panels": _("&Panels"),
        "go": _("&Go"),
        "annotate": _("&Annotate"),
        "tools": _("&Tools"),
        "help": pgettext("menu", "&Help"),
    }
    return titles[menu]


class Actions(QObject):
    """The actions by name, such as "go.back"; the part before the point is the menu."""

    added = Signal(str)  # the name

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._submenus: list[QMenu] = []

    def add(
        self,
        name: str,
        text: str,
        run: Callable[[], object] | None = None,
        *,
        tip: str = "",
        shortcut: Shortcut = "",
        icon: str = "",
        checked: bool | None = None,
        group: int = 0,
    ) -> QAction:
        """Add an action to the menu that `name` starts with, and return it.

        `tip` is a sentence that says what it does. With `checked` it is one
        that is on or off, and `run` is best connected to `toggled`. Actions of
        one `group` stand together in their menu, lower numbers first.
        """
        action = QAction(text, self)
        action.setObjectName(name)
        keys = _keys(shortcut)
        action.setShortcuts(keys)
        shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        plain = (tip or text.replace("&", "")).rstrip(".。…")
        action.setToolTip(f"{plain} ({shown})" if shown else plain)
        action.setStatusTip("")
        action.setProperty("group", group)
        action.setProperty("glyph", icon)
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        if run is not None:
            action.triggered.connect(lambda _checked: run())
        self.adopt(name, action)
        return action

    def adopt(self, name: str, action: QAction) -> None:
        """Take in an action made elsewhere, such as a dock's own."""
        self._actions[name] = action
        action.setObjectName(name)
        self.added.emit(name)

    def add_menu(self, name: str, menu: QMenu, group: int = 0) -> None:
        """Add a menu inside the menu that `name` starts with, and keep it: its action lives no longer."""
        self._submenus.append(menu)
        menu.menuAction().setProperty("group", group)
        self.adopt(name, menu.menuAction())

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def of_menu(self, menu: str) -> list[QAction]:
        """Return the actions of one of `MENUS`, group by group, in the order in which they were added."""
        own = [action for name, action in self._actions.items() if name.split(".", 1)[0] == menu]
        return sorted(own, key=lambda action: int(action.property("group") or 0))


def _keys(shortcut: Shortcut) -> list[QKeySequence]:
    if isinstance(shortcut, QKeySequence.StandardKey):
        return QKeySequence.keyBindings(shortcut)
    several = [shortcut] if isinstance(shortcut, str) else shortcut
    return [QKeySequence(keys) for keys in several if keys]

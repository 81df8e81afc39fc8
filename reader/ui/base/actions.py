"""The actions of a window by name, made from rows: what its menus, buttons and shortcuts are.

The rows stand in one table, `reader.ui.window.action_table`. A row says what
the action is called, what it does (shown on hover), and its key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from reader.i18n import gettext as _
from reader.i18n import pgettext

Shortcut = str | QKeySequence.StandardKey | Sequence[str]

_MNEMONIC = re.compile(r"\(&.\)|&")  # Chinese menus write it in brackets
MENUS = ("file", "edit", "view", "panels", "go", "annotate", "tools", "help")


def without_mnemonic(text: str) -> str:
    """Return the text of an action as a button shows it: "Open…" of "&Open…", and of "打开…(&O)" "打开…"."""
    return _MNEMONIC.sub("", text)


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


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. `call` is called without arguments, or, with `checked`, with whether it is on.

    With `menu` it opens this menu instead.
    """

    name: str  # such as "go.back"; the part before the point is the menu
    text: str  # with its mnemonic, in the language in use
    call: Callable[..., object] | None = None
    shortcut: Shortcut = ""
    group: int = 0  # those of one group stand together in their menu, lower numbers first
    icon: str = ""  # a name in resources/icons
    tip: str = ""  # a sentence that says what it does; by default the text
    enabled: Callable[[], bool] | None = None  # asked again at each `Actions.refresh`
    checked: bool | None = None  # whether it is on at first; None: it is not one that is on or off
    menu: QMenu | None = None
    follows: SignalInstance | None = None  # tells that it is on or off by other means


class Actions(QObject):
    """The actions by name, such as "go.back"; the part before the point is the menu."""

    added = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._rows: list[ActionRow] = []

    def add(self, *rows: ActionRow) -> None:
        """Make an action of each of `rows`."""
        for row in rows:
            self._rows.append(row)
            self.adopt(row.name, self._made(row))
        self.refresh()

    @property
    def rows(self) -> Sequence[ActionRow]:
        """The rows that actions were made of, in the order in which they were added."""
        return self._rows

    def refresh(self) -> None:
        """Ask of each action anew whether it can be done now."""
        for row in self._rows:
            if row.enabled is not None:
                self._actions[row.name].setEnabled(row.enabled())

    def _made(self, row: ActionRow) -> QAction:
        if row.menu is not None:  # the row keeps it: its action lives no longer than it does
            action = row.menu.menuAction()
            action.setText(row.text)
        else:
            action = QAction(row.text, self)
        keys = _keys(row.shortcut)
        action.setShortcuts(keys)
        shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        plain = (row.tip or row.text.replace("&", "")).rstrip(".。…")
        action.setToolTip(f"{plain} ({shown})" if shown else plain)
        action.setStatusTip("")
        action.setProperty("group", row.group)
        action.setProperty("glyph", row.icon)
        call = row.call
        if call is not None and row.checked is None:
            action.triggered.connect(lambda _checked: call())
        elif call is not None and row.checked is not None:
            action.setCheckable(True)
            action.setChecked(row.checked)
            action.toggled.connect(call)
        if row.follows is not None:
            row.follows.connect(action.setChecked)
        return action

    def adopt(self, name: str, action: QAction) -> None:
        """Take in an action made elsewhere, such as a dock's own."""
        self._actions[name] = action
        action.setObjectName(name)
        self.added.emit(name)

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

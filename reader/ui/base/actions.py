"""The actions of a window by name, made from rows: what its menus, buttons and shortcuts are.

The rows stand in one table, `reader.ui.window.action_table`. A row says what
the action is called, what it does (shown on hover), and its key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from reader.i18n import gettext as _
from reader.i18n import pgettext

Shortcut = str | QKeySequence.StandardKey | Sequence[str]

_MNEMONIC = re.compile(r"\(&.\)|(?<!&)&(?!&)")
MENUS = ("file", "edit", "view", "panels", "go", "tabs", "annotate", "tools", "help")


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
        "tabs": _("Ta&bs"),
        "annotate": _("&Annotate"),
        "tools": _("&Tools"),
        "help": pgettext("menu", "&Help"),
    }
    return titles[menu]


class ActionRow(NamedTuple):
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
    under: str = ""  # the row with a `menu` that it stands in; by default it stands in the menu itself
    follows: SignalInstance | None = None  # tells that it is on or off by other means


class Actions(QObject):
    """The actions by name, such as "go.back"; the part before the point is the menu."""

    added = Signal(str)
    keys_changed = Signal()  # the person has other keys now

    def __init__(self, own_keys: Mapping[str, str] | None = None, parent: QObject | None = None) -> None:
        """`own_keys`: see `use_keys`. What the actions call lives as long as `parent` does."""
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._rows: list[ActionRow] = []
        self._own_keys = dict(own_keys or {})

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

    def use_keys(self, own_keys: Mapping[str, str]) -> None:
        """Give actions the person's own keys, by the action's name; "" for none, the others have the usual.

        Keys are written as Qt does everywhere ("Ctrl+M"), several with "; " between them.
        """
        self._own_keys = dict(own_keys)
        for row in self._rows:
            if row.menu is None:
                self._give_keys(row, self._actions[row.name])
        self.keys_changed.emit()

    def with_key(self, words: str, name: str) -> str:
        """Return `words` with the key of the action `name` in brackets, as it is now; for a button's tip."""
        action = self._actions.get(name)
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) if action is not None else ""
        return f"{words} ({key})" if key else words

    def usual_keys(self, row: ActionRow) -> list[QKeySequence]:
        """Return the keys that the table gives to an action."""
        return _keys(row.shortcut)

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
        self._give_keys(row, action)
        action.setStatusTip("")
        action.setProperty("group", row.group)
        action.setProperty("under", row.under)
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

    def _give_keys(self, row: ActionRow, action: QAction) -> None:
        own = self._own_keys.get(row.name)
        keys = self.usual_keys(row) if own is None else QKeySequence.listFromString(own)
        action.setShortcuts([one for one in keys if not one.isEmpty()])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = (row.tip or plain_text(row.text)).rstrip(".。…")
        action.setToolTip(f"{plain} ({shown})" if shown else plain)

    def adopt(self, name: str, action: QAction) -> None:
        """Take in an action made elsewhere, such as a dock's own."""
        self._actions[name] = action
        action.setObjectName(name)
        self.added.emit(name)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: object) -> bool:
        return name in self._actions

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    @property
    def gathering(self) -> set[str]:
        """The names of the rows whose menus hold other rows of the table."""
        return {row.under for row in self._rows if row.under}

    def of_menu(self, menu: str) -> list[QAction]:
        """Return the actions of one of `MENUS`, group by group, in the order in which they were added."""
        own = [action for name, action in self._actions.items() if name.split(".", 1)[0] == menu]
        return sorted(own, key=lambda action: int(action.property("group") or 0))


def plain_text(text: str) -> str:
    """Return an action's text without its mnemonic, which Chinese has in brackets behind it."""
    return _MNEMONIC.sub("", text.split("\t")[0]).replace("&&", "&")


def _keys(shortcut: Shortcut) -> list[QKeySequence]:
    if isinstance(shortcut, QKeySequence.StandardKey):
        return QKeySequence.keyBindings(shortcut)
    several = [shortcut] if isinstance(shortcut, str) else shortcut
    return [QKeySequence(keys) for keys in several if keys]

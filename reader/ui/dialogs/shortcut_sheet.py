"""What the sheet of keyboard shortcuts says, from the table of actions: as lines, and as a page to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtGui import QKeySequence

from reader.i18n import gettext as _
from reader.ui.base.actions import MENUS, Actions, menu_title, plain_text

# Keys that the text itself hears, and those that every list and field needs: nobody can have them.
# Qt gives some actions the keys "Undo", "F14", "Zoom In" too, which few keyboards have.
_USUAL = re.compile(r".*\+.+|F([1-9]|1[0-2])")
_PLAIN = ("Up", "Down", "Left", "Right", "PgUp", "PgDown", "Home", "End", "Space", "Return", "Enter", "Tab")
_SHIFTED = ("Shift+Up", "Shift+Down", "Shift+Left", "Shift+Right", "Shift+Space", "Shift+Tab")
FIXED = frozenset({*_PLAIN, *_SHIFTED, "Esc", "F7", "Backspace", "Del", "Ctrl+V", "Ctrl+X"})


@dataclass(frozen=True, slots=True)
class Line:
    """One shortcut: the action's `name` in the table ("" for what is fixed), its words, its keys."""

    name: str
    words: str
    keys: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """The shortcuts of one menu."""

    title: str
    lines: tuple[Line, ...]


def sections(actions: Actions) -> list[Section]:
    """Return all actions that can be called, by menu, in the order in which they stand there."""
    rows = {row.name: row for row in actions.rows if row.call is not None}
    found = []
    for menu in MENUS:
        lines = []
        for action in actions.of_menu(menu):
            if (row := rows.get(action.objectName())) is not None:
                keys = "  ·  ".join(_shown(action.shortcuts()))
                lines.append(Line(row.name, plain_text(action.text()), keys, row.tip))
        if lines:
            found.append(Section(plain_text(menu_title(menu)), tuple(lines)))
    return found


def menu_of(key: QKeySequence) -> str:
    """Return the title of the menu that `key` opens, or "": with two meanings, Qt would give it none."""
    titles = (menu_title(menu) for menu in MENUS)
    return next((title for title in titles if QKeySequence.mnemonic(title) == key), "")


def _shown(keys: Sequence[QKeySequence]) -> list[str]:
    """Return how `keys` are written: the first, and of the others those that usual keyboards have."""
    shown = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
    return shown[:1] + [one for one in shown[1:] if _USUAL.fullmatch(one)]


def fixed_section() -> Section:
    """Return the keys that the text hears by itself."""
    lines = (
        ("Space  ·  Shift+Space", _("A page on, a page back")),
        ("↑  ·  ↓  ·  PgUp  ·  PgDn  ·  Home  ·  End", _("Scroll")),
        ("Shift+←  ·  Shift+→  ·  Shift+↑  ·  Shift+↓", _("Select")),
        ("F7", _("A caret in the text, which the arrows move")),
        ("Tab  ·  Enter", _("To the next link; follow it")),
        ("Esc", _("Back to the text; close what lies over it; from a hit back to where you were")),
    )
    return Section(_("In the text"), tuple(Line("", words, keys) for keys, words in lines))


def sheet_html(all_sections: list[Section]) -> str:
    """Return the sheet as a page: one table a menu, without the actions that have no key."""
    title = escape(_("Keyboard shortcuts"))
    parts = [f"<h1>Gangmu 纲目 — {title}</h1>"]
    for section in all_sections:
        rows = [
            f"<tr><td width='60%'>{escape(line.words)}</td><td>{escape(line.keys)}</td></tr>"
            for line in section.lines
            if line.keys
        ]
        if rows:
            parts.append(f"<h3>{escape(section.title)}</h3><table width='100%'>{''.join(rows)}</table>")
    return "\n".join(parts)

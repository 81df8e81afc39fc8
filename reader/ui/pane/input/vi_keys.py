"""Keys of vi in the text, for those who wish: j k gg G scroll, / n N find, ] [ go from point to point.

They are a setting, off at first, and hold in the pane alone. Moving
is handed to the pane as the keys that it knows anyway: with a caret in the text
j and k move the caret.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from reader.ui.pane.input.keyboard_input import KeyboardInput
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.text.find_in_page import FindInPage

_MOVES = {"j": Qt.Key.Key_Down, "k": Qt.Key.Key_Up, "G": Qt.Key.Key_End}


class ViKeys(QObject):
    """Listens to the keys of one pane."""

    def __init__(
        self,
        view: ColumnView,
        keys: KeyboardInput,
        finding: FindInPage,
        go_to_node: Callable[[int], None],
        is_on: Callable[[], bool],
    ) -> None:
        """`go_to_node` goes to the next point of the framework, or with -1 to the one before."""
        super().__init__(view)
        self._view = view
        self._keys = keys
        self._finding = finding
        self._is_on = is_on
        self._before = ""  # g, while a second one may follow
        self._others: dict[str, Callable[[], None]] = {
            "/": finding.open,
            "n": partial(self._find_on, 1),
            "N": partial(self._find_on, -1),
            "]": partial(go_to_node, 1),
            "[": partial(go_to_node, -1),
        }
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if not self._is_on():
            return False
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        return self._press(event.text())

    def _press(self, letter: str) -> bool:
        before, self._before = self._before, ""
        if letter == "g":
            if before == "g":
                self._move(Qt.Key.Key_Home)
            else:
                self._before = "g"
        elif letter in _MOVES:
            self._move(_MOVES[letter])
        elif letter in self._others:
            self._others[letter]()
        else:
            return False
        return True

    def _move(self, key: Qt.Key) -> None:
        far = key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._keys.shows_caret
        held = Qt.KeyboardModifier.ControlModifier if far else Qt.KeyboardModifier.NoModifier
        self._keys.press(QKeyEvent(QEvent.Type.KeyPress, key, held))

    def _find_on(self, step: int) -> None:
        """Go on to what was looked for last, and leave the keyboard in the text."""
        if not self._finding.is_open:
            self._finding.open(self._finding.bar.field.text())
        self._finding.walk(step)
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)

"""The palette itself: a line to type into and a list, over the window; the keyboard alone is enough.

It lies in the window rather than being one, so that the input method that
writes Chinese works in it as anywhere. What is typed is looked for on a thread
of its own: a keystroke costs the window nothing but the painting of some rows.
An answer to letters that have changed since is dropped; Enter that comes before
the answer waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import gettext as _
from reader.ui.base.opening_way import Way, way_of
from reader.ui.base.row_clicks import RowClicks
from reader.ui.base.tasks import Tasks
from reader.ui.base.theming import Theming
from reader.ui.palette.choice_list import GLYPHS, ChoicePainter, ChoicesModel
from reader.ui.palette.choices import Choice, Kind, Sources, asked
from reader.ui.palette.matching import Matcher, best

WIDEST, TOP, BOTTOM = 640, 48, 48  # pixels; below the list its margins and the window's
ROWS = 12  # in sight, where there is room
_SPELLED = 400  # labels that are spelled between two questions: some 8 ms
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}


class Palette(QFrame):
    """Asks for one thing of many; `chosen` says which."""

    chosen = Signal(Choice, Way)

    def __init__(self, theming: Theming, parent: QWidget, tasks: Tasks | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._around = parent
        self._theming = theming
        self._tasks = tasks or Tasks()
        self._matchers: dict[Kind, Matcher] = {}
        self._recent: Mapping[str, int] = {}
        self._number = self._shown = 0  # of the question that was asked last, and that whose answer is shown
        self._opening = 0
        self._wanted: Way | None = None  # Enter was pressed before the answer came: where the first opens
        self._before: QWidget | None = None  # who had the keyboard
        self.icons: Callable[[Choice], QIcon | None] = self._glyph
        self.field = QLineEdit()
        self.field.setPlaceholderText(
            _("Articles, points, notes   ·   > commands   # points   @ tags   / libraries")
        )
        self.field.setAccessibleName(_("Find and go"))
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.model = ChoicesModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("What fits"))
        self.painter = ChoicePainter(theming, lambda choice: self.icons(choice), self.list)
        self.list.setItemDelegate(self.painter)
        RowClicks(self.list).clicked.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._say)
        self.nothing = QLabel(_("Nothing fits."))
        self.nothing.setProperty("quiet", True)
        self.nothing.setContentsMargins(14, 6, 14, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 10, 1, 6)
        column.setSpacing(8)
        inset = QVBoxLayout()
        inset.setContentsMargins(10, 0, 10, 0)
        inset.addWidget(self.field)
        column.addLayout(inset)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        parent.installEventFilter(self)
        theming.theme_changed.connect(self.list.viewport().update)
        self.hide()

    def open(self, typed: str, sources: Sources, recent: Mapping[str, int]) -> None:
        """Open with `typed`, and the keyboard behind it. `recent`: see `Matcher.weigh`."""
        if self.isHidden():
            window = self.window()
            focused: QWidget | None = window.focusWidget()
            self._before = focused
        self._recent = recent
        self._opening += 1
        opening = self._opening
        self._matchers.pop(Kind.ENTRY, None)  # of another article, perhaps
        self._matchers[Kind.COMMAND] = Matcher(sources.commands)
        self._matchers[Kind.LIBRARY] = Matcher(sources.libraries)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        self.field.setText(typed)
        self.field.end(False)
        self._ask()

        def arrive(matchers: dict[Kind, Matcher]) -> None:
            if opening == self._opening:
                self._matchers = matchers
                self._ask()
                self._spell_on(opening)

        known = dict(self._matchers)
        self._tasks.run(lambda: _matchers(sources, known), arrive)

    def put_away(self) -> None:
        """Close, and give the keyboard back."""
        if self.isHidden():
            return
        self._number += 1  # no answer is wanted
        self._opening += 1
        had_keyboard = self.field.hasFocus()
        self.hide()
        if had_keyboard and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def shut_down(self) -> None:
        """End the thread. Before the window goes."""
        self._number += 1
        self._tasks.shut_down()

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is the answer to what is typed, and all of it."""
        return self._shown == self._number and self._tasks.is_idle

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._around and event.type() is QEvent.Type.Resize:
            self._place()
        elif watched is self.field and event.type() is QEvent.Type.FocusOut and self.isVisible():
            if self.window().isActiveWindow() and not self.field.hasFocus():
                self.put_away()
        elif watched is self.field and isinstance(event, QKeyEvent):
            way = way_of(event.modifiers())
            return event.type() is QEvent.Type.KeyPress and self._press(Qt.Key(event.key()), way)
        return False

    # ---- within

    def _press(self, key: Qt.Key, way: Way) -> bool:
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._shown == self._number:
                self._choose(self.list.currentIndex(), way)
            else:
                self._wanted = way
        elif key == Qt.Key.Key_Escape:
            self.put_away()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)  # there is nowhere else to go
        return True

    def _step(self, by: int) -> None:
        last = self.model.rowCount() - 1
        row = self.list.currentIndex().row() + by
        if abs(by) == 1 and last >= 0:
            row %= last + 1
        self.list.setCurrentIndex(self.model.index(min(max(row, 0), last)))

    def _choose(self, index: QModelIndex, way: Way) -> None:
        choice = self.model.choice(index)
        if choice is not None:
            self.put_away()
            self.chosen.emit(choice, way)

    def _ask(self) -> None:
        self._number += 1
        number, recent = self._number, self._recent
        self._wanted = None
        kinds, words = asked(self.field.text())
        matchers = [self._matchers[kind] for kind in kinds if kind in self._matchers]

        def work() -> list[Choice]:
            return best(matchers, words, recent, lambda: number != self._number)

        self._tasks.run(work, lambda choices: self._show(number, words, choices))

    def _show(self, number: int, words: str, choices: Sequence[Choice]) -> None:
        if number != self._number:
            return
        self._shown = number
        self.painter.typed = words
        self.model.show(choices)
        self.list.setCurrentIndex(self.model.index(0))
        self.list.setVisible(bool(choices))
        self.nothing.setVisible(not choices)
        self._place()
        if self._wanted is not None:
            way, self._wanted = self._wanted, None
            self._choose(self.list.currentIndex(), way)

    def _spell_on(self, opening: int) -> None:
        """Spell some labels more; what is asked meanwhile comes between. Then ask again, once."""
        matchers = list(self._matchers.values())

        def work() -> bool:
            return any(matcher.spell_on(_SPELLED) for matcher in matchers)

        def done(is_more: bool) -> None:
            if opening == self._opening and is_more:
                self._spell_on(opening)
            elif opening == self._opening and self.field.text():
                row = self.list.currentIndex().row()
                if row <= 0:  # the person has not begun to choose
                    self._ask()

        self._tasks.run(work, done)

    def _say(self, current: QModelIndex) -> None:
        """Let a screen reader say the row: the keyboard stays in the line."""
        words = self.model.data(current, Qt.ItemDataRole.AccessibleTextRole)
        self.field.setAccessibleDescription(str(words or ""))

    def _glyph(self, choice: Choice) -> QIcon | None:
        name = GLYPHS.get(choice.kind)
        return self._theming.icon(name, "panel_quiet") if name is not None else None

    def _place(self) -> None:
        room = self._around.rect()
        width = min(WIDEST, room.width() - 24)
        row = max(1, self.list.sizeHintForRow(0))
        most = (room.height() - TOP - BOTTOM - self.field.sizeHint().height()) // row
        self.list.setFixedHeight(max(1, min(ROWS, most, self.model.rowCount())) * row)
        if (layout := self.layout()) is not None:
            layout.activate()
        self.setGeometry((room.width() - width) // 2, TOP, width, self.sizeHint().height())


def _matchers(sources: Sources, known: Mapping[Kind, Matcher]) -> dict[Kind, Matcher]:
    """Return what is looked through, taking over what is `known` and the same. For a thread."""
    made = {}
    for kind, choices in sources.collect().items():
        old = known.get(kind)
        made[kind] = old if old is not None and list(old.choices) == choices else Matcher(choices)
    return made

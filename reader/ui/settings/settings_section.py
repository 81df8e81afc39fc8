"""One page of the settings: a heading, and rows that can be found by their words.

A row is words and what is set with it; a setting's row has a button besides
that sets it back, seen while the setting is not as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.i18n import labelled
from reader.settings import Setting, Settings
from reader.ui.base.actions import plain_text
from reader.ui.base.theming import Theming
from reader.ui.settings.setting_editors import editor_for, plain_help

LABEL, EDITOR, BACK = range(3)  # the columns


@dataclass
class Row:
    """What stands side by side on a page, and the words by which it is found, folded: in English as well."""

    widgets: list[QWidget]
    words: str
    setting: str = ""

    def has(self, word: str) -> bool:
        """Whether `word`, folded, is in the words, their pinyin or their initials."""
        return word in self.words or (word.isascii() and any(word in one for one in self._spelled))

    @cached_property
    def _spelled(self) -> tuple[str, ...]:
        from reader.search.text.pinyin import plain_spelling, spell  # when somebody searches

        return tuple(form for one in spell(self.words) for form in plain_spelling(one))


class SettingsSection(QWidget):
    """The rows of one page."""

    told = Signal(str)  # a sentence: what came of an act
    acted = Signal(str, object)  # the same, and what was set before by name: it can be taken back

    def __init__(self, title: str, key: str, settings: Settings, theming: Theming) -> None:
        """`key` is the page's in `reader.settings.PAGES`."""
        super().__init__()
        self.title = title
        self._key = key
        self.settings = settings
        self._theming = theming
        self.rows: list[Row] = []
        self._words: list[str] = []  # that were looked for last; at first all rows are shown
        self.editors: dict[str, QWidget] = {}
        self.backs: dict[str, QToolButton] = {}
        self._followers: list[Callable[[str], None]] = []
        self._grid = QGridLayout(self)  # a QFormLayout gives words that wrap the height of one line
        self._grid.setContentsMargins(24, 14, 18, 14)
        self._grid.setColumnStretch(LABEL, 5)
        self._grid.setColumnStretch(EDITOR, 4)
        self._grid.setColumnMinimumWidth(BACK, 28)  # whether there is a button or not
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        heading = QLabel(title)
        heading.setProperty("section", True)
        heading.setIndent(0)
        self._grid.addWidget(heading, 0, 0, 1, 3)

    def add_setting(self, setting: Setting) -> None:
        """Add a row for `setting`."""
        editor = editor_for(setting, self.settings)
        words = _(setting.help)
        editor.setAccessibleName(words)
        editor.changed.connect(lambda value: self.settings.set(setting.name, value))  # type: ignore[attr-defined]
        back = QToolButton()
        back.setIcon(self._theming.icon("undo", "panel_quiet"))
        back.setToolTip(_("Set back to the usual value"))
        back.setAccessibleName(_("Set back: {setting}").format(setting=plain_help(setting)))
        back.clicked.connect(lambda: self.settings.reset(setting.name))
        choices = (
            [editor.itemText(at) for at in range(editor.count())] if isinstance(editor, QComboBox) else []
        )
        self.editors[setting.name], self.backs[setting.name] = editor, back
        self._add(
            self._label(plain_help(setting), editor),
            editor,
            back,
            " ".join((words, setting.help, *choices, *setting.words)),
            setting.name,
        )
        self.show_value(setting.name)

    def add_row(self, words: str, widget: QWidget, more_words: str = "") -> None:
        """Add `widget` beside its `words`."""
        self._add(self._label(words, widget), widget, None, f"{words} {more_words}")

    def add_block(self, words: str, widget: QWidget, more_words: str = "") -> None:
        """Add `widget` over the whole width, below its `words`."""
        at, label = self._grid.rowCount(), self._label(words, widget)
        label.setContentsMargins(0, 10, 0, 0)
        self._grid.addWidget(label, at, 0, 1, 3)
        self._grid.addWidget(widget, at + 1, 0, 1, 3)
        self.rows.append(Row([label, widget], self._folded(f"{words} {more_words}")))

    def add_note(self, words: str) -> None:
        """Add a quiet sentence."""
        note = QLabel(words, wordWrap=True)
        note.setProperty("quiet", True)
        self._grid.addWidget(note, self._grid.rowCount(), 0, 1, 3)
        self.rows.append(Row([note], self._folded(words)))

    def add_action(self, words: str, action: QAction) -> QPushButton:
        """Add a button below `words` that does what `action` does."""
        button = QPushButton(plain_text(action.text()))
        button.setAutoDefault(False)
        button.clicked.connect(action.trigger)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(labelled(words, button.text()))
        self.add_block(words, button, action.toolTip())
        return button

    def follow(self, follower: Callable[[str], None]) -> None:
        """Call `follower` with the name of each setting that is changed, as long as the page is there."""
        self._followers.append(follower)

    def note_setting(self, name: str) -> None:
        """Show what has changed."""
        if name in self.editors:
            self.show_value(name)
        for follower in self._followers:
            follower(name)

    @contextmanager
    def can_be_taken_back(self, words: str) -> Iterator[None]:
        """Let what is set meanwhile be an act that is told in `words` and can be taken back."""
        before = self.settings.values()
        changed: set[str] = set()
        self.settings.on_change(changed.add)
        try:
            yield
        finally:
            self.settings.forget(changed.add)
        self.acted.emit(words, {name: before[name] for name in changed})

    def show_value(self, name: str) -> None:
        """Show what the setting `name` is now."""
        editor = self.editors[name]
        editor.blockSignals(True)
        editor.show_value(self.settings.get(name))  # type: ignore[attr-defined]
        editor.blockSignals(False)
        self.backs[name].setVisible(not self.settings.is_default(name))

    def look_for(self, words: list[str]) -> bool:
        """Show only the rows that have all of `words` (folded); return whether there is one."""
        if words == self._words:
            return bool(self.rows)
        self._words, found = words, False
        for row in self.rows:
            is_seen = all(map(row.has, words))
            for widget in row.widgets:
                widget.setVisible(is_seen)
            if row.setting:
                self.backs[row.setting].setVisible(is_seen and not self.settings.is_default(row.setting))
            found = found or is_seen
        return found

    def first_in_sight(self) -> QWidget | None:
        """Return the first of what is shown that can have the keyboard."""
        for row in self.rows:
            for widget in row.widgets:
                for each in (widget, *widget.findChildren(QWidget)):
                    if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                        return each
        return None

    def recolour(self) -> None:
        """Draw the buttons in the colours of the theme in use."""
        for back in self.backs.values():
            back.setIcon(self._theming.icon("undo", "panel_quiet"))

    # ---- within

    def _add(
        self, label: QLabel, widget: QWidget, back: QWidget | None, words: str, setting: str = ""
    ) -> None:
        at = self._grid.rowCount()
        if back is None:  # it may be several lines high
            label.setContentsMargins(0, 6, 0, 0)
            self._grid.addWidget(label, at, LABEL, Qt.AlignmentFlag.AlignTop)
        else:
            self._grid.addWidget(label, at, LABEL)
            self._grid.addWidget(back, at, BACK)
        self._grid.addWidget(widget, at, EDITOR, Qt.AlignmentFlag.AlignVCenter)
        self.rows.append(Row([label, widget], self._folded(words), setting))

    def _folded(self, words: str) -> str:
        return fold(f"{self.title} {self._key} {words}")

    @staticmethod
    def _label(words: str, buddy: QWidget) -> QLabel:
        label = QLabel(words, wordWrap=True)
        label.setBuddy(buddy)
        return label

"""All keyboard shortcuts on one sheet, made from the table of actions: to look at, to print, to change.

A key that somebody else has is not taken in silence: the sheet says whose it is,
and takes it from there when it is asked to. The person's own keys are a setting,
by the action's name; what is the same as usual is not kept.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.base.actions import ActionRow, Actions, plain_text
from reader.ui.dialogs.shortcut_sheet import FIXED, Section, fixed_section, menu_of, sections, sheet_html

NAME = Qt.ItemDataRole.UserRole


class Shortcuts(QDialog):
    """Shows the keys of all actions, and gives them others."""

    def __init__(self, actions: Actions, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = QKeySequence()  # what was pressed, and belongs to somebody
        self._items: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []  # each section with its lines
        self._actions = actions
        self._settings = settings
        self._rows = {row.name: row for row in actions.rows}
        self.setObjectName("shortcuts")
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Filter by words or by a key"))
        self.filter.setAccessibleName(self.filter.placeholderText())
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(14)
        self.tree.setAccessibleName(_("Keyboard shortcuts"))
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.currentItemChanged.connect(self._offer)
        self.tree.itemActivated.connect(self._enter)
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(_("The new key"))
        if (line := self.edit.findChild(QLineEdit)) is not None:  # it is what has the keyboard
            line.setAccessibleName(_("The new key"))
        self.edit.keySequenceChanged.connect(self._try)
        self.edit.editingFinished.connect(self._hint)
        self.edit.installEventFilter(self)
        self.none = QPushButton(_("&No key"))
        self.none.clicked.connect(lambda: self._give(QKeySequence()))
        self.usual = QPushButton(_("&Usual key"))
        self.usual.clicked.connect(self._reset)
        self.said = QLabel(wordWrap=True)
        self.said.setMinimumHeight(2 * self.said.fontMetrics().lineSpacing())
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.take = QPushButton(_("&Take it from there"))
        self.take.clicked.connect(self._take)
        self._lay_out()
        self._fill()
        self.resize(620, 680)
        self.filter.setFocus()

    def sections(self) -> list[Section]:
        """Return what the sheet says, as it is now."""
        return [*sections(self._actions), fixed_section()]

    def print_sheet(self) -> None:
        """Let the person choose a printer, and print the sheet."""
        from PySide6.QtGui import QTextDocument
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("Keyboard shortcuts"))
        if QPrintDialog(printer, self).exec():
            document = QTextDocument()
            document.setHtml(sheet_html(self.sections()))
            document.print_(printer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Tab and Escape lead out of the field that would else take them for keys to give."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
                widget = self.tree if key != Qt.Key.Key_Tab else self.none
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    # ---- within

    def _lay_out(self) -> None:
        label = QLabel(_("New &key"))
        label.setBuddy(self.edit)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.edit, 1)
        row.addWidget(self.none)
        row.addWidget(self.usual)
        told = QHBoxLayout()
        told.addWidget(self.said, 1)
        told.addWidget(self.take)
        buttons = QDialogButtonBox()
        everything = buttons.addButton(_("&Reset all"), QDialogButtonBox.ButtonRole.ResetRole)
        everything.clicked.connect(self._reset_all)
        printing = buttons.addButton(_("&Print…"), QDialogButtonBox.ButtonRole.ResetRole)
        printing.clicked.connect(self.print_sheet)
        done = buttons.addButton(_("Done"), QDialogButtonBox.ButtonRole.AcceptRole)
        done.setProperty("primary", True)
        buttons.accepted.connect(self.accept)
        for button in (everything, printing, done, self.none, self.usual, self.take):
            button.setAutoDefault(False)  # Enter is for the list
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(self.filter)
        column.addWidget(self.tree, 1)
        column.addLayout(row)
        column.addLayout(told)
        column.addWidget(buttons)

    def _fill(self) -> None:
        """Lay the sheet out anew; the row that was chosen is chosen still."""
        chosen = self._name()
        self.tree.clear()
        self._items = []
        for section in self.sections():
            head = QTreeWidgetItem([section.title])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = self.tree.font()
            font.setBold(True)
            head.setFont(0, font)
            self.tree.addTopLevelItem(head)
            head.setExpanded(True)
            items: list[QTreeWidgetItem] = []
            self._items.append((head, items))
            for line in section.lines:
                item = QTreeWidgetItem([line.words, line.keys])
                item.setData(0, NAME, line.name)
                item.setToolTip(0, line.tip)
                font = self.tree.font()
                font.setBold(line.name in self._settings.get("keys"))
                item.setFont(1, font)
                head.addChild(item)
                items.append(item)
                if line.name and line.name == chosen:
                    self.tree.setCurrentItem(item)
        self._filter(self.filter.text())
        self._offer()

    def _filter(self, typed: str) -> None:
        words = fold(typed).split()
        for head, items in self._items:
            for item in items:
                text = fold(f"{item.text(0)} {item.text(1)} {item.toolTip(0)}")
                item.setHidden(not all(word in text for word in words))
            head.setHidden(all(item.isHidden() for item in items))

    def _enter(self) -> None:
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _take(self) -> None:
        self._give(self._wanted)

    def _name(self) -> str:
        item = self.tree.currentItem()
        return str(item.data(0, NAME) or "") if item is not None else ""

    def _offer(self) -> None:
        row = self._rows.get(self._name())
        for widget in (self.edit, self.none, self.usual):
            widget.setEnabled(row is not None)
        self.usual.setEnabled(row is not None and row.name in self._settings.get("keys"))
        self._show_key(self._actions[row.name].shortcut() if row is not None else QKeySequence())
        self._tell("")

    def _show_key(self, key: QKeySequence) -> None:
        self.edit.blockSignals(True)
        self.edit.setKeySequence(key)
        self.edit.blockSignals(False)
        self._hint()

    def _hint(self) -> None:
        """Say in our words what to do in the field: Qt has no Chinese for its own."""
        field = self.edit.findChild(QLineEdit)
        if isinstance(field, QLineEdit):
            field.setPlaceholderText(_("Press the new key"))

    def _tell(self, sentence: str, *, takes: bool = False) -> None:
        self.said.setText(sentence)
        self.take.setVisible(takes)

    def _try(self, key: QKeySequence) -> None:
        """Give the key that was pressed, unless it belongs to somebody."""
        row = self._rows.get(self._name())
        if row is None or key.isEmpty():
            return
        self._wanted = key
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        if key.toString() in FIXED:
            self._tell(_("{key} has a meaning of its own in the text.").format(key=shown))
        elif menu := menu_of(key):
            self._tell(_("{key} opens the menu “{menu}”.").format(key=shown, menu=plain_text(menu)))
        elif (other := self._owner(key, row)) is not None:
            words = _("{key} belongs to “{action}”.")
            name = plain_text(self._actions[other.name].text())
            self._tell(words.format(key=shown, action=name), takes=True)
        else:
            self._give(key)

    def _owner(self, key: QKeySequence, row: ActionRow) -> ActionRow | None:
        """Return who else has `key`."""
        others = (one for one in self._rows.values() if one.name != row.name)
        return next((one for one in others if key in self._actions[one.name].shortcuts()), None)

    def _give(self, key: QKeySequence) -> None:
        row = self._rows[self._name()]
        own = dict(self._settings.get("keys"))
        for other in self._rows.values():
            keys = self._actions[other.name].shortcuts()
            if other is not row and key in keys:
                own[other.name] = QKeySequence.listToString([one for one in keys if one != key])
        own[row.name] = key.toString()
        self._keep(own)

    def _reset(self) -> None:
        """Give the chosen action its usual keys again, unless somebody else has one of them by now."""
        row = self._rows[self._name()]
        taken = [(key, other) for key in self._actions.usual_keys(row) if (other := self._owner(key, row))]
        if taken:
            key, other = taken[0]
            name = plain_text(self._actions[other.name].text())
            shown = key.toString(QKeySequence.SequenceFormat.NativeText)
            self._wanted = key
            self._tell(_("{key} belongs to “{action}”.").format(key=shown, action=name), takes=True)
            return
        own = dict(self._settings.get("keys"))
        own.pop(row.name, None)
        self._keep(own)

    def _reset_all(self) -> None:
        self._keep({})

    def _keep(self, own: dict[str, str]) -> None:
        """Keep the person's keys, without those that are the usual ones."""
        usual = {
            name: QKeySequence.listToString(self._actions.usual_keys(row)) for name, row in self._rows.items()
        }
        self._settings.set("keys", {name: keys for name, keys in own.items() if keys != usual.get(name)})
        self._fill()

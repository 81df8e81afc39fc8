"""The settings as pages: what is looked for stands first, then the pages, then what came of an act.

It stands beside the text and keeps nobody from it. Everything takes effect at
once; what sets several values together can be taken back. While words stand
in the search, what has them is shown of all pages, one below the other.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.settings import SETTINGS
from reader.ui.parts.filter_box import FilterBox
from reader.ui.session.session import Session
from reader.ui.settings.pages import PAGES, Page
from reader.ui.settings.reading_preview import ReadingPreview
from reader.ui.settings.settings_section import SettingsSection

SIZE = (760, 640)  # pixels, where the screen has room for them
LIST_WIDTH = 138
PREVIEW = 178  # pixels, at most a quarter of the height


class SettingsDialog(QDialog):
    """Shows the settings on their pages, and sets them as they are changed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(_("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._settings = session.settings
        self._theming = session.theming
        self._is_shut = False
        self._is_filled = (
            False  # a page is made a turn after the dialog is shown, so that neither takes two frames
        )
        self._before: dict[str, object] = {}  # what was set before the act that can be taken back
        self.search = FilterBox(_("Search the settings"), session.theming)
        self.search.textChanged.connect(self._look)
        self.search.left.connect(self._enter)
        self.pages = QListWidget()
        self.pages.setFixedWidth(LIST_WIDTH)
        self.pages.setAccessibleName(_("Pages"))
        self.sections: dict[str, SettingsSection] = {}
        self.preview = ReadingPreview(session.settings, session.theming)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._nothing = QLabel(_("No setting has these words."), wordWrap=True)
        self._nothing.setProperty("quiet", True)
        self._nothing.hide()
        self._nothing.setContentsMargins(24, 20, 24, 0)
        self._column.addWidget(self._nothing)
        self.pages.addItems([page.title() for page in PAGES])
        self._column.addStretch(1)
        self.area = QScrollArea()
        self._lay_out()
        self.pages.currentRowChanged.connect(self._look)
        self.pages.setCurrentRow(0)
        self._settings.on_change(self._setting_changed)
        session.theming.theme_changed.connect(self._recolour)
        self._tell(self._settings.problem or session.theming.problem)
        self.resize(*SIZE)
        self.search.setFocus()

    def show_page(self, key: str) -> None:
        """Show the page `key` of `reader.settings.PAGES`."""
        self.search.clear()
        self.pages.setCurrentRow([page.key for page in PAGES].index(key))

    @property
    def page(self) -> str:
        """The key of the page that is chosen in the list."""
        return PAGES[max(0, self.pages.currentRow())].key

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setFixedHeight(min(PREVIEW, self.height() // 4))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fill)

    def _fill(self) -> None:
        if not (self._is_filled or self._is_shut):
            self._is_filled = True
            self._look()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._shut_down()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self._shut_down()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # Enter closes nothing
            super().keyPressEvent(event)

    # ---- building

    def section(self, page: Page) -> SettingsSection:
        """Return what stands on `page`, made when it is first asked for."""
        if page.key not in self.sections:
            section = SettingsSection(page.title(), page.key, self._settings, self._theming)
            section.told.connect(self._tell)
            section.acted.connect(self._tell_act)
            for setting in SETTINGS:
                if setting.page == page.key:
                    section.add_setting(setting)
            if page.fill is not None:
                page.fill(section, self._session)
            keys = [one.key for one in PAGES if one.key in (*self.sections, page.key)]
            self._column.insertWidget(1 + keys.index(page.key), section)
            self.sections[page.key] = section
            self._put_buttons_last()
        return self.sections[page.key]

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setLayout(self._column)
        self.area.setWidget(inner)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.preview)
        right.addWidget(self.area, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.pages)
        middle.addLayout(right, 1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        head.addWidget(self.search)
        self.told = QLabel(wordWrap=True)
        self.back = QPushButton(_("&Take back"))
        self.back.setAutoDefault(False)
        self.back.clicked.connect(self._take_back)
        said = QHBoxLayout()
        said.setContentsMargins(20, 8, 16, 0)
        said.addWidget(self.told, 1)
        said.addWidget(self.back)
        buttons = QDialogButtonBox()
        buttons.setContentsMargins(16, 10, 16, 14)
        self.reset_page = buttons.addButton(_("&Reset this page"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_page.clicked.connect(lambda: self._reset([self.page]))
        self.reset_all = buttons.addButton(_("Reset &all"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset_all.clicked.connect(lambda: self._reset([page.key for page in PAGES]))
        self.done_button = buttons.addButton(_("Done"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.done_button.setProperty("primary", True)
        for button in (self.reset_page, self.reset_all, self.done_button):
            button.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(middle, 1)
        column.addLayout(said)
        column.addWidget(buttons)

    def _put_buttons_last(self) -> None:
        """Let Tab come to the buttons below behind all that stands on the pages, which came after them."""
        before: QWidget = self.previousInFocusChain() or self.area
        for button in (self.reset_page, self.reset_all, self.done_button):
            if before is not button:
                QWidget.setTabOrder(before, button)
            before = button

    # ---- looking

    def _look(self, *_changed: object) -> None:
        """Show the page that is chosen, or what of all pages has the words that are looked for."""
        if not self._is_filled:
            return
        words = fold(self.search.text()).split()
        found, previewed = False, False
        for row, page in enumerate(PAGES):
            is_seen = page.key == self.page
            if words or is_seen:
                has = self.section(page).look_for(words)
                is_seen = has if words else is_seen
            if page.key in self.sections:
                self.sections[page.key].setVisible(is_seen)
            found, previewed = found or is_seen, previewed or (is_seen and page.is_previewed)
            item = self.pages.item(row)
            is_open = is_seen or not words
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEnabled if is_open else Qt.ItemFlag.NoItemFlags)
        self._nothing.setVisible(not found)
        self.preview.setVisible(previewed)
        self.reset_page.setVisible(not words)
        self.area.verticalScrollBar().setValue(0)

    def _enter(self) -> None:
        """Go from the search to the first thing that was found."""
        shown = (self.sections[page.key] for page in PAGES if page.key in self.sections)
        found = (section.first_in_sight() for section in shown if section.isVisible())
        if (first := next(filter(None, found), None)) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(first)

    # ---- acts

    def _reset(self, keys: list[str]) -> None:
        names = [one.name for one in SETTINGS if one.page in keys and not self._settings.is_default(one.name)]
        if not names:
            self._tell(_("Everything here is as usual already."))
            return
        with self.section(PAGES[0]).can_be_taken_back(_("All is as usual again.")):
            self._settings.reset(*names)

    def _take_back(self) -> None:
        before, self._before = self._before, {}
        self._settings.set_all(before)
        self._tell(_("All is as it was before."))

    def _tell(self, words: str) -> None:
        """Say what came of an act, or what is wrong; nothing can be taken back."""
        self._before = {}
        self._say(words)

    def _tell_act(self, words: str, before: dict[str, object]) -> None:
        self._before = before
        self._say(words)

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self.back.setVisible(bool(self._before))

    def _setting_changed(self, name: str) -> None:
        for section in self.sections.values():
            section.note_setting(name)
        if self._settings.problem:
            self._say(self._settings.problem)

    def _recolour(self) -> None:
        for section in self.sections.values():
            section.recolour()

    def _shut_down(self) -> None:
        if not self._is_shut:
            self._is_shut = True
            self._settings.forget(self._setting_changed)
            self.preview.shut_down()

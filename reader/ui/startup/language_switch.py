"""Another language while the program runs: a window that speaks it takes the place of the one on show.

Words are said in the language in use when a widget is made. To have every
widget say its words again would be a duty of each of them, and of each that is
added; a window is made in a fifth of a second. So the new one is made of the
same settings and memory, as at the next start, and of what no file keeps: the
way back, the question, the selection, what lies over the text. What can be
undone belongs to the library, which both windows show for a moment. The old
one stands until the new one has painted its text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QTimer, Signal

from reader import i18n
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.session.window_memory import WindowMemory
from reader.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from reader.ui.session.navigation_history import Stop

Make = Callable[[Settings, WindowMemory], MainWindow]
PATIENCE = 1500  # milliseconds that the old window stands where nothing is painted in the new one


@dataclass(frozen=True, slots=True)
class Carried:
    """What goes from one window to the next besides what is kept on the disk."""

    stops: tuple[Sequence[Stop], int]
    query: str
    selection: Span
    found: str | None  # what the find bar looks for; None where it is not open
    is_calm: bool
    is_full: bool
    settings_page: str  # of the settings, if they are open
    settings_shape: QByteArray


class LanguageSwitch(QObject):
    """Keeps the window on show; its `window` is another one after a change of language."""

    replaced = Signal(MainWindow, MainWindow)  # the first closes now, the second stands in its place
    switched = Signal(MainWindow)  # the new one has all that the old one had

    def __init__(self, window: MainWindow, make: Make) -> None:
        super().__init__(window)
        self._make = make
        self._leaving: MainWindow | None = None
        self._watch(window)

    def _watch(self, window: MainWindow) -> None:
        self.window = window
        self.setParent(window)
        self._language = i18n.language()
        window.session.settings.on_change(self._setting_changed)
        window.session.library_opened.connect(self._look_again)

    def _setting_changed(self, name: str) -> None:
        if name == "language":
            self._look_again()

    def _look_again(self, *_opened: object) -> None:
        """Switch when this turn of the loop is over: whoever has set the language is not done with it."""
        QTimer.singleShot(0, self, self._switch)

    def _switch(self) -> None:
        old, settings = self.window, self.window.session.settings
        wanted = str(settings.get("language"))
        if self._leaving is not None or old.session.library is None:
            return  # it is done already, or once the questions of the first start are answered
        if i18n.resolved(wanted) == self._language:
            return
        old.complete()
        carried = _carried(old)
        old.calm.leave()
        old.docking.fit()
        if not old.keep():
            old.session.tell(
                _("The language changes at the next start: your notes cannot be saved just now.")
            )
            return
        self._leaving = old
        new = self._make(settings.for_window(), old.session.remembered)
        new.restoreGeometry(old.saveGeometry())
        if not new.isMaximized():
            new.resize(old.size())  # Qt would fit it to the screen
        new.pane.first_painted.connect(self._take_place)
        new.page_shown.connect(self._take_place)
        self._watch(new)
        self._carried = carried
        _open_as(old, new)
        new.show()
        QTimer.singleShot(PATIENCE, self, self._take_place)

    def _take_place(self) -> None:
        """Close the old window, and give the new one what the old one had."""
        if (old := self._leaving) is None:
            return
        self._leaving = None
        self.replaced.emit(old, self.window)
        old.hide()
        old.close()
        old.session.settings.leave()
        old.deleteLater()
        self.window.complete()
        _give(self._carried, self.window)
        self.switched.emit(self.window)


def _open_as(old: MainWindow, new: MainWindow) -> None:
    """Open in `new` what is open in `old`."""
    article, library = old.session.article, old.session.library
    path = article.path if article is not None else old.session.opened.awaited
    if library is not None and (path is None or path.is_relative_to(library.folder)):
        new.session.open_library(library.folder)
    new.opening.open(path or (library.folder if library is not None else None))


def _carried(window: MainWindow) -> Carried:
    from reader.ui.settings.settings_dialog import SettingsDialog

    session, pane = window.session, window.pane
    question = window.search.question if window.search is not None else None
    dialog = window.findChild(SettingsDialog)
    is_asked = dialog is not None and dialog.isVisible()
    return Carried(
        (session.history.stops, session.history.now),
        question.text if question is not None else "",
        pane.selection(),
        pane.finding.bar.field.text() if pane.finding.is_open else None,
        window.calm.is_hiding,
        window.calm.is_full,
        dialog.page if dialog is not None and is_asked else "",
        dialog.saveGeometry() if dialog is not None and is_asked else QByteArray(),
    )


def _give(carried: Carried, window: MainWindow) -> None:
    from reader.ui.settings.settings_dialog import SettingsDialog
    from reader.ui.window.window_dialogs import show_settings

    session, pane = window.session, window.pane
    session.history.take(*carried.stops)
    session.actions.refresh()
    if carried.query and window.search is not None:
        window.panels["search"].make()
        window.search.ask_for(carried.query)
    if carried.selection.end > carried.selection.start:
        pane.select(carried.selection)
    if carried.found is not None:
        pane.open_find(carried.found)
    if carried.is_full:
        window.fill_screen(True)
    if carried.is_calm:
        window.show_only_text(True)
    window.take_keyboard()
    if carried.settings_page:
        show_settings(window, carried.settings_page)
        dialog = window.findChild(SettingsDialog)
        if dialog is not None:
            dialog.restoreGeometry(carried.settings_shape)

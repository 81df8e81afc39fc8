"""The windows of this process: which there are, which is active; opened beside one another, restored, quit.

Made once the first window is complete: until then there is but that one. Each window knows only itself; what
it wants of others it says by a signal.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from reader import paths
from reader.ui.session.session import Session
from reader.ui.session.tabs.tab_list import Tab
from reader.ui.session.window_memory import WindowMemory
from reader.ui.window.action_table import windows_rows
from reader.ui.window.main_window import MainWindow

STEP = 32  # pixels by which a window stands to the right of and below the one that it was opened from
SOON = 1_500  # milliseconds after a change in which all that comes back at the next start is kept on the disk

Make = Callable[[WindowMemory], MainWindow]


class OpenWindows(QObject):
    """`windows` in the order in which they were opened. `active` is the one that was so last."""

    changed = Signal()  # one came or went, or is called otherwise
    added = Signal(MainWindow)

    def __init__(self, first: MainWindow, make: Make, parent: QObject | None = None) -> None:
        """`make` makes a window that is to keep what it remembers in the memory it is given."""
        super().__init__(parent)
        self._make = make
        self._memory = first.session.remembered
        self._is_quitting = False
        self.windows: list[MainWindow] = []
        self.active = first
        self._saving = QTimer(self, singleShot=True, interval=SOON)
        self._saving.timeout.connect(self.keep_all)
        self._naming = QTimer(self, singleShot=True, interval=0)
        self._naming.timeout.connect(self._number)
        self._take(first)

    # ---- opening

    def open_tab(self, of: MainWindow, tab: Tab, at: QPoint | None = None) -> MainWindow:
        """Open a window on the library of the window `of`, with one tab; `at` is where, on the screen."""
        library = of.session.library
        window = self._make(self._memory.add_window(library.folder if library is not None else None))
        if library is not None:
            window.session.open_library(library.folder)
        window.session.active.take_only(tab)
        window.resize(of.size() if not of.isMaximized() and not of.isFullScreen() else window.size())
        self._show(window, at or of.pos() + QPoint(STEP, STEP))
        return window

    def open_path(self, path: Path | None) -> MainWindow:
        """Open a window on an article or a library, by default on what is read in the active window."""
        of, library = self.active, self.active.session.library
        if path is None or (library is not None and path == library.folder):
            own = of.session.active
            own.leave()
            return self.open_tab(of, own.tab.copy())
        if library is not None and path.is_relative_to(library.folder) and not paths.is_folder(path):
            return self.open_tab(of, Tab(path))
        window = self._make(self._memory.add_window())
        window.opening.open(path)
        self._show(window, of.pos() + QPoint(STEP, STEP))
        return window

    def restore(self) -> None:
        """Open the windows that were open besides the first when the program ended last."""
        open_ones = [window.session.remembered for window in self.windows]
        for memory in self._memory.windows():
            folder = memory.window_library
            if any(memory.is_of_same_window(one) for one in open_ones):
                continue
            if folder is None or not paths.is_folder(folder):
                continue  # its disk may be back the next time
            window = self._make(memory)
            window.opening.open(folder)
            self._show(window, None)
        if len(self.windows) > 1:
            self.active.raise_()
        self.note_active(self.active)

    # ---- all of them

    def keep(self) -> bool:
        """Put everything of all windows on the disk; return whether all notes are there."""
        return not [window for window in self.windows if not window.keep()]

    def keep_all(self) -> None:
        """Keep which windows there are and what is open in each, as at the end: the program may be killed."""
        for window in self.windows:
            window.keep_for_next_start()
        self._memory.save()

    def quit(self) -> bool:
        """Close all windows; they come back at the next start. Return False where one is to stay."""
        for window in self.windows:
            if not window.may_close():
                self.bring_to_front(window)
                return False
        self.keep_all()
        self._end()
        for window in list(self.windows):
            window.close()
        return True

    def bring_to_front(self, window: MainWindow) -> None:
        """Put a window before all others, and the keyboard into it."""
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    def window_for(self, target: str) -> MainWindow:
        """Return where something handed over is to open: a path in the library of a window there."""
        path = Path(target)
        for window in sorted(self.windows, key=lambda one: one is not self.active):
            library = window.session.library
            if target and library is not None and path.is_relative_to(library.folder):
                return window
        return self.active

    def step(self, by: int) -> None:
        """Go to the next window (1) or the one before (-1), round and round."""
        at = self.windows.index(self.active)
        self.bring_to_front(self.windows[(at + by) % len(self.windows)])

    def note_active(self, window: MainWindow) -> None:
        """Note that the person is in `window` now: it comes back first, and files are opened there."""
        if self._is_quitting or window not in self.windows:
            return
        self.active = window
        session = window.session
        session.remembered.come_to_front()
        folder = session.library.folder if session.library is not None else None
        if folder is not None and folder != paths.starter_library():
            session.settings.set("last_library", str(folder))

    def put_in_place(self, old: MainWindow, new: MainWindow) -> None:
        """Let `new` be what `old` was: it speaks another language."""
        self._drop(old)
        self._take(new, self.windows.index(old))
        self.windows.remove(old)
        if self.active is old:
            self.active = new

    # ---- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowActivate and isinstance(watched, MainWindow):
            self.note_active(watched)
        return False

    # ---- within

    def _take(self, window: MainWindow, at: int | None = None) -> None:
        self.windows.insert(len(self.windows) if at is None else at, window)
        session = window.session
        window.installEventFilter(self)
        window.closed.connect(partial(self._forget, window))
        window.quit_requested.connect(self.quit)
        window.windowTitleChanged.connect(self._note_title)
        session.window_requested.connect(partial(self.open_tab, window))
        for kept in (session.tabs_changed, session.pane_added, session.pane_removed, session.article_opened):
            kept.connect(self._keep_soon)
        menu = QMenu(window)
        menu.aboutToShow.connect(partial(self._fill, menu, window))
        session.actions.add(*windows_rows(menu, partial(self.step, 1), lambda: len(self.windows) > 1))
        self._tell_apart()
        self.added.emit(window)

    def _keep_soon(self, *_changed: object) -> None:
        if not self._is_quitting:
            self._saving.start()

    def _end(self) -> None:
        """Keep nothing more, and tell nobody: what is kept now is what comes back."""
        self._is_quitting = True
        self._saving.stop()
        self._naming.stop()

    def _drop(self, window: MainWindow) -> None:
        window.removeEventFilter(self)
        window.quit_requested.disconnect(self.quit)
        window.windowTitleChanged.disconnect(self._note_title)

    def _forget(self, window: MainWindow) -> None:
        """Note that a window is closed. The last one comes back at the next start, as all do when quit."""
        if window not in self.windows:
            return
        if len(self.windows) == 1:
            self._end()
            return
        self._drop(window)
        self.windows.remove(window)
        if self.active is window:
            self.active = self.windows[-1]
        if not self._is_quitting:
            window.session.remembered.forget_window()
            self.note_active(self.active)
            self._keep_soon()
            self._tell_apart()
        QTimer.singleShot(0, window, partial(_delete, window, window.session))

    def _show(self, window: MainWindow, at: QPoint | None) -> None:
        """Show a window, at a place on the screen; without one where it was, and the active one stays so."""
        if at is None:
            window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        else:
            room = window.screen().availableGeometry()
            right, bottom = room.right() - window.width(), room.bottom() - window.height()
            window.move(max(room.left(), min(at.x(), right)), max(room.top(), min(at.y(), bottom)))
        self._take(window)
        window.show()
        if at is not None:
            self.bring_to_front(window)
            self.note_active(window)
        self._keep_soon()

    def _note_title(self, _title: str) -> None:
        """Give those that are called alike their numbers, once whoever changes a title is done with it."""
        if not self._is_quitting:
            self._naming.start()

    def _number(self) -> None:
        names = [window.plain_title for window in self.windows]
        for at, window in enumerate(self.windows):
            is_alone = names.count(names[at]) == 1
            window.number(0 if is_alone else names[: at + 1].count(names[at]))
        self.changed.emit()

    def _tell_apart(self) -> None:
        for window in self.windows:
            window.tell_apart(on=len(self.windows) > 1)
            window.session.actions.refresh()
        self._number()

    def _fill(self, menu: QMenu, own: MainWindow) -> None:
        """List the windows in the menu of one."""
        from reader.ui.base.mnemonics import give_mnemonics  # when a menu is opened

        menu.clear()
        for number, window in enumerate(self.windows, 1):
            words = window.windowTitle().replace("&", "&&")
            action = menu.addAction(f"&{number} {words}" if number < 10 else words)
            action.setCheckable(True)
            action.setChecked(window is own)
            action.triggered.connect(partial(self._go_to, window))
        give_mnemonics(menu)

    def _go_to(self, window: MainWindow, _checked: bool = False) -> None:
        self.bring_to_front(window)


def _delete(window: MainWindow, session: Session) -> None:
    """Let go of a window that is closed, with all that was its own."""
    session.settings.leave()
    window.deleteLater()
    session.theming.deleteLater()
    session.deleteLater()

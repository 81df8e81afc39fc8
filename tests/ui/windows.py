"""A whole window for tests: its work is done at once, on this thread, by the `tasks` that it is given."""

from __future__ import annotations

from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.session.session import Session
from reader.ui.session.watching.library_watch import LibraryWatch
from reader.ui.startup.deferred_setup import DeferredSetup
from reader.ui.window.action_table import add_first_actions
from reader.ui.window.main_window import MainWindow


def window_on(tasks: Tasks, settings: Settings | None = None) -> MainWindow:
    """Return a window on a new session, without the application's style sheet."""
    window = MainWindow(Session(tasks, settings or Settings()))
    add_first_actions(window)
    DeferredSetup(window, searching=tasks)
    return window


def let_go(session: Session) -> None:
    """Delete a session that was shut down, and so all that its actions hold: Python sees no such garbage."""
    for watch in session.libraries.findChildren(LibraryWatch):
        watch.setParent(None)  # it goes when its thread has
    session.theming.deleteLater()
    session.deleteLater()

"""The person's libraries in the File menu: one click or key goes to another; the list itself is a dialog."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from reader import paths
from reader.i18n import gettext as _
from reader.ui.session.session import Session
from reader.ui.window.opening import told_apart

if TYPE_CHECKING:
    from reader.ui.window.main_window import MainWindow

_MOST = 20  # libraries in the menu; the dialog has all


def library_list(session: Session) -> list[Path]:
    """Return the folders of the person's libraries, those opened last first, and of the starter library."""
    return list(dict.fromkeys((*session.remembered.libraries(), paths.starter_library())))


def show_libraries(window: MainWindow) -> None:
    """Open the list of libraries, to name them or to take some off it."""
    from reader.ui.dialogs.libraries_dialog import LibrariesDialog

    LibrariesDialog(window.session, partial(library_list, window.session), window.opening, window).open()


def fill_menu(menu: QMenu, window: MainWindow) -> None:
    """Put the libraries into `menu`: it opens now."""
    from reader.ui.base.mnemonics import with_mnemonics

    menu.clear()
    session = window.session
    names = told_apart(library_list(session)[:_MOST], session.name_of_library)
    texts = with_mnemonics([name.replace("&", "&&") for name in names.values()])
    for folder, words in zip(names, texts, strict=True):
        action = menu.addAction(words, partial(window.opening.open, folder))
        action.setToolTip(str(folder))
        action.setCheckable(True)
        action.setChecked(session.library is not None and session.library.folder == folder)
        action.setEnabled(paths.is_folder(folder))
    menu.addSeparator()
    menu.addAction(_("&Names and list…"), partial(show_libraries, window))

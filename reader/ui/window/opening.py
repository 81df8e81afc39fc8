"""How things are opened: at the start, by the dialogs, by dropping them, from what was recent."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from reader import paths
from reader.articles.formats import FORMATS, SUFFIXES
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.ui.session.first_article import article_to_open, folder_to_open
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData


class Opening(QObject):
    """Opens what the person names, in any of the ways there are to name it."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        session.library_opened.connect(self._remember)

    def recent_menu(self) -> QMenu:
        """Return a menu of what was open last, filled when it opens."""
        menu = QMenu(self._window)
        menu.aboutToShow.connect(partial(self._fill_recent, menu))
        return menu

    def open(self, target: Path | None) -> None:
        """Open an article or a library; by default what was open last, or the starter library."""
        if target is not None and not paths.is_folder(target):
            self._session.open_article(target)
            return
        folder = folder_to_open(target, self._session.settings)
        if self._session.open_library(folder) and self._session.library is not None:
            self._open_first(self._session.library)

    def ask_for_file(self) -> None:
        """Let the person choose an article in a dialog."""
        from PySide6.QtWidgets import QFileDialog

        kinds = [
            _("Articles ({patterns})").format(patterns=_patterns(SUFFIXES)),
            *(f"{each.label()} ({_patterns(each.suffixes)})" for each in FORMATS),
            _("All files (*)"),
        ]
        name, _kind = QFileDialog.getOpenFileName(
            self._window, _("Open an article"), self._folder_at_hand(), ";;".join(kinds)
        )
        if name:
            self.open(Path(name))

    def ask_for_folder(self) -> None:
        """Let the person choose a folder in a dialog."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(
            self._window, _("Open a folder as library"), self._folder_at_hand()
        )
        if name:
            self.open(Path(name))

    def dropped(self, data: QMimeData) -> Path | None:
        """Return the file or folder that is being dropped, if it is one that can be opened."""
        names = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        return Path(names[0]) if names else None

    def _open_first(self, library: Library) -> None:
        path = article_to_open(library, self._session.remembered)
        if path is None:
            self._session.close_article()
        else:
            self._session.open_article(path)

    def _remember(self, library: Library) -> None:
        if library.folder != paths.starter_library():
            self._session.settings.set("last_library", str(library.folder))

    def _folder_at_hand(self) -> str:
        library = self._session.library
        if library is not None and library.is_writable:
            return str(library.folder)
        from PySide6.QtCore import QStandardPaths

        return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def _fill_recent(self, menu: QMenu) -> None:
        from reader.ui.base.mnemonics import with_mnemonics

        menu.clear()
        remembered = self._session.remembered
        for path in remembered.recent():
            menu.addAction(path.stem.replace("&", "&&"), partial(self.open, path)).setToolTip(str(path))
        menu.addSeparator()
        for path in remembered.recent_libraries():
            menu.addAction(f"{path.name}/".replace("&", "&&"), partial(self.open, path)).setToolTip(str(path))
        menu.setToolTipsVisible(True)
        if menu.isEmpty():
            menu.addAction(_("Nothing yet")).setEnabled(False)
        entries = [action for action in menu.actions() if not action.isSeparator()]
        for action, text in zip(entries, with_mnemonics([one.text() for one in entries]), strict=True):
            action.setText(text)


def _patterns(suffixes: Iterable[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in sorted(suffixes))

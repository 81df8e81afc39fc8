"""How things are opened: at the start, by the dialogs, by dropping them, from what was recent."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from reader import paths
from reader.catalogue.library import SUFFIXES, Library
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
        add = session.actions.add
        self.open_file = add(
            "file.open",
            _("&Open article…"),
            self.ask_for_file,
            tip=_("Open an article from anywhere"),
            shortcut=QKeySequence.StandardKey.Open,
            icon="open",
        )
        self.open_folder = add(
            "file.open_folder",
            _("Open &folder as library…"),
            self.ask_for_folder,
            tip=_("Read the articles of a folder, with search and notes"),
            shortcut="Ctrl+Shift+O",
            icon="folder",
        )
        self._recent = QMenu(_("Open &recent"), window)
        self._recent.aboutToShow.connect(self._fill_recent)
        session.actions.add_menu("file.recent", self._recent)
        self.open_starter = add(
            "help.starter",
            _("&Starter library"),
            partial(self.open, paths.starter_library()),
            tip=_("Open the articles that come with Gangmu: a guide, and what is new"),
            shortcut="F1",
            icon="library",
        )
        session.library_opened.connect(self._remember)

    def open(self, target: Path | None) -> None:
        """Open an article or a library; by default what was open last, or the starter library."""
        if target is not None and not target.is_dir():
            self._session.open_article(target)
            return
        folder = folder_to_open(target, self._session.settings)
        if self._session.open_library(folder) and self._session.library is not None:
            self._open_first(self._session.library)

    def ask_for_file(self) -> None:
        """Let the person choose an article in a dialog."""
        from PySide6.QtWidgets import QFileDialog

        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        name, _kind = QFileDialog.getOpenFileName(
            self._window,
            _("Open an article"),
            self._folder_at_hand(),
            _("Articles ({patterns})").format(patterns=patterns) + ";;" + _("All files (*)"),
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

    def _fill_recent(self) -> None:
        self._recent.clear()
        remembered = self._session.remembered
        for path in remembered.recent():
            self._recent.addAction(path.stem.replace("&", "&&"), partial(self.open, path)).setToolTip(
                str(path)
            )
        self._recent.addSeparator()
        for path in remembered.recent_libraries():
            self._recent.addAction(f"{path.name}/".replace("&", "&&"), partial(self.open, path)).setToolTip(
                str(path)
            )
        self._recent.setToolTipsVisible(True)
        if self._recent.isEmpty():
            self._recent.addAction(_("Nothing yet")).setEnabled(False)

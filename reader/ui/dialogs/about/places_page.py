"""Where notes, settings, index and log are: to copy, and to open in the file manager."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from reader import paths
from reader.i18n import gettext as _
from reader.i18n import labelled
from reader.log import log_file
from reader.ui.session.session import Session


class PlacesPage(QWidget):
    """A row for each place."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lines: dict[str, QLineEdit] = {}
        self.copy_buttons: dict[str, QPushButton] = {}
        self.open_buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(4, 14, 4, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(10)
        for row, (key, name, path) in enumerate(self._places()):
            self._add(grid, row, key, name, path)
        advice = QLabel(
            _("Notes and settings are yours: keep copies of them. The index can be made again at any time."),
            wordWrap=True,
        )
        advice.setProperty("quiet", True)
        grid.addWidget(advice, grid.rowCount(), 1, 1, 3)
        grid.setRowStretch(grid.rowCount(), 1)

    def told(self) -> tuple[str, ...]:
        """Return a line for each place."""
        return tuple(labelled(name, str(path)) for _key, name, path in self._places())

    def _places(self) -> tuple[tuple[str, str, Path], ...]:
        library = self._session.library
        notes = library.own_folder if library is not None else paths.data_folder()
        return (
            ("notes", _("Notes"), notes),
            ("settings", _("Settings"), paths.config_folder()),
            ("data", _("What is remembered"), paths.data_folder()),
            ("index", _("Index"), paths.cache_folder()),
            ("log", _("Log"), log_file()),
        )

    def _add(self, grid: QGridLayout, row: int, key: str, name: str, path: Path) -> None:
        line = QLineEdit(str(path))
        line.setReadOnly(True)
        line.setCursorPosition(0)
        line.setAccessibleName(name)
        label = QLabel(name)
        label.setBuddy(line)
        copy = QPushButton(_("Copy"))
        copy.setAccessibleName(_("Copy: {name}").format(name=name))
        copy.clicked.connect(partial(self._copy, str(path)))
        show = QPushButton(_("Open"))
        show.setAccessibleName(_("Open: {name}").format(name=name))
        show.setEnabled(paths.is_there(path))
        show.setToolTip("" if show.isEnabled() else _("Nothing is kept there yet"))
        show.clicked.connect(partial(self._open, path))
        for button in (copy, show):
            button.setAutoDefault(False)
        for place, widget in enumerate((label, line, copy, show)):
            grid.addWidget(widget, row, place)
        self.lines[key], self.copy_buttons[key], self.open_buttons[key] = line, copy, show

    def _copy(self, words: str, *_checked: object) -> None:
        QGuiApplication.clipboard().setText(words)
        self._session.tell(_("Copied: {words}").format(words=words))

    def _open(self, path: Path, *_checked: object) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._session.tell(_("No program here opens {path}.").format(path=path))
